"""Build the pages with the newest packages, without Jupyter Book, and compare them with the book.

``python -m tests.tools.newest_pages [en …]`` runs in an environment of its own, which has what the
book is built with but Jupyter Book. The book is in `_build/html`, built by `make book`. No cell is
run anew: the outputs are the book's, so that what differs comes from the making of the pages.
"""

import difflib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from book._tools import build, sources
from book._tools.sources import ROOT

# What may differ in a file.
MAY_DIFFER = {
    # Below the text, the stemmer: Sphinx 9 brings those of Snowball. And so the file's digest.
    "_static/search-index.js": r"(?s)(?<=\";\n).+",
    "search.html": r"(?<=search-index\.js\?v=)\w+",
}
SHOWN = 20  # lines of the differences of a file


class Parts(HTMLParser):
    """The tags of a page, their attributes sorted, and its texts, as a list."""

    def __init__(self, html: str) -> None:
        """Take a page apart."""
        super().__init__()
        self.parts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag; whether an empty one is closed makes no difference."""
        self.parts.append(f"<{tag}{''.join(f' {key}={value!r}' for key, value in sorted(attrs))}>")

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        """Keep it."""
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Keep a text; between tags lines may break anywhere."""
        if data.strip():
            self.parts.append(data)


def build_pages(code: str, folder: Path) -> None:
    """Build a language into a folder, or end with what Sphinx says."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-n", "--keep-going"]
    command += ["-D", "whole_site=1", "-d", f"{folder}.doctrees", "-c", "book"]
    if subprocess.run([*command, f"book/{code}", str(folder)], cwd=ROOT).returncode:
        sys.exit(f"{code}: `book/conf.py` does not build it; what Sphinx says is above")


def files(folder: Path) -> set[str]:
    """Return the names of all files below a folder, but Sphinx's note for a later build."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != ".buildinfo")
    return {path.relative_to(folder).as_posix() for path in paths}


def read(folder: Path, name: str) -> list[str]:
    """Return the parts of a page, or the lines of another file, without what may differ."""
    text = (folder / name).read_bytes().decode(errors="backslashreplace")
    if name in MAY_DIFFER:
        text = re.sub(MAY_DIFFER[name], "", text)
    return Parts(text).parts if name.endswith(".html") else text.splitlines()


def compare(code: str, book: Path, pages: Path) -> Iterator[str]:
    """Yield what differs between two builds of a language."""
    for name in sorted(files(book) ^ files(pages)):
        place = "Jupyter Book" if (book / name).exists() else "book/conf.py"
        yield f"{code}/{name}: there by {place} alone"
    for name in sorted(files(book) & files(pages)):
        old, new = read(book, name), read(pages, name)
        if old != new:
            lines = difflib.unified_diff(old, new, "Jupyter Book", "book/conf.py", "", "", 1, "")
            told = [line if len(line) < 300 else f"{line[:300]}…" for line in lines]
            yield "\n".join([f"{code}/{name} differs:", *told[:SHOWN]])


def compare_all(codes: list[str]) -> list[str]:
    """Build languages with the outputs of the book, and return what differs."""
    cache = build.cache_path()
    outputs = [path for path in cache.parent.glob("*") if path != cache]
    if len(outputs) != 1 or not build.SITE.exists():
        sys.exit("There is no book to compare with: build it by `make book`, in its environment")
    shutil.rmtree(cache, ignore_errors=True)
    shutil.copytree(outputs[0], cache)
    complaints = []
    try:
        with TemporaryDirectory() as folder:
            for code in codes:
                build_pages(code, Path(folder, code))
                complaints += compare(code, build.SITE / code, Path(folder, code))
    finally:
        shutil.rmtree(cache)
    return complaints


def main() -> None:
    """Build and compare the languages that are named, or all."""
    codes = sys.argv[1:] or [language.code for language in sources.languages()]
    with build.lock():
        complaints = compare_all(codes)
    if complaints:
        sys.exit("\n\n".join(complaints))
    packages = ("Sphinx", "docutils", "myst-nb", "myst-parser")
    by = ", ".join(f"{package} {version(package)}" for package in packages)
    print(f"{' and '.join(codes)}: the pages are the book's, by {by}")


if __name__ == "__main__":
    main()
