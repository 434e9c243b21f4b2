"""The same commit gives the same bytes, wherever and how often it is built."""

import shutil

from book._tools.build import SITE
from book._tools.notebooks import NOTEBOOKS
from tests.book.copies import Copy
from tests.book.pages import ROOT


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_clean_build_elsewhere_gives_the_same_site_and_notebooks(tmp_path):
    copy = Copy.of_sources(tmp_path / "copy")
    git = ROOT / ".git"
    # The history tells when a page was changed, and which commit a notebook installs.
    (shutil.copytree if git.is_dir() else shutil.copy)(git, copy.root / ".git")
    copy.passes()
    gathered = copy.run("-m", "book._tools.notebooks")
    assert gathered.returncode == 0, gathered.stderr
    for here, there in [(SITE, copy.site), (NOTEBOOKS, copy.root / "_build" / "notebooks")]:
        ours, theirs = contents(here), contents(there)
        assert ours.keys() == theirs.keys()
        assert [name for name in ours if ours[name] != theirs[name]] == []
