"""The data: points scattered about a straight line."""

from dataclasses import dataclass

import torch
from torch import Tensor

from linefit import _check


@dataclass(frozen=True, eq=False)
class Line:
    """Observations of a straight line with noise.

    Attributes
    ----------
    x : Tensor, shape (n,)
        The explanatory variable, in increasing order.
    y : Tensor, shape (n,)
        The response, ``y = X @ weights + error``.
    X : Tensor, shape (n, 2)
        The design matrix: a column of ones, then `x`.
    weights : Tensor, shape (2,)
        The true intercept and slope, which a model sees only through `y`.
    """

    x: Tensor
    y: Tensor
    X: Tensor
    weights: Tensor


def simulate(
    n: int = 100,
    weights: tuple[float, float] = (2.5, 4.0),
    noise: float = 0.5,
    seed: int = 43052,
) -> Line:
    """Draw `n` points about the line ``weights[0] + weights[1] * x``.

    Both `x` and the errors come from the standard normal distribution, `x` first; the errors
    are multiplied by `noise`. A generator of its own keeps the draws apart from
    ``torch.manual_seed``, and gives the same numbers as seeding the global one.

    Parameters
    ----------
    n : int
        Number of observations, at least 1.
    weights : tuple of two floats
        True intercept and slope.
    noise : float
        Standard deviation of the error term, at least 0.
    seed : int
        Seed of the random numbers, from 0 to 2**64 - 1.

    Returns
    -------
    Line
        The observations, in float32.

    Raises
    ------
    ValueError
        If an argument is none of the above.
    """
    n = _check.count("n", n)
    intercept_and_slope = torch.tensor(_check.numbers("weights", weights, 2))
    if _check.finite("noise", noise) < 0:
        raise ValueError(f"noise: expected a number of at least 0, got {noise!r}")
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**64:
        raise ValueError(f"seed: expected an integer from 0 to 2**64 - 1, got {seed!r}")

    generator = torch.Generator().manual_seed(seed)
    x, _ = torch.randn(n, generator=generator).sort()
    error = noise * torch.randn(n, generator=generator)
    X = torch.stack([torch.ones(n), x], dim=1)
    return Line(x=x, y=X @ intercept_and_slope + error, X=X, weights=intercept_and_slope)
