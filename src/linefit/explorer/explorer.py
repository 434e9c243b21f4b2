"""The output of a cell, and the numbers that its script computes with."""

import base64
import io
from dataclasses import dataclass
from functools import cached_property

import matplotlib as mpl
import numpy as np
import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from torch import Tensor

from linefit import _settings
from linefit.data import Line, checked
from linefit.descent import descend
from linefit.explorer.bowl import Bowl
from linefit.explorer.rates import MOST_EPOCHS, Rates
from linefit.kit import output
from linefit.plots import paper, plot_fit, plot_loss
from linefit.stability import verdicts

# What the explorer opens with.
START, EPOCHS = (-5.0, 10.0), 30
# Of more observations a sample is drawn.
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
    """
    line = checked(line)
    if not torch.equal(line.X, torch.stack([torch.ones_like(line.x), line.x], dim=1)):
        raise ValueError("X: expected a column of ones, then x, got other values")
    # The script computes in float64.
    line = Line(line.x.double(), line.y.double(), line.X.double(), line.weights.double())
    explorer = Explorer(line)
    explorer.constants()
    return explorer


@dataclass(frozen=True, eq=False, repr=False)
class Explorer:
    """What `explore` returns.

    Attributes
    ----------
    line : Line
        The observations, in float64.
    """

    line: Line

    def __repr__(self) -> str:
        """Name the data and the theory."""
        rates = self._rates
        return (
            f"Explorer(n={len(self.line.x)}, best={rates.best:.5g}, critical={rates.critical:.5g})"
        )

    @cached_property
    def _bowl(self) -> Bowl:
        return Bowl(self.line)

    @cached_property
    def _rates(self) -> Rates:
        return Rates(self.line.X, self._bowl)

    @_settings.own()
    def constants(self) -> dict[str, object]:
        """Return the data and the theory for the script."""
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
            "verdicts": verdicts(self.line.X),
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
        # LaTeX may be missing.
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
        """Return the explorer as HTML that needs no other file."""
        picture = base64.b64encode(self._still).decode()
        still = output.still(f"data:image/png;base64,{picture}", repr(self))
        return output.to_html("explorer", still + output.data("data", self.constants()))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {
            "text/plain": repr(self),
            "text/html": self.to_html(),
            "image/png": base64.b64encode(self._still).decode(),
        }


def _sample(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Return at most `MOST_POINTS` observations, evenly spaced, and the outermost."""
    if len(x) <= MOST_POINTS:
        return x, y
    even = torch.linspace(0, len(x) - 1, MOST_POINTS, dtype=torch.float64).round().long()
    chosen = torch.cat([x.argsort()[even], y.argmin()[None], y.argmax()[None]]).unique()
    return x[chosen], y[chosen]
