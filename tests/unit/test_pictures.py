"""Pictures look as they did when somebody last looked at them.

A test that fails names the picture that came. If the change is wanted, look at it, and copy it
over the one in `pictures`.
"""

import base64
import math
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import pytest
import torch
from matplotlib.figure import Figure
from matplotlib.testing.compare import compare_images

from linefit import (
    Line,
    animate,
    choose_h,
    descend,
    explore,
    find_rate,
    fit_by_eye,
    player,
    plot_surface,
    simulate,
    trace_loop,
    walk_down,
)
from linefit.kit.output import Instrument

PICTURES = Path(__file__).with_name("pictures")
# Root of the mean square, of 255: room for the last bit of other processors, not for a shift by a
# pixel.
TOLERANCE = 0.05


def rounded(line: Line) -> Line:
    """Return a line in float64 with three decimals: of no processor's last digits, which differ,
    any is to be seen in a title.
    """
    x, y = (values.double().round(decimals=3) for values in (line.x, line.y))
    return Line(x, y, torch.stack([torch.ones_like(x), x], dim=1), line.weights.double())


LINE = rounded(simulate())
# Products with these x are exact, and a sum of two has one order: its rounding, which `choose_h`
# draws, is that of every processor.
TWO = rounded(Line(*torch.tensor([[0, 1], [1, 3.7]]), torch.eye(2), torch.ones(2)))


def check(path: Path) -> None:
    difference = compare_images(str(PICTURES / path.name), str(path), TOLERANCE)
    assert difference is None, difference


@pytest.mark.parametrize(
    ("name", "start", "alpha", "epoch"),
    [
        ("descends", (-5.0, 10.0), 0.001, 4),
        ("falls", (2.0, -9.0), 0.001, 1),
        ("leaves-above", (-5.0, 10.0), 0.0085, 20),
        ("leaves-on-both-sides", (-5.0, 10.0), 0.015, 30),
    ],
)
def test_an_epoch(
    name: str, start: tuple[float, float], alpha: float, epoch: int, tmp_path: Path
) -> None:
    history = descend(LINE.X, LINE.y, start, alpha)
    with mpl.rc_context(mpl.rcParamsDefault):
        frame = animate(LINE, history).draw_frames()[epoch]
    path = tmp_path / f"{name}.png"
    path.write_bytes(player.png(frame))
    check(path)


@pytest.mark.parametrize(("name", "alpha"), [("surface", None), ("path", 0.0083)])
def test_a_surface(name: str, alpha: float | None, tmp_path: Path) -> None:
    with mpl.rc_context(mpl.rcParamsDefault):
        figure = Figure(figsize=(5, 4))
        history = descend(LINE.X, LINE.y, alpha=alpha) if alpha else None
        plot_surface(LINE, history, figure.add_subplot(projection="3d"))
        path = tmp_path / f"{name}.png"
        figure.savefig(path)
    check(path)


# What a page shows until its script runs, and what is printed.
STILLS: dict[str, Callable[[], Instrument]] = {
    "choose_h": lambda: choose_h(TWO),
    "explore": lambda: explore(LINE),
    "find_rate": lambda: find_rate(LINE),
    "trace_loop": lambda: trace_loop(LINE),
    "walk_down": lambda: walk_down(lambda w: w**2 - 2 * w),
    "walk_down-far": lambda: walk_down(
        lambda w: w + 2 * torch.cos(2 * w), start=-2.0, alpha=0.9, between=(-2.0, 2 * math.pi)
    ),
    "fit_by_eye": lambda: fit_by_eye(LINE),
    "fit_by_eye-loss": lambda: fit_by_eye(LINE, start=(-5.0, 10.0), loss=True),
    "fit_by_eye-trained": lambda: fit_by_eye(
        LINE, trained=torch.tensor([2.4, 4.0], dtype=torch.float64)
    ),
}


@pytest.mark.parametrize("name", STILLS)
def test_the_still_picture_of_an_instrument(name: str, tmp_path: Path) -> None:
    with mpl.rc_context(mpl.rcParamsDefault):
        picture = STILLS[name]()._repr_mimebundle_()["image/png"]
    path = tmp_path / f"{name}.png"
    path.write_bytes(base64.b64decode(picture))
    check(path)
