"""What holds of every instrument that is made of a line, whatever the line and the settings."""

import base64
import io
import warnings
from collections.abc import Callable
from functools import cache

import matplotlib as mpl
import pytest
import torch
from PIL import Image

from linefit import Line, choose_h, explore, find_rate, fit_by_eye, simulate, trace_loop
from linefit.kit.output import Instrument
from tests.unit.lines import along
from tests.unit.test_settings import SETTINGS, Setting

Maker = Callable[[Line], Instrument]
# With a map, which the others have anyway.
MAKERS: dict[str, Maker] = {
    "choose_h": choose_h,
    "explore": explore,
    "find_rate": find_rate,
    "fit_by_eye": lambda line: fit_by_eye(line, loss=True),
    "trace_loop": trace_loop,
}
# So many that a sample is drawn.
LINE = simulate(n=1500)

each = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
with_losses = pytest.mark.parametrize("make", [explore, find_rate, trace_loop])
with_map = pytest.mark.parametrize("make", [explore, find_rate, MAKERS["fit_by_eye"]])


def line(x: list[float], y: list[float]) -> Line:
    values = torch.tensor(x, dtype=torch.float64)
    X = torch.stack([torch.ones_like(values), values], dim=1)
    return Line(values, torch.tensor(y, dtype=torch.float64), X)


def shown(instrument: Instrument) -> list[str]:
    with warnings.catch_warnings(action="error"):
        return [repr(instrument), *instrument._repr_mimebundle_().values()]


@cache
def plain(make: Maker) -> list[str]:
    return shown(make(LINE))


@each
@pytest.mark.parametrize(
    "setting",
    ["half precision by default", "tensors without memory by default", "inference", "autocast"],
)
def test_settings_change_nothing_where_it_is_made_or_shown(make: Maker, setting: str) -> None:
    enter: Setting = SETTINGS[setting]
    outside = make(LINE)
    with enter():
        inside = make(LINE)
        assert shown(outside) == plain(make)
    assert shown(inside) == plain(make)


@each
def test_a_line_that_changes_later_changes_nothing(make: Maker) -> None:
    given = along(torch.linspace(0, 1, 20))
    expected, made = shown(make(given)), make(given)
    for tensor in (given.x, given.y, given.X, given.weights):
        assert tensor is not None
        tensor.zero_()
    assert shown(made) == expected


@each
def test_the_picture_is_opaque_even_if_it_is_drawn_by_hand(make: Maker) -> None:
    with mpl.rc_context({"path.sketch": (1, 100, 2)}):
        picture = make(simulate(n=20))._repr_mimebundle_()["image/png"]
    alpha = Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGBA").getchannel("A")
    assert alpha.getextrema() == (255, 255)


@with_losses
def test_one_that_opens_with_no_loss_at_all_is_shown(make: Maker) -> None:
    # On the line that they open with, -5 + 10 x.
    assert len(shown(make(line([1, 2, 3], [5, 15, 25])))) == 4


@with_losses
def test_losses_too_large_to_be_drawn_are_refused_when_it_is_made(make: Maker) -> None:
    with pytest.raises(ValueError, match=r"^line: expected values whose squares can be added up"):
        make(line([0, 1, 2, 3], [1e120, -1e120, 1e120, -1e120]))


def test_a_loop_that_begins_with_a_loss_too_large_to_be_drawn_is_shown() -> None:
    far = trace_loop(along(torch.linspace(0, 1, 20)), start=(1e110, 0.0), alpha=1e-3)
    assert len(shown(far)) == 4


@with_map
@pytest.mark.parametrize("size", [1e9, 1e20])
def test_a_loss_that_hardly_varies_is_refused_when_it_is_made(make: Maker, size: float) -> None:
    with pytest.raises(ValueError, match=r"^line: expected a loss that depends on the weights"):
        make(line([-1, -1, 1, 1], [size, -size, size, -size]))


def test_a_start_may_be_any_sequence_but_has_an_order() -> None:
    asked = {"alpha": 1e-4, "epochs": 2}
    expected = shown(trace_loop(LINE, (3.0, 4.0), **asked))
    assert expected != shown(trace_loop(LINE, **asked))
    assert shown(trace_loop(LINE, iter([3, 4]), **asked)) == expected
    for unordered in ({3.0, 4.0}, {3.0: 0, 4.0: 0}):
        with pytest.raises(ValueError, match=r"^start: expected 2 numbers, got \{3.0"):
            trace_loop(LINE, unordered)


@pytest.mark.parametrize(
    ("make", "keys"),
    [
        (choose_h, "bend derivative found h types w"),
        (explore, "alpha best critical epochs most range rates start verdicts"),
        (find_rate, "alpha critical epochs lengths most range start"),
        (MAKERS["fit_by_eye"], "loss opening start trained"),
        (trace_loop, "epochs runs"),
    ],
)
def test_the_script_is_told_what_it_looks_for(make: Maker, keys: str) -> None:
    bowl = (
        "center count eigenvalues eigenvectors key least levels minimum spread window x y"
        if make is not choose_h
        else ""
    )
    assert sorted(make(LINE).constants()) == sorted([*bowl.split(), *keys.split()])
