"""Tests, and the programs that only tests and their keepers run."""

import book._tools  # noqa: F401  Ctrl-C leaves no traceback of these programs either
