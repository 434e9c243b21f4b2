"""The HTML of a player: the frame that it opens on, and what differs in the others."""

import base64
import io
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from html import escape

import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from linefit.kit import output

# The greatest height of a WebP picture.
HIGHEST = 16383
# How far on the frames are that paper shows, from the first to the last.
_PRINTED = (0, 1 / 10, 1 / 3, 1)


def to_html(
    draw: Callable[[range], NDArray[np.uint8]],
    titles: Sequence[Sequence[str]],
    opens: int,
    alt: str,
    interval: float,
    mode: str,
) -> str:
    """Return a player of some pictures.

    Parameters
    ----------
    draw : function
        Takes a range of k frames, as many as a sheet holds at most, and returns their pictures,
        all opaque, shape ``(k, height, width, 4)``.
    titles : sequence of strings for each frame
        For a reader who hears them: of a run of gradient descent its epoch, its loss and its
        weights; of any other animation the number of the frame alone.
    opens : int
        The number of the frame that is seen before anybody plays it, and where nothing plays.
    alt : str
        What the animation shows, for a reader who cannot see it.
    interval : float
        Milliseconds from one frame to the next.
    mode : {"once", "loop", "reflect"}
        What happens at the end.

    Returns
    -------
    str
        That frame, and what differs in the others.

    Raises
    ------
    ValueError
        If the HTML is larger than matplotlib's setting ``animation.embed_limit``.
    """
    count = len(titles)
    (still,) = draw(range(opens, opens + 1))
    height, width, _ = still.shape
    data = []
    printed = sorted({round(share * (count - 1)) for share in _PRINTED})
    pictures = []
    with ThreadPoolExecutor() as pool:
        for first in range(0, count, HIGHEST // height):
            frames = draw(range(first, min(first + HIGHEST // height, count)))
            part = {"first": first, "count": len(frames)}
            pictures += [
                frames[k - first] for k in printed if k in range(first, first + len(frames))
            ]
            regions = list(_regions(frames, still))
            sheets = pool.map(_webp, [sheet for _, sheet in regions])
            for (place, _), sheet in zip(regions, sheets):
                data.append({**place, **part, "sheet": sheet})
    # On paper, where they are small, frames that are put together would show their seams.
    coarse = -(-len(printed) * height // HIGHEST)
    paper = {"frames": printed, "sheet": _webp(np.concatenate(pictures)[::coarse, ::coarse])}
    attributes = (
        f' data-interval="{interval:g}" data-mode="{mode}" data-opens="{opens}"'
        f" data-titles='{_attribute(list(titles))}' data-regions='{_attribute(data)}'"
        f" data-printed='{_attribute(paper)}'"
    )
    size = f' width="{width}" height="{height}"'
    html = output.to_html("player", output.still(_webp(still), alt, size), attributes)
    limit = mpl.rcParams["animation.embed_limit"]
    if len(html) > limit * 2**20:
        raise ValueError(
            f"animation.embed_limit: expected at least {len(html) / 2**20:.1f} (MB) for "
            f"{count} frames, got {limit}"
        )
    return html


def png(frame: NDArray[np.uint8]) -> bytes:
    """Return a frame as a PNG file."""
    buffer = io.BytesIO()
    Image.fromarray(frame).convert("RGB").save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _regions(
    frames: NDArray[np.uint8], still: NDArray[np.uint8]
) -> Iterator[tuple[dict[str, int], NDArray[np.uint8]]]:
    """Yield the places where frames differ from the still one, and a sheet of pixels for each.

    On a sheet the frames stand one below the other, and all that does not differ is transparent.
    A lossless WebP finds again there what several frames have in common.
    """
    pixels, kept = (pictures.view(np.uint32)[..., 0] for pictures in (frames, still))
    differs = pixels != kept
    for rows, columns in _boxes(differs.any(axis=0)):
        strips = np.where(differs[:, rows, columns], pixels[:, rows, columns], 0)
        _, height, width = strips.shape
        place = {"x": columns.start, "y": rows.start, "width": width, "height": height}
        yield place, strips.reshape(-1, width, 1).view(np.uint8)


def _boxes(used: NDArray[np.bool_]) -> Iterator[tuple[slice, slice]]:
    """Split a picture at unused rows, then at unused columns."""
    for rows in _runs(np.any(used, axis=1)):
        for columns in _runs(np.any(used[rows], axis=0)):
            yield rows, columns


def _runs(used: NDArray[np.bool_], gap: int = 8) -> list[slice]:
    """Return where the runs of True lie, joined over short gaps."""
    indices = np.flatnonzero(used)
    runs = np.split(indices, np.flatnonzero(np.diff(indices) > gap) + 1)
    return [slice(int(run[0]), int(run[-1]) + 1) for run in runs if run.size]


def _webp(pixels: NDArray[np.uint8]) -> str:
    buffer = io.BytesIO()
    # More effort takes more time and saves next to nothing.
    Image.fromarray(pixels).save(buffer, "WEBP", lossless=True, quality=60, method=1)
    return f"data:image/webp;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def _attribute(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return escape(text, quote=False).replace("'", "&#39;")
