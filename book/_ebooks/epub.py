"""The book as an EPUB 3.3: pages in XHTML with MathML, a font for it, navigation, metadata."""

from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_STORED, ZipFile

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree

from book._ebooks import cover, math_font
from book._ebooks.archive import add
from book._ebooks.book import Book
from book._ebooks.code import break_lines
from book._ebooks.links import resolve
from book._ebooks.mathml import draw_formulas
from book._ebooks.pages import NAMES, XHTML, Page, find, has_class, remove
from book._ebooks.widths import tell_widths
from book._tools.sources import say

THEME = Path(__file__).with_name("epub_theme")
TEMPLATES = Environment(
    loader=FileSystemLoader(THEME), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
# The part that a page has in a book, in the words of EPUB, by what only such a page holds.
PARTS = {
    "chapter": f"./h:h1/h:span[{has_class('section-number')}]",
    "glossary": f".//h:dl[{has_class('glossary')}]",
    "bibliography": f".//h:div[{has_class('citation-list')}]",
}


def write(book: Book, path: Path) -> None:
    """Write it."""
    # The other formats take the pages as they are.
    book = deepcopy(book)
    for page in book.pages:
        prepare(page)
    resolve(book, lambda page, place: f"{page}.xhtml#{place}" if place else f"{page}.xhtml")
    pictures = sorted({Path(image.get("src")) for page in book.pages for image in images(page)})
    for image in (image for page in book.pages for image in images(page)):
        image.set("src", f"images/{Path(image.get('src')).name}")
    chapters = [describe(page) for page in book.pages]
    told = {
        "book": book,
        "chapters": chapters,
        "pictures": [picture.name for picture in pictures],
        "subtitle": say(book.language, cover.SUBTITLE),
        "identifier": uuid5(NAMESPACE_URL, f"{book.edition.address}{book.language.code}"),
        "say": partial(say, book.language),
    }
    with ZipFile(path, "w") as archive:
        # Whoever asks what the file is looks for this at its beginning.
        add(archive, "mimetype", b"application/epub+zip", book, ZIP_STORED)
        add(archive, "META-INF/container.xml", THEME.joinpath("container.xml").read_bytes(), book)
        for name in ("package.opf", "toc.ncx", "nav.xhtml", "cover.xhtml", "title.xhtml"):
            add(archive, f"book/{name}", render(name, **told), book)
        for page, chapter in zip(book.pages, chapters, strict=True):
            content = render("page.xhtml", **told, chapter=chapter, body=xhtml(page.body))
            add(archive, f"book/{page.name}.xhtml", content, book)
        add(archive, "book/book.css", THEME.joinpath("book.css").read_bytes(), book)
        add(archive, "book/math.ttf", math_font.subset(math_font.characters(book.pages)), book)
        add(archive, "book/cover.png", cover.draw(book), book, ZIP_STORED)
        for picture in pictures:
            add(archive, f"book/images/{picture.name}", picture.read_bytes(), book, ZIP_STORED)


def render(name: str, **told: object) -> bytes:
    """Fill a template."""
    return TEMPLATES.get_template(name).render(**told).encode()


def prepare(page: Page) -> None:
    """Make of a page what readers of EPUB show well."""
    body = page.body
    draw_formulas(body)
    tell_widths(body)
    for block in find(body, ".//h:pre"):
        break_lines(block)
    for head in find(body, ".//h:thead//h:th"):
        head.set("scope", "col")
    # The text cites by name and year, so the list needs no numbers.
    for number in find(body, f".//h:div[{has_class('citation')}]/h:span[{has_class('label')}]"):
        remove(number)


def images(page: Page) -> list[Any]:
    """Return the pictures of a page."""
    return find(page.body, ".//h:img")


def describe(page: Page) -> dict[str, object]:
    """Return what navigation and manifest tell of a page."""
    return {
        "name": page.name,
        "title": page.title,
        "part": next((part for part, sign in PARTS.items() if find(page.body, sign)), ""),
        "sections": page.sections,
        "has_math": bool(find(page.body, ".//m:math")),
    }


def xhtml(element: etree._Element) -> str:
    """Return an element as readers of EPUB expect it, without prefixes on its tags."""
    plain = etree.Element(element.tag, nsmap={None: XHTML})
    fill(plain, element)
    return str(etree.tostring(plain, encoding="unicode"))


def fill(plain: etree._Element, element: etree._Element) -> None:
    """Copy what an element holds into one that stands for it, without prefixes."""
    plain.attrib.update(dict(element.attrib))
    plain.text = element.text
    for child in element.iterchildren(etree.Element):
        namespace = {None: NAMES["m"]} if child.tag == f"{{{NAMES['m']}}}math" else None
        new = etree.SubElement(plain, child.tag, nsmap=namespace)
        fill(new, child)
        new.tail = child.tail
