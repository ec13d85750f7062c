"""Runs: what one depends on, where it is kept, how notebooks are executed.

- `states` says how notebooks stand, and `schedule` runs those that are not fresh; `missing` has it do so
  before a build, and `background` does so beside a server;
- `store` keeps executed notebooks by what they depend on, in a `depot` that may lie anywhere, each
  with its digest from `seals`; `stock` lists them, reads them over and says which may go;
  `locks` let one process at a time make a run;
- `recalling` holds many runs without their notebooks, which the store gives again;
- `fingerprint` is what a run depends on: `names` reads what code names, `imports` follows what it
  can reach, here and `elsewhere`, `digests` digests it, `facts` keeps what these found for later
  processes, `definitions` digests name by name, and `distributions` finds the versions of what is
  imported;
- `reasons` says what changed between two of them, `differences` where: in which cell and function;
- `session` is one round of runs, `job` what a worker is handed, `pool` the workers of this
  machine, each a `crew`, and `progress` how far each has come;
- `cluster` reaches a Dask scheduler: `fleet` knows its workers, `dispatch` sends them what `shipping`
  packs, and `remote` is what runs there;
- `shards` are the parts in which several machines run a project;
- `lanes` are the workers that stay beside a server, and `spare` the kernel that waits in one;
- `runner` executes one notebook, in the kernel that `kernel` starts, in the `surroundings` that all
  have, in a `sandbox` if asked for, through papermill's `engine`;
- `forks` has kernels forked from a `forkserver` that has loaded what each begins with, knows each as
  `forked`, and each server as one of its `sources`; what a notebook's `preamble` imports is loaded
  `ahead` there, and its `places` tell whether a fresh process would find the same;
- `witness` notes in the kernel which files are read, and `undeclared` finds those that the front
  matter does not declare;
- `limits` ends a run before its end; `allowance` is what it may have of its machine, and above each
  kernel a `keeper` holds it to that, with all its `family`, in `cgroups` whose `placement` the
  system allows;
- `processes` leaves none of a run's processes behind, nor `scratch` a folder; `tether` ends a kernel
  with its parent, and `provenance` says where its result came from.
"""

__all__ = [
    "background",
    "differences",
    "facts",
    "job",
    "missing",
    "progress",
    "provenance",
    "reasons",
    "recalling",
    "schedule",
    "session",
    "shards",
    "states",
    "stock",
    "store",
    "undeclared",
]
