"""The loss: how badly a line fits the data."""

import torch
from torch import Tensor

from linefit import _check, _settings


@_settings.own()
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
        If a shape, a dtype or a value does not fit, or the dtype cannot hold the loss.
    """
    X, y, without_gradient = _check.problem(X, y, w)
    w = without_gradient if w.is_inference() else w.as_subclass(Tensor)
    return _check.result("w", "weights with a loss", torch.sum((y - X @ w) ** 2))


@_settings.own()
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
        If a shape, a dtype or a value does not fit, or the dtype cannot hold a loss.

    Notes
    -----
    See `losses` for why neither time nor memory is that of n losses at every point.
    """
    X, y = _check.line_data(X, y)
    w0 = _check.vector("w0", w0)
    w1 = _check.vector("w1", w1)
    _check.same_dtype("w0", w0, X)
    _check.same_dtype("w1", w1, X)
    grid = torch.cartesian_prod(w0, w1).reshape(len(w0), len(w1), 2)
    return _check.result("w0, w1", "weights with losses", losses(X, y, grid).to(X.dtype))


def losses(X: Tensor, y: Tensor, w: Tensor) -> Tensor:
    """Return the sum of squared errors, in float64, at each of the weights `w` ``(..., 2)``.

    Let R be the triangle in the QR decomposition of X with y as one more column. A vector
    multiplied by R is as long as multiplied by (X, y), so the loss is the sum of three squares,
    not n. R is exact for columns that differ from (X, y) by rounding errors of their own size, as
    those of computing n errors do (N. J. Higham, *Accuracy and Stability of Numerical Algorithms*,
    2nd ed., SIAM 2002, theorem 19.4).
    """
    R = torch.linalg.qr(torch.column_stack([X, y]).double(), mode="r").R
    return torch.sum((R[:, -1] - w.double() @ R[:, :-1].T) ** 2, dim=-1)
