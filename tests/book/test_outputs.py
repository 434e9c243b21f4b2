"""Assets leave the outputs and become files, linked where they are needed."""

import re
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

ROOT = Path(__file__).parents[2]

WIDGET = (
    '<style data-asset="widget">b {{ color: red }}</style>\n'
    "<b>{0}</b>\n"
    '<script data-asset="widget">console.log(_("widget"), _("lion"))</script>\n'
)
PAGES = {
    "index": "Index\n=====\n\n.. toctree::\n\n   two\n   none\n",
    "two": "Two\n===\n",
    "none": "None\n====\n\n.. raw:: html\n\n   <script>console.log('kept')</script>\n",
}
EXTENSION = """
from book._ext.page import page_assets
from book._ext.translator import Translator

def tell(app, page, template, context, doctree):
    context.update(page_assets(app, doctree) if doctree else {})

def setup(app):
    app.add_config_value("words", {}, "html")
    app.set_translator("html", Translator)
    app.connect("html-page-context", tell)
"""
WORDS = {"widget": "</script>위젯", "other": "다른 것"}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("source")
    for name, text in PAGES.items():
        (source / f"{name}.rst").write_text(text)
    for word in ("first", "second"):
        with (source / "two.rst").open("a") as page:
            page.write("\n.. raw:: html\n\n")
            page.writelines(f"   {line}\n" for line in WIDGET.format(word).splitlines())
    (source / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        f"templates_path = ['.']\nwords = {WORDS!r}\n{EXTENSION}"
    )
    (source / "page.html").write_text(
        "{{ body }}<p>[{{ words }}]</p>{% for name in page_scripts + page_styles %}"
        "<i>_static/{{ name }}</i>{% endfor %}"
    )
    app = SphinxTestApp("html", srcdir=source)
    app.build()
    assert not app.warning.getvalue(), app.warning.getvalue()
    # Else the next one of this process is told that all is registered already.
    app.cleanup()
    return Path(app.outdir)


def test_the_outputs_keep_everything_but_the_assets(site: Path) -> None:
    page = (site / "two.html").read_text()
    assert "<b>first</b>" in page
    assert "<b>second</b>" in page
    assert "data-asset" not in page
    assert "color: red" not in page


def test_each_asset_is_one_file_linked_once(site: Path) -> None:
    page = (site / "two.html").read_text()
    (script,) = re.findall(r"<i>(_static/widget-\w{8}\.js)</i>", page)
    (style,) = re.findall(r"<i>(_static/widget-\w{8}\.css)</i>", page)
    assert (site / script).read_text() == 'console.log(_("widget"), _("lion"))'
    assert (site / style).read_text() == "b { color: red }"
    assert len(list((site / "_static").glob("widget-*"))) == 2


def test_other_pages_are_left_alone(site: Path) -> None:
    for name in ("index", "none"):
        assert "widget" not in (site / f"{name}.html").read_text().replace(PAGES[name], "")
    assert "<script>console.log('kept')</script>" in (site / "none.html").read_text()


def test_a_page_hands_on_the_words_that_its_scripts_say(site: Path) -> None:
    words = {
        name: re.search(r"<p>\[(.*)\]</p>", (site / f"{name}.html").read_text("utf-8"))[1]
        for name in PAGES
    }
    assert words == {"index": "", "none": "", "two": '{"widget": "\\u003c/script>위젯"}'}
