"""The same commit gives the same bytes, wherever and how often it is built."""

import shutil

from book._ebooks.downloads import link
from book._ebooks.edition import find_edition
from book._tools.build import SITE
from book._tools.notebooks import NOTEBOOKS
from book._tools.sources import languages
from tests.book.copies import Copy, digests
from tests.book.source_pages import ROOT


def test_clean_build_elsewhere_gives_the_same_site_and_notebooks(tmp_path):
    copy = Copy.of_sources(tmp_path / "copy")
    git = ROOT / ".git"
    # The history tells when a page was changed, and which commit a notebook installs.
    (shutil.copytree if git.is_dir() else shutil.copy)(git, copy.root / ".git")
    copy.passes()
    # Ebooks are made of the site, which is what is compared here; tests of theirs make them again.
    shutil.copytree(SITE / "download", copy.site / "download")
    link(copy.site, languages(), find_edition())
    gathered = copy.run("-m", "book._tools.notebooks")
    assert gathered.returncode == 0, gathered.stderr
    for here, there in [(SITE, copy.site), (NOTEBOOKS, copy.root / "_build" / "notebooks")]:
        assert digests(there) == digests(here)
