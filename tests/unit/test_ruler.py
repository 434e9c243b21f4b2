"""The ruler carries the data, the loss and the lines to compare, for any line."""

import base64
import io
import json
import re
import warnings

import pytest
import torch
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from PIL import Image

from linefit import Line, fit_by_eye, simulate, sse
from tests.unit.lines import ODD, along

LINE = simulate()
TRAINED = torch.tensor([2.429, 4.0144])


def carried(ruler):
    """Return what the output carries for its script, if it is JSON that every browser reads."""
    text = re.search(r'class="linefit-data">(.*?)</script>', ruler.to_html())[1]
    return json.loads(text, parse_constant=pytest.fail)  # NaN and Infinity


def test_it_opens_with_the_mean():
    data = carried(fit_by_eye(LINE))
    assert data["start"] == [pytest.approx(LINE.y.double().mean().item(), rel=1e-15), 0]
    assert data["x"] == LINE.x.tolist()
    assert data["y"] == LINE.y.tolist()
    assert not data["loss"]
    assert data["trained"] is None


def test_the_loss_of_the_start_is_that_of_the_lines_own_dtype():
    start = (-5.0, 10.0)
    data = carried(fit_by_eye(LINE, start=start, loss=True))
    assert data["start"] == [-5, 10]
    assert data["opening"] == sse(LINE.X, LINE.y, torch.tensor(start)).item() == 8587.6875
    exact = Line(*(tensor.double() for tensor in (LINE.x, LINE.y, LINE.X, LINE.weights)))
    data = carried(fit_by_eye(exact, start=start, loss=True))
    assert data["opening"] == sse(exact.X, exact.y, exact.X.new_tensor(start)).item() != 8587.6875


def test_it_carries_the_line_to_compare_with():
    assert carried(fit_by_eye(LINE, trained=TRAINED))["trained"] == TRAINED.tolist()
    tagged = TRAINED.clone().requires_grad_()
    assert carried(fit_by_eye(LINE, trained=tagged))["trained"] == TRAINED.tolist()


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({}, ""),
        ({"loss": True}, ' data-kind="loss"'),
        ({"trained": TRAINED}, ' data-kind="trained"'),
    ],
)
def test_its_style_sheet_knows_which_of_three_it_is(options, kind):
    html = fit_by_eye(LINE, **options).to_html()
    assert f'<linefit-ruler class="linefit-instrument"{kind}>' in html


def test_instruments_of_one_line_share_what_a_reader_keeps():
    keys = {
        carried(ruler)["key"]
        for ruler in (
            fit_by_eye(LINE),
            fit_by_eye(LINE, loss=True),
            fit_by_eye(LINE, trained=TRAINED),
        )
    }
    assert len(keys) == 1
    assert carried(fit_by_eye(simulate(seed=1)))["key"] not in keys


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_any_line_is_drawn(line):
    with warnings.catch_warnings(action="error"):
        for ruler in (
            fit_by_eye(line),
            fit_by_eye(line, start=(-5.0, 10.0), loss=True),
            fit_by_eye(line, trained=line.weights),
        ):
            assert carried(ruler)["levels"]
            assert ruler._repr_mimebundle_()["text/plain"].startswith(f"Ruler(n={len(line.x)}, ")


@pytest.mark.parametrize(
    ("options", "size", "drawn"),
    [
        ({}, (800, 320), [(2, 0)]),
        ({"start": (-5.0, 10.0), "loss": True}, (800, 570), [(2, 1), (1, 1)]),
        ({"trained": TRAINED}, (800, 320), [(3, 0)]),
    ],
)
def test_the_still_shows_what_the_instrument_does(options, size, drawn):
    ruler = fit_by_eye(LINE, **options)
    still = Image.open(io.BytesIO(base64.b64decode(ruler._repr_mimebundle_()["image/png"])))
    # As high as the instrument on a wide page.
    assert still.size == size
    figure = Figure()
    ruler._draw(figure)
    # Points and lines; residuals, and contours.
    assert [(len(ax.lines), len(ax.collections)) for ax in figure.axes] == drawn
    assert figure.axes[0].lines[1].get_ydata().tolist() == pytest.approx(
        (LINE.X.double() @ LINE.X.new_tensor(ruler.start).double()).tolist(), abs=1e-6
    )


def test_the_still_compares_with_the_trained_line():
    figure = Figure()
    fit_by_eye(LINE, trained=TRAINED)._draw(figure)
    drawn = figure.axes[0].lines[2]
    fitted = (LINE.X @ TRAINED).tolist()
    assert drawn.get_xdata().tolist() == LINE.x.tolist()
    assert drawn.get_ydata().tolist() == pytest.approx(fitted, abs=1e-6)


def test_the_still_lays_residuals_below_the_points_and_marks_the_start():
    figure = Figure()
    fit_by_eye(LINE, start=(-5.0, 10.0), loss=True)._draw(figure)
    fit, contours = figure.axes
    assert fit.collections[0].zorder < fit.lines[0].zorder
    (ring,) = contours.lines
    assert ring.get_xydata().tolist() == [[-5, 10]]
    assert same_color(ring.get_color(), fit.lines[1].get_color())


def test_repr():
    assert repr(fit_by_eye(LINE)) == "Ruler(n=100, start=(2.9365, 0))"
    assert repr(fit_by_eye(LINE, start=(-5.0, 10.0))) == "Ruler(n=100, start=(-5, 10))"


@pytest.mark.parametrize(
    ("options", "came"),
    [
        ({"line": (LINE.x, LINE.y)}, "^line: expected a Line, got tuple"),
        ({"start": (1.0,)}, r"^start: expected 2 numbers, got \(1.0,\)"),
        ({"start": 3}, "^start: expected 2 numbers, got 3"),
        ({"start": (0.0, float("nan"))}, r"^start\[1\]: expected a finite number, got nan"),
        ({"start": (0.0, 1e200)}, "^start: expected weights with a loss that torch.float64"),
        ({"start": (0.0, 1e30), "loss": True}, "^start: expected .* torch.float32 can hold"),
        ({"loss": 1}, "^loss: expected True or False, got 1"),
        ({"trained": (2.4, 4.0)}, r"^trained: expected a float32 .* got tuple"),
        ({"trained": torch.ones(3)}, r"^trained: expected .*shape \(2,\), got shape \(3,\)"),
        ({"trained": TRAINED.double()}, "^trained: expected the dtype of X, torch.float32"),
    ],
)
def test_bad_input(options, came):
    with pytest.raises(ValueError, match=came):
        fit_by_eye(**{"line": LINE, **options})


def test_numbers_beyond_float64_are_refused():
    line = along(torch.linspace(0, 1e200, 5, dtype=torch.float64), 1e200)
    with pytest.raises(ValueError, match="multiply"):
        fit_by_eye(line)
    line = along(torch.linspace(0, 1, 5, dtype=torch.float64))
    with pytest.raises(ValueError, match=r"^trained: expected weights with a loss"):
        fit_by_eye(line, trained=torch.tensor([0, 1e200], dtype=torch.float64))
