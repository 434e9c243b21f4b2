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
    X : Tensor, shape (n, p)
        Design matrix of full column rank.
    y : Tensor, shape (n,)
        Observed response.

    Returns
    -------
    Tensor, shape (p,)
        The only minimum of the loss, rounded once.

    Raises
    ------
    ValueError
        If a shape, a dtype or a value does not fit, the columns of `X` are dependent, or the
        dtype cannot hold the weights.
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
        Design matrix.

    Returns
    -------
    Tensor, shape (p, p)
        :math:`2 X^\top X`, the same at every point.

    Raises
    ------
    ValueError
        If the shape, the dtype or a value of `X` does not fit, or the dtype cannot hold the
        squares of its values.
    """
    X = _check.matrix("X", X)
    H = _check.result("X", "values with squares", 2 * X.T @ X)
    # Below this a column's squares have lost digits.
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
        Design matrix.

    Returns
    -------
    float
        :math:`2 / \lambda_{\max}`, with the largest eigenvalue of the Hessian.

    Raises
    ------
    ValueError
        If the shape, the dtype or a value of `X` does not fit, `X` is zero, or float64 cannot
        hold the rate.

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
        Design matrix of full column rank.

    Returns
    -------
    float
        :math:`2 / (\lambda_{\min} + \lambda_{\max})`, with the eigenvalues of the Hessian. Where
        rounding would make it the critical rate, it is the next smaller number.

    Raises
    ------
    ValueError
        If the shape, the dtype or a value of `X` does not fit, its columns are dependent, or
        float64 cannot hold the rate.

    Notes
    -----
    See G. Goh, "Why Momentum Really Works", *Distill* 2017, doi:10.23915/distill.00006.
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
        Design matrix of full column rank.
    alpha : float
        Learning rate, above 0.

    Returns
    -------
    {"diverging", "best", "oscillating", "slow", "good"}
        The first that holds: `alpha` is at or above the critical rate; it is the optimal rate, or
        ``1 - abs(r)`` at least 99 percent of ``1 - b``; r is below 0; r is above 0.9; anything
        else.

    Raises
    ------
    ValueError
        If a shape, a dtype or a value does not fit, or the columns of `X` are dependent.
    """
    alpha = _check.positive("alpha", alpha)
    smallest, largest = _extremes(_check.matrix("X", X))
    critical = _rate(2 / largest)
    if alpha >= critical:
        return "diverging"
    # What the factors of the two eigenvalues leave to 1 and to -1. As fractions, since both may
    # be far smaller than the rounding error of a number near 1.
    to_plus_one = Fraction(alpha) * smallest
    to_minus_one = 2 - 2 * Fraction(alpha) / Fraction(critical)
    # 1 - b is 2 * smallest / (smallest + largest).
    least = Fraction(99, 50) * smallest / (smallest + largest)
    if alpha == _best(smallest, largest) or min(to_plus_one, to_minus_one) >= least:
        return "best"
    if to_minus_one < to_plus_one:
        return "oscillating"
    return "slow" if to_plus_one < 0.1 else "good"


def _extremes(X: Tensor) -> tuple[Fraction, Fraction]:
    """Return the smallest and the largest eigenvalue of the Hessian, both to all digits."""
    products = _exact.gram(X)
    inverse = _inverse(products, X.dtype)
    return 2 / _exact.largest_eigenvalue(inverse), 2 * _exact.largest_eigenvalue(products)


def _best(smallest: Fraction, largest: Fraction) -> float:
    """Return the optimal rate for these eigenvalues."""
    return min(_rate(2 / (smallest + largest)), math.nextafter(_rate(2 / largest), 0))


def _inverse(products: _exact.Fractions, dtype: torch.dtype) -> _exact.Fractions:
    """Return the inverse of ``X.T @ X``; raise if there is none, or none that `dtype` can tell."""
    inverse, rank = _exact.invert(products)
    p = len(products)
    if rank < p:
        raise ValueError(
            f"X: expected {p} independent columns, got rank {rank}; a line needs two different x"
        )
    # One over the squared sine of the angle between each column and what the others span.
    if max(products.diagonal() * inverse.diagonal()) > Fraction(torch.finfo(dtype).eps) ** -2:
        raise ValueError(
            f"X: expected {p} independent columns, got columns that differ by no more than the "
            f"rounding of {dtype}; subtract the mean of x before, or use float64"
        )
    return inverse


def _rate(rate: Fraction) -> float:
    """Return `rate` if float64 can hold it to all its digits."""
    numbers = torch.finfo(torch.float64)
    if not numbers.tiny <= rate <= numbers.max:
        raise ValueError(
            f"X: expected values whose rate is a number from {numbers.tiny:.2g} to "
            f"{numbers.max:.2g}, got {'larger' if rate < 1 else 'smaller'} ones; "
            f"multiply X by a constant"
        )
    return float(rate)
