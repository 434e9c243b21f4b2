"""A player for a series of pictures."""

from linefit.player.player import HIGHEST, png, to_html

__all__ = ["HIGHEST", "png", "to_html"]
