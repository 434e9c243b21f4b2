"""Serve the book on this machine; rebuild it and reload the page whenever a file changes."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

from livereload import Server
from tornado.web import StaticFileHandler

from .build import SITE
from .sources import BOOK, ROOT, THEME

HOST = "127.0.0.1"
POLICY = THEME / "csp.html"


class Pages(StaticFileHandler):
    """Serves pages without their policy, which forbids the script that reloads them."""

    def should_return_304(self) -> bool:
        """Say no: a page may have been built anew within the second that browsers count by."""
        return False

    @classmethod
    def get_content(
        cls, abspath: str, start: int | None = None, end: int | None = None
    ) -> Generator[bytes, None, None]:
        """Yield what is in a file, without the policy."""
        yield Path(abspath).read_bytes().replace(POLICY.read_bytes().strip(), b"")[start:end]

    def get_content_size(self) -> int:
        """Return how long that is."""
        assert self.absolute_path is not None, "it has been found"
        return sum(map(len, self.get_content(self.absolute_path)))


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
