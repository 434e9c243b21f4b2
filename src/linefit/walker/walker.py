"""The output of a cell, and the numbers that its script computes with."""

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from numpy.polynomial import Chebyshev

from linefit import _check, _settings
from linefit.kit.output import Instrument
from linefit.walker.curve import Function, bend, fit

# Of the still picture; the script takes more.
STEPS = 10


@_settings.own()
def walk_down(
    function: Function,
    start: float = 4.0,
    alpha: float = 0.1,
    between: tuple[float, float] = (-4.0, 6.0),
) -> "Walker":
    """Walk down a curve by gradient descent, and guess every step before it is taken.

    Parameters
    ----------
    function : callable
        Makes the height, a tensor of shape (), of a weight, another; both are float64. It is smooth
        in the range and no straight line, and PyTorch can differentiate it.
    start : float
        Where the walk begins.
    alpha : float
        The learning rate that the walk begins with.
    between : tuple of two floats
        The range of weights that is shown. A walk that leaves it ends.

    Returns
    -------
    Walker
        Shows itself as the last value of a cell: the curve, a point on it with its tangent, and
        the steps from there.
    """
    low, high = _check.numbers("between", between, 2)
    if not 0 < high - low < math.inf:
        raise ValueError(f"between: expected a smaller, then a larger number, got {(low, high)}")
    start = _check.finite("start", start)
    if not low <= start <= high:
        raise ValueError(
            f"start: expected a number from {low:.12g} to {high:.12g}, got {start:.12g}"
        )
    alpha = _check.finite("alpha", alpha)
    if not callable(function):
        raise ValueError(f"function: expected a callable, got {type(function).__name__}")
    return Walker(fit(function, (low, high)), start, alpha)


@dataclass(frozen=True, eq=False, repr=False)
class Walker(Instrument):
    """What `walk_down` returns.

    Attributes
    ----------
    curve : Chebyshev
        The function as a polynomial over the range that is shown.
    start, alpha : float
        Where a walk begins, and its learning rate.
    """

    curve: Chebyshev
    start: float
    alpha: float
    name = "walker"

    def __repr__(self) -> str:
        """Name the range, what the walk begins with, and the largest rate that the curve bears."""
        low, high = self.curve.domain
        return (
            f"Walker(between=({low:g}, {high:g}), start={self.start:g}, alpha={self.alpha:g}, "
            f"limit={self.limit:.5g})"
        )

    @property
    def limit(self) -> float:
        """The rate below which no step leads up, 2 by the largest second derivative there is."""
        return 2 / bend(self.curve)

    @property
    def walk(self) -> list[float]:
        """The first steps, up to one that leaves the range."""
        (low, high), slope = self.curve.domain, self.curve.deriv()
        path = [self.start]
        while low <= path[-1] <= high and len(path) <= STEPS:
            path.append(path[-1] - self.alpha * float(slope(path[-1])))
        return path

    @_settings.own()
    def constants(self) -> dict[str, object]:
        """Return the curve, and what the walk begins with, for the script."""
        low, high = (float(f"{part * self.limit:.2g}") for part in (1 / 1000, 1.25))
        return {
            "between": self.curve.domain.tolist(),
            "curve": self.curve.coef.tolist(),
            "slope": self.curve.deriv().coef.tolist(),
            "start": self.start,
            "alpha": self.alpha,
            "range": [low, max(high, abs(self.alpha))],
        }

    def _draw(self, figure: Figure) -> None:
        low, high = self.curve.domain
        w, path = np.linspace(low, high, 201), self.walk
        inside = np.array([place for place in path if low <= place <= high])
        heights = self.curve(w)
        first, steps = figure.subplots(1, 2, sharex=True, sharey=True)
        for ax in (first, steps):
            ax.plot(w, heights)
            ax.set(xlabel="$w$", xlim=(low, high))
        first.set_ylim(first.get_ylim())
        tangent = np.array([-0.15, 0.15]) * (high - low)
        height, slope = self.curve(self.start), self.curve.deriv()(self.start)
        first.plot(self.start + tangent, height + slope * tangent, "--", color="C1")
        first.plot(self.start, height, "o", color="C1")
        steps.plot(inside, self.curve(inside), "o--", color="C1")
