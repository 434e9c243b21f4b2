"""Tests of the books to keep, which `python -m book._ebooks` has made of the site."""
