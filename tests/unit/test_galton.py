"""Galton's table has the counts that he printed, and is a line that nobody knows."""

from collections.abc import Iterator

import matplotlib.pyplot as plt
import pytest
import torch

from linefit import (
    History,
    Line,
    animate,
    critical_rate,
    descend,
    explore,
    find_rate,
    galton,
    hessian,
    least_squares,
    optimal_rate,
    plot_fit,
    plot_surface,
    simulate,
    sse,
)

# The margins of table I.
PARENTS = {
    64.0: 14, 64.5: 23, 65.5: 66, 66.5: 78, 67.5: 211, 68.5: 219,
    69.5: 183, 70.5: 68, 71.5: 43, 72.5: 19, 73.0: 4,
}  # fmt: skip
CHILDREN = {
    61.7: 5, 62.2: 7, 63.2: 32, 64.2: 59, 65.2: 48, 66.2: 117, 67.2: 138,
    68.2: 120, 69.2: 167, 70.2: 99, 71.2: 64, 72.2: 41, 73.2: 17, 73.7: 14,
}  # fmt: skip
# As it is printed, the tallest parents first.
TABLE = """\
73.0   0  0  0  0  0  0  0  0  0  0  0  1  3  0
72.5   0  0  0  0  0  0  0  1  2  1  2  7  2  4
71.5   0  0  0  0  1  3  4  3  5 10  4  9  2  2
70.5   1  0  1  0  1  1  3 12 18 14  7  4  3  3
69.5   0  0  1 16  4 17 27 20 33 25 20 11  4  5
68.5   1  0  7 11 16 25 31 34 48 21 18  4  3  0
67.5   0  3  5 14 15 36 38 28 38 19 11  4  0  0
66.5   0  3  3  5  2 17 17 14 13  4  0  0  0  0
65.5   1  0  9  5  7 11 11  7  7  5  2  1  0  0
64.5   1  1  4  4  1  5  5  0  2  0  0  0  0  0
64.0   1  0  2  4  1  2  2  1  1  0  0  0  0  0
"""


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    plt.switch_backend("agg")
    yield
    plt.close("all")


@pytest.fixture
def line() -> Line:
    return galton()


@pytest.fixture
def history(line: Line) -> History:
    return descend(line.X, line.y, alpha=2e-7)


def counted(values: torch.Tensor) -> dict[float, int]:
    heights, counts = values.unique(return_counts=True)
    return {round(h, 1): count for h, count in zip(heights.tolist(), counts.tolist(), strict=True)}


def test_it_is_a_line_in_float32_whose_truth_nobody_knows(line):
    assert line.x.shape == line.y.shape == (928,)
    assert line.x.dtype == line.y.dtype == line.X.dtype == torch.float32
    assert torch.equal(line.X, torch.stack([torch.ones(928), line.x], dim=1))
    assert torch.equal(line.x, line.x.sort().values)
    assert line.x.is_contiguous()
    assert line.y.is_contiguous()
    assert line.weights is None


def test_margins_are_those_of_the_table(line):
    assert counted(line.x) == PARENTS
    assert counted(line.y) == CHILDREN


def test_cells_are_those_of_the_table(line):
    for row in TABLE.splitlines():
        parent, *counts = row.split()
        children = line.y[line.x == float(parent)]
        middles = zip(CHILDREN, map(int, counts), strict=True)
        assert counted(children) == {child: count for child, count in middles if count}


def test_least_squares_is_the_known_line(line):
    best = least_squares(line.X, line.y)
    assert best.tolist() == pytest.approx([23.9415, 0.6463], abs=5e-5)
    deviation = (sse(line.X.double(), line.y.double(), best.double()) / 926).sqrt()
    assert deviation.item() == pytest.approx(2.2385, abs=5e-5)


def test_means_and_deviations(line):
    assert [line.x.mean().item(), line.y.mean().item()] == pytest.approx([68.308, 68.089], abs=1e-3)
    assert [line.x.std().item(), line.y.std().item()] == pytest.approx([1.787, 2.518], abs=1e-3)


def test_rates_are_tiny_and_the_condition_number_is_huge(line):
    low, high = torch.linalg.eigvalsh(hessian(line.X.double())).tolist()
    assert low == pytest.approx(1.268, abs=5e-4)
    assert high == pytest.approx(8.668e6, rel=1e-4)
    assert high / low == pytest.approx(6.83e6, rel=1e-3)
    assert critical_rate(line.X) == pytest.approx(2.307e-7, rel=2e-4)
    assert optimal_rate(line.X) < critical_rate(line.X)


def test_each_call_returns_tensors_of_its_own(line):
    changed = galton()
    changed.y[0] = 0
    assert galton().y[0] == line.y[0]


def test_the_surface_bears_no_star(line, history):
    path, minimum = plot_surface(line, history).lines
    assert (path.get_marker(), minimum.get_marker()) == ("o", "X")
    assert len(plot_fit(line, history.weights[-1], plt.figure().gca()).lines) == 2


def test_the_animation_bears_no_star(line, history):
    run = animate(line, history)
    assert "*" not in [getattr(artist, "get_marker", str)() for artist in run._scene.moving]
    assert len(run.draw_frames()) == 31
    assert "linefit-player" in run.to_jshtml()


@pytest.mark.parametrize("instrument", [explore, find_rate])
def test_instruments_take_it(instrument, line):
    shown = instrument(line)
    assert f"linefit-{shown.name}" in shown.to_html()
    assert shown.line.weights is None
    assert explore(simulate()).line.weights.dtype == torch.float64


def test_a_line_is_made_without_a_truth_or_with_one_that_fits(line):
    x, y, X = line.x, line.y, line.X
    assert Line(x, y, X).weights is None
    with pytest.raises(ValueError, match=r"^weights: expected .* of shape \(2,\)"):
        plot_fit(Line(x, y, X, torch.ones(3)))
