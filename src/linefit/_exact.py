"""Sums of products without rounding error, for ill-conditioned design matrices."""

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

Fractions = NDArray[Any]

# Sums of products of two digits over so many rows are integers below 2**52, which float64 adds
# without error, in any order.
_BITS, _ROWS = 18, 2**16


def gram(Z: Tensor) -> Fractions:
    """Return ``Z.T @ Z`` of a float32 or float64 matrix ``(n, p)`` as fractions ``(p, p)``.

    See K. Ozaki, T. Ogita, S. Oishi and S. M. Rump, "Error-free transformations of matrix
    multiplication", *Numerical Algorithms* 59 (2012), pp. 95-118.
    """
    parts = [_gram_of_rows(rows.double().numpy()) for rows in Z.split(_ROWS)]
    return np.asarray(sum(parts[1:], start=parts[0]))


def invert(A: Fractions) -> tuple[Fractions, int]:
    """Return the inverse of a Gram matrix, valid if the rank, returned too, is full.

    See E. H. Bareiss, "Sylvester's identity and multistep integer-preserving Gaussian
    elimination", *Mathematics of Computation* 22 (1968), pp. 565-578.
    """
    p, rank, previous = len(A), 0, 1
    scale = max(a.denominator for a in A.flat)
    rows = np.array([[int(a * scale) for a in row] + [0] * p for row in A], dtype=object)
    for k in range(p):
        rows[k, p + k] = previous
        pivot = rows[k, k]
        # The matrix is positive semidefinite: a zero pivot has zeros in its row and column.
        if pivot:
            rank += 1
            others = np.arange(p) != k
            rows[others] = pivot * rows[others] - np.outer(rows[others, k], rows[k])
            rows[others] //= previous
            previous = pivot
    return rows[:, p:] * Fraction(scale, previous), rank


def largest_eigenvalue(A: Fractions) -> Fraction:
    """Return the largest eigenvalue of a Gram matrix or its inverse, to all digits of a float."""
    scale = max(A.diagonal())
    if not scale:
        return Fraction(0)
    largest: Fraction = Fraction(np.linalg.eigvalsh((A / scale).astype(float))[-1].item()) * scale
    return largest


def _gram_of_rows(rest: NDArray[np.float64]) -> Fractions:
    """Split each column into digits of `_BITS` bits, and add up their products."""
    p = rest.shape[1]
    # Column k is below 2**exponents[k] and is scaled to below 2**1024.
    exponents = np.frexp(np.abs(rest).max(axis=0))[1]
    rest = np.ldexp(rest, 1024 - exponents)
    one, digits = 2.0 ** (1024 - _BITS), []
    with np.errstate(under="ignore"):
        while rest.any():
            digits.append(np.trunc(rest / one))
            rest = (rest - digits[-1] * one) * 2.0**_BITS
    # `rest` is zero now: a last digit, or the only one of a matrix of zeros.
    places = range(len(digits) + 1)
    columns = np.hstack([*digits, rest])
    sums = (columns.T @ columns).astype(np.int64).astype(object)
    sums = sums.reshape(len(places), p, len(places), p)
    scales = np.array([Fraction(2) ** exponent for exponent in exponents.tolist()])
    parts = (
        sums[i, :, j] * Fraction(1, 2 ** (_BITS * (i + j + 2))) for i in places for j in places
    )
    return np.asarray(np.outer(scales, scales) * sum(parts))
