"""What an ebook of any kind is made of."""

from dataclasses import dataclass
from pathlib import Path

from book._ebooks.edition import Edition
from book._ebooks.pages import Page
from book._tools.sources import Language


@dataclass
class Book:
    """A book in one language."""

    language: Language  # knows its title
    pages: list[Page]  # in their order
    edition: Edition
    work: Path  # a folder for files on the way

    @property
    def address(self) -> str:
        """Return where it is published, with a slash at the end; empty if that is not known."""
        return self.edition.address and f"{self.edition.address}{self.language.code}/"
