"""The three pictures of the book: the fitted line, the loss curve, the loss surface."""

from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from mpl_toolkits.mplot3d import Axes3D
from numpy.typing import NDArray
from torch import Tensor

from linefit import _check, _settings, descent
from linefit.data import Line, checked
from linefit.descent import History
from linefit.loss import losses
from linefit.stability import least_squares

# The largest loss for which a logarithmic axis has ticks that float64 can hold.
DRAWABLE = 1e200


@_settings.own()
def plot_fit(line: Line, weights: Tensor | None = None, ax: Axes | None = None) -> Axes:
    """Draw the observations and, if given, the line with `weights`.

    Parameters
    ----------
    line : Line
        The observations.
    weights : Tensor, shape (2,), optional
        Intercept and slope of a line to draw through them.
    ax : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a value to be drawn is beyond 1e300.
    """
    line = checked(line)
    _drawable("x", line.x, 1e300)
    _drawable("y", line.y, 1e300)
    if weights is not None:
        w = _check.vector("weights", weights, 2)
        _check.same_dtype("weights", w, line.X)
        fitted = _check.result("weights", "weights with fitted values", line.X @ w)
        _drawable("weights", fitted, 1e300)
    ax = _axes(ax)
    ax.plot(line.x, line.y, "o")
    if weights is not None:
        ax.plot(line.x, fitted, "--")
    ax.set(xlabel="$x$", ylabel="$y$")
    return ax


@_settings.own()
def plot_loss(history: History, ax: Axes | None = None) -> Axes:
    r"""Draw the loss against the epoch, on a logarithmic axis, labelled with :math:`\alpha`.

    Parameters
    ----------
    history : History
        A run of gradient descent.
    ax : Axes, optional
        Draw several runs on one for comparison.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If no loss is above 0 and at most 1e200. Larger ones are left out, as ticks of the axis
        would be beyond the range of float64.
    """
    _check.instance("history", history, History)
    loss = _check.vector("history.loss", history.loss).double()
    loss = loss.where(loss <= DRAWABLE, torch.nan)
    if not torch.any(loss > 0):
        raise ValueError(
            f"history.loss: expected a value above 0 and at most {DRAWABLE:g} for a logarithmic "
            f"axis, got {_check.shown(history.loss.tolist())}"
        )
    ax = _axes(ax)
    ax.semilogy(loss, ".-", label=f"$\\alpha = {history.alpha:g}$")
    ax.set(xlabel="epoch", ylabel="loss")
    ax.legend()
    return ax


@_settings.own()
def plot_surface(line: Line, history: History | None = None, ax: Axes3D | None = None) -> Axes3D:
    """Draw the loss above the plane of weights, with its minimum and, if given, a path on it.

    The black cross marks the minimum, the red star the true weights, if `line` has any. A path is
    clipped to the part of the plane that is shown.

    Parameters
    ----------
    line : Line
        The observations.
    history : History, optional
        A run of gradient descent, one dot an epoch.
    ax : Axes3D, optional
        Axes with ``projection="3d"``; new ones if not given.

    Returns
    -------
    Axes3D

    Raises
    ------
    ValueError
        If two weights fit `line` equally well, or a loss to be drawn is above 1e140.
    """
    line = checked(line)
    if history is not None:
        history = descent.checked(history, line)
    if ax is not None:
        _check.instance("ax", ax, Axes3D)
    minimum = least_squares(line.X.double(), line.y.double())
    grid = torch.linspace(*window(line), 18, dtype=torch.float64)
    w0, w1 = torch.meshgrid(grid, grid, indexing="ij")
    loss = losses(line.X, line.y, torch.stack([w0, w1], dim=-1))
    # Matplotlib computes squares of squares to shade the surface.
    _drawable("line", loss, 1e140)
    ax = plt.figure().add_subplot(projection="3d") if ax is None else ax
    # Matplotlib would sort whole artists by their distance: a path that swings from wall to wall
    # would vanish and reappear.
    ax.computed_zorder = False
    ax.plot_surface(
        w0.numpy(), w1.numpy(), loss.numpy(),
        rstride=1, cstride=1, color="b", alpha=0.35, zorder=1,
    )  # fmt: skip
    if history is not None:
        curves, dots = path_on_surface(line, history.weights)
        ax.plot(*curves.reshape(-1, 3).T, **PATH_STYLE, markevery=dots.tolist())
    for weights, mark in [
        (line.weights, {"marker": "*", "color": "red", "ms": 13}),
        (minimum, {"marker": "X", "color": "black", "ms": 6}),
    ]:
        if weights is not None:
            ax.plot(*on_surface(line, weights[None]).T, **mark, mec="white", mew=0.5, zorder=3)
    ax.set(xlabel="$w_0$", ylabel="$w_1$", zlabel="loss")
    ax.zaxis.labelpad = 6
    ax.view_init(elev=5, azim=40)
    ax.set_box_aspect(None, zoom=1.2)
    return ax


def _axes(ax: Axes | None) -> Axes:
    """Return `ax` if it is one, or by default the current one."""
    if ax is None:
        return plt.gca()
    _check.instance("ax", ax, Axes)
    return ax


def _drawable(name: str, value: Tensor, most: float) -> None:
    """Raise if `value`, computed from argument `name`, is too large for matplotlib's axes."""
    largest = value.abs().max().item()
    if not largest <= most:
        raise ValueError(
            f"{name}: expected what is drawn to be at most {most:g}, got {largest:.2g}; "
            f"multiply x and y by a constant"
        )


def paper() -> tuple[float, float, float]:
    """Return the colour of figures in the settings, on white, so that it is opaque."""
    *colour, opacity = to_rgba(mpl.rcParams["figure.facecolor"])
    red, green, blue = (1 - opacity * (1 - part) for part in colour)
    return red, green, blue


PATH_STYLE: dict[str, Any] = {"color": "0.3", "lw": 0.8, "marker": "o", "ms": 3.5, "zorder": 2}


@_settings.own()
def window(line: Line) -> tuple[float, float]:
    """Return the range of both weights that a surface shows.

    It holds the book's start, the minimum, and some of the slopes on every side of it.
    """
    minimum = least_squares(line.X, line.y)
    margin = max(6.0, minimum.abs().max().item() / 10)
    return min(-6.0, minimum.min().item() - margin), max(11.0, minimum.max().item() + margin)


@_settings.own()
def on_surface(line: Line, weights: Tensor) -> NDArray[np.float64]:
    """Return the points ``(w0, w1, loss)`` that lie above `weights` ``(k, 2)``."""
    X, y, w = (tensor.detach().double() for tensor in (line.X, line.y, weights))
    return torch.column_stack([w, losses(X, y, w)]).numpy()


@_settings.own()
def path_on_surface(
    line: Line, weights: Tensor, steps: int = 16
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the way on the surface from each of `weights` ``(k, 2)`` to the next.

    It comes as curves, shape ``(k, steps + 2, 3)``. Curve i begins above weights i, is clipped to
    the window, and ends with NaN, which breaks a line through all of them. A step whose ends both
    lie outside is left out. The second array has the indices of the weights in the window among
    all these points.
    """
    w = weights.detach().double()
    low, high = window(line)
    inside = ((w >= low) & (w <= high)).all(dim=1)
    # The last weights have no next: their curve is a point.
    way = torch.diff(w, dim=0, append=w[-1:])
    sides = torch.tensor([low, high], dtype=w.dtype)[:, None, None]
    crossings = (sides - w) / way.where(way != 0, torch.finfo(w.dtype).tiny)
    enter = crossings.amin(dim=0).amax(dim=1).clamp(min=0)
    leave = crossings.amax(dim=0).amin(dim=1).clamp(max=1)
    share = torch.linspace(0, 1, steps + 1, dtype=w.dtype)
    share = enter[:, None] + share * (leave - enter)[:, None]
    curves = on_surface(line, (w[:, None] + share[..., None] * way[:, None]).reshape(-1, 2))
    curves = curves.reshape(-1, steps + 1, 3)
    curves[~(inside | torch.cat([inside[1:], inside[-1:]]))] = np.nan
    gaps = np.full((len(curves), 1, 3), np.nan)
    return np.concatenate([curves, gaps], axis=1), np.flatnonzero(inside) * (steps + 2)
