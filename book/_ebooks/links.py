"""Links of the pages of a book: to places in it, else to the published book, else nowhere."""

import re
from collections.abc import Callable

from lxml import etree

from book._ebooks.book import Book
from book._ebooks.pages import XHTML, find, has_class, remove


def resolve(book: Book, address: Callable[[str, str], str]) -> None:
    """Lead every link somewhere, and leave of the others what they say.

    The address of a place in the book is that of its page and, if there is one, its anchor.
    """
    places = {page.name: {"", *find(page.body, ".//@id | ./@id")} for page in book.pages}

    def follow(link: etree._Element, page: str) -> str:
        """Return where a link on a page leads to; nothing if it leads nowhere."""
        target = link.attrib["href"]
        if re.match(r"[a-z]+:", target):
            return target
        if find(link, f"self::*[{has_class('image-reference')}]"):
            # A picture that leads to itself.
            return ""
        file, _, anchor = target.partition("#")
        name = file.removesuffix(".html") or page
        if link.get("class") != "live" and anchor in places.get(name, ()):
            return address(name, anchor)
        return book.address and book.address + (target if file else f"{page}.html{target}")

    for page in book.pages:
        for link in find(page.body, ".//h:a[@href]"):
            if target := follow(link, page.name):
                link.set("href", target)
            elif link.get("class") == "live":
                remove(link.getparent())
            else:
                link.tag = f"{{{XHTML}}}span"
                del link.attrib["href"]
                link.attrib.pop("title", None)
