"""The lecture's way to draw an animation, kept plain: the yardstick for ours."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.animation import FuncAnimation

from linefit import History, Line

SETTINGS = {"figure.figsize": (7.5, 2.5), "figure.dpi": 100, "savefig.dpi": 100}


def jshtml(line: Line, history: History, frames: int) -> str:
    """Draw `frames` frames, each in full, and return matplotlib's player."""
    with mpl.rc_context(SETTINGS):
        figure = plt.figure()
        left = figure.add_subplot(1, 2, 1)
        right = figure.add_subplot(1, 2, 2, projection="3d")

        left.plot(line.x, line.y, "o")
        (curve,) = left.plot(line.x, history.fitted[0])

        # Every height of the surface is computed by itself.
        ticks = np.arange(-6, 11, 0.5)
        w0, w1 = np.meshgrid(ticks, ticks, indexing="ij")
        heights = np.empty_like(w0)
        for cell in np.ndindex(heights.shape):
            heights[cell] = torch.sum((line.y - w0[cell] - w1[cell] * line.x) ** 2)
        right.plot_surface(w0, w1, heights, rstride=1, cstride=1, color="b", alpha=0.35)
        truth = line.weights.tolist()
        loss = torch.sum((line.y - line.X @ line.weights) ** 2)
        right.scatter(*truth, loss, s=200, color="red", marker="*")
        right.view_init(elev=5, azim=40)

        def draw(epoch: int) -> None:
            # The points pile up: frame k draws k of them, and all the rest of the figure.
            curve.set_ydata(history.fitted[epoch])
            right.scatter(*history.weights[epoch + 1].tolist(), history.loss[epoch], color="grey")

        animation = FuncAnimation(figure, draw, frames=frames)
        # To close first, as the lecture does, spares matplotlib a second drawing of each frame.
        plt.close(figure)
        return animation.to_jshtml()
