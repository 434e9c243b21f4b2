"""Every extension of the book leaves its mark on a page; without the mark, it has been left out.

Most of them refine what could be read without them, so nothing else would notice.
"""

import re

import pytest

from tests.book.copies import Copy
from tests.book.source_pages import BOOK

# Something for each extension to work on.
TEXT = r"""
(sec-marks)=
## Marks

A rate $\alpha$, its limit $\lambda_{\max}$, a fall of {glue:text}`fall:.1f` and {alpha}`0.0083`.

| $w_0$ | $w_1$ |
| --- | --- |
| 1 | 2 |

```{exercise}
:label: ex-marks

Draw a line.
```

```{solution} ex-marks
:label: sol-marks
:class: dropdown

A line.
```

```{code-cell}
from linefit import animate, descend

glue("fall", -1.5, display=False)
animate(line, descend(line.X, line.y, epochs=1))
```

```{caption}
:name: fig-marks
:alt: A line moves.

A line moves.
```

```{code-cell}
from linefit import explore

explore(line)
```

## No label
"""
# What it leaves behind: in which file, and how that reads.
MARKS = {
    "alpha": ("01-chapter.html", r'href="#alpha=0\.0083"'),
    "alpha_colour": ("01-chapter.html", r'<span class="mord mathnormal alpha"'),
    "anchors": ("01-chapter.html", r'<section id="part-2">'),
    "as_notebook": ("notebooks/01-chapter.ipynb", r'"nbformat"'),
    "assets": ("01-chapter.html", r'src="_static/linefit-player-\w+\.js'),
    "caption": ("01-chapter.html", r"<figcaption>"),
    "citation_roles": ("references.html", r'role="listitem"'),
    "configuration": ("01-chapter.html", r"<title>[^<]*직선을 배우다</title>"),
    "contents": ("01-chapter.html", r'aria-current="page"'),
    "description": ("01-chapter.html", r'<meta name="description" content="The slope is 4\.0\.'),
    "folding": ("01-chapter.html", r"<details [^>]*>\s*<summary>"),
    "formulas": ("01-chapter.html", r"<mi>max</mi></msub>"),
    "languages": ("01-chapter.html", r'<a class="tool language" href="../en/01-chapter\.html"'),
    "last_change": ("01-chapter.html", r'<time datetime="\d{4}-\d\d-\d\d">'),
    "launch": ("01-chapter.html", r'class="launch-colab"'),
    "minus": ("01-chapter.html", r">−1\.5<"),
    "particles": ("01-chapter.html", r'<span class="together">'),
    "pictures": ("01-chapter.html", r'<img [^>]*loading="lazy"'),
    "search_index": ("_static/search-index.js", r"01-chapter\.html#sec-marks"),
    "static_files": ("01-chapter.html", r'href="_static/book\.css\?v='),
    "table_heads": ("01-chapter.html", r'<span class="unseen">w_0</span>'),
    "theme": ("01-chapter.html", r'<div class="table-box">'),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A small book with such a text, published from a repository."""
    copy = Copy.of_small_book(tmp_path_factory.mktemp("marks") / "copy")
    for path in copy.root.glob("book/*/01-chapter.md"):
        path.write_text(path.read_text("utf-8") + TEXT, "utf-8")
    copy.publish()
    copy.passes()
    return copy.site / "ko"


def test_every_extension_is_among_them():
    files = BOOK.joinpath("_ext").glob("*.py")
    assert set(MARKS) == {path.stem for path in files if "def setup(" in path.read_text("utf-8")}


@pytest.mark.parametrize("extension", MARKS)
def test_it_has_done_its_work(extension, pages):
    file, mark = MARKS[extension]
    path = pages / file
    assert path.exists(), f"{extension}: {file} is not there"
    assert re.search(mark, path.read_text("utf-8")), f"{extension}: not in {file}: {mark}"


@pytest.mark.parametrize(
    "mark",
    [
        '<link rel="canonical" href="https://reader.github.io/line/ko/01-chapter.html">',
        '<meta property="og:url" content="https://reader.github.io/line/ko/01-chapter.html">',
        '<meta property="og:image" content="https://reader.github.io/line/ko/_static/card.png">',
        'hreflang="en" href="https://reader.github.io/line/en/01-chapter.html"',
        'href="https://github.com/reader/line/edit/trunk/book/ko/01-chapter.md"',
        '<link rel="prev" href="index.html">',
        '<link rel="next" href="references.html">',
        '<a rel="next" href="references.html">',
    ],
)
def test_a_page_says_where_it_is_published_and_what_is_beside_it(mark, pages):
    assert mark in pages.joinpath("01-chapter.html").read_text("utf-8"), mark
