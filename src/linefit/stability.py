"""Theory: where the minimum lies, and which learning rates reach it."""

import math
from fractions import Fraction

import torch
from torch import Tensor

from linefit import _check, _exact, _settings


@_settings.own()
def least_squares(X: Tensor, y: Tensor) -> Tensor:
    """Return the weights with the smallest sum of squared errors.

    Parameters
    ----------
    X, y : Tensor, shapes (n, p) and (n,)
        The columns of `X` are independent.

    Returns
    -------
    Tensor, shape (p,)
        The only minimum of the loss, rounded once.
    """
    X, y = _check.data(X, y)
    products = _exact.gram(torch.column_stack([X, y]))
    weights = _inverse(products[:-1, :-1], X.dtype) @ products[:-1, -1]
    numbers = torch.finfo(X.dtype)
    if any(w and not numbers.tiny <= abs(w) <= numbers.max for w in weights):
        raise ValueError(
            f"X: expected values like those of y in size, so that {X.dtype} can hold their "
            f"quotients, got others; multiply X by a constant or use float64"
        )
    return torch.tensor([float(w) for w in weights], dtype=X.dtype)


@_settings.own()
def hessian(X: Tensor) -> Tensor:
    r"""Return the matrix of second derivatives of the sum of squared errors.

    Parameters
    ----------
    X : Tensor, shape (n, p)

    Returns
    -------
    Tensor, shape (p, p)
        :math:`2 X^\top X`, the same at every point.
    """
    X = _check.matrix("X", X)
    H = _check.result("X", "values with squares", 2 * X.T @ X)
    # Smaller sums of squares have lost digits to underflow.
    least = 2 * len(X) * torch.finfo(X.dtype).tiny
    if torch.any((H.diagonal() < least) & X.any(dim=0)):
        raise ValueError(
            f"X: expected columns of zeros, or of values whose squares {X.dtype} can hold, got "
            f"smaller ones; multiply X by a constant or use float64"
        )
    return H


def critical_rate(X: Tensor) -> float:
    r"""Return the learning rate at and above which gradient descent fails to converge.

    Parameters
    ----------
    X : Tensor, shape (n, p)

    Returns
    -------
    float
        :math:`2 / \lambda_{\max}`, with the largest eigenvalue of the Hessian.

    Notes
    -----
    See G. Goh, "Why Momentum Really Works", *Distill* 2017, doi:10.23915/distill.00006.
    """
    largest = _exact.largest_eigenvalue(_exact.gram(_check.matrix("X", X)))
    if not largest:
        raise ValueError("X: expected a value other than 0, got zeros only")
    return _rate(1 / largest)


def optimal_rate(X: Tensor) -> float:
    r"""Return the learning rate whose slowest direction shrinks fastest.

    Parameters
    ----------
    X : Tensor, shape (n, p)
        Of full column rank.

    Returns
    -------
    float
        :math:`2 / (\lambda_{\min} + \lambda_{\max})`, with the eigenvalues of the Hessian. Where
        rounding would make it the critical rate, it is the next smaller number.

    Notes
    -----
    See the source named at `critical_rate`.
    """
    smallest, largest = _extremes(_check.matrix("X", X))
    return _best(smallest, largest)


def verdict(X: Tensor, alpha: float) -> str:
    r"""Return in one word how gradient descent with the rate `alpha` behaves.

    In the long run the largest of the factors :math:`1 - \alpha\lambda`, over the eigenvalues
    :math:`\lambda` of the Hessian, decides. Call it r, and call b the size that it has at the
    optimal rate, where it is smallest.

    Parameters
    ----------
    X : Tensor, shape (n, p)
        Of full column rank.
    alpha : float
        Learning rate, above 0.

    Returns
    -------
    {"diverging", "best", "oscillating", "slow", "good"}
        The first that holds: `alpha` is at or above the critical rate; it is the optimal rate, or
        ``1 - abs(r)`` at least 99 percent of ``1 - b``; r is below 0; r is above 0.9; anything
        else.
    """
    alpha = _check.positive("alpha", alpha)
    return [word for start, word in verdicts(X) if start <= alpha][-1]


def verdicts(X: Tensor) -> list[tuple[float, str]]:
    """Return what `verdict` says of all rates: each word with the smallest rate that earns it."""
    smallest, largest = _extremes(_check.matrix("X", X))
    critical, best = _rate(2 / largest), _best(smallest, largest)
    # 99 percent of 1 - b. In fractions, since it may be less than the rounding error of 1.
    least = Fraction(99, 50) * smallest / (smallest + largest)
    # Where the factors of the smallest and the largest eigenvalue leave that much to 1 and to -1.
    first = least / smallest
    last = Fraction(critical) * (1 - least / 2)
    return [
        (0.0, "slow"),
        (_at_least(min(Fraction(0.1) / smallest, first)), "good"),
        (_at_least(first), "best"),
        (math.nextafter(max(-_at_least(-last), best), math.inf), "oscillating"),
        (critical, "diverging"),
    ]


def _extremes(X: Tensor) -> tuple[Fraction, Fraction]:
    """Return the smallest and the largest eigenvalue of the Hessian, to the digits of a float."""
    products = _exact.gram(X)
    inverse = _inverse(products, X.dtype)
    return 2 / _exact.largest_eigenvalue(inverse), 2 * _exact.largest_eigenvalue(products)


def _best(smallest: Fraction, largest: Fraction) -> float:
    """Return the optimal rate for these eigenvalues."""
    return min(_rate(2 / (smallest + largest)), math.nextafter(_rate(2 / largest), 0))


def _inverse(products: _exact.Fractions, dtype: torch.dtype) -> _exact.Fractions:
    """Return the inverse of ``X.T @ X``; raise if it is singular within rounding of `dtype`."""
    inverse, rank = _exact.invert(products)
    p = len(products)
    if rank < p:
        raise ValueError(
            f"X: expected {p} independent columns, got rank {rank}; a line needs two different x"
        )
    # One over the squared sine of the angle between a column and the span of the others.
    if max(products.diagonal() * inverse.diagonal()) > Fraction(torch.finfo(dtype).eps) ** -2:
        raise ValueError(
            f"X: expected {p} independent columns, got columns that differ by no more than the "
            f"rounding of {dtype}; subtract the mean of x before, or use float64"
        )
    return inverse


def _rate(rate: Fraction) -> float:
    """Return `rate` if it is a normal number of float64."""
    numbers = torch.finfo(torch.float64)
    if not numbers.tiny <= rate <= numbers.max:
        raise ValueError(
            f"X: expected values whose rate is a number from {numbers.tiny:.2g} to "
            f"{numbers.max:.2g}, got {'larger' if rate < 1 else 'smaller'} ones; "
            f"multiply X by a constant"
        )
    return float(rate)


def _at_least(number: Fraction) -> float:
    """Return the smallest float that is not below `number`."""
    nearest = float(number)
    return nearest if nearest >= number else math.nextafter(nearest, math.inf)
