"""Any animation of matplotlib, shown with the player."""

import base64
import io
import zlib
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.animation import AbstractMovieWriter, Animation
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from linefit import _check, player

TITLE = "frame {frame} / {last}"
ALT = "An animation. It opens with {title}."
_DPI = 100


def play(ani: Animation) -> "Film":
    """Show an animation of your own with a player that needs no other file and no network.

    Its frames are drawn when it is first shown or printed, once: showing it again changes nothing.
    They come as fast as `ani` was made to show them, five a second unless it was told otherwise.

    Parameters
    ----------
    ani : matplotlib.animation.Animation
        What `FuncAnimation` or `ArtistAnimation` returns.

    Returns
    -------
    Film
        Shows itself with a player as the last value of a cell.
    """
    _check.instance("ani", ani, Animation)
    _check.positive("ani: its interval", getattr(ani, "_interval", 200))
    return Film(ani)


class Film:
    """What `play` returns."""

    # Matplotlib does not type all of it.
    _ani: Any

    def __init__(self, ani: Animation) -> None:
        """Keep it until it is shown."""
        self._ani = ani

    def __repr__(self) -> str:
        """Tell how long it is."""
        return f"Film(frames={len(self._frames)})"

    @cached_property
    def _frames(self) -> list[bytes]:
        """The frames in order, compressed: drawn in any other order they may differ."""
        writer = _Writer()
        self._ani.save("frames", writer=writer, dpi=_DPI)
        if not writer.frames:
            raise ValueError("ani: expected an animation of one frame or more, got none")
        self._shape = writer.shape
        return writer.frames

    def draw_frames(self, frames: range | None = None) -> NDArray[np.uint8]:
        """Return the pictures of `frames`, by default all, shape (frames, height, width, 4).

        They have a hundred pixels to an inch.
        """
        chosen = self._frames if frames is None else [self._frames[k] for k in frames]
        pictures = [np.frombuffer(zlib.decompress(each), np.uint8) for each in chosen]
        return np.stack(pictures).reshape(-1, *self._shape)

    def to_html(self) -> str:
        """Return the animation as HTML that needs no other file.

        Raises
        ------
        ValueError
            If the HTML is larger than matplotlib's setting ``animation.embed_limit``. No frame is
            ever left out.
        """
        last = len(self._frames) - 1
        titles = [(str(frame),) for frame in range(last + 1)]
        alt = ALT.format(title=TITLE.format(frame=last, last=last))
        # As matplotlib does it for its own player.
        interval = getattr(self._ani, "_interval", 200)
        mode = "loop" if getattr(self._ani, "_repeat", True) else "once"
        return player.to_html(self.draw_frames, titles, last, alt, interval, mode)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        last = len(self._frames) - 1
        (picture,) = self.draw_frames(range(last, last + 1))
        return {
            "text/plain": repr(self),
            "text/html": self.to_html(),
            "image/png": base64.b64encode(player.png(picture)).decode(),
        }


class _Writer(AbstractMovieWriter):
    """Keeps the frames that an animation saves, and writes no file."""

    def setup(self, fig: Figure, outfile: str | Path, dpi: float | None = None) -> None:
        """Begin with no frame."""
        _check.instance("ani: its figure", fig, Figure)
        self.fig, self.dpi = fig, dpi or fig.dpi
        self.frames: list[bytes] = []
        width, height = self.frame_size
        if max(width, height) > player.HIGHEST:
            raise ValueError(
                f"ani: expected a figure of at most {player.HIGHEST // _DPI} inches, got one of "
                f"{width / _DPI:g} by {height / _DPI:g}"
            )
        self.shape = (height, width, 4)

    def grab_frame(self, **savefig_kwargs: Any) -> None:
        """Keep the figure as it is now, on white: the player draws frames over one another."""
        width, height = self.frame_size
        if self.shape != (height, width, 4):
            raise ValueError("ani: expected a figure that keeps its size, got one that changes it")
        buffer = io.BytesIO()
        self.fig.savefig(buffer, format="rgba", dpi=self.dpi, **savefig_kwargs)
        frame = Image.new("RGBA", self.frame_size, "white")
        frame.alpha_composite(Image.frombytes("RGBA", self.frame_size, buffer.getvalue()))
        self.frames.append(zlib.compress(frame.tobytes(), 1))

    def finish(self) -> None:
        """Leave all as it is."""
