"""All pages of the book on one page of HTML, to be printed."""

import json
from copy import deepcopy
from dataclasses import replace as changed
from pathlib import Path

import html5lib
from jinja2 import Environment, FileSystemLoader
from lxml import etree

from book._ebooks import text_fonts
from book._ebooks.book import Book
from book._ebooks.links import resolve
from book._ebooks.pages import XHTML, E, Page, find, has_class, remove, replace
from book._ext.katex import Formula, draw
from book._tools.sources import THEME, Language, say

HERE = Path(__file__).with_name("pdf_theme")
# Characters of code that fit beside the margin; what is longer reaches into it.
COLUMNS = 75


def compose(book: Book) -> etree._Element:
    """Return the page."""
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True)
    environment.globals["say"] = lambda words: say(book.language, words)
    html = environment.get_template("book.html").render(
        book=book,
        styles=[THEME / "static" / "katex" / "katex.min.css", HERE / "book.css"],
        fonts=text_fonts.style_sheet(),
        running="\n".join(running(page) for page in book.pages),
        logo=THEME / "static" / "logo.svg",
        contents=contents(book),
    )
    # Other formats have the same pages to begin with.
    book = changed(book, pages=deepcopy(book.pages))
    document: etree._Element = html5lib.parse(html, treebuilder="lxml").getroot()
    (body,) = find(document, "./h:body")
    resolve(book, lambda page, place: f"#{anchor(page, place)}")
    for page in book.pages:
        prepare(page.body, book.language)
        for element in find(page.body, ".//*[@id]"):
            element.set("id", anchor(page.name, element.get("id")))
        page.body.set("id", anchor(page.name))
        page.body.set("class", "page")
        page.body.set("style", f"page: {anchor(page.name)}")
        body.append(page.body)
    return document


def anchor(page: str, place: str = "") -> str:
    """Return the name of a place of a page, which is the only one of this name in the book."""
    # A name in CSS begins with a letter.
    return f"p-{page}" + (f"--{place}" if place else "")


def running(page: Page) -> str:
    """Return the rule that puts the title of a page at the head of all of its sheets."""
    title = json.dumps(page.title, ensure_ascii=False)
    return f"@page {anchor(page.name)} {{ @top-left {{ content: {title}; }} }}"


def contents(book: Book) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the chapters and their sections: what they are called, and where they begin."""
    return [
        (
            page.title,
            anchor(page.name),
            [(heading, anchor(page.name, place)) for place, heading in page.sections],
        )
        for page in book.pages
    ]


def prepare(body: etree._Element, language: Language) -> None:
    """Make of a page what a printer and those who hear the book can use."""
    for formula in find(body, f".//*[{has_class('math')}][.//m:math]"):
        speak(formula)
    for words in find(body, f".//*[{has_class('unseen')}]"):
        # They say the formula beside them, which says itself here.
        remove(words)
    for link in find(body, f".//*[{has_class('image-reference')}]"):
        replace(link, *link)
    for figure in find(body, ".//h:figure | .//h:figcaption"):
        # As a figure of the PDF it would need another alternative text than the picture in it.
        figure.set("class", f"{figure.get('class', '')} {etree.QName(figure).localname}".strip())
        figure.tag = f"{{{XHTML}}}div"
    for image in find(body, ".//h:img"):
        image.set("src", Path(image.get("src")).as_uri())
    for code in find(body, ".//h:pre"):
        if max(map(len, "".join(code.itertext()).splitlines()), default=0) > COLUMNS:
            code.set("class", "wide")
    for question in find(body, f".//*[{has_class('question')}]"):
        question.append(page_number(question[0], language))
    for back in find(body, f".//*[{has_class('answer')}]/h:p[1]/h:a[last()]"):
        back.addnext(page_number(back, language))


def page_number(link: etree._Element, language: Language) -> etree._Element:
    """Return a place for the number of the page that a link leads to."""
    place = link.attrib["href"].removeprefix("#")
    return E.span({"class": "number", "data-page": place, "data-text": say(language, "p. {page}")})


def speak(formula: etree._Element) -> None:
    """Leave of a formula what it looks like, and say how it reads.

    Chromium knows no tag for MathML in a PDF.
    """
    (mathml,) = find(formula, f".//*[{has_class('katex-mathml')}]")
    (tex,) = find(mathml, ".//m:annotation")
    (math,) = find(mathml, ".//m:math")
    drawn = draw(tex.text, display=math.get("display") == "block")
    assert isinstance(drawn, Formula), "the site shows it"
    remove(mathml)
    formula.attrib.pop("aria-hidden", None)
    (seen,) = find(formula, f".//*[{has_class('katex-html')}]")
    if not len(seen):
        # All of it is kept with what follows.
        (seen,) = find(formula, f"./following-sibling::*[1]//*[{has_class('katex-html')}]")
        remove(formula)
        del seen.getparent().attrib["aria-hidden"]
    seen.attrib.pop("aria-hidden", None)
    seen.set("role", "img")
    seen.set("aria-label", drawn.text)
