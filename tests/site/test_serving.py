"""MkDocs' server, where it cannot serve."""

import socket

import pytest
from click import ClickException

from claimbook.site.serving import Server


def test_a_port_in_use_is_said_in_one_line() -> None:
    """MkDocs prints what a command raises so as a line, and ends with exit code 1."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        host, port = taken.getsockname()
        server = Server(lambda: None, host, port, "site")
        with pytest.raises(ClickException) as raised:
            server.serve()
        server.shutdown()
    said = raised.value.format_message()
    assert said.startswith(f"http://127.0.0.1:{port}/ cannot be served: Address already in use;")
    assert (said.count("\n"), raised.value.exit_code) == (0, 1)
