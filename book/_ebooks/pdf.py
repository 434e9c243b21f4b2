"""The book as a PDF, made to be printed and read.

Chromium prints one page of HTML that holds the whole book, until all page numbers that stand in it
are right.
"""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pikepdf
from lxml import etree
from playwright.sync_api import Page, sync_playwright

from book._ebooks.book import Book
from book._ebooks.paper import anchor, compose, contents
from book._tools import chromium
from book._tools.sources import BookError

NO_BROWSER = (
    "The PDF is printed by Chromium, and there is none on the PATH. Install it: on Debian by\n"
    "`apt-get install chromium-headless-shell`, on macOS by `brew install --cask chromium`."
)
# Puts the numbers of pages where they are asked for; as many digits while they are not known.
FILL = """numbers => document.querySelectorAll("[data-page]").forEach(place => {
    place.textContent = place.dataset.text.replace("{page}", numbers[place.dataset.page] ?? 100);
})"""
# Prints until all numbers are right. They have their places in the first one already.
MOST = 3


def write(book: Book, path: Path) -> None:
    """Write it."""
    program = chromium.find()
    if program is None:
        raise BookError(NO_BROWSER)
    html = book.work / "book.xhtml"
    html.write_bytes(etree.tostring(compose(book)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=chromium.ARGUMENTS)
        sheet = browser.new_page()
        # A busy machine takes its time.
        sheet.set_default_timeout(0)
        sheet.goto(html.as_uri())
        # What is printed before its fonts are there is set in others.
        sheet.evaluate(
            "Promise.all([...document.fonts].map((face) => face.load())).then(() => null)"
        )
        content = print_numbered(sheet)
        browser.close()
    finish(book, content, path)


def print_numbered(sheet: Page) -> bytes:
    """Return a page of HTML in print, with the numbers of pages that are asked for in it."""
    asked = set(sheet.locator("[data-page]").evaluate_all("all => all.map(e => e.dataset.page)"))
    numbers: dict[str, int] = {}
    for _ in range(MOST):
        sheet.evaluate(FILL, numbers)
        # The tags, which take their time, are for the one that stays.
        content = sheet.pdf(tagged=bool(numbers), prefer_css_page_size=True)
        found = page_numbers(content)
        if lost := asked - set(found):
            raise BookError(f"{sheet.url}: nothing leads to {', '.join(sorted(lost))}")
        if found == numbers:
            return content
        numbers = found
    raise BookError(f"{sheet.url}: the page numbers change with every print")


def page_numbers(content: bytes) -> dict[str, int]:
    """Return the number of the page of every place that something leads to."""
    with pikepdf.open(BytesIO(content)) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        places = pdf.Root.Dests.as_dict().items()
        return {name[1:]: numbers[pikepdf.Page(place[0]).objgen] for name, place in places}


def add_bookmarks(book: Book, pdf: pikepdf.Pdf) -> None:
    """Add bookmarks of all that the contents list.

    Chromium's own lose spaces, and say words twice.
    """

    def bookmark(title: str, place: str) -> pikepdf.OutlineItem:
        return pikepdf.OutlineItem(title, pikepdf.Array(pdf.Root.Dests[f"/{place}"]))

    with pdf.open_outline() as outline:
        for title, place, sections in contents(book):
            chapter = bookmark(title, place)
            chapter.children += [bookmark(*section) for section in sections]
            outline.root.append(chapter)


def describe_links(book: Book, pdf: pikepdf.Pdf) -> None:
    """Say of every link where it leads: to which chapter, or to which address."""
    titles = {anchor(page.name): page.title for page in book.pages}
    for page in pdf.pages:
        # Keys go from link to link in the order of the text.
        page.Tabs = pikepdf.Name.S
        for link in page.get("/Annots", []):
            if "/Dest" in link:
                told = titles[str(link.Dest)[1:].partition("--")[0]]
            else:
                told = str(link.A.URI)
            link.Contents = pikepdf.String(told)


def number_elements(pdf: pikepdf.Pdf) -> None:
    """Number from one the elements that cells of tables name as their heads.

    Chromium's numbers count what it has made before as well, which depends on the machine's haste.
    """
    elements = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
    ids = sorted(str(each.ID) for each in elements if "/ID" in each)
    # In the same order, by which the tree of all of them is searched.
    names = {old: pikepdf.String(f"node{number:08}") for number, old in enumerate(ids, 1)}

    def rename(parent: pikepdf.Object) -> None:
        if isinstance(parent, pikepdf.Dictionary):
            places: Iterable[str | int] = parent.keys()
        elif isinstance(parent, pikepdf.Array):
            places = range(len(parent))
        else:
            return
        for place in places:
            child = parent[place]
            if isinstance(child, pikepdf.String) and str(child) in names:
                parent[place] = names[str(child)]
            elif isinstance(child, pikepdf.Object) and not child.is_indirect:
                rename(child)

    for each in pdf.objects:
        rename(each)


def finish(book: Book, content: bytes, path: Path) -> None:
    """Save a PDF with what is known of the book, in as little as it takes."""
    time = book.edition.time
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        add_bookmarks(book, pdf)
        describe_links(book, pdf)
        number_elements(pdf)
        pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary())
        with pdf.open_metadata(set_pikepdf_as_editor=False) as told:
            told["dc:title"] = book.language.title
            told["dc:creator"] = [book.edition.authors(book.language)]
            told["dc:language"] = {book.language.tag}
            told["dc:rights"] = "CC BY 4.0"
            for date in ("xmp:CreateDate", "xmp:ModifyDate"):
                told[date] = time.isoformat()
        for date in ("/CreationDate", "/ModDate"):
            pdf.docinfo[date] = pikepdf.String(f"D:{time:%Y%m%d%H%M%S}Z")
        pdf.save(
            path,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            deterministic_id=True,
        )
