"""The loss: how badly a line fits the data."""

import torch
from torch import Tensor

from linefit import _check


def sse(X: Tensor, y: Tensor, w: Tensor) -> Tensor:
    """Return the sum of squared errors of the line with weights `w`.

    Parameters
    ----------
    X : Tensor, shape (n, p)
        Design matrix.
    y : Tensor, shape (n,)
        Observed response.
    w : Tensor, shape (p,)
        Weights. If they require a gradient, the result can be differentiated.

    Returns
    -------
    Tensor, shape ()
        ``sum((y - X @ w)**2)``, in the squared unit of `y`.

    Raises
    ------
    ValueError
        If a shape, a dtype or a value does not fit.
    """
    X, y, w = _check.problem(X, y, w)
    return torch.sum((y - X @ w) ** 2)


def loss_surface(X: Tensor, y: Tensor, w0: Tensor, w1: Tensor) -> Tensor:
    """Return the sum of squared errors at every point of a grid of weights.

    Parameters
    ----------
    X : Tensor, shape (n, 2)
        Design matrix of a line.
    y : Tensor, shape (n,)
        Observed response.
    w0 : Tensor, shape (a,)
        Intercepts.
    w1 : Tensor, shape (b,)
        Slopes.

    Returns
    -------
    Tensor, shape (a, b)
        Entry ``[i, j]`` is the loss at ``(w0[i], w1[j])``.

    Raises
    ------
    ValueError
        If a shape, a dtype or a value does not fit.
    """
    X, y = _check.line_data(X, y)
    w0 = _check.vector("w0", w0)
    w1 = _check.vector("w1", w1)
    _check.same_dtype("w0", w0, X)
    _check.same_dtype("w1", w1, X)
    grid = torch.cartesian_prod(w0, w1)
    residuals = y - grid @ X.T
    return torch.sum(residuals**2, dim=1).reshape(len(w0), len(w1))
