"""Programs around the tests: `python -m tests.tools.NAME`."""
