"""Gradient descent, with a record of every epoch."""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from linefit import _check, _settings
from linefit.data import Line


@dataclass(frozen=True, eq=False)
class History:
    """A run of gradient descent. Row k of weights, loss and fitted values follows k updates.

    Attributes
    ----------
    weights : Tensor, shape (epochs + 1, p)
        Row 0 is the start.
    loss : Tensor, shape (epochs + 1,)
        The loss at those weights.
    X : Tensor, shape (n, p)
        The design matrix.
    alpha : float
        The learning rate.
    """

    weights: Tensor
    loss: Tensor
    X: Tensor
    alpha: float

    @cached_property
    @_settings.own()
    def fitted(self) -> Tensor:
        """The fitted values at those weights, shape (epochs + 1, n).

        They are computed when first asked for: a million observations take 4 MB an epoch.
        """
        fitted = self.X.new_empty(len(self.weights), len(self.X))
        for epoch, w in enumerate(self.weights):
            fitted[epoch] = self.X @ w
        return fitted


def checked(history: object, line: Line) -> History:
    """Return a copy of `history`, without gradients, if it can be a run on `line`."""
    _check.instance("history", history, History)
    assert isinstance(history, History)
    weights = _check.matrix("history.weights", history.weights)
    if weights.shape[1] != 2:
        raise ValueError(
            f"history.weights: expected shape ({len(weights)}, 2), got {tuple(weights.shape)}"
        )
    loss = _check.vector("history.loss", history.loss, len(weights))
    _check.same_dtype("history.weights", weights, line.X)
    _check.same_dtype("history.loss", loss, line.X)
    # The root of the loss is the norm of the residuals, whose rounding error is relative to `y` and
    # the fitted values.
    y, fitted = line.y.double(), (line.X @ weights[0]).double()
    length, came = (y - fitted).norm(), loss[0].double().sqrt()
    rounding = torch.finfo(loss.dtype).eps ** 0.5
    if not abs(length - came) <= rounding * (y.norm() + fitted.norm()):
        raise ValueError(
            f"history: expected a run on line, whose loss is {length.item() ** 2:g} at the start, "
            f"got one with {came.item() ** 2:g}"
        )
    alpha = _check.positive("history.alpha", history.alpha)
    # The caller may go on to change them before the picture is drawn.
    return History(weights.clone(), loss.clone(), line.X, alpha)


@_settings.own()
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
    X, y : Tensor, shapes (n, p) and (n,)
    start : tuple of p floats
        Weights to begin with; their loss and gradient must be finite in the dtype.
    alpha : float
        Learning rate, above 0; a normal number of the dtype.
    epochs : int
        Number of updates, at least 1.

    Returns
    -------
    History
        The start and every epoch after it. A run that diverges ends early, at the last epoch
        whose numbers are all finite, and is then shorter than ``epochs + 1``.

    Notes
    -----
    The method is A. Cauchy's, *Comptes rendus* 25 (1847), pp. 536-538.
    """
    X, y = _check.data(X, y)
    start = _check.numbers("start", start, X.shape[1])
    alpha = _check.positive("alpha", alpha)
    epochs = _check.count("epochs", epochs)

    numbers = torch.finfo(X.dtype)
    if not numbers.tiny <= alpha <= numbers.max:
        raise ValueError(
            f"alpha: expected a rate from {numbers.tiny:.2g} to {numbers.max:.2g} in {X.dtype}, "
            f"got {alpha!r}; use float64 or data of another size"
        )

    w = torch.tensor(start, dtype=X.dtype, requires_grad=True)
    # Lists of numbers: small tensors that stay would fragment the memory between large ones.
    weights: list[list[float]] = []
    losses: list[float] = []
    for _ in range(epochs + 1):
        with torch.enable_grad():
            loss = torch.sum((y - X @ w) ** 2)
        if not torch.isfinite(loss):
            break
        loss.backward()
        assert w.grad is not None
        if not weights:
            _check.result("start", "weights with a gradient", w.grad)
        weights.append(w.tolist())
        losses.append(loss.item())
        w.data = w.data - alpha * w.grad
        w.grad = None
    if not weights:
        raise ValueError(f"start: expected weights with a finite loss in {X.dtype}, got {start!r}")
    # The caller may go on to change X.
    return History(
        torch.tensor(weights, dtype=X.dtype), torch.tensor(losses, dtype=X.dtype), X.clone(), alpha
    )
