"""The α explorer: drag the start, set the learning rate, and watch what theory said."""

import base64
import io
import json
from dataclasses import dataclass
from importlib.resources import files

import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from linefit import _check
from linefit.data import Line
from linefit.descent import descend
from linefit.loss import loss_surface, sse
from linefit.plots import plot_fit, plot_loss, window
from linefit.stability import critical_rate, hessian, least_squares, optimal_rate

# What the explorer opens with, and the lecture's rates, which it offers.
START, ALPHA, EPOCHS = (-5.0, 10.0), 0.001, 30
RATES = (0.0001, 0.001, 0.0015, 0.0038, 0.0083, 0.0085, 0.01, 0.015)


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
    _check.instance("line", line, Line)
    _check.line_data(line.X, line.y)
    # A page's script computes in float64, and so does the theory that it is compared with.
    return Explorer(Line(line.x.double(), line.y.double(), line.X.double(), line.weights.double()))


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
        X = self.line.X
        return f"Explorer(n={len(X)}, best={optimal_rate(X):.5g}, critical={critical_rate(X):.5g})"

    def constants(self) -> dict[str, object]:
        """Return the data and the theory that the page's script computes with."""
        X, y = self.line.X, self.line.y
        minimum = least_squares(X, y)
        eigenvalues, eigenvectors = torch.linalg.eigh(hessian(X))
        critical = critical_rate(X)
        return {
            "x": self.line.x.tolist(),
            "y": y.tolist(),
            "minimum": minimum.tolist(),
            "least": sse(X, y, minimum).item(),
            "eigenvalues": eigenvalues.tolist(),
            "eigenvectors": eigenvectors.T.tolist(),
            "critical": critical,
            "best": optimal_rate(X),
            "rates": RATES,
            # At twice the critical rate no factor is below -3, and 300 epochs stay in float64.
            "range": [float(f"{critical / 150:.2g}"), float(f"{critical * 2:.2g}")],
            "window": window(self.line),
            "levels": self.levels(),
            "start": START,
            "alpha": ALPHA,
            "epochs": EPOCHS,
        }

    def levels(self) -> list[float]:
        """Return the losses whose contours are drawn: 10, 30, 100, 300 and so on."""
        X, y = self.line.X, self.line.y
        ends = torch.tensor(window(self.line), dtype=X.dtype)
        least = sse(X, y, least_squares(X, y)).item()
        powers = range(-20, int(2 * loss_surface(X, y, ends, ends).max().log10()) + 1)
        rounded = [float(f"{10 ** (power / 2):.1g}") for power in powers]
        return [level for level in rounded if level > least]

    def still(self) -> bytes:
        """Return a PNG picture of what the explorer opens with."""
        X, y = self.line.X, self.line.y
        history = descend(X, y, START, ALPHA, EPOCHS)
        figure = Figure(figsize=(8, 2.8), layout="constrained")
        contours, fit, curve = figure.subplots(1, 3)
        w = torch.linspace(*window(self.line), 171, dtype=X.dtype)
        surface = loss_surface(X, y, w, w).T
        contours.contour(w, w, surface, levels=self.levels(), colors="0.65", linewidths=1)
        contours.plot(*history.weights.T, ".-", color="C2")
        contours.plot(*least_squares(X, y), "X", color="black")
        contours.set(aspect="equal", xlabel="$w_0$", ylabel="$w_1$")
        plot_fit(self.line, history.weights[-1], ax=fit)
        plot_loss(history, ax=curve)
        buffer = io.BytesIO()
        FigureCanvasAgg(figure).print_png(buffer, metadata={"Software": None})
        return buffer.getvalue()

    def to_html(self) -> str:
        """Return the explorer, complete in itself, with the still for readers without scripts."""
        picture = base64.b64encode(self.still()).decode()
        return (
            f'<style data-asset="linefit-explorer">{_asset("explorer.css")}</style>\n'
            "<linefit-explorer>\n"
            f'<img class="linefit-still" alt="{self!r}" src="data:image/png;base64,{picture}">\n'
            f'<script type="application/json" class="linefit-data">{json.dumps(self.constants())}'
            "</script>\n</linefit-explorer>\n"
            f'<script data-asset="linefit-explorer">{_asset("explorer.js")}</script>\n'
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {
            "text/plain": repr(self),
            "text/html": self.to_html(),
            "image/png": base64.b64encode(self.still()).decode(),
        }


def _asset(name: str) -> str:
    return files("linefit").joinpath(name).read_text(encoding="utf-8")
