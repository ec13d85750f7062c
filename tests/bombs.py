"""Cells that take more of a machine than they may, each with an end of its own, whatever keeps it.

A bomb goes off in a child, as an ordinary user, within limits of the system's, and all that it
starts ends after some seconds: nothing here depends on what is being tested.
"""

_FUSE = """
import contextlib, os, resource, signal, time

CHILDREN, SECONDS = 200, 25
def light(bomb):
    with open("/proc/loadavg") as file:
        others = int(file.read().split()[3].partition("/")[2])
    if os.fork() == 0:
        most = CHILDREN if os.getuid() == 0 else others + CHILDREN
        resource.setrlimit(resource.RLIMIT_NPROC, (most, most))
        resource.setrlimit(resource.RLIMIT_DATA, (600 << 20, 600 << 20))
        if os.getuid() == 0:
            with contextlib.suppress(OSError):  # nobody may in a sandbox
                os.setgroups([]), os.setgid(65534), os.setuid(65534)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(SECONDS)
        try:
            bomb()
        finally:
            os._exit(0)
    time.sleep(SECONDS + 5)
"""
FORKS = f"""{_FUSE}
def fork(depth=6):
    "Start two, each of which starts two: 126 in all."
    for _ in range(2):
        if os.fork() == 0:
            os.setsid()
            signal.alarm(SECONDS)
            if depth > 1:
                fork(depth - 1)
            time.sleep(SECONDS)
            os._exit(0)
light(fork)
"""
HOARDS = f"""{_FUSE}
def hoard():
    "Take 400 MB, and no more."
    kept = [b"x" * (10 << 20) for _ in range(40)]
    time.sleep(SECONDS)
light(hoard)
"""
DAEMON = """
import os, signal, sys
read, write = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.write(write, str(os.getpid()).encode())
        code = "import signal, time; signal.alarm(60); signal.signal(15, signal.SIG_IGN); time.sleep(60)"
        os.execve(sys.executable, [sys.executable, "-I", "-S", "-c", code], {})
    os._exit(0)
os.wait()
print(int(os.read(read, 20)))
"""
