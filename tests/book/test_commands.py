"""Jupyter Book's own command builds a language; where it cannot, it says in a line what does."""

import re

import pytest

from tests.book.copies import Copy, digests

SETTINGS = ("--config", "_config.yml", "--toc", "_toc.yml")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    return Copy.of_small_book(tmp_path_factory.mktemp("command") / "copy")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_one_language_is_built_its_chapters_run(language, fresh):
    result = fresh.jupyter_book(f"book/{language}", *SETTINGS)
    assert result.returncode == 0, result.stdout + result.stderr
    page = fresh.site.joinpath("01-chapter.html").read_text("utf-8")
    assert f'<html lang="{language}"' in page
    assert '<span class="pasted-text">4.0</span>' in page
    assert re.search(r'<img [^>]*alt="A line\."', page)
    # No other language is beside it.
    assert 'class="tool language"' not in page
    assert not (fresh.site / "ko").exists()


def test_what_it_ran_serves_the_whole_book_and_the_other_way_round(fresh, built):
    assert "0 of 3 pages had code to run" in fresh.passes()
    assert digests(fresh.site) == digests(built.site)


def test_it_shows_what_was_edited_on_all_pages(fresh):
    fresh.jupyter_book("book/en", *SETTINGS)
    fresh.edit("# A chapter", "# Another chapter", ["en"])
    result = fresh.jupyter_book("book/en", *SETTINGS)
    assert result.returncode == 0, result.stderr
    for name in ("index", "01-chapter", "references"):
        assert "Another chapter" in fresh.site.joinpath(f"{name}.html").read_text("utf-8"), name


@pytest.mark.parametrize("arguments", [["."], ["book", *SETTINGS], ["book/theme", *SETTINGS]])
def test_where_it_cannot_it_says_what_does(arguments, copy):
    result = copy.jupyter_book(*arguments)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "is no language of the book. All languages are built by `make book`" in result.stderr
    assert "jupyter-book build book/en --config _config.yml --toc _toc.yml" in result.stderr


def test_a_chapter_that_fails_is_named(copy):
    copy.edit("line = simulate(n=5)\n", "line = simulate(n=0)\n")
    result = copy.jupyter_book("book/en", *SETTINGS)
    assert result.returncode == 1
    assert "Traceback (most recent call last)" not in result.stderr.partition("book/en/01")[0]
    assert "book/en/01-chapter.md:18: cell 1: " in result.stderr
