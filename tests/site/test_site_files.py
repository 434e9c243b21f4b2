"""What can be said of the site without a browser."""

import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from book._tools import sources
from book._tools.site import complete
from book._tools.sources import THEME
from tests.site.pages import LANGUAGES, NAMES, PAGES, SITE, document, paths

ALL = [*paths(), SITE / "index.html"]
EACH = pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(SITE)))
# Names that are the same in Korean.
NAMES_OF_THINGS = {"GitHub", "Colab", "Binder", "EPUB", "PDF"}
ENGLISH = (
    "Link to", "Permalink", "Solution to", "Exercise", "Figure", "Listing", "Click to",
    "Show code", "Hide code", "Copied", "Search", "Previous", "Next", "Contents", "Last updated",
)  # fmt: skip


@EACH
def test_every_link_leads_somewhere(path):
    for link in document(path).links("a", "link", "script", "img", "form"):
        url = urlsplit(link)
        target = (path.parent / unquote(url.path)).resolve() if url.path else path
        assert target.is_file(), link
        if url.fragment and target.suffix == ".html":
            # The explorer keeps its setting where others keep an anchor.
            known = url.fragment in document(target).ids or url.fragment.startswith("alpha=")
            assert known, link


@EACH
def test_the_address_of_a_style_or_script_changes_with_what_is_served(path):
    for link in document(path).links("link", "script"):
        url = urlsplit(link)
        if url.query:
            served = (path.parent / url.path).read_bytes()
            assert url.query == f"v={sha256(served).hexdigest()[:8]}", link


@EACH
def test_a_page_holds_no_script_and_no_address_twice(path):
    page = document(path)
    assert len(page.ids) == len(set(page.ids))
    for element in page.elements:
        # Data is no script.
        is_script = element.tag == "script" and element.attributes.get("type") != "application/json"
        assert not is_script or element.attributes.get("src"), element.words
        assert not [name for name in element.attributes if name.startswith("on")]


@EACH
def test_every_picture_says_what_it_shows(path):
    pictures = [e for e in document(path).elements if e.tag == "img" and "main" in e.ancestors]
    assert pictures or "_images/" not in path.read_text("utf-8")
    for picture in pictures:
        if picture.attributes["src"] == "logo.svg":
            continue  # a decoration: the title is written below it
        alt = picture.attributes.get("alt", "")
        # Without a word of ours it would be the name of the file.
        assert alt.strip(), picture.attributes["src"]
        assert "_images/" not in alt, picture.attributes["src"]


@EACH
def test_what_moves_comes_with_its_script_and_style(path):
    page = document(path)
    files = page.links("script", "link")
    for tag in {element.tag for element in page.elements if element.tag.startswith("linefit-")}:
        for kind, suffix in (("script", "js"), ("style", "css")):
            linked = [file for file in files if re.search(rf"_static/{tag}-\w+\.{suffix}", file)]
            assert len(linked) == 1, f"{tag}: no {kind}"


@pytest.mark.parametrize("name", PAGES)
def test_languages_have_the_same_addresses(name):
    def addresses(language):
        # What docutils counts (citations, footnotes) need not be equal.
        ids = document(SITE / language / f"{name}.html").ids
        return [i for i in ids if re.match(r"part-|box-|sec-|fig-|eq-|equation-|ex-|sol-|tab", i)]

    first, *others = LANGUAGES
    for other in others:
        here, there = addresses(first), addresses(other)
        only = sorted(set(here) ^ set(there))
        assert here == there, f"{first}/{name}.html and {other}/{name}.html differ in {only}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_head_names_language_description_and_translations(language, name):
    page = document(SITE / language / f"{name}.html")
    assert page.elements[0].attributes["lang"] == language
    (description,) = [
        e.attributes["content"] for e in page.elements if e.attributes.get("name") == "description"
    ]
    assert 20 < len(description) <= 160
    alternates = {
        e.attributes["hreflang"]: e.attributes["href"]
        for e in page.elements
        if e.tag == "link" and "hreflang" in e.attributes
    }
    assert set(alternates) == {*LANGUAGES, "x-default"}
    assert all(alternates[code].endswith(f"{code}/{name}.html") for code in LANGUAGES)
    switches = [e for e in page.elements if e.attributes.get("class") == "tool language"]
    assert {e.attributes["hreflang"] for e in switches} == {*LANGUAGES} - {language}
    assert not [e for e in switches if "target" in e.attributes]


@pytest.mark.parametrize("name", PAGES)
def test_the_korean_interface_is_korean(name):
    for element in document(SITE / "ko" / f"{name}.html").elements:
        in_korean = element.attributes.get("lang", "ko") == "ko"
        if not in_korean or element.tag in ("script", "style", "code"):
            continue
        # A commit's name may have letters in a row.
        if element.attributes.get("class") in ("address", "edition"):
            continue
        if "section" not in element.ancestors and element.tag not in ("title", "meta"):
            latin = set(re.findall(r"[A-Za-z]{3,}", element.words))
            assert not latin - NAMES_OF_THINGS or "nav" in element.ancestors, element.words
        for words in ENGLISH:
            assert words not in element.words


def test_nothing_lies_about_that_no_page_asks_for():
    folder = SITE / "ko" / "_static"
    pages = [document(path) for path in paths() if path.parent == folder.parent]
    asked = {link for page in pages for link in page.links("link", "script", "img")}
    needed = {urlsplit(link).path.removeprefix("_static/") for link in asked}
    needed |= {str(path.relative_to(THEME / "static")) for path in (THEME / "static").rglob("*")}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert not there - needed, f"_static: no page asks for {sorted(there - needed)}"


def test_the_page_not_found_works_below_a_project_path(tmp_path: Path):
    complete(tmp_path, "https://example.org/book/", sources.languages(), NAMES)
    (base,) = [e for e in document(tmp_path / "404.html").elements if e.tag == "base"]
    assert base.attributes["href"] == "/book/"
    for link in document(SITE / "404.html").links("a", "link", "img"):
        assert (SITE / link).is_file() or link.startswith("/"), f"404.html: {link}"


def test_the_sitemap_lists_every_page_with_its_translations(tmp_path):
    complete(tmp_path, "https://example.org/book/", sources.languages(), NAMES)
    text = (tmp_path / "sitemap.xml").read_text("utf-8")
    for language in LANGUAGES:
        for name in NAMES:
            url = f"https://example.org/book/{language}/{name}.html"
            assert text.count(f"<loc>{url}</loc>") == 1
            assert text.count(f'hreflang="{language}" href="{url}"') == len(LANGUAGES)
