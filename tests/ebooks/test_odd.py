"""Ordinary things that the book does not have: a small book of them becomes pages and ebooks."""

import io
import re
import zipfile
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image

from book._ebooks.book import Book
from book._ebooks.edition import find_edition
from book._ebooks.epub import render
from book._tools.sources import Language
from tests.book.copies import HEADER, Copy
from tests.book.source_pages import LANGUAGES

LANGUAGE = LANGUAGES[0]
ODD = r"""# Odd things

[A search](https://example.org/?a=1&copy=2), and {download}`data.csv`.

$$
\begin{cases} 1 & x > 0 \\ 0 \end{cases}
$$

$$
x = 1 \tag{7}
$$

\begin{align}
a &= b \\
c &= d
\end{align}

$$
f(x) \Big|^{b}
$$

:::{note}
$$
p % the first
+ q
$$
:::

:::{admonition} Why $\beta$ is small
:class: dropdown

It is.
:::

![A red dot.](dot.png) ![A grey one.](grey.png)

```{code-cell}
1 + 1
```
"""


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """A small book with odd things in one of its pages, built, and its ebooks."""
    copy = Copy.of_small_book(tmp_path_factory.mktemp("odd") / "copy")
    dot = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    dot.paste((200, 0, 0, 255), (10, 10, 30, 30))
    grey = Image.fromarray(np.full((40, 40), 0x8000, np.uint16))
    for language in LANGUAGES:
        folder = copy.page(language).parent
        (folder / "dot.png").write_bytes(png(dot))
        (folder / "grey.png").write_bytes(png(grey))
        (folder / "data.csv").write_text("1,2\n")
        copy.page(language).write_text(HEADER + ODD, "utf-8")
    copy.passes()
    copy.share_tools()
    made = copy.make_ebooks()
    assert made.returncode == 0, made.stderr
    return copy


@pytest.fixture(scope="module")
def epub(odd):
    (path,) = (odd.site / "download").glob(f"*.{LANGUAGE}.epub")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_address_keeps_its_ampersand(odd):
    page = (odd.site / LANGUAGE / "01-chapter.html").read_text("utf-8")
    assert 'href="https://example.org/?a=1&amp;copy=2"' in page


def test_a_comment_in_a_formula_hides_nothing_of_a_notebook(odd):
    notebook = nbformat.read(odd.site / LANGUAGE / "notebooks" / "01-chapter.ipynb", 4)
    text = "\n".join(cell.source for cell in notebook.cells)
    assert "$$ p + q $$" in text
    assert "<summary>Why β is small</summary>" in text


def test_every_formula_is_in_the_ebook(epub):
    page = epub["book/01-chapter.xhtml"].decode()
    assert page.count("<math") == page.count("alttext=") == 6
    assert ">Why β is small</a>" in page
    assert " download=" not in page


def test_pictures_are_as_they_are_shown(epub):
    page = epub["book/01-chapter.xhtml"].decode()
    dot, grey = (
        np.asarray(Image.open(io.BytesIO(epub[f"book/{name}"])).convert("RGB")).astype(int)
        for name in re.findall(r'<img[^>]*src="([^"]+)"', page)
    )
    assert (dot[0, 0] > 240).all()
    assert (abs(dot[20, 20] - [200, 0, 0]) < 13).all()
    assert (abs(grey - 128) < 13).all()


@pytest.mark.parametrize(("code", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_an_ebook_runs_as_its_language_does(code, direction):
    book = Book(Language(code, "A title", {"words": {}}), [], find_edition(), Path())
    chapters = [{"name": "index", "title": "Start", "part": "", "sections": [], "has_math": False}]
    told = {"book": book, "chapters": chapters, "pictures": [], "identifier": "", "subtitle": ""}
    sheets = [render(name, **told, say=str).decode() for name in ("title.xhtml", "nav.xhtml")]
    assert all(f'lang="{code}" dir="{direction}"' in sheet for sheet in sheets)
    package = render("package.opf", **told, say=str).decode()
    assert f'<spine toc="ncx" page-progression-direction="{direction}">' in package
