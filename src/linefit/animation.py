"""A run of gradient descent as an animation, shown with a player."""

import base64
import math
from functools import cached_property
from numbers import Integral
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from linefit import _check, _settings, descent, player
from linefit.data import Line, checked
from linefit.descent import History
from linefit.plots import paper
from linefit.scene import Scene

ALT = (
    "Gradient descent: left, the observations and the line; right, the loss surface and the path "
    "on it. It opens with {title}."
)


@_settings.own()
def animate(line: Line, history: History, opens: int | None = None) -> "DescentAnimation":
    """Animate a run of gradient descent, one frame an epoch, the start first.

    On the left stand the observations and the line of the epoch; on the right the loss surface
    with the path so far, the minimum (a black cross) and the true weights, if `line` has any (a
    red star). Where the line or the path leaves the view, an arrow points its way and numbers say
    how far.

    Parameters
    ----------
    line : Line
        The observations.
    history : History
        A run of gradient descent on them.
    opens : int, optional
        The epoch that is seen before anybody plays it, and where nothing plays; the last one if
        not given.

    Returns
    -------
    DescentAnimation
        A `FuncAnimation` that shows itself with a player as the last value of a cell.

    Raises
    ------
    ValueError
        If `history` is not a run on `line`, or `opens` is no epoch of it.
    """
    line = checked(line)
    history = descent.checked(history, line)
    last = len(history.weights) - 1
    if opens is None:
        opens = last
    elif not isinstance(opens, Integral) or isinstance(opens, bool) or not 0 <= opens <= last:
        came = _check.shown(opens)
        raise ValueError(f"opens: expected an epoch from 0 to {last}, got {came}")
    return DescentAnimation(line, history, int(opens))


class _Canvas(FigureCanvasAgg):
    """A canvas that draws with the settings of the time when it was made.

    Matplotlib looks up many of them only when it draws.
    """

    def __init__(self, figure: Figure) -> None:
        """Keep all settings but the backend, which no picture depends on."""
        super().__init__(figure)
        # LaTeX may be missing, and does not know the letters of the title.
        self.settings = {**mpl.rcParams.copy(), "text.usetex": False}
        del self.settings["backend"]

    def draw(self) -> None:
        """Draw all."""
        with mpl.rc_context(self.settings):
            FigureCanvasAgg.draw(self)


class DescentAnimation(FuncAnimation):
    """What `animate` returns."""

    # Matplotlib does not type it.
    _canvas: Any

    def __init__(self, line: Line, history: History, opens: int) -> None:
        """Build the figure."""
        self._opens = opens
        # A figure of pyplot would be shown a second time, below the animation. It is opaque, as the
        # player draws frames over one another.
        figure = Figure((7.5, 2.5), dpi=100, frameon=True, facecolor=paper())
        figure.set_layout_engine("none")
        figure.patch.set(sketch_params=None, path_effects=[])
        self._canvas = _Canvas(figure)
        with mpl.rc_context(self._canvas.settings):
            self._scene = Scene(figure, line, history)
        super().__init__(figure, self._scene.show, frames=len(history.weights), interval=200)
        # Matplotlib warns of an animation that was never drawn; this one draws when it is shown.
        self._draw_was_started = True

    def __repr__(self) -> str:
        """Name the run."""
        return f"DescentAnimation(alpha={self._scene.history.alpha:g}, epochs={self._scene.last})"

    @cached_property
    def _background(self) -> Any:
        """What stands still, drawn once."""
        moving = self._scene.moving
        for artist in moving:
            artist.set_animated(True)
        self._canvas.draw()
        for artist in moving:
            artist.set_animated(False)
        return self._canvas.copy_from_bbox(self._canvas.figure.bbox)

    def draw_frames(self, epochs: range | None = None) -> NDArray[np.uint8]:
        """Return the frames of `epochs`, by default all, shape (frames, 250, 750, 4).

        Only what moves, and what lies above it, is drawn again for each frame. Every pixel is the
        one that drawing the whole figure would give.
        """
        background = self._background
        frames = []
        with mpl.rc_context(self._canvas.settings):
            for epoch in range(self._scene.last + 1) if epochs is None else epochs:
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
            A player, opened on the frame that `animate` was told.

        Raises
        ------
        ValueError
            If the HTML is larger than matplotlib's setting ``animation.embed_limit``. No frame is
            ever left out.
        """
        if not _check.flag("embed_frames", embed_frames):
            raise ValueError("embed_frames: expected True, got False")
        fps = 5.0 if fps is None else _check.positive("fps", fps)
        if math.isinf(1000 / fps):
            raise ValueError(f"fps: expected a number of frames per second, got {fps}")
        mode = "loop" if default_mode is None else default_mode
        if not isinstance(mode, str) or mode not in ("once", "loop", "reflect"):
            raise ValueError(
                'default_mode: expected "once", "loop" or "reflect", got ' + _check.shown(mode)
            )
        titles = [self._scene.numbers(epoch) for epoch in range(self._scene.last + 1)]
        alt = ALT.format(title=self._scene.title(self._opens))
        return player.to_html(self.draw_frames, titles, self._opens, alt, 1000 / fps, mode)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        (still,) = self.draw_frames(range(self._opens, self._opens + 1))
        return {
            "text/plain": repr(self),
            "text/html": self.to_jshtml(),
            "image/png": base64.b64encode(player.png(still)).decode(),
        }
