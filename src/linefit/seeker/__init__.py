"""The search for the limit of the learning rate, before theory names it."""

from linefit.seeker.seeker import Seeker, find_rate

__all__ = ["Seeker", "find_rate"]
