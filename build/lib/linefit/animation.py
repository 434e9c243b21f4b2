"""The learning as a moving picture that shows itself with a player."""

import base64
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from linefit import _check, player
from linefit.data import Line
from linefit.descent import History
from linefit.scene import Scene


def animate(line: Line, history: History) -> "DescentAnimation":
    """Animate a run of gradient descent, one frame an epoch, the start first.

    On the left stand the observations and the line of the epoch; on the right the loss surface
    with the path so far, the minimum (a black cross) and the true weights (a red star). Where
    the line or the path leaves the view, an arrow points its way and numbers say how far.

    Parameters
    ----------
    line : Line
        The observations.
    history : History
        A run of gradient descent on them.

    Returns
    -------
    DescentAnimation
        A `FuncAnimation` that shows itself with a player as the last value of a cell.

    Raises
    ------
    ValueError
        If `line` is not a `Line`, `history` not a `History`, or one does not fit the other.
    """
    _check.instance("line", line, Line)
    _check.instance("history", history, History)
    _check.line_data(line.X, line.y)
    epochs = len(history.weights)
    for name, value, shape in [
        ("history.weights", history.weights, (epochs, 2)),
        ("history.loss", history.loss, (epochs,)),
        ("history.fitted", history.fitted, (epochs, len(line.x))),
    ]:
        if tuple(value.shape) != shape:
            raise ValueError(f"{name}: expected shape {shape}, got {tuple(value.shape)}")
    return DescentAnimation(line, history)


class DescentAnimation(FuncAnimation):
    """What `animate` returns: drawn fast, and light to carry."""

    # Matplotlib has no types for it.
    _canvas: Any

    def __init__(self, line: Line, history: History) -> None:
        """Set the scene."""
        # A figure of pyplot's would be shown a second time, below the animation.
        figure = Figure(figsize=(7.5, 2.5), dpi=100)
        figure.set_layout_engine("none")
        self._canvas = FigureCanvasAgg(figure)
        self._scene = Scene(figure, line, history)
        super().__init__(figure, self._scene.show, frames=len(history.weights), interval=200)

    def __repr__(self) -> str:
        """Say which run it shows."""
        return f"DescentAnimation(alpha={self._scene.history.alpha:g}, epochs={self._scene.last})"

    def draw_frames(self) -> NDArray[np.uint8]:
        """Return all frames, shape (epochs + 1, 250, 750, 4).

        What stands still is drawn once; for each frame, what moves and what lies above it. Every
        pixel is the one that drawing the whole figure again would give.
        """
        moving = self._scene.moving
        for artist in moving:
            artist.set_animated(True)
        self._canvas.draw()
        for artist in moving:
            artist.set_animated(False)
        background = self._canvas.copy_from_bbox(self._canvas.figure.bbox)
        frames = []
        for epoch in range(self._scene.last + 1):
            self._canvas.restore_region(background)
            for artist in self._scene.show(epoch):
                artist.draw(self._canvas.renderer)
            frames.append(np.array(self._canvas.buffer_rgba()))
        return np.stack(frames)

    def to_jshtml(
        self,
        fps: float | None = None,
        embed_frames: bool = True,
        default_mode: str | None = None,
    ) -> str:
        """Return the animation as HTML that needs no other file.

        Parameters
        ----------
        fps : float, optional
            Frames per second to begin with; 5 if not given.
        embed_frames : bool
            Always True: the HTML holds its frames.
        default_mode : {"once", "loop", "reflect"}, optional
            What to do at the end until the reader chooses; "loop" if not given.

        Returns
        -------
        str
            A player, opened on the last frame.

        Raises
        ------
        ValueError
            If an argument is none of the above, or the HTML is larger than matplotlib's setting
            ``animation.embed_limit``. No frame is ever left out.
        """
        if not embed_frames:
            raise ValueError(f"embed_frames: expected True, got {embed_frames!r}")
        return self._player(self.draw_frames(), fps, default_mode)

    def _player(
        self, frames: NDArray[np.uint8], fps: float | None = None, mode: str | None = None
    ) -> str:
        fps = 5.0 if fps is None else _check.positive("fps", fps)
        mode = "loop" if mode is None else mode
        if mode not in ("once", "loop", "reflect"):
            raise ValueError(f'default_mode: expected "once", "loop" or "reflect", got {mode!r}')
        titles = [self._scene.title(epoch) for epoch in range(len(frames))]
        alt = (
            "Gradient descent: left, the observations and the line; right, the loss surface and "
            f"the path on it. The last frame: {titles[-1]}."
        )
        html = player.to_html(frames, titles, alt, 1000 / fps, mode)
        limit = mpl.rcParams["animation.embed_limit"]
        if len(html) > limit * 2**20:
            raise ValueError(
                f"animation.embed_limit: expected at least {len(html) / 2**20:.1f} (MB) for "
                f"{len(frames)} frames, got {limit}"
            )
        return html

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        frames = self.draw_frames()
        return {
            "text/plain": repr(self),
            "text/html": self._player(frames),
            "image/png": base64.b64encode(player.png(frames[-1])).decode(),
        }
