"""The book: chapters in its languages, and the programs and extensions that make pages of them."""
