"""The gradient of the loss, three ways: by PyTorch, by hand, by small steps."""

import torch
from torch import Tensor

from linefit import _check, _settings
from linefit.loss import sse
from linefit.stability import hessian


@_settings.own()
def gradient_autograd(X: Tensor, y: Tensor, w: Tensor) -> Tensor:
    """Return the gradient of the loss at `w` by automatic differentiation.

    Parameters
    ----------
    X, y, w : Tensor, shapes (n, p), (n,) and (p,)

    Returns
    -------
    Tensor, shape (p,)
        What ``loss.backward()`` writes into ``w.grad``.
    """
    X, y, w = _check.problem(X, y, w)
    w = w.clone().requires_grad_()
    with torch.enable_grad():
        sse(X, y, w).backward()
    assert w.grad is not None
    return _check.result("w", "weights with a gradient", w.grad)


@_settings.own()
def gradient_analytic(X: Tensor, y: Tensor, w: Tensor) -> Tensor:
    r"""Return the gradient of the loss at `w` by its formula.

    Parameters
    ----------
    X, y, w : Tensor, shapes (n, p), (n,) and (p,)

    Returns
    -------
    Tensor, shape (p,)
        :math:`-2 X^\top y + 2 X^\top X w`.

    Notes
    -----
    See T. Hastie, R. Tibshirani and J. Friedman, *The Elements of Statistical Learning*,
    2nd ed., Springer 2009, section 3.2.
    """
    X, y, w = _check.problem(X, y, w)
    return _check.result("w", "weights with a gradient", -2 * X.T @ y + hessian(X) @ w)


@_settings.own()
def gradient_difference(
    X: Tensor, y: Tensor, w: Tensor, h: float = 1e-3, scheme: str = "forward"
) -> Tensor:
    """Return the gradient of the loss at `w` by finite differences.

    Parameters
    ----------
    X, y, w : Tensor, shapes (n, p), (n,) and (p,)
    h : float
        Step, above 0 and large enough to change every weight in its dtype.
    scheme : {"forward", "central"}
        ``(loss(w + h) - loss(w)) / h``, whose error shrinks with h, or
        ``(loss(w + h) - loss(w - h)) / (2 * h)``, whose error shrinks with h squared.

    Returns
    -------
    Tensor, shape (p,)
        One difference quotient for each weight.

    Notes
    -----
    See J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd ed., Springer 2006,
    section 8.1.
    """
    X, y, w = _check.problem(X, y, w)
    h = _check.positive("h", h)
    if not isinstance(scheme, str) or scheme not in ("forward", "central"):
        raise ValueError(f'scheme: expected "forward" or "central", got {_check.shown(scheme)}')
    behind, width = (0.0, h) if scheme == "forward" else (h, 2 * h)
    if torch.any(w + h == w) or (behind and torch.any(w - h == w)):
        raise ValueError(f"h: expected a step that changes w in {w.dtype}, got {h!r}")
    _check.result("h", "a step", torch.stack([w + h, w - h]))
    axes = torch.eye(len(w), dtype=w.dtype)
    differences = [sse(X, y, w + h * e) - sse(X, y, w - behind * e) for e in axes]
    return _check.result("h", "a quotient", torch.stack(differences) / width)
