"""The walker: guess where the next step of gradient descent on a curve lands, then see."""

from linefit.walker.walker import Walker, walk_down

__all__ = ["Walker", "walk_down"]
