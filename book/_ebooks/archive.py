"""The site of one language in a zip, to be opened from disk."""

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from book._ebooks import downloads
from book._ebooks.book import Book

# Links to the other languages, which are not in it.
ELSEWHERE = re.compile(
    r'\s*<a class="tool language".*?</a>|<link rel="alternate" hreflang.*?>'
    r'|<button class="tool languages".*?</ul>',
    re.S,
)


def write(book: Book, site: Path, path: Path) -> None:
    """Write the site of a language, with all that its pages need."""
    folder = site / book.language.code
    with ZipFile(path, "w") as archive:
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            content = file.read_bytes()
            if file.suffix == ".html":
                page = ELSEWHERE.sub("", content.decode())
                content = downloads.SLOT.sub("", page).encode()
            name = f"{path.stem}/{file.relative_to(folder).as_posix()}"
            add(archive, name, content, book)


def add(archive: ZipFile, name: str, content: bytes, book: Book, kind: int = ZIP_DEFLATED) -> None:
    """Add a file that bears the date of the edition, so that equal books are equal files."""
    info = ZipInfo(name, book.edition.time.timetuple()[:6])
    info.compress_type = kind
    info.external_attr = 0o644 << 16
    archive.writestr(info, content, compresslevel=9)
