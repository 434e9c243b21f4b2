"""The output of a cell, and the recordings that its script shows."""

from dataclasses import dataclass
from typing import Any

import torch
from matplotlib.figure import Figure

from linefit import _check, _settings
from linefit.data import Line, checked
from linefit.descent import History, descend
from linefit.kit.bowl import EPOCHS, START, Bowl, observations, sample
from linefit.kit.output import Instrument
from linefit.kit.rates import MOST_EPOCHS
from linefit.plots import plot_fit
from linefit.tracer.record import record_all


@_settings.own()
def trace_loop(
    line: Line,
    start: tuple[float, float] = START,
    alpha: float = 1e-3,
    epochs: int = EPOCHS,
) -> "Tracer":
    """Step through the training loop on `line`, line by line.

    PyTorch runs the loop while the cell runs: as it is, and with each combination of three
    mistakes. What every line changed is recorded, in the dtype of `line`, up to an error if one
    is raised.

    Parameters
    ----------
    line : Line
        The observations.
    start : tuple of two floats
        Weights to begin with; their loss and gradient must be finite in the dtype.
    alpha : float
        Learning rate, above 0; a normal number of the dtype.
    epochs : int
        Number of rounds of the loop, from 1 to 300.

    Returns
    -------
    Tracer
        Shows itself as the last value of a cell: a page's or notebook's instrument with the lines
        of the loop, the values before and after each, the line and the loss curve.
    """
    line = checked(line)
    bowl = Bowl(observations(line))
    epochs = _check.count("epochs", epochs, MOST_EPOCHS)
    first = _check.numbers("start", start, 2)
    history = descend(line.X, line.y, first, alpha, epochs)
    runs = record_all(line, first, history.alpha, epochs)
    return Tracer(line, history, epochs, runs, bowl)


@dataclass(frozen=True, eq=False, repr=False)
class Tracer(Instrument):
    """What `trace_loop` returns.

    Attributes
    ----------
    line : Line
        The observations.
    history : History
        What `descend` makes of them, which is what the loop does without mistakes.
    epochs : int
        Number of rounds of the loop.
    runs : list of dict
        The recordings, without mistakes first.
    """

    line: Line
    history: History
    epochs: int
    runs: list[dict[str, Any]]
    _bowl: Bowl
    name = "tracer"

    def __repr__(self) -> str:
        """Name the data and what the loop does with them."""
        first, last = self.history.loss[[0, -1]].tolist()
        return (
            f"Tracer(n={len(self.line.x)}, alpha={self.history.alpha:g}, epochs={self.epochs}, "
            f"loss={first:.5g} -> {last:.5g})"
        )

    @_settings.own()
    def constants(self) -> dict[str, object]:
        """Return the data and the recordings for the script."""
        return {**self._bowl.constants(), "epochs": self.epochs, "runs": self.runs}

    def _draw(self, figure: Figure) -> None:
        text, fit, curve = figure.subplots(1, 3, width_ratios=(1.5, 1, 1))
        text.set_axis_off()
        run = self.runs[0]
        for i, (code, step) in enumerate(zip(run["lines"], run["steps"])):
            changed = "; ".join(f"{name}: {_written(value)}" for name, value in step.items())
            style = {"family": "monospace", "parse_math": False, "va": "top"}
            text.text(0, 1 - i / 5, code, size=7.5, **style)
            text.text(0.06, 0.92 - i / 5, changed, size=6.5, color="0.35", **style)
        shown = sample(self.line)
        plot_fit(shown, self.history.weights[0], ax=fit)
        ends = torch.stack([shown.x.argmin(), shown.x.argmax()])
        fit.plot(shown.x[ends], shown.X[ends] @ self.history.weights[-1], "--")
        self._bowl.draw_losses(self.history, curve)


def _written(values: list[float | str] | None) -> str:
    if values is None:
        return "None"
    # Numbers of a hundred digits would leave no room for the curves.
    small = all(abs(float(value)) < 1e9 for value in values)
    return ", ".join(format(float(value), ".4f" if small else ".4g") for value in values)
