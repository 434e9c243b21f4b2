"""Sums of products without rounding error, for columns so alike that rounding hides the rest."""

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

Fractions = NDArray[Any]

# Products of two digits, added up over these rows, are whole numbers below 2**52. Float64 holds
# all of them, so that it adds them without error, in whatever order.
_BITS, _ROWS = 18, 2**16


def gram(Z: Tensor) -> Fractions:
    """Return ``Z.T @ Z`` of a float32 or float64 matrix ``(n, p)`` as fractions ``(p, p)``.

    See K. Ozaki, T. Ogita, S. Oishi and S. M. Rump, "Error-free transformations of matrix
    multiplication", *Numerical Algorithms* 59 (2012), pp. 95-118.
    """
    parts = [_gram_of_rows(rows.double().numpy()) for rows in Z.split(_ROWS)]
    return np.asarray(sum(parts[1:], start=parts[0]))


def invert(A: Fractions) -> tuple[Fractions, int]:
    """Return the inverse of a Gram matrix, which is wrong unless the rank, returned too, is full.

    See E. H. Bareiss, "Sylvester's identity and multistep integer-preserving Gaussian
    elimination", *Mathematics of Computation* 22 (1968), pp. 565-578.
    """
    p, rank, previous = len(A), 0, 1
    scale = max(a.denominator for a in A.flat)
    rows = np.array([[int(a * scale) for a in row] + [0] * p for row in A], dtype=object)
    for k in range(p):
        rows[k, p + k] = previous
        pivot = rows[k, k]
        # A zero on the diagonal of such a matrix, here or after elimination, has zeros beside it.
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
    """Cut each column into digits of `_BITS` bits, as many as it takes; add up their products."""
    p = rest.shape[1]
    # Column k lies below 2**exponents[k]; all of it is moved up to below 2**1024.
    exponents = np.frexp(np.abs(rest).max(axis=0))[1]
    rest = np.ldexp(rest, 1024 - exponents)
    one, digits = 2.0 ** (1024 - _BITS), []
    with np.errstate(under="ignore"):
        while rest.any():
            digits.append(np.trunc(rest / one))
            rest = (rest - digits[-1] * one) * 2.0**_BITS
    # What is left is zero, and stands in for digits where there are none.
    places = range(len(digits) + 1)
    columns = np.hstack([*digits, rest])
    sums = (columns.T @ columns).astype(np.int64).astype(object)
    sums = sums.reshape(len(places), p, len(places), p)
    scales = np.array([Fraction(2) ** exponent for exponent in exponents.tolist()])
    parts = (
        sums[i, :, j] * Fraction(1, 2 ** (_BITS * (i + j + 2))) for i in places for j in places
    )
    return np.asarray(np.outer(scales, scales) * sum(parts))
