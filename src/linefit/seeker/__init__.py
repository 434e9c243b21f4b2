"""The search for the largest learning rate that works, before theory names it."""

from linefit.seeker.seeker import Seeker, find_rate

__all__ = ["Seeker", "find_rate"]
