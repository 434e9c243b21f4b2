"""Instruments say all through one mapping, and outputs carry of it what they say."""

import json
import re
from pathlib import Path

import pytest
import yaml
from babel.messages.extract import extract

import linefit
from linefit import animate, descend, explore, playback, simulate, use_words
from linefit.animation import ALT
from linefit.kit import assets
from linefit.kit.words import texts
from linefit.scene import TITLE

LINE = simulate(n=5)
KOREAN = {"Play": "재생", "slow": "느림", "Once": "한 번", "Loop": "", "lion": "</script>"}


@pytest.fixture(autouse=True)
def english():
    yield
    use_words({})


def carried(html):
    """Return the words that an output carries, and where."""
    found = re.findall(
        r'<script type="application/json" class="linefit-words">(.*?)</script>', html
    )
    return [json.loads(words) for words in found]


def outputs():
    return animate(LINE, descend(LINE.X, LINE.y, epochs=1)).to_jshtml(), explore(LINE).to_html()


def test_all_that_the_scripts_say_is_found_as_babel_finds_it():
    scripts = Path(linefit.__file__).parent.rglob("*.js")
    said = {m[1] for path in scripts for m in extract("javascript", path.open("rb"))}
    assert said == set(texts())
    assert set().union(*map(texts, assets.names())) == said
    assert "Play" in texts("player")
    assert "diverging" not in texts("player")
    # What Python writes into a page, the script puts into words again.
    assert {ALT, TITLE, playback.ALT, playback.TITLE} <= set(texts("player"))


def test_the_book_has_a_korean_word_for_each(pytestconfig):
    overlay = pytestconfig.rootpath / "book" / "ko" / "_overlay.yml"
    words = yaml.safe_load(overlay.read_text("utf-8"))["words"]
    assert set(texts()) <= set(words)
    assert all(re.search("[가-힣α]", words[text]) for text in texts())
    use_words(words)  # which looks at the names in braces


def test_outputs_carry_no_words_until_they_are_told():
    for html in outputs():
        assert carried(html) == []


def test_an_output_carries_what_it_says_inside_of_its_element():
    use_words(KOREAN)
    player, explorer = outputs()
    assert carried(player) == [{"Play": "재생", "Once": "한 번"}]
    assert carried(explorer) == [{"Play": "재생", "slow": "느림"}]
    assert player.index("linefit-words") < player.index("</linefit-player>")
    assert explorer.index("linefit-words") < explorer.index("</linefit-explorer>")
    use_words({})
    assert outputs() == tuple(html for html in outputs() if not carried(html))


def test_a_word_cannot_end_its_element():
    use_words({"Play": "</script><b>&"})
    for html in outputs():
        assert carried(html) == [{"Play": "</script><b>&"}]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (None, "words: expected a dict of str to str, got NoneType"),
        ([], "words: expected a dict of str to str, got list"),
        ({"Play": 1}, "words['Play']: expected str to str, got 1"),
        ({3: "drei"}, "words[3]: expected str to str, got 3"),
        pytest.param(
            {"Play": 10**5000},
            "words['Play']: expected str to str, got int of thousands of digits",
            id="5000 digits",
        ),
        (
            {"epoch {epoch} / {last}": "에폭 {epoch}"},
            "words['epoch {epoch} / {last}']: expected {epoch}, {last} in it, got '에폭 {epoch}'",
        ),
        ({"Play": "{lion}"}, "words['Play']: expected no name in braces in it, got '{lion}'"),
    ],
)
def test_bad_words_are_named_and_change_nothing(words, message):
    use_words({"Play": "재생"})
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        use_words(words)
    assert carried(outputs()[0]) == [{"Play": "재생"}]
