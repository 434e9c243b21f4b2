"""The loss as a function of the weights, by sums over all observations."""

import math
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import numpy as np
import torch
from matplotlib.axes import Axes
from numpy.typing import NDArray

from linefit.data import Line, checked
from linefit.descent import History
from linefit.plots import DRAWABLE, plot_loss, window

# What instruments open with: the lecture's start and number of epochs.
START, EPOCHS = (-5.0, 10.0), 30
# Of more observations a sample is drawn.
MOST_POINTS = 1000


def observations(line: object) -> Line:
    """Return `line` in float64, in which scripts compute, if it is one whose X has two columns."""
    line = checked(line)
    weights = None if line.weights is None else line.weights.double()
    return Line(line.x.double(), line.y.double(), line.X.double(), weights)


def sample(line: Line) -> Line:
    """Return at most `MOST_POINTS` observations, evenly spaced, and the outermost."""
    x, y = line.x, line.y
    if len(x) <= MOST_POINTS:
        return line
    even = torch.linspace(0, len(x) - 1, MOST_POINTS, dtype=torch.float64).round().long()
    chosen = torch.cat([x.argsort()[even], y.argmin()[None], y.argmax()[None]]).unique()
    return Line(x[chosen], y[chosen], line.X[chosen], line.weights)


class Bowl:
    """The loss of a line, a paraboloid over the weights.

    It is ``least + count * c**2 + spread * d**2``, where d is how far the slope lies from the best
    one, and c the mean error: ``w0 + w1 * mean(x) - mean(y)``. All terms are positive, so nothing
    cancels, however far from zero the observations lie.
    """

    def __init__(self, line: Line) -> None:
        """Sum up the observations of `line`, in float64."""
        self.line = line
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
        drawn = all(map(math.isfinite, numbers)) and self.top <= DRAWABLE
        if not drawn or min(self.eigenvalues) <= 0:
            raise ValueError(
                "line: expected values whose squares can be added up and drawn, got larger or "
                "smaller ones; multiply x or y by a constant"
            )
        if any(low >= high for low, high in pairwise([*self.levels, self.top])):
            raise ValueError(
                "line: expected a loss that depends on the weights, got one that hardly varies "
                f"about {self.least:.3g}; multiply y by a constant"
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

    def constants(self) -> dict[str, object]:
        """Return the data and the loss for scripts."""
        shown = sample(self.line)
        return {
            "x": shown.x.tolist(),
            "y": shown.y.tolist(),
            "key": self.key,
            "count": self.count,
            "center": self.center,
            "spread": self.spread,
            "minimum": self.minimum,
            "least": self.least,
            "eigenvalues": self.eigenvalues,
            "eigenvectors": self.eigenvectors,
            "window": self.window,
            "levels": self.levels,
        }

    @property
    def key(self) -> str:
        """A name for the observations, under which a browser keeps what a reader made of them."""
        values = torch.cat([self.line.x, self.line.y]).numpy()
        return sha256(values.astype("<f8").tobytes()).hexdigest()[:8]

    def draw(self, ax: Axes) -> None:
        """Draw the contours."""
        w = np.linspace(*self.window, 171)
        surface = self.loss(*np.meshgrid(w, w))
        ax.contour(w, w, surface, levels=self.levels, colors="0.65", linewidths=1)
        ax.set(aspect="equal", xlabel="$w_0$", ylabel="$w_1$")

    def draw_losses(self, history: History, ax: Axes) -> None:
        """Draw the losses of a run on the line; the axis ends where rounding begins."""
        loss = history.loss.double().clamp(1e-14 * self.top, DRAWABLE)
        plot_loss(replace(history, loss=loss), ax)
