"""The seeker carries a line and its loss, and the critical rate only where it is revealed."""

import json
import re
import warnings

import pytest
import torch
from matplotlib.figure import Figure

from linefit import Line, critical_rate, descend, find_rate, simulate
from tests.unit.lines import ODD

LINE = simulate()


def constants(html: str) -> dict:
    text = re.search(r'class="linefit-data">(.*?)</script>', html)[1]
    return json.loads(text, parse_constant=pytest.fail)  # NaN and Infinity


def test_it_opens_with_the_lecture_and_a_rate_that_works():
    data = constants(find_rate(LINE).to_html())
    assert (data["start"], data["alpha"], data["epochs"]) == ([-5, 10], 0.001, 30)
    assert data["lengths"] == [30, 100, 300]
    assert data["most"] == 300
    assert data["alpha"] < critical_rate(LINE.X) < data["range"][1]


def test_the_limit_is_there_only_where_it_is_revealed():
    hidden, shown = find_rate(LINE), find_rate(LINE, reveal=True)
    limit = critical_rate(LINE.X.double())
    assert constants(hidden.to_html())["critical"] is None
    assert str(limit) not in hidden.to_html()
    assert constants(shown.to_html())["critical"] == limit
    assert repr(hidden) == "Seeker(n=100)"
    assert repr(shown) == "Seeker(n=100, critical=0.0082382)"


def test_the_still_shows_the_limit_only_where_it_is_revealed():
    for reveal, rate in [(False, 0.001), (True, critical_rate(LINE.X.double()))]:
        figure = Figure()
        find_rate(LINE, reveal=reveal)._draw(figure)
        run = descend(LINE.X, LINE.y, (-5.0, 10.0), rate, 30)
        drawn = torch.tensor(figure.axes[0].lines[-1].get_xydata())
        torch.testing.assert_close(drawn, run.weights.double(), rtol=1e-4, atol=1e-4)


def test_what_is_kept_for_one_line_is_not_for_another():
    keys = [constants(find_rate(line).to_html())["key"] for line in (LINE, simulate(seed=1))]
    again = constants(find_rate(simulate(), reveal=True).to_html())["key"]
    assert keys[0] != keys[1]
    assert again == keys[0]


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_any_line(line):
    with warnings.catch_warnings(action="error"):
        data = constants(find_rate(line, reveal=True).to_html())
    low, high = data["range"]
    assert low <= data["alpha"] < data["critical"] <= high


def test_every_kind_of_reader_is_served():
    bundle = find_rate(LINE)._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "image/png"}
    assert find_rate(simulate()).to_html() == bundle["text/html"]


@pytest.mark.parametrize(
    ("arguments", "came"),
    [
        (((LINE.x, LINE.y),), "^line: expected a Line, got tuple"),
        ((Line(LINE.x, LINE.y, 2 * LINE.X, LINE.weights),), "^X: expected a column of ones"),
        ((LINE, torch.tensor(1)), r"^reveal: expected True or False, got tensor\(1\)"),
    ],
)
def test_bad_input(arguments, came):
    with pytest.raises(ValueError, match=came):
        find_rate(*arguments)
