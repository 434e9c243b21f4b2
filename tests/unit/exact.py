"""What `linefit` computes, in exact arithmetic, and how far rounding may lead from it."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import torch
from torch import Tensor


def fractions(values: Tensor) -> list[Fraction]:
    return [Fraction(v) for v in values.tolist()]


@dataclass
class Exact:
    """A line and weights, with the loss and its gradient, and bounds of their rounding errors.

    A rounding error is at most `eps` times the number, or `eta` where numbers are smallest. In
    sums of k products it is at most k times that, with magnitudes for numbers (N. J. Higham,
    *Accuracy and Stability of Numerical Algorithms*, 2nd ed., SIAM 2002, chapter 3).
    """

    X: Tensor
    y: Tensor
    w: Tensor

    def __post_init__(self) -> None:
        numbers = torch.finfo(self.X.dtype)
        self.n = len(self.X)
        self.eps, self.max = Fraction(numbers.eps), Fraction(numbers.max)
        self.eta = Fraction(numbers.smallest_normal) * self.eps
        self.columns = [fractions(column) for column in self.X.T]
        self.rows = list(zip(*self.columns, strict=True))

    @cached_property
    def residuals(self) -> list[Fraction]:
        w = fractions(self.w)
        return [
            y - sum(a * b for a, b in zip(row, w, strict=True))
            for row, y in zip(self.rows, fractions(self.y), strict=True)
        ]

    @cached_property
    def sizes(self) -> list[Fraction]:
        """The magnitudes whose difference a residual is."""
        w = fractions(self.w)
        return [
            abs(y) + sum(abs(a * b) for a, b in zip(row, w, strict=True))
            for row, y in zip(self.rows, fractions(self.y), strict=True)
        ]

    @property
    def loss(self) -> Fraction:
        return sum((r * r for r in self.residuals), Fraction(0))

    @property
    def loss_error(self) -> Fraction:
        total = Fraction(0)
        for r, size in zip(self.residuals, self.sizes, strict=True):
            off = 4 * self.eps * size + 4 * self.eta
            total += 2 * abs(r) * off + off**2 + (self.n + 2) * self.eps * (abs(r) + off) ** 2
        return total + (self.n + 2) * self.eta

    @property
    def gradient(self) -> list[Fraction]:
        return [
            -2 * sum((x * r for x, r in zip(column, self.residuals, strict=True)), Fraction(0))
            for column in self.columns
        ]

    @property
    def gradient_error(self) -> list[Fraction]:
        """Of any way to compute it in which each product is rounded by itself."""
        return [
            2 * (self.n + 8) * sum(
                (abs(x) * (self.eps * size + self.eta) for x, size in
                 zip(column, self.sizes, strict=True)),
                self.eta,
            )
            for column in self.columns
        ]  # fmt: skip

    def gram(self, i: int, j: int) -> Fraction:
        return sum(
            (a * b for a, b in zip(self.columns[i], self.columns[j], strict=True)), Fraction(0)
        )

    def moment(self, i: int) -> Fraction:
        y = fractions(self.y)
        return sum((a * b for a, b in zip(self.columns[i], y, strict=True)), Fraction(0))

    @cached_property
    def determinant(self) -> Fraction:
        return self.gram(0, 0) * self.gram(1, 1) - self.gram(0, 1) ** 2

    @property
    def independent(self) -> bool:
        """Whether the dtype can tell the columns apart."""
        return self.determinant > self.eps**2 * self.gram(0, 0) * self.gram(1, 1)

    @property
    def minimum(self) -> tuple[Fraction, Fraction]:
        a, b, c = self.gram(0, 0), self.gram(0, 1), self.gram(1, 1)
        p, q = self.moment(0), self.moment(1)
        return (c * p - b * q) / self.determinant, (a * q - b * p) / self.determinant
