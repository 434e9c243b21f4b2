"""A player for a series of pictures."""

from linefit.player.player import png, to_html

__all__ = ["png", "to_html"]
