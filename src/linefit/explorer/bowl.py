"""The loss as a function of the weights, by sums over all observations."""

import math

import numpy as np
from numpy.typing import NDArray

from linefit.data import Line
from linefit.plots import window


class Bowl:
    """The loss of a line, a paraboloid over the weights.

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
        if len(levels) > 2:
            return levels
        # If no line fits well, the loss hardly varies in the window.
        rise = self.top - self.least
        return [self.least + part * rise for part in (0.01, 0.03, 0.1, 0.3, 0.9)]
