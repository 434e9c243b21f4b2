"""The pages of the built site, taken apart."""

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as BrowserPage

from tests.book.source_pages import LANGUAGES, NAMES, ROOT

SITE = ROOT / "_build" / "html"
# Every page of a language, the search included.
PAGES = [*NAMES, "search"]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
# What a reader sees or hears of an element, beside its text.
SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-copy", "data-copied", "data-uncopied")


@dataclass
class Element:
    """A tag with its attributes, and the text right inside it."""

    tag: str
    attributes: dict[str, str]
    ancestors: tuple[str, ...]
    text: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Everything that it says."""
        spoken = [self.attributes[name] for name in SPOKEN if self.attributes.get(name)]
        return " ".join([*self.text, *spoken])


class Document(HTMLParser):
    """All elements of one page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        ancestors = tuple(element.tag for element in self.open)
        element = Element(tag, {name: value or "" for name, value in attrs}, ancestors)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        # `<img/>` ends too, but was never open.
        while tag not in VOID and self.open.pop().tag != tag:
            pass

    def handle_data(self, data):
        if self.open and data.strip():
            self.open[-1].text.append(data.strip())

    @property
    def ids(self) -> list[str]:
        """All addresses on the page, in order."""
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    def links(self, *tags: str) -> list[str]:
        """Everything that elements of these tags lead to or load."""
        names = ("href", "src")
        found = [e.attributes.get(n) for e in self.elements if e.tag in tags for n in names]
        return [link for link in found if link and not re.match(r"[a-z]+:", link)]


@cache
def document(path: Path) -> Document:
    """Return a page of the site, read once."""
    return Document(path)


def visit(page: BrowserPage, address: str) -> None:
    """Open a page with all that it folds or loads late."""
    page.goto(address)
    page.evaluate(
        """async () => {
            document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
            for (const image of document.images) image.loading = "eager";
            await Promise.all([...document.images].map((image) => image.decode()));
            await document.fonts.ready;
        }"""
    )


def switch(page: BrowserPage, language: str = "") -> None:
    """Switch a page to a language, or to any other: by the link in the bar, or by its menu."""
    menu = page.locator("button.languages")
    if menu.count():
        menu.click()
    wanted = f"[hreflang={language}]" if language else ""
    link = page.locator(f"a.language{wanted}").first
    expect(link).to_be_visible()
    box = link.bounding_box()
    # Playwright's own click scrolls an old Chromium to where the bar would be without sticking.
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def open_contents(page: BrowserPage) -> Locator:
    """Open the contents on a phone, by their button; it is there that they are closed at first."""
    contents = page.locator("#contents")
    expect(contents).to_be_hidden()
    page.locator("button.menu").click()
    expect(contents.locator("a.current").first).to_be_visible()
    return contents


def paths() -> list[Path]:
    """Return the files of all pages of all languages."""
    return [SITE / language / f"{name}.html" for language in LANGUAGES for name in PAGES]
