"""Gradient descent, with a record of every epoch."""

from dataclasses import dataclass

import torch
from torch import Tensor

from linefit import _check


@dataclass(frozen=True, eq=False)
class History:
    """What gradient descent saw. Row k of each tensor belongs to the weights after k updates.

    Attributes
    ----------
    weights : Tensor, shape (epochs + 1, p)
        The weights; row 0 is the start.
    loss : Tensor, shape (epochs + 1,)
        The loss at those weights.
    fitted : Tensor, shape (epochs + 1, n)
        The fitted values at those weights.
    alpha : float
        The learning rate.
    """

    weights: Tensor
    loss: Tensor
    fitted: Tensor
    alpha: float


def descend(
    X: Tensor,
    y: Tensor,
    start: tuple[float, ...] = (-5.0, 10.0),
    alpha: float = 1e-3,
    epochs: int = 30,
) -> History:
    """Minimise the sum of squared errors by gradient descent.

    Parameters
    ----------
    X : Tensor, shape (n, p)
        Design matrix.
    y : Tensor, shape (n,)
        Observed response.
    start : tuple of p floats
        Weights to begin with.
    alpha : float
        Learning rate, above 0.
    epochs : int
        Number of updates, at least 1.

    Returns
    -------
    History
        The start and every epoch after it. A run that diverges ends early, at the last epoch
        whose numbers are all finite, and is then shorter than ``epochs + 1``.

    Raises
    ------
    ValueError
        If a shape, a dtype or a value does not fit, or the loss at `start` is not finite.

    Notes
    -----
    The method is A. Cauchy's, *Comptes rendus* 25 (1847), pp. 536-538.
    """
    X, y = _check.data(X, y)
    start = _check.numbers("start", start, X.shape[1])
    alpha = _check.positive("alpha", alpha)
    epochs = _check.count("epochs", epochs)

    w = torch.tensor(start, dtype=X.dtype, requires_grad=True)
    weights, losses, fits = [], [], []
    for _ in range(epochs + 1):
        fitted = X @ w
        loss = torch.sum((y - fitted) ** 2)
        if not torch.isfinite(loss):
            break
        loss.backward()
        assert w.grad is not None
        weights.append(w.detach().clone())
        losses.append(loss.detach())
        fits.append(fitted.detach())
        w.data = w.data - alpha * w.grad
        w.grad = None
    if not weights:
        raise ValueError(f"start: expected weights with a finite loss in {X.dtype}, got {start!r}")
    return History(torch.stack(weights), torch.stack(losses), torch.stack(fits), alpha)
