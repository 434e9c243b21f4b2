"""The PDF of each language says all that its site says, as text, with tags, links and fonts."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from dataclasses import replace

import html5lib
import pikepdf
import pypdfium2
import pytest

from book._ebooks import pages, pdf
from book._ebooks.book import Book
from book._ebooks.edition import find_edition
from book._ebooks.pages import find, has_class
from book._ebooks.text_fonts import FACES
from book._tools import chromium, sources
from book._tools.sources import BookError, say
from tests.site.pages import NAMES, SITE

LANGUAGES = {each.code: each for each in sources.languages()}
# What a book has no use for: controls, what runs, links to a place itself, words for screens.
UNSAID = (
    ".//h:button | .//h:script | .//h:template | .//h:nav | .//h:a[@class='headerlink']"
    " | .//h:*[@class='unseen'] | .//*[starts-with(local-name(), 'linefit-')]/*[not(self::h:img)]"
    f" | .//h:*[{has_class('medium')}][not({has_class('on-paper')})]"
)
# Where a formula stands, which is no line of text.
FORMULA = "\ue000"
BLOCKS = ["h1", "h2", "h3", "p", "dt", "td", "th", "summary"]
MOST = 7_000_000


def squeeze(text):
    """Return a text without white space: where a line ends, and what is behind it, may differ."""
    return re.sub(r"[\s\u200b\u2061]", "", unicodedata.normalize("NFC", text))


@pytest.fixture(scope="module", params=LANGUAGES)
def code(request):
    return request.param


@pytest.fixture(scope="module")
def site(code):
    """The text of every page of the site, without what is for screens alone."""
    mains = []
    for name in NAMES:
        text = (SITE / code / f"{name}.html").read_text("utf-8")
        (main,) = find(html5lib.parse(text, treebuilder="lxml"), ".//h:main/h:section")
        for element in find(main, UNSAID):
            pages.remove(element)
        for formula in find(main, f".//h:span[{has_class('katex')}]"):
            formula[:] = []
            formula.text = FORMULA
        mains.append(main)
    return mains


@pytest.fixture(scope="module")
def path(code):
    (path,) = (SITE / "download").glob(f"*.{code}.pdf")
    return path


@pytest.fixture(scope="module")
def printed(path):
    """What each page says, without what stands at its head."""
    document = pypdfium2.PdfDocument(path)
    titles = [squeeze(each.get_title()) for each in document.get_toc() if each.level == 0]
    said = []
    for number, page in enumerate(document, 1):
        # A hyphen at a line's end.
        text = squeeze(page.get_textpage().get_text_bounded().replace("\x02", "-"))
        # Chromium draws the margins first.
        heads = [f"{title}{number}" for title in ["", *titles]]
        said.append(text.removeprefix(next(filter(text.startswith, heads), "")))
    return said


@pytest.fixture(scope="module")
def told(printed):
    return "".join(printed)


@pytest.fixture(scope="module")
def opened(path):
    with pikepdf.open(path) as opened:
        yield opened


def elements(opened, kind):
    """Return the elements of the tree of tags of some kind."""
    return [
        each
        for each in opened.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == f"/{kind}" and "/P" in each
    ]


def everywhere(site, path):
    return [element for main in site for element in find(main, path)]


def text(element):
    return "".join(element.itertext())


def sayings(elements):
    """Return what stands between the formulas of elements, letters that could go astray."""
    pieces = [squeeze(piece) for each in elements for piece in text(each).split(FORMULA)]
    return [piece for piece in pieces if piece]


def is_printed(piece, told):
    """Tell whether a text is printed; a page may end in it, or an aside be drawn in between."""
    if piece in told:
        return True
    before = bisect_left(range(len(piece)), True, key=lambda end: piece[: end + 1] not in told)
    return piece[before:] in told


def lost(pieces, told):
    return sorted({piece for piece in pieces if not is_printed(piece, told)})


def test_every_sheet_is_headed_by_its_chapter_and_its_number(path):
    document = pypdfium2.PdfDocument(path)
    begins = {
        each.get_dest().get_index(): each.get_title()
        for each in document.get_toc()
        if not each.level
    }
    title, headed = "", 0
    for number, page in enumerate(document, 1):
        title = begins.get(number - 1, title)
        margin = page.get_height() - 2.2 / 2.54 * 72
        head = squeeze(page.get_textpage().get_text_bounded(bottom=margin))
        assert head == (squeeze(f"{title}{number}") if number > 1 else ""), f"page {number}"
        headed += bool(title)
    assert headed > 60


@pytest.mark.parametrize("block", BLOCKS)
def test_whatever_the_site_says_is_printed(block, site, told):
    said = sayings(everywhere(site, f".//h:{block}[not(ancestor-or-self::h:pre)]"))
    assert said
    assert not lost(said, told)


def test_every_line_of_code_is_printed(site, told):
    codes = everywhere(site, ".//h:pre")
    lines = [squeeze(line) for code in codes for line in text(code).splitlines()]
    assert not lost(lines, told)


def test_every_equation_has_its_number(site, told):
    numbers = Counter(map(squeeze, map(text, everywhere(site, ".//h:span[@class='eqno']"))))
    # Text that refers to one has it, too.
    everything = squeeze("".join(map(text, site)))
    assert numbers
    assert {each for each in numbers if told.count(each) < everything.count(each)} == set()


def test_pictures_and_formulas_say_what_they_show(site, opened):
    figures = elements(opened, "Figure")
    alternatives = [str(each.get("/Alt", "")) for each in figures]
    assert not [each for each, words in zip(figures, alternatives, strict=True) if not words]
    images = everywhere(site, ".//h:figure//h:img[not(ancestor::h:linefit-player)]")
    pictures = {image.get("alt") for image in images}
    assert pictures
    assert pictures <= set(alternatives)
    formulas = everywhere(site, f".//*[{has_class('math')}]")
    assert len(alternatives) >= len(formulas) + len(pictures)


def test_what_cells_of_tables_name_is_numbered_from_one(opened):
    # Chromium counts on from what it has made before, which is not the same every time.
    ids = sorted(str(head.ID) for head in elements(opened, "TH") if "/ID" in head)
    assert len(ids) > 20
    assert ids == [f"node{number:08}" for number in range(1, len(ids) + 1)]
    named = {
        str(head)
        for cell in elements(opened, "TD")
        for attributes in cell.A
        for head in attributes.get("/Headers", [])
    }
    assert set() < named <= set(ids)
    tree = opened.Root.StructTreeRoot.IDTree
    listed = [str(name) for kid in tree.Kids for name in list(kid.Names)[::2]]
    assert listed == ids


def test_every_link_leads_somewhere(site, opened):
    places = set(opened.Root.Dests.keys())
    outside = set()
    inside = 0
    for page in opened.pages:
        for link in page.get("/Annots", []):
            assert str(link.Contents)
            if "/Dest" in link:
                inside += 1
                assert str(link.Dest) in places
            else:
                outside.add(str(link.A.URI))
    assert inside > len(everywhere(site, ".//h:a[starts-with(@href, '#')]"))
    assert {address for address in outside if not address.startswith("https://")} == set()
    links = everywhere(site, ".//h:a[starts-with(@href, 'http')]")
    asked = {link.get("href").rstrip("/") for link in links}
    assert asked <= {address.rstrip("/") for address in outside}


def test_contents_name_the_pages(path, printed, site):
    numbers = pdf.page_numbers(path.read_bytes())
    contents = "".join(printed[:5])
    for name, main in zip(NAMES, site, strict=True):
        for heading in find(main, "./h:h1 | ./h:section/h:h2"):
            place = heading.getparent().get("id")
            number = numbers[f"p-{name}" + (f"--{place}" if heading.tag.endswith("h2") else "")]
            assert f"{squeeze(text(heading))}{number}" in contents
            assert squeeze(text(heading)) in printed[number - 1]


def test_a_question_names_the_page_of_its_answer_and_the_answer_that_of_it(
    code, path, printed, site
):
    numbers = pdf.page_numbers(path.read_bytes())
    said = say(LANGUAGES[code], "p. {page}")
    for name, main in zip(NAMES, site, strict=True):
        for count, fold in enumerate(find(main, ".//h:details[not(ancestor::h:details)]"), 1):
            question = numbers[f"p-{name}--question-{count}"]
            answer = numbers[f"p-{name}--{fold.get('id') or f'answer-{count}'}"]
            summary = squeeze(text(fold[0]))
            assert summary + squeeze(said.format(page=answer)) in printed[question - 1]
            assert f"{summary}↩{squeeze(said.format(page=question))}" in printed[answer - 1]


def test_bookmarks_are_the_headings(path, site):
    bookmarks = {squeeze(each.get_title()) for each in pypdfium2.PdfDocument(path).get_toc()}
    headings = {squeeze(text(each)) for each in everywhere(site, "./h:h1 | ./h:section/h:h2")}
    assert headings <= bookmarks


def test_its_fonts_are_the_books_own(opened):
    objects = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary)]
    fonts = [each for each in objects if each.get("/Type") == "/Font"]
    assert {str(font.Subtype) for font in fonts} == {"/Type0", "/CIDFontType2"}
    names = {re.sub(r"^/[A-Z]+\+|-.*", "", str(font.BaseFont)) for font in fonts}
    own = {face.family.replace(" ", "") for face in FACES}
    assert {name for name in names if not name.startswith("KaTeX_")} <= own
    assert all("/FontFile2" in font.FontDescriptor for font in fonts if "/FontDescriptor" in font)


def test_it_says_what_it_is(code, path, opened):
    book = LANGUAGES[code]
    assert path.stat().st_size <= MOST
    assert str(opened.Root.Lang) == book.tag
    assert opened.Root.MarkInfo.Marked
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    with opened.open_metadata() as told:
        assert told["dc:title"] == book.title
        assert told["dc:creator"]
        assert set(told["dc:language"]) == {book.tag}
        assert told["xmp:CreateDate"] == told["xmp:ModifyDate"]
    assert str(opened.docinfo["/Title"]) == book.title
    widths = {tuple(map(float, page.MediaBox)) for page in opened.pages}
    assert {(round(width), round(height)) for _, _, width, height in widths} == {(595, 842)}


# What makes it


@pytest.fixture
def small(tmp_path):
    """A book of one page."""
    language = next(iter(LANGUAGES.values()))
    page = pages.read_page(language, SITE / language.code, NAMES[-1], tmp_path)
    return Book(language, [page], find_edition(), tmp_path)


def test_the_same_book_gives_the_same_bytes_again(small, tmp_path):
    pdf.write(small, tmp_path / "one.pdf")
    pdf.write(small, tmp_path / "other.pdf")
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "other.pdf").read_bytes()


def test_what_is_not_in_the_book_leads_to_the_published_one(small, tmp_path):
    address = "https://example.org/"
    for edition in (replace(small.edition, address=address), replace(small.edition, address="")):
        pdf.write(replace(small, edition=edition), tmp_path / "book.pdf")
        with pikepdf.open(tmp_path / "book.pdf") as opened:
            links = [link for page in opened.pages for link in page.get("/Annots", [])]
        found = {str(link.A.URI) for link in links if "/A" in link}
        assert any(each.startswith(f"{address}{small.language.code}/") for each in found) == bool(
            edition.address
        )
        assert not [each for each in found if each.startswith("file:")]


def test_without_a_browser_it_says_what_to_do(small, tmp_path, monkeypatch):
    monkeypatch.setattr(chromium, "find", lambda: None)
    with pytest.raises(BookError, match="apt-get install chromium-headless-shell"):
        pdf.write(small, tmp_path / "book.pdf")
