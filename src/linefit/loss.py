"""The loss: how badly a line fits the data."""

import torch
from torch import Tensor

from linefit import _check, _settings


@_settings.own()
def sse(X: Tensor, y: Tensor, w: Tensor) -> Tensor:
    """Return the sum of squared errors of the line with weights `w`.

    Parameters
    ----------
    X, y, w : Tensor, shapes (n, p), (n,) and (p,)
        If `w` requires a gradient, the result can be differentiated.

    Returns
    -------
    Tensor, shape ()
        ``sum((y - X @ w)**2)``, in the squared unit of `y`.
    """
    X, y, without_gradient = _check.problem(X, y, w)
    w = without_gradient if w.is_inference() else w.as_subclass(Tensor)
    return _check.result("w", "weights with a loss", torch.sum((y - X @ w) ** 2))


@_settings.own()
def loss_surface(X: Tensor, y: Tensor, w0: Tensor, w1: Tensor) -> Tensor:
    """Return the sum of squared errors at every point of a grid of weights.

    Parameters
    ----------
    X, y : Tensor, shapes (n, 2) and (n,)
    w0, w1 : Tensor, shapes (a,) and (b,)
        Intercepts and slopes.

    Returns
    -------
    Tensor, shape (a, b)
        Entry ``[i, j]`` is the loss at ``(w0[i], w1[j])``, computed as `losses` explains.
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

    With R of the QR decomposition of (X, y), each loss is a sum of three squares instead of n: a
    vector is as long multiplied by R as multiplied by (X, y). The rounding errors are no larger
    than those of adding up n squares (N. J. Higham, *Accuracy and Stability of Numerical
    Algorithms*, 2nd ed., SIAM 2002, theorem 19.4).
    """
    data = torch.column_stack([X, y]).double()
    # Columns are scaled by powers of two, which change no digit: in the decomposition the largest
    # numbers would overflow.
    largest = data.abs().amax(dim=0)
    scale = torch.where(largest > 0, largest / (2 * torch.frexp(largest).mantissa), 1)
    R = torch.linalg.qr(data / scale, mode="r").R
    fitted = (w.double() * scale[:-1]) @ R[:, :-1].T
    return torch.sum((R[:, -1] * scale[-1] - fitted) ** 2, dim=-1)
