"""Serve the book on this machine; rebuild it and reload the page whenever a file changes."""

import subprocess
import sys

from livereload import Server

from .build import BOOK, ROOT, SITE


def build() -> None:
    """Build in a process of its own: an edited module must not meet its older self."""
    subprocess.run([sys.executable, "-m", "book"], cwd=ROOT, check=False)


def main() -> None:
    """Build once, then serve until interrupted."""
    build()
    server = Server()
    for pattern in ("book/**/*.*", "src/**/*.*", "_config.yml", "_toc.yml"):
        server.watch(str(ROOT / pattern), build)
    print(f"Watching {BOOK}; stop with Ctrl-C")
    server.serve(root=str(SITE), host="127.0.0.1", port=8000)


if __name__ == "__main__":
    main()
