"""What can be taken along: linked with its size, whole from disk, dated, and cited right."""

import re
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from book._ebooks import archive
from book._ebooks.downloads import link
from book._ebooks.edition import UNKNOWN, Edition, find_edition
from book._tools.build import SITE
from book._tools.sources import BookError, languages
from tests.book.source_pages import LANGUAGES, ROOT
from tests.site.pages import NAMES, document

DOWNLOAD = SITE / "download"
EDITION = Edition(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "123abc", "", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_links_every_ebook_with_its_size(language):
    index = (SITE / language / "index.html").read_text("utf-8")
    links = re.findall(r'href="\.\./download/([^"]+)" download>[^<]+</a> \(([\d.,]+)\sMB\)', index)
    assert {Path(name).suffix for name, _ in links} == {".epub", ".pdf", ".zip"}
    for name, size in links:
        path = DOWNLOAD / name
        assert path.name.endswith(f".{language}{path.suffix}")
        assert abs(float(size.replace(",", ".")) - path.stat().st_size / 1e6) <= 0.05
    assert find_edition().said() in index
    assert index.count('<div class="downloads"') == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_in_the_zip_lead_nowhere_but_into_it(language, tmp_path):
    (path,) = DOWNLOAD.glob(f"*.{language}.zip")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
        dates = {info.date_time for info in archive.infolist()}
    *minute, second = find_edition().time.timetuple()[:6]
    # A zip counts two seconds at a time.
    assert dates == {(*minute, second // 2 * 2)}
    folder = tmp_path / path.stem
    assert sorted(each.stem for each in folder.glob("*.html")) == sorted([*NAMES, "search"])
    for name in (*NAMES, "search"):
        page = document(folder / f"{name}.html")
        for address in page.links("a", "link", "script", "img"):
            target = address.partition("#")[0].partition("?")[0]
            if target and "://" not in target and not target.startswith(("data:", "mailto:")):
                assert (folder / target).resolve().is_relative_to(folder), f"{name}: {address}"
                assert (folder / target).exists(), f"{name}: {address}"


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_zip_has_no_way_to_other_languages_however_many(count, tmp_path):
    others = [
        f'<a class="tool language" href="../{code}/index.html" lang="{code}">{code}</a>'
        for code in ("en", "de", "fr")[:count]
    ]
    menu = "\n".join(others)
    if count > 1:
        menu = f'<button class="tool languages"></button>\n<ul id="languages">{menu}</ul>'
    # Made before, they are linked already.
    box = '<div class="downloads"><a href="../download/a.pdf" download>PDF</a></div>'
    page = f'<header>{menu}\n</header><a href="../en/notes.html">kept</a>{box}'
    (tmp_path / "site" / "ko").mkdir(parents=True)
    (tmp_path / "site" / "ko" / "index.html").write_text(page)
    book = SimpleNamespace(language=SimpleNamespace(code="ko"), edition=EDITION)
    for name in ("a.zip", "b.zip"):
        archive.write(book, tmp_path / "site", tmp_path / name)
    with zipfile.ZipFile(tmp_path / "a.zip") as made:
        text = made.read("a/index.html").decode()
    assert "language" not in text
    assert "download" not in text
    assert "kept" in text


def test_an_edition_is_that_of_the_commit(tmp_path):
    assert find_edition(tmp_path) == Edition(UNKNOWN, "", "", find_edition(tmp_path).address)
    assert EDITION.said() == "2026-01-02 (123abc)"
    assert Edition(UNKNOWN, "", "", "").said() == ""


def test_the_author_is_the_contributors_unless_one_is_named():
    for language in languages():
        assert EDITION.authors(language) == language.words.get(
            "The contributors", "The contributors"
        )
        named = Edition(UNKNOWN, "", "Ada Lovelace", "")
        assert named.authors(language) == "Ada Lovelace"


def test_a_site_that_was_not_built_is_named(tmp_path):
    for language in languages():
        (tmp_path / language.code).mkdir()
        (tmp_path / language.code / "index.html").write_text("<p>Linked already.</p>")
    with pytest.raises(BookError, match="no place for links to ebooks; build the book first"):
        link(tmp_path, languages(), EDITION)


def test_ebooks_made_anew_take_the_place_of_those_before(tmp_path):
    shutil.copytree(DOWNLOAD, tmp_path / "download")
    for language in languages():
        (tmp_path / language.code).mkdir()
        shutil.copy(SITE / language.code / "index.html", tmp_path / language.code)
    link(tmp_path, languages(), EDITION)
    first = {path: path.read_text("utf-8") for path in tmp_path.glob("*/index.html")}
    link(tmp_path, languages(), EDITION)
    for path, text in first.items():
        assert path.read_text("utf-8") == text
        assert EDITION.said() in text


def test_how_to_cite_is_told_once_for_all_places():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    (english,) = [each for each in languages() if each.code == "en"]
    for told in (citation, citation["preferred-citation"]):
        assert told["title"] == english.title
        assert [each["name"] for each in told["authors"]] == [EDITION.authors(english)]


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)
def test_the_index_says_how_to_cite_the_book(language):
    index = (SITE / language.code / "index.html").read_text("utf-8")
    (cited,) = re.findall(r'<p class="cite">(.*?)</p>', index, re.S)
    assert EDITION.authors(language) in cited
    assert f"<cite>{language.title}</cite>" in cited
