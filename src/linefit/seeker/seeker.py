"""The output of a cell, and the numbers that its script computes with."""

from dataclasses import dataclass
from functools import cached_property

from matplotlib.figure import Figure

from linefit import _check, _settings
from linefit.data import Line
from linefit.descent import descend
from linefit.kit.bowl import EPOCHS, START, Bowl, observations
from linefit.kit.output import Instrument
from linefit.kit.rates import MOST_EPOCHS, Rates


@_settings.own()
def find_rate(line: Line, reveal: bool = False) -> "Seeker":
    """Search for the limit below which gradient descent on `line` converges.

    Parameters
    ----------
    line : Line
        The observations.
    reveal : bool
        Show the critical rate, and how near a reader's guess came.

    Returns
    -------
    Seeker
        Shows itself as the last value of a cell: a page's or notebook's instrument with a learning
        rate and a start to choose, the path and the loss curve. A browser keeps the guess for
        every other seeker of the same data.
    """
    seeker = Seeker(observations(line), _check.flag("reveal", reveal))
    seeker.constants()
    return seeker


@dataclass(frozen=True, eq=False, repr=False)
class Seeker(Instrument):
    """What `find_rate` returns.

    Attributes
    ----------
    line : Line
        The observations, in float64.
    reveal : bool
        Whether the critical rate is shown.
    """

    line: Line
    reveal: bool
    name = "seeker"

    def __repr__(self) -> str:
        """Name the data, and the limit if it is shown."""
        limit = f", critical={self._rates.critical:.5g}" if self.reveal else ""
        return f"Seeker(n={len(self.line.x)}{limit})"

    @cached_property
    def _bowl(self) -> Bowl:
        return Bowl(self.line)

    @cached_property
    def _rates(self) -> Rates:
        return Rates(self.line.X, self._bowl)

    @_settings.own()
    def constants(self) -> dict[str, object]:
        """Return the data for the script, with the critical rate if it is to be shown."""
        return {
            **self._bowl.constants(),
            "range": self._rates.range,
            "start": START,
            "alpha": self._rates.opening,
            "epochs": EPOCHS,
            "most": MOST_EPOCHS,
            "lengths": [EPOCHS, 100, MOST_EPOCHS],
            "critical": self._rates.critical if self.reveal else None,
        }

    def _draw(self, figure: Figure) -> None:
        rate = self._rates.critical if self.reveal else self._rates.opening
        history = descend(self.line.X, self.line.y, alpha=rate)
        contours, curve = figure.subplots(1, 2)
        self._bowl.draw(contours)
        contours.plot(*history.weights.T, ".-", color="C2")
        self._bowl.draw_losses(history, curve)
