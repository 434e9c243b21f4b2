"""Links to notebooks: in the page's language, on pages with code, at files that will be there."""

import os
import re
import subprocess
from html import unescape
from pathlib import Path

import pytest

from book._tools.build import SITE
from book._tools.notebooks import NOTEBOOKS
from book._tools.repository import BRANCH, find_repository, slug_of
from tests.book.copies import Copy, git
from tests.book.source_pages import LANGUAGES, PAGES, ROOT, notebook_words

LINK = re.compile(r'<a class="launch-(\w+)" href="([^"]*)"')


def links(file: Path) -> dict[str, str]:
    """Return the address of each link of a page to its notebook."""
    return {name: unescape(url) for name, url in LINK.findall(file.read_text("utf-8"))}


def check_targets(page: Path, branch: Path, published: bool) -> None:
    """Check that what the links of `page` point at will be on `branch` and on the site."""
    found = links(page)
    there = {"download", "how"} | ({"colab", "binder"} if published else set())
    assert set(found) == there
    assert (page.parent / found["download"]).exists()
    file, _, section = found["how"].partition("#")
    assert f'id="{section}"' in (page.parent / file if file else page).read_text("utf-8")
    starts = {"colab": f"/blob/{BRANCH}/", "binder": "urlpath=lab/tree/"}
    for name in there & set(starts):
        _, _, notebook = found[name].partition(starts[name])
        assert notebook.startswith(f"{page.parent.name}/")
        assert (branch / notebook).is_file()


INDEX = """# Start

```{only} published
Press the button.
```

(sec-index-run)=
## How to run it

````{medium} page
On the page alone.

```{only} not published
Not to be had elsewhere.
```
````
"""


def build(copy: Copy) -> Path:
    """Build a small book that says how its notebooks are run, and gather them."""
    for language in LANGUAGES:
        copy.page(language, "index").write_text(INDEX, "utf-8")
    for module in ("book", "book._tools.notebooks"):
        result = copy.run("-m", module)
        assert result.returncode == 0, result.stdout + result.stderr
    return copy.root


@pytest.fixture(scope="module")
def fork(tmp_path_factory):
    """Build it in a clone of somebody's fork."""
    copy = Copy.of_small_book(tmp_path_factory.mktemp("fork") / "copy")
    copy.publish()
    return build(copy)


@pytest.fixture(scope="module")
def at_home(tmp_path_factory):
    """Build it where no repository is."""
    return build(Copy.of_small_book(tmp_path_factory.mktemp("home") / "copy"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_fork_has_its_own_addresses_without_an_edit(fork, language):
    site = fork / "_build" / "html" / language
    assert links(site / "01-chapter.html") == {
        "colab": "https://colab.research.google.com/github/reader/line/blob/notebooks/"
        f"{language}/01-chapter.ipynb",
        "binder": "https://mybinder.org/v2/gh/reader/line/notebooks"
        f"?urlpath=lab/tree/{language}/01-chapter.ipynb",
        "download": "notebooks/01-chapter.ipynb",
        "how": "index.html#sec-index-run",
    }
    check_targets(site / "01-chapter.html", fork / "_build" / "notebooks", published=True)
    notebook = (site / "notebooks" / "01-chapter.ipynb").read_text("utf-8")
    archive = f"https://github.com/reader/line/archive/{git(fork, 'rev-parse', 'HEAD')}.zip"
    assert f'"linefit": "--no-deps {archive}"' in notebook.replace('\\"', '"')
    how = f"{notebook_words(language)['failed']} https://reader.github.io/line/{language}/index.html#sec-index-run"
    assert how in notebook
    assert f"](https://reader.github.io/line/{language}/references.html" in notebook


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_repository_there_is_the_download_and_no_word_of_others(at_home, language):
    site = at_home / "_build" / "html" / language
    check_targets(site / "01-chapter.html", at_home / "_build" / "notebooks", published=False)
    index = (site / "index.html").read_text("utf-8")
    assert "Press the button" not in index
    assert "Not to be had elsewhere" in index
    notebook = (site / "notebooks" / "01-chapter.ipynb").read_text("utf-8")
    assert notebook_words(language)["nowhere"] in notebook.replace('\\"', '"')


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_published_book_speaks_of_its_links(fork, language):
    index = (fork / "_build/html" / language / "index.html").read_text("utf-8")
    assert "Press the button" in index
    assert "Not to be had elsewhere" not in index


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_speak_the_language_of_the_page(fork, language):
    html = (fork / "_build/html" / language / "01-chapter.html").read_text("utf-8")
    for name in ("open", "colab", "binder", "download", "how"):
        assert notebook_words(language)[name] in html


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_no_link_points_at_a_file_that_is_not_there(page):
    file = SITE / page.language / f"{page.name}.html"
    if page.cells:
        check_targets(file, NOTEBOOKS, published=find_repository() is not None)
    else:
        assert not links(file)


@pytest.mark.parametrize(
    ("remote", "slug"),
    [
        ("git@github.com:reader/line.git", "reader/line"),
        ("https://github.com/reader/line", "reader/line"),
        ("https://github.com/reader/line.py.git/", "reader/line.py"),
        ("https://name:secret@github.com/reader/line.git", "reader/line"),
        ("ssh://git@github.com/reader/line.git", "reader/line"),
        ("https://gitlab.com/reader/line.git", ""),
        ("https://notgithub.com/reader/line.git", ""),
        ("/srv/github.com/reader/line.git", ""),
        ("", ""),
    ],
)
def test_remote_is_read_in_any_spelling(remote, slug):
    assert slug_of(remote) == slug


def test_ci_comes_before_the_remote_and_no_repository_is_none(fork, tmp_path, monkeypatch):
    for name in ("GITHUB_REPOSITORY", "GITHUB_BASE_REF", "GITHUB_REF_NAME", "GITHUB_SHA"):
        monkeypatch.delenv(name, raising=False)
    assert find_repository(tmp_path) is None
    assert find_repository(fork).branch == "trunk"
    monkeypatch.setenv("GITHUB_REPOSITORY", "owner/owner.github.io")
    monkeypatch.setenv("GITHUB_REF_NAME", "7/merge")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    repository = find_repository(fork)
    assert repository.branch == "main"
    assert repository.pages == "https://owner.github.io/"


@pytest.fixture
def clone(tmp_path):
    """Return a clone of an empty repository, with something to publish."""
    git(tmp_path, "init", "--bare", "remote.git")
    git(tmp_path, "clone", "remote.git", "clone")
    folder = tmp_path / "clone"
    (folder / ".gitignore").write_text("_build/\n")
    git(folder, "add", "--all")
    git(folder, "commit", "--message=Book")
    (folder / "_build" / "notebooks" / "en").mkdir(parents=True)
    (folder / "_build" / "notebooks" / "en" / "a.ipynb").write_text("{}")
    return folder


def deploy(folder: Path) -> subprocess.CompletedProcess[str]:
    """Publish as CI does, where git knows nobody's name."""
    return subprocess.run(
        ["make", "--file", str(ROOT / "Makefile"), "deploy"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        capture_output=True,
        text=True,
    )


def test_branch_is_one_commit_and_written_only_when_it_differs(clone):
    def published() -> str:
        result = deploy(clone)
        assert result.returncode == 0, result.stderr
        return git(clone, "ls-remote", "origin", f"refs/heads/{BRANCH}").partition("\t")[0]

    first = published()
    git(clone, "commit", "--allow-empty", "--message=Only the site changed")
    assert published() == first
    (clone / "_build" / "notebooks" / "en" / "a.ipynb").write_text("{ }")
    second = published()
    assert second != first
    assert git(clone, "rev-list", "--count", second) == "1"
    assert git(clone, "ls-tree", "-r", "--name-only", second) == "en/a.ipynb"
    assert git(clone, "status", "--porcelain") == ""


def test_publishing_that_cannot_be_done_says_why(clone):
    git(clone, "remote", "remove", "origin")
    result = deploy(clone)
    assert result.returncode
    assert "'origin' does not appear to be a git repository" in result.stderr
