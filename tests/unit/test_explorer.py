"""The explorer carries the theory's own numbers, and whatever a page or a notebook needs."""

import base64
import io
import json
import math
import re
import warnings
from functools import cache
from itertools import pairwise

import matplotlib as mpl
import pytest
import torch
from PIL import Image

from linefit import (
    Line,
    critical_rate,
    descend,
    explore,
    hessian,
    least_squares,
    loss_surface,
    optimal_rate,
    simulate,
    sse,
    verdict,
)
from tests.unit import memory
from tests.unit.lines import ODD, along

# What an output carries of a million points, or else two copies of a script, is more than this.
MOST_BYTES = 1_000_000
LINE = simulate()
X, y = LINE.X.double(), LINE.y.double()


@cache
def explorer_of_the_book():
    return explore(LINE)


@cache
def shown():
    return explorer_of_the_book().to_html()


@cache
def told():
    return json.loads(re.search(r'class="linefit-data">(.*?)</script>', shown())[1])


def test_the_page_computes_with_the_data():
    assert torch.equal(torch.tensor(told()["x"], dtype=torch.float64), X[:, 1])
    assert torch.equal(torch.tensor(told()["y"], dtype=torch.float64), y)


def test_the_page_computes_with_the_theory():
    minimum = least_squares(X, y)
    assert told()["minimum"] == pytest.approx(minimum.tolist(), rel=1e-11)
    assert told()["least"] == pytest.approx(sse(X, y, minimum).item(), rel=1e-11)
    assert told()["critical"] == critical_rate(X)
    assert told()["best"] == optimal_rate(X)
    for eigenvalue, eigenvector in zip(told()["eigenvalues"], told()["eigenvectors"], strict=True):
        u = torch.tensor(eigenvector, dtype=torch.float64)
        torch.testing.assert_close(hessian(X) @ u, eigenvalue * u)


def test_it_opens_with_the_lecture():
    assert (told()["start"], told()["alpha"], told()["epochs"]) == ([-5, 10], 0.001, 30)
    assert told()["rates"] == [0.0001, 0.001, 0.0015, 0.0038, 0.0083, 0.0085, 0.01, 0.015]
    low, high = told()["range"]
    assert all(
        low <= rate <= high for rate in [*told()["rates"], told()["best"], told()["critical"]]
    )
    # Two digits, so off by half of the second.
    assert low == pytest.approx(told()["critical"] / 150, abs=0.5e-6)


@pytest.mark.parametrize("seed", range(10))
def test_rates_range_over_a_factor_of_three_hundred_in_two_digits(seed):
    data = explore(simulate(seed=seed)).constants()
    assert data["range"] == [float(f"{data['critical'] * part:.1e}") for part in (1 / 150, 2)]


def test_no_run_leaves_double_precision():
    for start in [(-6.0, -6.0), (-6.0, 11.0), (11.0, -6.0), (11.0, 11.0)]:
        assert len(descend(X, y, start, told()["range"][1], epochs=300).loss) == 301


def test_contours_lie_above_the_minimum_and_in_the_window():
    assert told()["levels"] == [30, 100, 300, 1000, 3000, 10000]


def test_a_perfect_fit_has_contours_too():
    exact = explore(simulate(noise=0.0))
    levels = exact.constants()["levels"]
    assert levels == sorted(set(levels))
    assert levels[0] > exact.constants()["least"]
    assert levels[0] < 1


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_any_line_is_offered_rates_that_lie_within_its_range(line):
    explorer = explore(line)
    data = explorer.constants()
    low, high = data["range"]
    offered = [*data["rates"], data["best"], data["critical"]]
    assert len(offered) >= 8
    assert all(low <= rate <= high for rate in [*offered, data["alpha"]])
    assert len(set(offered)) == len(offered)
    assert verdict(line.X.double(), data["alpha"]) in ("good", "best")
    # What a reader compares has both ends.
    words = {verdict(line.X.double(), rate) for rate in offered}
    assert {"slow", "best", "diverging"} <= words


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_any_line_has_numbers_and_contours(line):
    with warnings.catch_warnings(action="error"):
        html = explore(line).to_html()
    text = re.search(r'class="linefit-data">(.*?)</script>', html)[1]
    data = json.loads(text, parse_constant=pytest.fail)  # NaN and Infinity
    low, high = data["window"]
    assert all(low < weight < high for weight in [*data["minimum"], *data["start"]])
    assert data["levels"] == sorted(set(data["levels"]))
    assert data["least"] < data["levels"][0]
    assert 0 < data["eigenvalues"][0] <= data["eigenvalues"][1]


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_sums_give_the_loss_of_every_observation(line):
    X, y = line.X.double(), line.y.double()
    bowl = explore(line)._bowl
    w = torch.linspace(*bowl.window, 5, dtype=X.dtype)
    expected = loss_surface(X, y, w, w)
    found = torch.from_numpy(bowl.loss(*torch.meshgrid(w, w, indexing="ij")))
    torch.testing.assert_close(found, expected, rtol=1e-9, atol=1e-20 * bowl.top)


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_the_fastest_run_of_any_line_stays_in_double_precision(line):
    bowl, (_, fastest) = explore(line)._bowl, explore(line).constants()["range"]
    factor = 1 - fastest * bowl.eigenvalues[1]
    assert math.isfinite(bowl.top * factor ** (2 * 300))


@pytest.mark.memory
def test_a_million_points_are_light_and_shown_by_a_sample():
    code = (
        "from linefit import explore, simulate\n"
        "html = explore(simulate(1_000_000)).to_html()\n"
        "print(len(html))\n"
    )
    (size,), kilobytes = memory.run(code)
    assert int(size) < MOST_BYTES
    assert kilobytes < 1_000_000


@pytest.mark.parametrize(
    "settings",
    [
        {"text.usetex": True},
        {"figure.autolayout": True, "figure.constrained_layout.use": True},
        {"figure.facecolor": "none", "axes.facecolor": "none"},
        {"font.size": 24, "figure.dpi": 20, "figure.frameon": False},
    ],
)
def test_the_still_is_drawn_whatever_was_set(settings):
    with mpl.rc_context(settings), warnings.catch_warnings(action="error"):
        before = dict(mpl.rcParams.copy())
        bundle = explore(LINE)._repr_mimebundle_()
        assert dict(mpl.rcParams.copy()) == before
    still = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    assert still.size == (800, 280)
    assert still.convert("RGBA").getextrema()[3] == (255, 255)


def test_a_sample_has_the_outermost_points():
    line = simulate(n=5000)
    data = explore(line).constants()
    assert len(data["x"]) == len(data["y"]) <= 1002
    for name, values in (("x", line.x), ("y", line.y)):
        assert min(data[name]) == values.min().item()
        assert max(data[name]) == values.max().item()
    shown = set(zip(data["x"], data["y"], strict=True))
    assert shown <= set(zip(line.x.tolist(), line.y.tolist(), strict=True))


def test_numbers_beyond_float64_are_refused():
    with pytest.raises(ValueError, match="multiply"):
        explore(along(torch.linspace(0, 1e200, 5, dtype=torch.float64), 1e200))


def test_the_output_is_complete_and_asks_no_other_host():
    assert shown().count('<style data-asset="linefit-explorer">') == 1
    assert shown().count('<script data-asset="linefit-explorer">') == 1
    assert re.search(r'<img class="linefit-still" alt="[^"]+" src="data:image/png;base64,', shown())
    assert set(re.findall(r"https?://[^\"'`\s)]+", shown())) == {"http://www.w3.org/2000/svg"}
    assert " style=" not in shown()
    assert not re.search(r"\son\w+=", shown())


def test_every_kind_of_reader_is_served():
    bundle = explorer_of_the_book()._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "image/png"}
    assert bundle["text/plain"] == repr(explorer_of_the_book())
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert repr(explorer_of_the_book()) == "Explorer(n=100, best=0.0046649, critical=0.0082382)"


def test_the_same_line_gives_the_same_bytes():
    assert explore(simulate()).to_html() == shown()


@pytest.mark.parametrize(
    ("line", "came"),
    [
        ((LINE.x, LINE.y), "^line: expected a Line, got tuple"),
        (Line(LINE.x, LINE.y[:9], LINE.X, LINE.weights), "^y: expected .*got shape"),
        (Line(LINE.x, LINE.y, LINE.X[:, :1], LINE.weights), r"^X: expected shape \(n, 2\)"),
        (Line(LINE.x, LINE.y, 2 * LINE.X, LINE.weights), "^X: expected a column of ones, then x"),
    ],
)
def test_bad_input(line, came):
    with pytest.raises(ValueError, match=came):
        explore(line)


@pytest.mark.parametrize(
    ("alpha", "word"),
    [
        (0.0001, "slow"),
        (0.001, "good"),
        (0.0015, "good"),
        (0.0038, "good"),
        (optimal_rate(X), "best"),
        (0.007, "oscillating"),
        (critical_rate(X), "diverging"),
        (0.0083, "diverging"),
        (0.0085, "diverging"),
        (0.01, "diverging"),
        (0.015, "diverging"),
    ],
)
def test_verdict(alpha, word):
    assert verdict(X, alpha) == word
    assert verdict(LINE.X, alpha * (1 + 1e-6)) == word


def test_verdict_changes_where_its_definition_says():
    smallest, largest = torch.linalg.eigvalsh(hessian(X)).tolist()
    gain = 0.99 * 2 * smallest / (smallest + largest)
    borders = {
        "slow": (0.1 / smallest, "good"),
        "good": (gain / smallest, "best"),
        "best": ((2 - gain) / largest, "oscillating"),
        "oscillating": (critical_rate(X), "diverging"),
    }
    for before, (alpha, after) in borders.items():
        assert verdict(X, alpha * (1 - 1e-9)) == before
        assert verdict(X, alpha * (1 + 1e-9)) == after


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_the_page_has_the_borders_between_the_verdicts(line):
    X = line.X.double()
    borders = explore(line).constants()["verdicts"]
    assert [word for _, word in borders] == ["slow", "good", "best", "oscillating", "diverging"]
    # Where a word is never earned, the next one has the same border.
    earned = dict(borders)
    assert min(earned) == 0
    for (_, before), (alpha, after) in pairwise(earned.items()):
        assert verdict(X, alpha) == after
        assert verdict(X, math.nextafter(alpha, 0)) == before


def test_verdict_of_an_ill_conditioned_design():
    far = torch.stack([torch.ones(100, dtype=X.dtype), X[:, 1] + 100], dim=1)
    assert verdict(far, optimal_rate(far)) == "best"
    assert verdict(far, optimal_rate(far) / 10) == "slow"
    assert verdict(far, critical_rate(far)) == "diverging"


def test_verdict_refuses_what_is_no_rate_and_no_full_rank():
    with pytest.raises(ValueError, match=r"^alpha: expected a number above 0"):
        verdict(X, 0)
    with pytest.raises(ValueError, match=r"^X: expected 2 independent columns"):
        verdict(torch.ones(5, 2), 0.1)
