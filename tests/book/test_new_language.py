"""A new language is a folder: copied, a page and the overlay translated, no other file touched."""

import re
import shutil

import pytest

from tests.book.copies import Copy

# What the overlay says already in German, and what it does not say yet.
WORDS = """    words:
      Search the book: Im Buch suchen
      Read in English: Auf Deutsch lesen
      There is no such page: Diese Seite gibt es nicht
      Play: Abspielen
"""


@pytest.fixture(scope="module")
def german(built, tmp_path_factory):
    """The small book, built in two languages before it gets a third, which is German."""
    copy = built.again(tmp_path_factory.mktemp("german") / "copy")
    copy.publish()
    copy.passes()
    folder = copy.root / "book" / "de"
    shutil.copytree(folder.with_name("en"), folder)
    overlay = folder / "_overlay.yml"
    text = overlay.read_text("utf-8").replace("language: en", "language: de")
    text = re.sub(r"^title: .*", "title: Eine Gerade lernen", text, flags=re.M)
    overlay.write_text(text.rstrip() + "\n" + WORDS, "utf-8")
    index = copy.page("de", "index")
    index.write_text("# Anfang\n\nEin Buch aus drei Seiten, um es zu zerbrechen.\n", "utf-8")
    copy.said = copy.passes()
    return copy


def read(copy: Copy, name: str) -> str:
    return (copy.site / name).read_text("utf-8")


def test_its_code_has_run_already(german):
    assert "0 of 3 pages had code to run" in german.said


def test_what_is_not_translated_is_named_and_shown_in_english(german):
    assert "book/de/_overlay.yml: not translated yet:" in german.said
    for words in ("Skip to the text", "Copied", "Nothing found"):
        assert f"    {words}\n" in german.said
    for words in ("Search the book", "Read in English"):
        assert f"    {words}\n" not in german.said
    page = read(german, "de/01-chapter.html")
    assert "Im Buch suchen" in page
    assert "Skip to the text" in page


def test_front_door_and_page_not_found_speak_it(german):
    index, missing = read(german, "index.html"), read(german, "404.html")
    assert re.search(r'<a href="de/index\.html"[^>]*hreflang="de">Auf Deutsch lesen</a>', index)
    assert "Eine Gerade lernen" in index
    assert '<link rel="alternate" hreflang="de" href="de/index.html">' in index
    assert "Diese Seite gibt es nicht" in missing
    assert 'href="de/search.html"' in missing


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
    assert "Ein Buch aus drei Seiten" in read(german, "de/_static/search-index.js")
    sitemap = read(german, "sitemap.xml")
    assert "<loc>https://reader.github.io/line/de/01-chapter.html</loc>" in sitemap
    assert (german.site / "de" / "notebooks" / "01-chapter.ipynb").exists()
    gathered = german.run("-m", "book._tools.notebooks")
    assert gathered.returncode == 0, gathered.stderr
    branch = german.root / "_build" / "notebooks"
    assert (branch / "de" / "01-chapter.ipynb").exists()
    assert "`de/`" in (branch / "README.md").read_text("utf-8")


def test_its_figures_are_numbered_in_it(german):
    overlay = german.root / "book" / "de" / "_overlay.yml"
    text = overlay.read_text("utf-8")
    overlay.write_text(text.replace('figure: "Figure %s"', 'figure: "Abb. %s"'), "utf-8")
    german.passes()
    assert "Abb. 1.1" in read(german, "de/01-chapter.html")
    overlay.write_text(text, "utf-8")


def test_spelling_and_the_tests_of_the_book_know_it(german):
    spelt = german.run("-m", "tests.spelling")
    assert "Traceback" not in spelt.stderr
    tests = [
        "tests/book/test_parity.py",
        "tests/book/test_prose.py",
        "tests/site/test_site_files.py",
    ]
    result = german.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
    assert result.returncode == 0, result.stdout
