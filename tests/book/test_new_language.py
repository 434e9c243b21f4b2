"""A new language is a folder: copied, a page and the overlay translated, no other file touched."""

import re
import shutil
import zipfile

import pytest

from book._ext.i18n import messages, said
from book._tools.site import complete
from book._tools.sources import Language
from tests.book.copies import Copy
from tests.site.pages import Document

# What the overlay says already in German, and what it does not say yet.
WORDS = """words:
  Search the book: Im Buch suchen
  Read in English: Auf Deutsch lesen
  There is no such page: Diese Seite gibt es nicht
  Play: Abspielen
  Contents: '"Inhalt" & <Kapitel>'
"""


def add_german(copy: Copy) -> None:
    """Add a language to a copy of the book, as one does who begins to translate it."""
    folder = copy.root / "book" / "de"
    shutil.copytree(folder.with_name("en"), folder)
    overlay = folder / "_overlay.yml"
    text = overlay.read_text("utf-8")
    text = re.sub(r"^title: .*", "title: Eine Gerade lernen", text, flags=re.M)
    text = text.replace('figure: "Figure %s"', 'figure: "Abb. %s"')
    text = text.replace("open: Open this chapter as a notebook", 'open: Das "Heft" öffnen')
    overlay.write_text(text.rstrip() + "\n" + WORDS, "utf-8")
    index = copy.page("de", "index")
    text = re.sub(
        r"^# .*\n\n", "# Anfang\n\nHundert Punkte. ", index.read_text("utf-8"), flags=re.M
    )
    index.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def german(built, tmp_path_factory):
    """The small book, built in its languages already, before it gets a new one, German."""
    copy = built.again(tmp_path_factory.mktemp("german") / "copy")
    copy.publish()
    add_german(copy)
    copy.said = copy.passes()
    gathered = copy.run("-m", "book._tools.notebooks")
    assert gathered.returncode == 0, gathered.stderr
    return copy


def read(copy: Copy, name: str) -> str:
    return (copy.site / name).read_text("utf-8")


def test_its_code_has_run_already(german):
    assert re.search(r"^0 of 3 pages had code to run", german.said, re.M)


def test_what_is_not_translated_is_named_and_shown_in_english(german):
    assert "book/de/_overlay.yml: not translated yet:" in german.said
    for words in ("Skip to the text", "Copied", "Nothing found"):
        assert f"    {words}\n" in german.said
    for words in ("Search the book", "Read in English"):
        assert f"    {words}\n" not in german.said
    page = read(german, "de/01-chapter.html")
    assert "Im Buch suchen" in page
    assert "Skip to the text" in page


def test_words_are_shown_whatever_signs_they_have(german):
    page = Document(german.site / "de" / "01-chapter.html")
    labels = {element.attributes.get("aria-label") for element in page.elements}
    assert {'"Inhalt" & <Kapitel>', 'Das "Heft" öffnen'} <= labels


def test_words_of_a_script_are_what_it_asks_for():
    script = b'text(`${_("There")}`, _(\'Here\')); svg("line");'
    assert said(script, "javascript", "_") == {"There", "Here"}


def test_what_the_front_door_says_is_named_too():
    assert {"Read in English", "Language"} <= messages()


def test_front_door_and_page_not_found_speak_it(german):
    index, missing = read(german, "index.html"), read(german, "404.html")
    assert re.search(r'<a href="de/index\.html"[^>]*hreflang="de">Auf Deutsch lesen</a>', index)
    assert "Eine Gerade lernen" in index
    assert '<link rel="alternate" hreflang="de" href="de/index.html">' in index
    assert "Diese Seite gibt es nicht" in missing
    assert 'href="de/search.html"' in missing


def test_one_that_runs_from_right_to_left_says_so(tmp_path):
    languages = [Language(code, "A title", {"words": {}}) for code in ("ar", "en")]
    complete(tmp_path, "", languages, ["index"])
    for name in ("index.html", "404.html"):
        page = (tmp_path / name).read_text("utf-8")
        assert '<html lang="ar" dir="rtl">' in page
        assert ' lang="en" dir="ltr"' in page


@pytest.mark.parametrize("language", ["de", "en", "ko"])
def test_every_page_leads_to_all_others(language, german):
    others = {"de", "en", "ko"} - {language}
    for name in ("index", "01-chapter", "search"):
        page = read(german, f"{language}/{name}.html")
        for other in others:
            assert re.search(rf'<a class="tool language" href="\.\./{other}/{name}\.html"', page)
    heads = re.findall(r'<link rel="alternate" hreflang="([\w-]+)"', read(german, "de/index.html"))
    assert sorted(heads) == ["de", "en", "ko", "x-default"]
    assert '<html lang="de"' in read(german, "de/index.html")


def test_search_sitemap_and_notebooks_have_it(german):
    assert "Hundert Punkte" in german.searched("de")
    sitemap = read(german, "sitemap.xml")
    assert "<loc>https://reader.github.io/line/de/01-chapter.html</loc>" in sitemap
    assert (german.site / "de" / "notebooks" / "01-chapter.ipynb").exists()
    branch = german.root / "_build" / "notebooks"
    assert (branch / "de" / "01-chapter.ipynb").exists()
    assert "`de/`" in (branch / "README.md").read_text("utf-8")


def test_its_figures_are_numbered_in_it(german):
    assert "Abb. 1.1" in read(german, "de/01-chapter.html")


def test_its_ebooks_are_made(german):
    german.share_tools()
    folder = german.root / "_build" / "download"
    folder.mkdir()
    made = german.run(
        "-c",
        "from pathlib import Path; from book._ebooks.make import make;"
        "from book._ebooks.edition import find_edition; from book._tools.sources import languages;"
        "german = next(each for each in languages() if each.code == 'de');"
        "make(german, find_edition(), Path('_build/download'))",
    )
    assert made.returncode == 0, made.stderr
    names = [path.name for path in folder.iterdir()]
    assert sorted(names) == [f"learning-a-line.de.{suffix}" for suffix in ("epub", "pdf", "zip")]
    with zipfile.ZipFile(folder / "learning-a-line.de.epub") as epub:
        told = {name: epub.read(name).decode() for name in epub.namelist() if "html" in name}
    assert any("Hundert Punkte" in text for text in told.values())
    assert all('lang="de"' in text for text in told.values())


def test_spelling_and_the_tests_of_the_book_know_it(tmp_path):
    copy = Copy.of_sources(tmp_path / "copy")
    copy.share_tools()
    add_german(copy)
    spelt = copy.run("-m", "tests.tools.spelling")
    assert "Traceback" not in spelt.stderr
    tests = ["tests/book/test_parity.py", "tests/book/test_prose.py"]
    result = copy.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
    assert result.returncode == 0, result.stdout
