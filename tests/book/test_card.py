"""The picture of README and of social sites can be drawn again, and is as large as pages say."""

import re

from PIL import Image

from book._tools import sources
from tests.book.source_pages import BOOK
from tests.tools import card


def test_it_has_the_titles_of_all_languages_and_the_points():
    page = card.page()
    assert all(f">{language.title}</h1>" in page for language in sources.languages())
    assert page.count("<circle") == 100
    assert page.count("<path") == len(card.EPOCHS)


def test_it_is_as_large_as_pages_say():
    head = (BOOK / "theme" / "head.html").read_text("utf-8")
    told = [
        re.search(f'og:image:{side}" content="(\\d+)"', head)[1] for side in ("width", "height")
    ]
    with Image.open(card.FILE) as picture:
        assert [str(side) for side in picture.size] == told
