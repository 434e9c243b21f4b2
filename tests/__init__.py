"""Tests, and the programs that only tests and their keepers run."""

# Imported for what it does, not for a name: Ctrl-C leaves no traceback of these programs either.
import book._tools  # noqa: F401
