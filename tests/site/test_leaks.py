"""What is published says nothing of the machine that built it, and holds no secret."""

import getpass
import re
import socket
import sys
import tempfile
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.core.scan import scan_file
from detect_secrets.settings import transient_settings
from PIL import Image

from tests.book.source_pages import BOOK, ROOT
from tests.site.pages import SITE

NOTEBOOKS = ROOT / "_build" / "notebooks"
# These judge by look: a digest in an address, the word "key" before a value. The others know a
# token by the shape that its issuer gives it.
GUESSING = {
    "Base64HighEntropyString",
    "HexHighEntropyString",
    "KeywordDetector",
    "IPPublicDetector",
}
PICTURES, FONTS = {".png", ".webp"}, {".ttf", ".woff2"}
COMPRESSED = {".epub", ".inv", ".pdf", ".zip", *PICTURES, *FONTS}
SOURCES = [path for folder in (BOOK, ROOT / "src") for path in folder.rglob("*")]
WORDS = set(
    re.findall(
        r"\w+",
        " ".join(
            path.read_text("utf-8")
            for path in SOURCES
            if path.suffix in {".md", ".py", ".js", ".css", ".html", ".yml", ".bib"}
        ),
    )
)


@cache
def published() -> dict[bytes, Path]:
    """Return what is to be read in every file, and one that holds it; most are in two places."""
    files = [path for folder in (SITE, NOTEBOOKS) for path in folder.rglob("*") if path.is_file()]
    different = {path.read_bytes(): path for path in sorted(files)}
    return {content(data, path): path for data, path in different.items()}


def traces() -> dict[str, re.Pattern[bytes]]:
    """Return what would betray the machine: its folders and, if no ordinary words, its names."""
    folders = {
        "the repository": ROOT,
        "the home folder": Path.home(),
        "the folder of temporary files": Path(tempfile.gettempdir()),
        "Python": Path(sys.base_prefix, "lib", "python"),
    }
    names = {"the user": getpass.getuser(), "the host": socket.gethostname().partition(".")[0]}
    found = {what: rf"{re.escape(str(path))}(?![\w-])" for what, path in folders.items()}
    # Python's own folder goes on with its version.
    found["Python"] = re.escape(str(folders["Python"]))
    for what, name in names.items():
        # "root" is a word of style sheets, and somebody's machine may be called "line".
        if not set(re.findall(r"\w+", name)) <= WORDS:
            found[what] = rf"(?<!\w){re.escape(name)}(?!\w)"
    return {what: re.compile(pattern.encode()) for what, pattern in found.items()}


def content(data: bytes, path: Path) -> bytes:
    """Return what is to be read in a file; in compressed data, short names turn up by chance."""
    if path.suffix in PICTURES:
        return str(Image.open(BytesIO(data)).info).encode()
    if path.suffix in {".epub", ".zip"}:
        with ZipFile(BytesIO(data)) as archive:
            return b"\n".join(
                content(archive.read(name), Path(name)) for name in archive.namelist()
            )
    if path.suffix == ".pdf":
        with pikepdf.open(BytesIO(data)) as pdf:
            return b"\n".join(map(said, pdf.objects))
    if path.suffix == ".inv":
        return zlib.decompress(data.split(b"\n", 4)[4])
    return b"" if path.suffix in FONTS else data


def said(part: pikepdf.Object) -> bytes:
    """Return what is to be read in an object of a PDF, which is none of its fonts and pictures."""
    if not isinstance(part, pikepdf.Stream):
        return part.unparse(resolved=True)
    # A font file tells its length. In a table of places, numbers spell short names by chance.
    drawn = part.get("/Subtype") == "/Image" or "/Length1" in part or part.get("/Type") == "/XRef"
    return b"" if drawn else part.read_bytes()


def secrets(path: Path) -> list[tuple[int, str]]:
    """Return the lines of a file that hold secrets, and their kinds."""
    kinds = {kind.__name__ for kind in get_mapping_from_secret_type_to_class().values()}
    with transient_settings({"plugins_used": [{"name": name} for name in kinds - GUESSING]}):
        return [(secret.line_number, secret.type) for secret in scan_file(str(path))]


def test_there_is_something_to_look_at():
    suffixes = {path.suffix for path in published().values()}
    assert suffixes >= {".html", ".ipynb", ".js", ".inv", ".png"}
    assert (NOTEBOOKS / "ko").exists(), "There are no notebooks: run `make notebooks`"


@pytest.mark.parametrize("what", traces())
def test_no_trace_of_the_machine(what):
    pattern = traces()[what]
    for text, path in published().items():
        match = pattern.search(text)
        assert not match, f"{path}: {what}: {text[max(match.start() - 60, 0) : match.end() + 60]}"


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("the repository", f'File "{ROOT}/src/linefit/data.py", line 3'),
        ("the home folder", f"{Path.home()}/.cache"),
        ("the folder of temporary files", f"{tempfile.gettempdir()}/ipykernel_12/1.py"),
        ("Python", f"{sys.base_prefix}/lib/python3.12/enum.py"),
    ],
)
def test_a_trace_would_be_found(what, words):
    assert traces()[what].search(words.encode())


def test_no_secret(tmp_path):
    # Files share most of their lines, and it takes its time over each. What is compressed is made
    # of the pages.
    lines = {
        line: path
        for text, path in published().items()
        if path.suffix not in COMPRESSED
        for line in text.split(b"\n")
    }
    together = tmp_path / "lines"
    together.write_bytes(b"\n".join(lines))
    places = list(lines.values())
    found = [f"{places[number - 1]}: {kind}" for number, kind in secrets(together)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("ghp_" + "a1B2" * 9, "GitHub Token"),
        ("pypi-AgEIcHlwaS5vcmc" + "x1Y2" * 20, "PyPI Token"),
        ("-----BEGIN RSA " + "PRIVATE KEY-----", "Private Key"),
        ("https://someone:" + "something" + "@example.org", "Basic Auth Credentials"),
    ],
)
@pytest.mark.parametrize("suffix", [".html", ".ipynb", ".js"])
def test_a_secret_would_be_found(token, kind, suffix, tmp_path):
    path = tmp_path / f"file{suffix}"
    path.write_text(f'{{"text": "It prints {token} at the end."}}\n')
    assert secrets(path) == [(1, kind)]
