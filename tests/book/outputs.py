"""What the cells of a chapter gave when the book was built."""

import re

from nbformat import NotebookNode

from book._tools.build import cache_path
from book._tools.execute import open_cache, read
from tests.book.source_pages import BOOK, Page

NUMBER = re.compile(r"[-+]?\d+\.?\d*(?:e[-+]?\d+)?")


def executed(page: Page) -> NotebookNode:
    """Return a chapter as a notebook, with its outputs."""
    notebook = read(BOOK / page.language / f"{page.name}.md")
    return open_cache(cache_path()).merge_match_into_notebook(notebook)[1]
