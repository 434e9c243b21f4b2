"""Tests, and the programs that only tests and their keepers run."""
