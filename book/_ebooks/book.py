"""What an ebook of any kind is made of."""

from dataclasses import dataclass
from pathlib import Path

from book._ebooks.edition import Edition
from book._ebooks.pages import Page
from book._tools.sources import Language


@dataclass
class Book:
    """A book in one language.

    Attributes
    ----------
    language : Language
        Its language, which knows its title.
    pages : list of Page
        In their order.
    edition : Edition
        Which state of the book this is.
    work : Path
        A folder for files on the way.
    """

    language: Language
    pages: list[Page]
    edition: Edition
    work: Path
