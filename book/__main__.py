"""Build the book: ``python -m book``."""

from ._tools.build import main

if __name__ == "__main__":
    main()
