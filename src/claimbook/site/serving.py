"""MkDocs' server; where it cannot listen, it says so in one line rather than with a traceback."""

from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer


class Server(LiveReloadServer):
    """A server that says why it cannot serve."""

    def server_bind(self) -> None:
        """Listen, or raise `PluginError`."""
        try:
            super().server_bind()
        except OSError as error:
            why = error.strerror or str(error)
            fix = "choose another address with `mkdocs serve -a HOST:PORT`"
            raise PluginError(f"{self.url} cannot be served: {why}; {fix}") from None
