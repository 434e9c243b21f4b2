"""The pages of the built site as a book takes them: all that is read, nothing that only a screen
can do.

Animations become frames, instruments become pictures, and what is folded moves to the end of its
chapter, for paper and some readers of EPUB cannot unfold.
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import html5lib
import numpy as np
from lxml import etree
from lxml.builder import ElementMaker
from PIL import Image, ImageOps

from book._ebooks.film import frames
from book._tools import sources
from book._tools.sources import BookError, Language, say

XHTML = "http://www.w3.org/1999/xhtml"
NAMES = {
    "h": XHTML,
    "m": "http://www.w3.org/1998/Math/MathML",
    "xmlns": "http://www.w3.org/2000/xmlns/",
}
E = ElementMaker(namespace=XHTML, nsmap={None: XHTML})
# What a book has no use for: controls, navigation, what runs, and words that hold elsewhere.
DROPPED = """
    .//h:button | .//h:nav | .//h:footer | .//h:script | .//h:template
    | .//h:style | .//h:a[contains(@class, 'headerlink')] | .//h:div[@class='start']
    | .//*[contains(concat(' ', @class, ' '), ' medium ')][not(contains(@class, 'on-paper'))]
"""


# Names of pages that may stand in addresses of any kind, and those of an ebook's own.
NAME, TAKEN = r"[a-z0-9]+(-[a-z0-9]+)*", {"cover", "nav", "title"}


@dataclass
class Page:
    """A page of a book."""

    name: str  # as in the table of contents
    title: str  # with the number of the chapter if it has one
    # Its section, in XHTML. Links to other pages are those of the site; pictures are PNG or JPEG,
    # named by where they lie on this machine.
    body: etree._Element

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Return the anchor and the heading of each of its sections."""
        headings = find(self.body, "./h:section[@id]/h:h2")
        return [(heading.getparent().get("id"), text(heading)) for heading in headings]


def find(element: etree._Element, path: str) -> list[Any]:
    """Return the elements that an XPath names; `h` is the prefix for HTML, `m` for MathML."""
    return list(element.xpath(path, namespaces=NAMES))


def has_class(name: str) -> str:
    """Return the condition of XPath for elements of a class."""
    return f"contains(concat(' ', @class, ' '), ' {name} ')"


def text(element: etree._Element) -> str:
    """Return what an element says, on one line; a formula says itself once."""
    once = deepcopy(element)
    for again in find(once, f".//m:annotation | .//*[{has_class('katex-html')}]"):
        remove(again)
    return " ".join("".join(once.itertext()).split())


def remove(element: etree._Element) -> None:
    """Remove an element and keep the text that follows it."""
    parent, before = next(element.iterancestors()), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def replace(element: etree._Element, *others: etree._Element) -> None:
    """Put other elements in the place of one; the text that follows it stays."""
    for other in others:
        other.tail = None
        element.addprevious(other)
    remove(element)


def read(language: Language, site: Path, work: Path) -> list[Page]:
    """Return the pages of a language in the order of the table of contents.

    Pictures that are made for the book go into the folder `work`.
    """
    names = sources.pages()
    for name in names:
        if not re.fullmatch(NAME, name) or name in TAKEN:
            raise BookError(
                f"{sources.TOC.name}: {name!r}: expected for the ebooks a name of small letters, "
                f"digits and single hyphens, which is none of {', '.join(sorted(TAKEN))}"
            )
    return [read_page(language, site / language.code, name, work) for name in names]


def read_page(language: Language, folder: Path, name: str, work: Path) -> Page:
    """Return a page of the site."""
    path = folder / f"{name}.html"
    if not path.exists():
        raise BookError(f"{path}: not found; build the book first")
    document = html5lib.parse(path.read_text("utf-8"), treebuilder="lxml")
    (body,) = find(document, ".//h:main/h:section")
    for element in find(body, ".//*[@xmlns:xmlns]"):
        # A declaration in HTML is no more than an attribute.
        del element.attrib[f"{{{NAMES['xmlns']}}}xmlns"]
    etree.cleanup_namespaces(body)
    for element in find(body, DROPPED):
        remove(element)
    for player in find(body, ".//h:linefit-player"):
        replace(player, film(player, language, folder, work))
    for instrument in find(body, ".//*[starts-with(local-name(), 'linefit-')]"):
        replace(instrument, picture(instrument, language, name))
    for image in find(body, ".//h:img"):
        image.set("src", str(save(open_picture(folder / image.attrib["src"], name), work)))
        for attribute in ("loading", "decoding"):
            image.attrib.pop(attribute, None)
    for link in find(body, ".//h:a[@download]"):
        del link.attrib["download"]
    collect_answers(body, language)
    return Page(name, text(find(body, "./h:h1")[0]), body)


def open_picture(path: Path, page: str) -> Image.Image:
    """Return a picture as a page shows it: upright, and on paper where nothing is drawn."""
    try:
        image = ImageOps.exif_transpose(Image.open(path))
    except OSError as error:
        raise BookError(
            f"{page}: a picture that ebooks cannot take; save it as PNG, JPEG or WebP: {error}"
        ) from None
    if image.mode.startswith("I"):
        # Sixteen bits each.
        return Image.fromarray((np.asarray(image) // 256).astype(np.uint8))
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        return paper
    return image


def save(image: Image.Image, work: Path) -> Path:
    """Save a picture under a name that its content gives, and return where.

    It gets 256 of its own colours, which makes the file a third as large; no channel of a pixel is
    off by more than twelve of 255, which nobody sees.
    """
    image = image.convert("RGB")
    path = work / f"{sha256(image.tobytes()).hexdigest()[:16]}.png"
    if not path.exists():
        colours = Image.Quantize.MAXCOVERAGE
        image.quantize(256, colours, dither=Image.Dither.NONE).save(path)
    return path


def film(player: etree._Element, language: Language, folder: Path, work: Path) -> etree._Element:
    """Return the frames of an animation, below one another, each with what it shows."""
    box = E.div({"class": "film"})
    for image, title in frames(player, folder, language):
        width, height = map(str, image.size)
        shown = E.img(src=str(save(image, work)), alt=title, width=width, height=height)
        box.append(E.div(shown, E.p(title), {"class": "frame"}))
    return box


def picture(instrument: etree._Element, language: Language, name: str) -> etree._Element:
    """Return the picture of an instrument with a link to where it moves."""
    (still,) = find(instrument, "./h:img")
    link = E.a(say(language, "Move it on the live page"), href=f"{name}.html", **{"class": "live"})
    return E.div(still, E.p(link), {"class": "instrument"})


def collect_answers(body: etree._Element, language: Language) -> None:
    """Move what is folded to the end of the page, with links there and back."""
    folds = find(body, ".//h:details[not(ancestor::h:details)]")
    if not folds:
        return
    answers = E.section(E.h2(say(language, "Answers")), {"class": "answers", "id": "answers"})
    for number, fold in enumerate(folds, 1):
        for inner in find(fold, ".//h:details"):
            open_fold(inner)
        here, there = f"question-{number}", fold.get("id") or f"answer-{number}"
        summary = open_fold(fold)
        question = E.p(E.a(text(summary), href=f"#{there}"), {"class": "question", "id": here})
        back = E.a("↩", href=f"#{here}", title=say(language, "Back to the question"))
        fold.addprevious(question)
        question.tail, fold.tail = fold.tail, None
        summary.append(back)
        fold.set("id", there)
        fold.set("class", "answer")
        answers.append(fold)
    body.append(answers)


def open_fold(fold: etree._Element) -> etree._Element:
    """Make a box of a fold, and a paragraph of its summary; return the paragraph."""
    fold.tag = f"{{{XHTML}}}div"
    summary = fold[0]
    summary.tag = f"{{{XHTML}}}p"
    summary.set("class", "summary")
    return summary
