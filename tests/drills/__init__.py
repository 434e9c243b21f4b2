"""Faults to put into copies of the repository; each has to be caught and its place named."""
