"""The book to keep: EPUB, PDF and the whole site in a zip, in every language.

All of them are made of the site that `python -m book` has built: nothing runs a second time, and
no text is written twice.
"""
