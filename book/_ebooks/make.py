"""Make the ebooks of all languages."""

import multiprocessing
import os
import shutil
import sys
import time
from pathlib import Path

from book._ebooks import archive, epub, pages, pdf
from book._ebooks.book import Book
from book._ebooks.downloads import link
from book._ebooks.edition import Edition, find_edition
from book._tools import sources
from book._tools.build import BUILD, SITE, lock
from book._tools.sources import BookError, Language

# The title's beginning in English, for all languages: an address that anybody can type.
STEM = "learning-a-line"
WORK = BUILD / "ebooks"


def make(language: Language, edition: Edition, folder: Path) -> None:
    """Make the ebooks of a language in `folder`."""
    work = WORK / language.code
    work.mkdir(parents=True)
    book = Book(language, pages.read(language, SITE, work), edition, work)
    stem = f"{STEM}.{language.code}"
    archive.write(book, SITE, folder / f"{stem}.zip")
    epub.write(book, folder / f"{stem}.epub")
    pdf.write(book, folder / f"{stem}.pdf")


def main() -> None:
    """Make them side by side, and put them in place together."""
    begun = time.monotonic()
    fresh = WORK / "download"
    try:
        with lock():
            shutil.rmtree(WORK, ignore_errors=True)
            fresh.mkdir(parents=True)
            edition, languages = find_edition(), sources.languages()
            with multiprocessing.Pool(min(os.cpu_count() or 1, len(languages))) as pool:
                pool.starmap(make, [(language, edition, fresh) for language in languages])
            shutil.rmtree(SITE / "download", ignore_errors=True)
            fresh.rename(SITE / "download")
            link(SITE, languages, edition)
    except (BookError, OSError) as error:
        sys.exit(f"{error}\n\nThe ebooks were not made.")
    print(f"The ebooks are in {SITE / 'download'}, {time.monotonic() - begun:.1f} s")
