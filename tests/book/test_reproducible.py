"""The same commit gives the same bytes, wherever and how often it is built."""

import shutil

from book._tools.build import SITE
from book._tools.notebooks import NOTEBOOKS
from tests.book.copies import Copy, digests
from tests.book.source_pages import ROOT


def test_clean_build_elsewhere_gives_the_same_site_and_notebooks(tmp_path):
    copy = Copy.of_sources(tmp_path / "copy")
    git = ROOT / ".git"
    # The history tells when a page was changed, and which commit a notebook installs.
    (shutil.copytree if git.is_dir() else shutil.copy)(git, copy.root / ".git")
    copy.passes()
    gathered = copy.run("-m", "book._tools.notebooks")
    assert gathered.returncode == 0, gathered.stderr
    for here, there in [(SITE, copy.site), (NOTEBOOKS, copy.root / "_build" / "notebooks")]:
        assert digests(there) == digests(here)
