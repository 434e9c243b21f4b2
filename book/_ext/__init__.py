"""Sphinx extensions, each a step from a chapter to its page."""
