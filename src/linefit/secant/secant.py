"""The output of a cell: difference quotients at many steps, with all that they are made of."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import torch
from matplotlib.figure import Figure
from torch import Tensor

from linefit import _check, _settings
from linefit._exact import gram
from linefit.data import Line
from linefit.kit.bowl import START, observations
from linefit.kit.output import Instrument
from linefit.loss import sse

# From 10⁻¹⁴ to 1, eight a decade. Three digits each: what is shown is what was computed with.
STEPS = [float(f"{10 ** (k / 8 - 14):.3g}") for k in range(8 * 14 + 1)]
SCHEMES = ("forward", "central")
# The decimal digits that tell two neighbours apart.
DIGITS = {torch.float32: 9, torch.float64: 17}
# The rounding of larger losses, divided by the smallest step, may be beyond float32.
MOST = 1e30
# A row a step: two losses, what is left, quotient, derivative, error, what it comes from and why.
Rows = list[list[str]]


@_settings.own()
def choose_h(line: Line, w: Iterable[float] = START) -> "Secant":
    """Choose the step of a difference quotient by hand, and see which of its digits are left.

    Parameters
    ----------
    line : Line
        The observations.
    w : two floats
        The weights from which to step.

    Returns
    -------
    Secant
        Shows itself as the last value of a cell: a page's or notebook's instrument with secant
        and tangent, the two losses and their difference in float32 and float64, and the error of
        the quotient, for 113 steps from 1 down to 1e-14.
    """
    secant = Secant(observations(line), _check.numbers("w", w, 2))
    _check.result("w", "weights", torch.tensor(secant.w, dtype=torch.float32))
    reach = secant.line.X.abs() @ (torch.tensor(secant.w, dtype=torch.float64).abs() + 1)
    largest = torch.sum((secant.line.y.abs() + reach) ** 2).item()
    if not largest <= MOST:
        raise ValueError(
            f"line, w: expected losses of at most {MOST:g}, whose quotients float32 can hold, got "
            f"some up to {largest:.2g}; multiply x and y by a constant"
        )
    return secant


@dataclass(frozen=True, eq=False, repr=False)
class Secant(Instrument):
    """What `choose_h` returns.

    Attributes
    ----------
    line : Line
        The observations, in float64.
    w : tuple of two floats
        The weights from which it steps.
    """

    line: Line
    w: tuple[float, ...]
    name = "secant"

    def __repr__(self) -> str:
        """Name the data, the point and the derivatives there."""
        by_w0, by_w1 = self._derivative.tolist()
        return f"Secant(n={len(self.line.x)}, w={self.w}, derivative=({by_w0:.5g}, {by_w1:.5g}))"

    @cached_property
    @_settings.own()
    def _derivative(self) -> Tensor:
        """The true derivatives, rounded once: far from zero, float64 errs as much as a quotient."""
        sums = gram(torch.column_stack([self.line.X, self.line.y]))[:2]
        w = np.array([*map(Fraction, self.w), Fraction(-1)])
        return torch.tensor([float(2 * (row @ w)) for row in sums], dtype=torch.float64)

    @_settings.own()
    def constants(self) -> dict[str, object]:
        """Return every number that is shown, as text, by weight, kind of difference and dtype."""
        return {
            "w": self.w,
            "derivative": self._derivative.tolist(),
            "bend": self._bend.tolist(),
            "h": [f"{h:g}" for h in STEPS],
            "types": [self._about(dtype) for dtype in DIGITS],
            "found": [[[of[j] for of in types] for types in self._found] for j in range(2)],
        }

    def _problem(self, dtype: torch.dtype) -> tuple[Tensor, Tensor, Tensor]:
        return self.line.X.to(dtype), self.line.y.to(dtype), torch.tensor(self.w, dtype=dtype)

    @property
    def _bend(self) -> Tensor:
        """What the square of a step adds to the loss, by weight."""
        return torch.sum(self.line.X**2, dim=0)

    def _about(self, dtype: torch.dtype) -> dict[str, object]:
        loss = sse(*self._problem(dtype))
        return {
            "name": _name(dtype),
            "bits": 1 - round(math.log2(torch.finfo(dtype).eps)),
            "loss": loss.item(),
            "gap": _gap(loss).item(),
        }

    @cached_property
    @_settings.own()
    def _found(self) -> tuple[list[list[Rows]], list[list[Rows]]]:
        """For both kinds of difference and all dtypes, the rows of each weight."""
        pairs = [self._differences(dtype) for dtype in DIGITS]
        return [forward for forward, _ in pairs], [central for _, central in pairs]

    def _differences(self, dtype: torch.dtype) -> tuple[list[Rows], list[Rows]]:
        """Take differences as `gradient_difference` does, also by steps too small for it."""
        X, y, w = self._problem(dtype)
        axes = torch.eye(2, dtype=dtype)
        ahead = torch.stack([sse(X, y, w + h * e) for h in STEPS for e in axes]).view(-1, 2)
        behind = torch.stack([sse(X, y, w - h * e) for h in STEPS for e in axes]).view(-1, 2)
        here = sse(X, y, w).expand_as(ahead)
        h = torch.tensor(STEPS, dtype=torch.float64)[:, None]
        step = h.to(dtype)
        stays = w + step == w
        forward = self._rows(ahead, here, step, stays, h * self._bend)
        # On paper the central difference of a quadratic function has no error.
        central = self._rows(ahead, behind, 2 * step, stays & (w - step == w), 0 * h)
        return forward, central

    def _rows(
        self, ahead: Tensor, back: Tensor, width: Tensor, stays: Tensor, truncation: Tensor
    ) -> list[Rows]:
        """Write for each weight, step by step, a difference, its quotient and where it errs."""
        left = ahead - back
        quotient = left / width
        error = quotient.double() - self._derivative
        rounded = (error - truncation).abs() > truncation
        gaps = left.abs() / _gap(torch.maximum(ahead, back))
        digits = DIGITS[ahead.dtype]

        def row(k: int, j: int) -> list[str]:
            values = [each[k, j].item() for each in (ahead, back, left, quotient, error)]
            losses, slope = values[:2], self._derivative[j].item()
            alike, sloping = _format(digits, *losses), _format(digits, values[3], slope)
            written = [format(value, alike) for value in values[:3]]
            written += [format(values[3], sloping), format(slope, sloping)]
            return [*written, _three(values[4]), *said(k, j)]

        def said(k: int, j: int) -> list[str]:
            count = gaps[k, j].item()
            if stays[k, j]:
                return ["lost"]
            if count == 0:
                return ["equal"]
            if error[k, j] == 0:
                return ["exact"]
            if rounded[k, j]:
                worth = _three(abs(quotient[k, j].item()) / count)
                # Just below a power of two numbers lie half a gap apart.
                return ["rounding", f"{count:,.1f}".removesuffix(".0"), worth]
            return ["bend", str(math.frexp(count)[1])]

        return [[row(k, j) for k in range(len(STEPS))] for j in range(2)]

    def _draw(self, figure: Figure) -> None:
        cut, errors = figure.subplots(1, 2)
        slope, bend, h = self._derivative[0].item(), self._bend[0].item(), STEPS[-1]
        t = np.linspace(-1.6 * h, 2 * h, 50)
        cut.plot(self.w[0] + t, slope * t + bend * t**2, color="0.6", linewidth=3, label="loss")
        cut.plot(self.w[0] + t, slope * t, ":", color="black", label="tangent")
        for dtype, forward, colour in zip(DIGITS, self._found[0], ("C1", "C0")):
            quotient = float(forward[0][-1][3])
            cut.plot(self.w[0] + t, quotient * t, color=colour, label=f"secant, {_name(dtype)}")
            cut.plot(self.w[0] + np.array([0, h]), [0, quotient * h], "o", color=colour)
            found = [abs(float(row[5])) for row in forward[0]]
            errors.loglog(STEPS, found, color=colour, label=_name(dtype))
        cut.set(xlabel="$w_0$", ylabel=r"$\Delta\,loss$")
        errors.set(xlabel="$h$", ylabel="$|error|$")
        cut.legend()
        errors.legend()


def _gap(value: Tensor) -> Tensor:
    """Return how far the next number of the same dtype lies above."""
    return torch.nextafter(value, torch.full_like(value, torch.inf)) - value


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _format(digits: int, *values: float) -> str:
    """Return how to write numbers below each other, so that the smallest has so many digits.

    Far from 1 each has an exponent.
    """
    powers = [int(f"{value:e}".split("e")[1]) for value in values if value]
    if any(not -4 < power < 9 for power in powers):
        return f".{digits - 1}e"
    return f".{max(digits - 1 - min(powers, default=0), 0)}f"


def _three(value: float) -> str:
    return format(value, _format(3, value))
