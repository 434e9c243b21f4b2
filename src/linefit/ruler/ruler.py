"""The output of a cell, and the numbers that its script computes with."""

from dataclasses import dataclass

import torch
from matplotlib.figure import Figure
from torch import Tensor

from linefit import _check, _settings
from linefit.data import Line, checked
from linefit.kit.bowl import Bowl, observations, sample
from linefit.kit.output import Instrument
from linefit.plots import plot_fit


@_settings.own()
def fit_by_eye(
    line: Line,
    start: tuple[float, float] | None = None,
    loss: bool = False,
    trained: Tensor | None = None,
) -> "Ruler":
    """Draw a line through the observations by hand.

    Parameters
    ----------
    line : Line
        The observations.
    start : tuple of two floats, optional
        Intercept and slope to open with, by default those of the horizontal line at the mean of
        ``y``.
    loss : bool
        Whether the residuals are drawn, their squares added up, and the weights shown on a map
        of the loss, which is empty at first.
    trained : Tensor, shape (2,), optional
        Intercept and slope of another line, to compare the losses of both.

    Returns
    -------
    Ruler
        Shows itself as the last value of a cell: a page's or notebook's instrument with the
        observations, and a line that a reader drags. What the reader keeps is found by all
        instruments with the same observations.
    """
    given, exact = checked(line), observations(line)
    loss = _check.flag("loss", loss)
    bowl = Bowl(exact)
    w = (exact.y.mean().item(), 0.0) if start is None else _check.numbers("start", start, 2)
    # The loss as readers compute it, in the dtype of their line.
    judged = given if loss else exact
    opening = _loss("start", judged, torch.tensor(w, dtype=judged.X.dtype))
    if trained is not None:
        trained = _check.vector("trained", trained, 2)
        _check.same_dtype("trained", trained, given.X)
        trained = trained.double()
        _loss("trained", exact, trained)
    return Ruler(exact, bowl, w, opening, loss, trained)


@dataclass(frozen=True, eq=False, repr=False)
class Ruler(Instrument):
    """What `fit_by_eye` returns.

    Attributes
    ----------
    line : Line
        The observations, in float64.
    bowl : Bowl
        Their loss.
    start : tuple of two floats
        The weights that it opens with.
    opening : float
        Their loss, in the dtype of the line that was given.
    loss : bool
        Whether residuals, squares and map are shown.
    trained : Tensor, shape (2,), or None
        The weights of the line to compare with, in float64.
    """

    line: Line
    bowl: Bowl
    start: tuple[float, ...]
    opening: float
    loss: bool
    trained: Tensor | None
    name = "ruler"

    def __repr__(self) -> str:
        """Name the data and the weights."""
        w0, w1 = self.start
        return f"Ruler(n={len(self.line.x)}, start=({w0:.5g}, {w1:.5g}))"

    @property
    def kind(self) -> str:
        """With a map it is higher, with a line to compare with a little."""
        return "loss" if self.loss else "" if self.trained is None else "trained"

    @_settings.own()
    def constants(self) -> dict[str, object]:
        """Return the data, the loss and the lines for the script."""
        return {
            **self.bowl.constants(),
            "start": self.start,
            "opening": self.opening,
            "loss": self.loss,
            "trained": None if self.trained is None else self.trained.tolist(),
        }

    def _draw(self, figure: Figure) -> None:
        shown = sample(self.line)
        start = torch.tensor(self.start, dtype=shown.X.dtype)
        # As high as the instrument, which takes its place without moving the page.
        figure.set_size_inches(8, 5.7 if self.loss else 3.2)
        fit, *contours = figure.subplots(1, 1 + self.loss, squeeze=False)[0]
        plot_fit(shown, start, ax=fit)
        if self.loss:
            fit.vlines(shown.x, shown.X @ start, shown.y, color="0.5", linewidth=0.8, zorder=0)
            self.bowl.draw(contours[0])
            contours[0].plot(*self.start, "o", color="C1")
        if self.trained is not None:
            fit.plot(shown.x, shown.X @ self.trained, color="C2")


def _loss(name: str, line: Line, w: Tensor) -> float:
    """Return the loss of weights, if the dtype has room for it, which come as argument `name`."""
    return _check.result(name, "weights with a loss", torch.sum((line.y - line.X @ w) ** 2)).item()
