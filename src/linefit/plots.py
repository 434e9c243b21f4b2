"""The three pictures of the book: the fitted line, the loss curve, the loss surface."""

import matplotlib.pyplot as plt
import torch
from matplotlib.axes import Axes
from mpl_toolkits.mplot3d import Axes3D
from torch import Tensor

from linefit import _check
from linefit.data import Line
from linefit.descent import History
from linefit.loss import loss_surface, sse
from linefit.stability import least_squares

# The part of the weight plane that every surface shows: the start, the minimum and the way between.
WINDOW = (-6.0, 11.0)


def plot_fit(line: Line, weights: Tensor | None = None, ax: Axes | None = None) -> Axes:
    """Draw the observations and, if given, the line with `weights`.

    Parameters
    ----------
    line : Line
        The observations.
    weights : Tensor, shape (2,), optional
        Intercept and slope of the line to draw through them.
    ax : Axes, optional
        Where to draw; the current axes if not given.

    Returns
    -------
    Axes
        The axes drawn on.

    Raises
    ------
    ValueError
        If a shape, a dtype or a value does not fit.
    """
    ax = plt.gca() if ax is None else ax
    ax.plot(line.x, line.y, "o")
    if weights is not None:
        _check.problem(line.X, line.y, weights)
        ax.plot(line.x, line.X @ weights.detach(), "--")
    ax.set(xlabel="$x$", ylabel="$y$")
    return ax


def plot_loss(history: History, ax: Axes | None = None) -> Axes:
    r"""Draw the loss against the epoch, on a logarithmic axis, labelled with :math:`\alpha`.

    Parameters
    ----------
    history : History
        A run of gradient descent.
    ax : Axes, optional
        Where to draw; the current axes if not given. Draw several runs on one for comparison.

    Returns
    -------
    Axes
        The axes drawn on.
    """
    ax = plt.gca() if ax is None else ax
    ax.semilogy(history.loss, ".-", label=f"$\\alpha = {history.alpha:g}$")
    ax.set(xlabel="epoch", ylabel="loss")
    ax.legend()
    return ax


def plot_surface(line: Line, history: History | None = None, ax: Axes3D | None = None) -> Axes3D:
    """Draw the loss above the plane of weights, with its minimum and, if given, a path on it.

    Parameters
    ----------
    line : Line
        The observations.
    history : History, optional
        A run of gradient descent, one dot an epoch.
    ax : Axes3D, optional
        Where to draw, with ``projection="3d"``; new axes if not given.

    Returns
    -------
    Axes3D
        The axes drawn on.
    """
    ax = plt.figure().add_subplot(projection="3d") if ax is None else ax
    grid = torch.arange(*WINDOW, 0.5)
    w0, w1 = torch.meshgrid(grid, grid, indexing="ij")
    ax.plot_surface(
        w0.numpy(),
        w1.numpy(),
        loss_surface(line.X, line.y, grid, grid).numpy(),
        rstride=1,
        cstride=1,
        color="b",
        alpha=0.35,
    )
    minimum = least_squares(line.X, line.y)
    for weights, marker, color in [(line.weights, "*", "red"), (minimum, "X", "black")]:
        ax.scatter(*weights.tolist(), sse(line.X, line.y, weights), marker=marker, color=color)
    if history is not None:
        ax.scatter(*history.weights.T.numpy(), history.loss, color="grey")
    ax.set(xlabel="$w_0$", ylabel="$w_1$", zlabel="loss")
    ax.view_init(elev=5, azim=40)
    return ax
