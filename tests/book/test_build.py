"""A build that cannot lie: whatever goes wrong ends `make book` and names the place.

Each test edits a small copy of the book and builds it. The faults are the quick ones among the
drills; `make drill` runs them all.
"""

import shutil
from types import SimpleNamespace

import pytest
from PIL import Image

from book._tools import build, fingerprint, sources
from tests.book.copies import HEADER, Copy, digests
from tests.book.source_pages import LANGUAGES
from tests.drills import chapters, markup, recovery
from tests.drills.drill import by_the_build, by_the_next_build


def quick(drills):
    """Run a test with every quick drill."""
    return pytest.mark.parametrize(
        "drill", [drill for drill in drills if drill.quick], ids=lambda drill: drill.name
    )


def test_code_runs_once_for_all_languages(built):
    assert "chapter 1 of 1: 01-chapter" in built.first_output
    assert "1 of 3 pages had code to run" in built.first_output


def test_what_a_cell_prints_slowly_is_one_output(copy):
    # A kernel sends what was printed five times a second, so a busy one sends it in more pieces.
    slowly = "import time\nfor k in range(3):\n    print(k, flush=True)\n    time.sleep(0.3)\n"
    copy.edit("line = simulate(n=5)\n", f"line = simulate(n=5)\n{slowly}")
    copy.passes()
    html = (copy.site / "en" / "01-chapter.html").read_text("utf-8")
    assert html.count('class="output stream') == 1, "a slow cell's output falls into pieces"


def test_a_sentence_in_one_language_runs_nothing_and_leaves_the_others_as_they_are(copy):
    copy.edit("The slope is", "Hence the slope is", ["ko"])
    output = copy.passes()
    assert "0 of 3 pages had code to run" in output
    assert "Hence the slope is" in (copy.site / "ko" / "01-chapter.html").read_text("utf-8")
    assert "ko: built" in output
    assert "en: built" not in output
    # What others show of it, its name, is told in its overlay.
    (copy.root / "book" / "ko" / "_overlay.yml").open("a").write("# another version\n")
    output = copy.passes()
    assert all(f"{language}: built" in output for language in LANGUAGES)


def test_nothing_is_built_where_nothing_has_changed(copy):
    # Jupyter Book's own command may have written there.
    page = copy.site / "index.html"
    page.write_text("another")
    assert ": built" not in copy.passes()
    assert "another" not in page.read_text("utf-8")


def test_a_picture_in_a_linked_folder_is_noticed(copy, tmp_path):
    picture = tmp_path / "away" / "점 하나.png"
    picture.parent.mkdir()
    for language in LANGUAGES:
        copy.page(language).with_name("linked").symlink_to(picture.parent)
        copy.page(language).write_text(f"{HEADER}# T\n\n![A dot.](<linked/점 하나.png>)\n", "utf-8")
    for colour in ("red", "blue"):
        Image.new("RGB", (40, 40), colour).save(picture)
        copy.passes()
        shown = copy.site / LANGUAGES[0] / "_images" / picture.name
        assert shown.read_bytes() == picture.read_bytes()


# The first port that is asked for belongs to somebody else by then.
TAKEN = """
import socket
from jupyter_client.connect import LocalPortCache

somebody = socket.create_server(("127.0.0.1", 0))
ports, find = [somebody.getsockname()[1]], LocalPortCache.find_available_port
LocalPortCache.find_available_port = lambda *asked: ports.pop() if ports else find(*asked)
"""


def test_a_kernel_whose_port_is_taken_is_started_again(copy):
    with (copy.root / "book" / "_tools" / "kernels.py").open("a") as module:
        module.write(TAKEN)
    built = copy.build()
    assert built.returncode == 0, built.stderr
    assert "1 of 3 pages had code to run" in built.stdout
    assert "Traceback" not in built.stderr


def test_an_empty_cell_is_named(copy):
    copy.page("en").write_text(f"{HEADER}# T\n\n```{{code-cell}}\n```\n", "utf-8")
    copy.fails("01-chapter.md", "cell 1", "is empty")


def test_changed_module_changes_the_page(copy):
    data = copy.root / "src" / "linefit" / "data.py"
    data.write_text(data.read_text("utf-8").replace("= (2.5, 4.0)", "= (2.5, 7.0)"), "utf-8")
    assert "1 of 3 pages had code to run" in copy.passes()
    for language in LANGUAGES:
        html = (copy.site / language / "01-chapter.html").read_text("utf-8")
        assert '<span class="pasted-text">7.0</span>' in html


@pytest.fixture
def sources_of(tmp_path, monkeypatch):
    """Return a copy of the sources, which the functions under test take for the book."""
    copy = Copy.of_sources(tmp_path / "copy")
    monkeypatch.setattr(sources, "ROOT", copy.root)
    monkeypatch.setattr(sources, "BOOK", copy.root / "book")
    return copy


BENEATH = [
    *("src/linefit/data.py", "src/linefit/explorer/explorer.js", "src/linefit/player/player.css"),
    *("book/_tools/environ.py", "book/_tools/execute.py", "book/_tools/kernels.py"),
    "book/_ext/outputs.py",
    "book/matplotlibrc",
]
AROUND = [
    *("book/_ext/typography.py", "book/theme/layout.html", "book/theme/static/book.css"),
    *("book/en/_overlay.yml", "book/en/04-loss.md", "book/references.bib"),
    "book/ko/_overlay.yml",
    *("_toc.yml", "_config.yml", "src/linefit/data.py"),
]


def change(what, copy, monkeypatch):
    """Change a file of the copy, or what runs it."""
    if what == "a package":
        monkeypatch.setattr(fingerprint, "packages", list)
    elif what == "Python":
        monkeypatch.setattr(fingerprint.sys, "version", "another Python")
    elif what == "the address":
        monkeypatch.setenv("SITE_URL", "https://lion.example/")
    elif what == "the dates":
        monkeypatch.setattr(
            fingerprint, "last_changes", lambda *where: {"en/index.md": "1999-01-01"}
        )
    elif what == "the languages":
        shutil.rmtree(copy.root / "book" / "ko")
    else:
        with (copy.root / what).open("a") as stream:
            stream.write("# another version\n")


def test_a_link_that_an_editor_leaves_beside_a_file_is_nothing(tmp_path):
    (tmp_path / "chapter.md").write_text("# T\n")
    (tmp_path / ".#chapter.md").symlink_to("somebody@lion.4711")
    assert fingerprint.files(tmp_path) == [tmp_path / "chapter.md"]


def test_what_only_tests_need_changes_nothing(monkeypatch):
    # Asked anew.
    monkeypatch.setattr(fingerprint, "packages", fingerprint.packages.__wrapped__)
    before = fingerprint.outputs()
    lion = SimpleNamespace(name="lion", version="1.0")
    real = fingerprint.distributions

    def installed(**asked):
        return [*real(**asked), *([lion] if asked.get("name", "lion") == "lion" else [])]

    monkeypatch.setattr(fingerprint, "distributions", installed)
    assert fingerprint.outputs() == before


@pytest.mark.parametrize("what", [*BENEATH, "a package", "Python"])
def test_another_version_of_what_lies_beneath_the_cells_is_another_cache(
    what, sources_of, monkeypatch
):
    before = build.cache_path()
    change(what, sources_of, monkeypatch)
    assert build.cache_path() != before, f"the cache overlooks another version of {what}"


@pytest.mark.parametrize(
    "what", [*AROUND, "a package", "Python", "the address", "the dates", "the languages"]
)
def test_pages_are_made_anew_by_another_version_of_what_they_depend_on(
    what, sources_of, monkeypatch
):
    def name():
        languages = sources.languages()
        return fingerprint.pages(languages[0], languages)

    before = name()
    change(what, sources_of, monkeypatch)
    assert name() != before, f"pages overlook another version of {what}"


def test_outputs_of_a_module_that_changed_while_it_ran_are_forgotten(copy):
    touch = "open({!r}, 'a').write('#')".format(str(copy.root / "src" / "linefit" / "data.py"))
    copy.edit("line = simulate(n=5)\n", f"line = simulate(n=5)\n{touch};\n")
    copy.fails("src: changed while the chapters ran")


def test_the_site_is_a_folder_that_can_be_packed(built, tmp_path):
    archive = shutil.make_archive(str(tmp_path / "site"), "tar", built.root / "_build", "html")
    shutil.unpack_archive(archive, tmp_path)
    assert not built.site.is_symlink()
    assert digests(tmp_path / "html") == digests(built.site)


def test_page_that_leaves_the_table_of_contents_leaves_the_site(copy):
    copy.edit("{doc}`references` and\n{cite:p}`cauchy1847`", "nothing")
    toc = copy.root / "_toc.yml"
    toc.write_text(toc.read_text().replace("  - chapters:\n      - file: references\n", ""))
    copy.passes()
    assert not (copy.site / "en" / "references.html").exists()


@quick(chapters.DRILLS)
def test_chapter_that_fails(copy, drill):
    by_the_build(drill, copy)


def test_page_faults_are_named_all_at_once_and_not_forgotten_by_the_next_build(copy):
    drills = [drill for drill in markup.DRILLS if drill.quick]
    for drill in drills:
        drill.break_(copy)
    for _ in range(2):
        copy.fails(*(word for drill in drills for word in drill.words))


@quick(recovery.DRILLS)
def test_interrupted_build(copy, drill):
    by_the_next_build(drill, copy)
