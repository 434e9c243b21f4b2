"""Serve the book on this machine; rebuild it and reload the page whenever a file changes."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from livereload import Server
from livereload.handlers import StaticFileHandler

from .build import SITE
from .sources import BOOK, ROOT, THEME

HOST = "127.0.0.1"
POLICY = THEME / "csp.html"


# livereload has no types, so mypy takes its class for one that could be anything.
class Pages(StaticFileHandler):  # type: ignore[misc]
    """Serves pages without their policy, which forbids the script that reloads them."""

    @classmethod
    def get_content(cls, abspath: str, start: int | None = None, end: int | None = None) -> bytes:
        """Return what is in a file, without the policy."""
        return Path(abspath).read_bytes().replace(POLICY.read_bytes().strip(), b"")[start:end]

    def get_content_size(self) -> int:
        """Return how long that is."""
        return len(self.get_content(self.absolute_path))


def build() -> None:
    """Build in a process of its own: an edited module must not meet its older self."""
    subprocess.run([sys.executable, "-m", "book"], cwd=ROOT, check=False)


def free_port() -> int:
    """Return the port that PORT names, or 8000; end where it is none or somebody has it."""
    port = os.environ.get("PORT", "8000")
    try:
        socket.create_server((HOST, int(port))).close()
    except (OSError, OverflowError, ValueError) as error:
        sys.exit(f"Port {port} cannot be had ({error}): name another, as in `make serve PORT=8001`")
    return int(port)


def main() -> None:
    """Build once, then serve until interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # there is nothing to tidy up
    port = free_port()
    build()
    server = Server()
    server.SFH = Pages
    for pattern in ("book/**/*.*", "src/**/*.*", "_config.yml", "_toc.yml"):
        server.watch(str(ROOT / pattern), build)
    print(f"Watching {BOOK}; stop with Ctrl-C")
    server.serve(root=str(SITE), host=HOST, port=port)


if __name__ == "__main__":
    main()
