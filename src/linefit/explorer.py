"""The α explorer: drag the start, set the learning rate, and watch what theory said."""

import base64
import io
import json
import math
from dataclasses import dataclass
from functools import cached_property

import matplotlib as mpl
import numpy as np
import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray
from torch import Tensor

from linefit import _settings, assets, words
from linefit.data import Line, checked
from linefit.descent import descend
from linefit.plots import plot_fit, plot_loss, window
from linefit.scene import paper
from linefit.stability import critical_rate, optimal_rate, verdict

# What the explorer opens with, and the lecture's rates, which it offers.
START, ALPHA, EPOCHS = (-5.0, 10.0), 0.001, 30
RATES = (0.0001, 0.001, 0.0015, 0.0038, 0.0083, 0.0085, 0.01, 0.015)
# For lines to which the lecture's rate is none: these, as parts of the critical rate.
PARTS = (0.01, 0.03, 0.1, 0.3, 0.9, 1.01, 1.1, 1.5)
MOST_EPOCHS = 300
# Of more observations a page draws a sample.
MOST_POINTS = 1000


@_settings.own()
def explore(line: Line) -> "Explorer":
    """Explore gradient descent on `line` by hand.

    Parameters
    ----------
    line : Line
        The observations.

    Returns
    -------
    Explorer
        Shows itself as the last value of a cell: a page's or notebook's instrument with the loss
        surface from above, the line and the loss curve, for every start and learning rate.

    Raises
    ------
    ValueError
        If `line` is not a `Line`, or a shape, a dtype or a value in it does not fit.
    """
    line = checked(line)
    if not torch.equal(line.X, torch.stack([torch.ones_like(line.x), line.x], dim=1)):
        raise ValueError("X: expected a column of ones, then x, got other values")
    # A page's script computes in float64, and so does the theory that it is compared with.
    line = Line(line.x.double(), line.y.double(), line.X.double(), line.weights.double())
    explorer = Explorer(line)
    explorer.constants()
    return explorer


@dataclass(frozen=True, eq=False, repr=False)
class Explorer:
    """What `explore` returns. It needs no other file and no network.

    Attributes
    ----------
    line : Line
        The observations, in float64.
    """

    line: Line

    def __repr__(self) -> str:
        """Say what it is about."""
        rates = self._rates
        return (
            f"Explorer(n={len(self.line.x)}, best={rates.best:.5g}, critical={rates.critical:.5g})"
        )

    @cached_property
    def _bowl(self) -> "_Bowl":
        return _Bowl(self.line)

    @cached_property
    def _rates(self) -> "_Rates":
        return _Rates(self.line.X, self._bowl)

    @_settings.own()
    def constants(self) -> dict[str, object]:
        """Return the data and the theory that the page's script computes with."""
        bowl, rates = self._bowl, self._rates
        x, y = _sample(self.line.x, self.line.y)
        return {
            "x": x.tolist(),
            "y": y.tolist(),
            "count": bowl.count,
            "center": bowl.center,
            "spread": bowl.spread,
            "minimum": bowl.minimum,
            "least": bowl.least,
            "eigenvalues": bowl.eigenvalues,
            "eigenvectors": bowl.eigenvectors,
            "critical": rates.critical,
            "best": rates.best,
            "rates": rates.offered,
            "range": rates.range,
            "window": bowl.window,
            "levels": bowl.levels,
            "start": START,
            "alpha": rates.opening,
            "epochs": EPOCHS,
            "most": MOST_EPOCHS,
        }

    @cached_property
    @_settings.own()
    def _still(self) -> bytes:
        """A PNG picture of what the explorer opens with."""
        # LaTeX, which few have, is not needed for three letters.
        with mpl.rc_context({"text.usetex": False}):
            return self._draw()

    def _draw(self) -> bytes:
        X, y = self.line.X, self.line.y
        history = descend(X, y, START, self._rates.opening, EPOCHS)
        figure = Figure((8, 2.8), dpi=100, layout="constrained", frameon=True, facecolor=paper())
        contours, fit, curve = figure.subplots(1, 3)
        w = np.linspace(*self._bowl.window, 171)
        surface = self._bowl.loss(*np.meshgrid(w, w))
        contours.contour(w, w, surface, levels=self._bowl.levels, colors="0.65", linewidths=1)
        contours.plot(*history.weights.T, ".-", color="C2")
        contours.plot(*self._bowl.minimum, "X", color="black")
        contours.set(aspect="equal", xlabel="$w_0$", ylabel="$w_1$")
        x, y = _sample(self.line.x, self.line.y)
        X = torch.stack([torch.ones_like(x), x], dim=1)
        plot_fit(Line(x, y, X, self.line.weights), history.weights[-1], ax=fit)
        plot_loss(history, ax=curve)
        buffer = io.BytesIO()
        FigureCanvasAgg(figure).print_png(buffer, metadata={"Software": None})
        return buffer.getvalue()

    def to_html(self) -> str:
        """Return the explorer, complete in itself, with the still for readers without scripts."""
        picture = base64.b64encode(self._still).decode()
        return (
            f"{assets.style('explorer')}<linefit-explorer>\n"
            f'<img class="linefit-still" alt="{self!r}" src="data:image/png;base64,{picture}">\n'
            f'<script type="application/json" class="linefit-data">{json.dumps(self.constants())}'
            f"</script>\n{words.element('explorer')}</linefit-explorer>\n"
            f"{assets.script('explorer')}"
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {
            "text/plain": repr(self),
            "text/html": self.to_html(),
            "image/png": base64.b64encode(self._still).decode(),
        }


class _Bowl:
    """The loss as a function of the weights, by sums over all observations.

    It is ``least + count * c**2 + spread * d**2``, where d is how far the slope lies from the best
    one, and c the mean error: ``w0 + w1 * mean(x) - mean(y)``. All terms are positive, so nothing
    cancels, however far from zero the observations lie.
    """

    def __init__(self, line: Line) -> None:
        """Sum up the observations of `line`, in float64."""
        self.count = len(line.x)
        self.center = line.x.mean().item(), line.y.mean().item()
        dx, dy = line.x - self.center[0], line.y - self.center[1]
        self.spread = (dx @ dx).item()
        slope = (dx @ dy).item() / (self.spread or math.nan)
        self.minimum = self.center[1] - slope * self.center[0], slope
        error = dy - slope * dx
        self.least = (error @ error).item()

        # Eigenvalues of the Hessian [[a, b], [b, d]] and the angle of the steeper direction.
        a, b = 2 * self.count, 2 * self.count * self.center[0]
        d = b * self.center[0] + 2 * self.spread
        steep = (a + d) / 2 + math.hypot((a - d) / 2, b)
        angle = math.atan2(2 * b, a - d) / 2
        self.eigenvalues = 2 * a * self.spread / steep, steep
        self.eigenvectors = (
            (-math.sin(angle), math.cos(angle)),
            (math.cos(angle), math.sin(angle)),
        )

        self.window = window(line)
        corners = self.loss(*np.meshgrid(self.window, self.window))
        self.top = float(corners.max())
        numbers = (self.spread, *self.minimum, self.least, *self.eigenvalues, self.top)
        if not all(map(math.isfinite, numbers)) or min(self.eigenvalues) <= 0:
            raise ValueError(
                "line: expected values whose squares float64 can hold, got larger or smaller ones; "
                "multiply x or y by a constant"
            )

    def loss(self, w0: NDArray[np.float64], w1: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the loss at weights of any shape."""
        with np.errstate(over="ignore", invalid="ignore"):
            error, away = w0 + w1 * self.center[0] - self.center[1], w1 - self.minimum[1]
            return np.asarray(self.least + self.count * error**2 + self.spread * away**2)

    @property
    def levels(self) -> list[float]:
        """The losses whose contours are drawn: 10, 30, 100, 300 and so on."""
        low = max(self.least, 1e-14 * self.top)
        powers = range(math.floor(2 * math.log10(low)), math.floor(2 * math.log10(self.top)) + 1)
        rounded = [float(f"{10 ** (power / 2):.1g}") for power in powers]
        levels = [level for level in rounded if low < level < self.top]
        # Where the observations lie far from any line, the loss is much the same everywhere.
        rise = self.top - self.least
        return levels if len(levels) > 2 else [self.least + part * rise for part in PARTS[:5]]


class _Rates:
    """The learning rates that the explorer offers."""

    def __init__(self, X: Tensor, bowl: _Bowl) -> None:
        """Choose them for the design matrix `X`."""
        self.best, self.critical = optimal_rate(X), critical_rate(X)
        # No run may leave float64. At twice the critical rate the loss grows ninefold an epoch.
        growth = (1e307 / bowl.top) ** (1 / (2 * MOST_EPOCHS))
        fastest = max(self.critical, self.critical * (1 + growth) / 2)
        low, high = (float(f"{part * self.critical:.2g}") for part in (1 / 150, 2))
        self.range = [low, min(high, fastest)]
        usual = low <= ALPHA <= self.range[1] and verdict(X, ALPHA) == "good"
        self.opening = ALPHA if usual else self.best
        rates = RATES if usual else [float(f"{part * self.critical:.3g}") for part in PARTS]
        self.offered = [rate for rate in rates if low <= rate <= self.range[1]]


def _sample(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Return as many observations as a page draws, the outermost among them."""
    if len(x) <= MOST_POINTS:
        return x, y
    even = torch.linspace(0, len(x) - 1, MOST_POINTS, dtype=torch.float64).round().long()
    chosen = torch.cat([x.argsort()[even], y.argmin()[None], y.argmax()[None]]).unique()
    return x[chosen], y[chosen]
