"""A build that cannot lie: whatever goes wrong ends `make book` and names the place.

Each test edits a small copy of the book and builds it.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.book.pages import LANGUAGES, ROOT

HEADER = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""
CHAPTER = """# A chapter

The slope is {glue:text}`slope:.1f`. See {numref}`fig-line`, {doc}`references` and
{cite:p}`cauchy1847`.

```{code-cell}
import matplotlib.pyplot as plt
from linefit import simulate

line = simulate(n=5)
plt.plot(line.x, line.y);
```

```{caption}
:name: fig-line
:alt: A line.

A line.
```

```{code-cell}
:tags: [remove-cell]

from myst_nb import glue

glue("slope", 4.0, display=False)
```
"""
PAGES = {
    "index": "# Start\n\nHello.\n",
    "01-chapter": HEADER + CHAPTER,
    "references": "# References\n\n```{bibliography}\n```\n",
}
TOC = """format: jb-book
root: index
parts:
  - numbered: true
    chapters:
      - file: 01-chapter
  - chapters:
      - file: references
"""


class Copy:
    """A copy of the repository with a book of three pages."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def page(self, language: str, name: str = "01-chapter") -> Path:
        return self.root / "book" / language / f"{name}.md"

    def edit(self, old: str, new: str, languages: list[str] = LANGUAGES) -> None:
        for language in languages:
            text = self.page(language).read_text("utf-8")
            assert old in text
            self.page(language).write_text(text.replace(old, new), "utf-8")

    def build(self) -> subprocess.CompletedProcess[str]:
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        command = [sys.executable, "-m", "book._tools.build"]
        return subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )

    def passes(self) -> str:
        result = self.build()
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def fails(self, *words: str) -> None:
        before = self.site()
        result = self.build()
        assert result.returncode != 0, result.stdout
        for word in words:
            assert word in result.stderr, result.stderr
        assert "The book was not built" in result.stderr
        assert self.site() == before, "a failed build must leave the published site alone"

    def site(self) -> dict[str, int]:
        site = self.root / "_build" / "html"
        return {str(path): path.stat().st_mtime_ns for path in site.rglob("*.html")}


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Build the small book once; every test begins with a copy of what that left."""
    root = tmp_path_factory.mktemp("book") / "copy"
    shutil.copytree(
        ROOT / "book", root / "book", ignore=shutil.ignore_patterns("*.md", "__pycache__")
    )
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("*.egg-info"))
    for name in ("_config.yml", "requirements.txt"):
        shutil.copy(ROOT / name, root)
    (root / "_toc.yml").write_text(TOC)
    copy = Copy(root)
    for language in LANGUAGES:
        for name, text in PAGES.items():
            copy.page(language, name).write_text(text, "utf-8")
    copy.first_output = copy.passes()
    return copy


@pytest.fixture
def copy(built, tmp_path):
    shutil.copytree(built.root, tmp_path / "copy", symlinks=True)
    return Copy(tmp_path / "copy")


def test_both_languages_and_the_landing_page_are_published(built):
    assert (built.root / "_build/html/index.html").exists()
    for language in LANGUAGES:
        html = (built.root / f"_build/html/{language}/01-chapter.html").read_text("utf-8")
        assert f'lang="{language}"' in html
        assert '<span class="pasted-text">4.0</span>' in html
        assert re.search(r'<img [^>]*alt="A line\."', html)


def test_code_runs_once_for_all_languages(built):
    assert "chapter 1 of 1: 01-chapter" in built.first_output
    assert "1 of 3 pages had code to run" in built.first_output


def test_prose_edit_runs_nothing(copy):
    copy.edit("The slope is", "Hence the slope is")
    assert "0 of 3 pages had code to run" in copy.passes()
    html = (copy.root / "_build/html/en/01-chapter.html").read_text("utf-8")
    assert "Hence the slope is" in html


@pytest.mark.parametrize("file", ["src/linefit/data.py", "requirements.txt", "book/matplotlibrc"])
def test_edit_beneath_the_cells_runs_them_again(copy, file):
    with (copy.root / file).open("a") as stream:
        stream.write("# another version\n")
    assert "1 of 3 pages had code to run" in copy.passes()


def test_changed_module_changes_the_page(copy):
    copy.edit("plt.plot(line.x, line.y);", "plt.plot(line.x, line.y)\nlen(line.x)")
    copy.passes()
    page = copy.root / "_build/html/ko/01-chapter.html"
    before = page.read_text("utf-8")
    data = copy.root / "src/linefit/data.py"
    data.write_text(data.read_text("utf-8").replace("n: int = 100", "n: int = 7"), "utf-8")
    copy.edit("simulate(n=5)", "simulate()")
    copy.passes()
    assert page.read_text("utf-8") != before
    assert "<span></span>7\n" in page.read_text("utf-8")


def test_failing_cell(copy):
    copy.edit("line = simulate(n=5)", "line = simulate(n=0)")
    copy.fails("01-chapter.md:", "cell 1", "n: expected an integer of at least 1, got 0")


def test_failure_is_not_forgotten_by_the_next_build(copy):
    copy.edit("{doc}`references`", "{doc}`nowhere`")
    copy.fails("nowhere")
    copy.fails("nowhere")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("import warnings; warnings.warn('careful')", ["cell 1", "careful"]),
        ("import logging; logging.warning('careful')", ["cell 1", "careful"]),
        ("import os; os.kill(os.getpid(), 9)", ["cell 1", "died"]),
    ],
)
def test_cell_that_warns_or_dies(copy, line, words):
    copy.edit("line = simulate(n=5)", f"line = simulate(n=5)\n{line}")
    copy.fails("01-chapter.md:", *words)


def test_animation_that_loses_frames(copy):
    cell = """from matplotlib.animation import FuncAnimation
plt.rcParams["animation.embed_limit"] = 0.01
fig, ax = plt.subplots()
len(FuncAnimation(fig, lambda k: ax.plot([k]), frames=9).to_jshtml())"""
    copy.edit("plt.plot(line.x, line.y);", cell)
    copy.fails("01-chapter.md:", "cell 1", "dropped")


def test_chapter_that_would_not_run(copy):
    copy.edit(HEADER, "")
    copy.fails("01-chapter.md", "has code cells but no jupytext header")


def test_page_that_leaves_the_table_of_contents_leaves_the_site(copy):
    copy.edit("{doc}`references` and\n{cite:p}`cauchy1847`", "nothing")
    toc = copy.root / "_toc.yml"
    toc.write_text(toc.read_text().replace("  - chapters:\n      - file: references\n", ""))
    copy.passes()
    assert not (copy.root / "_build/html/en/references.html").exists()


def test_page_missing_in_one_language(copy):
    copy.page("ko").unlink()
    copy.fails("book/ko/01-chapter.md", "named in _toc.yml, not found")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{glue:text}`slope:.1f`", "{glue:text}`slop:.1f`", ["01-chapter.md", "slop"]),
        ("{numref}`fig-line`", "{numref}`fig-lion`", ["01-chapter.md", "fig-lion"]),
        ("{cite:p}`cauchy1847`", "{cite:p}`cauchy1848`", ["01-chapter.md", "cauchy1848"]),
        ("See ", "See {nosuch}`role` ", ["01-chapter.md", "nosuch"]),
        (":alt: A line.\n", "", ["01-chapter.md", "alt"]),
        ("See ", "See $\\frac{1}$ ", ["01-chapter", "frac"]),
        ("plt.plot(line.x, line.y);", "line.x.shape", ["01-chapter.md", "no picture"]),
        ("plt.plot(line.x, line.y);", "", ["01-chapter.md", "no cell with an output"]),
    ],
)
def test_reference_that_leads_nowhere(copy, old, new, words):
    copy.edit(old, new)
    copy.fails(*words)


@pytest.mark.parametrize("damage", ["truncate", "remove", "database"])
def test_damaged_cache_recovers(copy, damage):
    (notebook,) = copy.root.glob("_build/cache/*/executed/*/base.ipynb")
    if damage == "truncate":
        notebook.write_text(notebook.read_text("utf-8")[:100], "utf-8")
    elif damage == "remove":
        notebook.unlink()
    else:
        (notebook.parents[2] / "global.db").write_bytes(b"not a database")
    assert "1 of 3 pages had code to run" in copy.passes()
