"""The α explorer: drag the start, set the learning rate, and watch what theory said."""

from linefit.explorer.explorer import Explorer, explore

__all__ = ["Explorer", "explore"]
