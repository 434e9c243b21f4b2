"""The output of a cell, and the numbers that its script computes with."""

from dataclasses import dataclass
from functools import cached_property

from matplotlib.figure import Figure

from linefit import _settings
from linefit.data import Line
from linefit.descent import descend
from linefit.kit.bowl import EPOCHS, START, Bowl, observations, sample
from linefit.kit.output import Instrument
from linefit.kit.rates import MOST_EPOCHS, Rates
from linefit.plots import plot_fit
from linefit.stability import verdicts


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
    explorer = Explorer(observations(line))
    explorer.constants()
    return explorer


@dataclass(frozen=True, eq=False, repr=False)
class Explorer(Instrument):
    """What `explore` returns.

    Attributes
    ----------
    line : Line
        The observations, in float64.
    """

    line: Line
    name = "explorer"

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
        rates = self._rates
        return {
            **self._bowl.constants(),
            "critical": rates.critical,
            "best": rates.best,
            "verdicts": verdicts(self.line.X),
            "rates": rates.offered,
            "range": rates.range,
            "start": START,
            "alpha": rates.opening,
            "epochs": EPOCHS,
            "most": MOST_EPOCHS,
        }

    def _draw(self, figure: Figure) -> None:
        history = descend(self.line.X, self.line.y, alpha=self._rates.opening)
        contours, fit, curve = figure.subplots(1, 3)
        self._bowl.draw(contours)
        contours.plot(*history.weights.T, ".-", color="C2")
        contours.plot(*self._bowl.minimum, "X", color="black")
        plot_fit(sample(self.line), history.weights[-1], ax=fit)
        self._bowl.draw_losses(history, curve)
