"""Pictures look as they did when somebody last looked at them.

A test that fails names the picture that came. If the change is wanted, look at it, and copy it
over the one in `pictures`.
"""

from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from matplotlib.testing.compare import compare_images

from linefit import animate, descend, player, plot_surface, simulate

PICTURES = Path(__file__).with_name("pictures")
# Root of the mean square, of 255: room for the last bit of
# other processors, not for a shift by a pixel.
TOLERANCE = 0.05
LINE = simulate()


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
