"""What a cell shows of an instrument: HTML that needs no other file, or a picture."""

import base64
import io
import json
from abc import ABC, abstractmethod
from functools import cached_property
from html import escape
from typing import ClassVar

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from linefit import _settings
from linefit.kit import assets, words
from linefit.plots import paper


class Instrument(ABC):
    """The output of a cell: an instrument where scripts run, a picture where nothing can move."""

    # The name of its folder and of its element, and the size of its picture in inches.
    name: ClassVar[str]
    inches: ClassVar[tuple[float, float]] = (8, 2.8)

    @abstractmethod
    def constants(self) -> dict[str, object]:
        """Return what the script computes with."""

    @abstractmethod
    def _draw(self, figure: Figure) -> None:
        """Draw what it opens with."""

    @cached_property
    @_settings.own()
    def _still(self) -> bytes:
        """A PNG picture of what it opens with."""
        # LaTeX may be missing.
        with mpl.rc_context({"text.usetex": False}):
            figure = Figure(
                self.inches, dpi=100, layout="constrained", frameon=True, facecolor=paper()
            )
            # A hand-drawn edge would leave the corners transparent.
            figure.patch.set(sketch_params=None, path_effects=[])
            self._draw(figure)
            buffer = io.BytesIO()
            FigureCanvasAgg(figure).print_png(buffer, metadata={"Software": None})
        return buffer.getvalue()

    @property
    def kind(self) -> str:
        """Which of several it is, for its style sheet."""
        return ""

    def to_html(self) -> str:
        """Return the instrument as HTML that needs no other file."""
        picture = base64.b64encode(self._still).decode()
        content = still(f"data:image/png;base64,{picture}", repr(self))
        content += data("data", self.constants())
        kind = f' data-kind="{self.kind}"' if self.kind else ""
        return to_html(self.name, content, f' class="linefit-instrument"{kind}')

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {
            "text/plain": repr(self),
            "text/html": self.to_html(),
            "image/png": base64.b64encode(self._still).decode(),
        }


def to_html(name: str, content: str, attributes: str = "") -> str:
    """Return an instrument's element with its style sheet, words and script, and the kit's.

    Of elements with the same ``data-asset`` and content, a page needs but one.
    """
    tag = f"linefit-{name}"
    styles = [_asset("style", part, assets.style(part)) for part in ("kit", name)]
    scripts = [_asset("script", part, assets.script(part)) for part in assets.parts(name)]
    chosen = words.chosen(name)
    content += data("words", chosen) if chosen else ""
    return "".join([*styles, f"<{tag}{attributes}>\n{content}</{tag}>\n", *scripts])


def still(source: str, alt: str, size: str = "") -> str:
    """Return the picture that readers without scripts see."""
    return f'<img class="linefit-still" alt="{escape(alt)}"{size} src="{source}">\n'


def data(name: str, value: object) -> str:
    """Return a value for the script."""
    text = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" class="linefit-{name}">{text}</script>\n'


def _asset(element: str, part: str, content: str) -> str:
    return f'<{element} data-asset="linefit-{part}">\n{content}</{element}>\n'
