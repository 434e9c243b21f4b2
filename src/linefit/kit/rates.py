"""The learning rates that instruments offer."""

from torch import Tensor

from linefit.kit.bowl import Bowl
from linefit.stability import critical_rate, optimal_rate, verdict

# The lecture's rates, and the one to begin with.
RATES = (0.0001, 0.001, 0.0015, 0.0038, 0.0083, 0.0085, 0.01, 0.015)
ALPHA = 0.001
# For lines to which that one does not suit: parts of the critical rate.
PARTS = (0.01, 0.03, 0.1, 0.3, 0.9, 1.01, 1.1, 1.5)
MOST_EPOCHS = 300


class Rates:
    """The best rate, the critical one, the range of the slider, and those with a button."""

    def __init__(self, X: Tensor, bowl: Bowl) -> None:
        """Choose them for the design matrix `X`."""
        self.best, self.critical = optimal_rate(X), critical_rate(X)
        # No run may overflow. At twice the critical rate the loss grows ninefold an epoch.
        growth = (1e307 / bowl.top) ** (1 / (2 * MOST_EPOCHS))
        fastest = max(self.critical, self.critical * (1 + growth) / 2)
        low, high = (float(f"{part * self.critical:.2g}") for part in (1 / 150, 2))
        self.range = [low, min(high, fastest)]
        usual = low <= ALPHA <= self.range[1] and verdict(X, ALPHA) == "good"
        self.opening = ALPHA if usual else self.best
        rates = RATES if usual else [float(f"{part * self.critical:.3g}") for part in PARTS]
        self.offered = [rate for rate in rates if low <= rate <= self.range[1]]
