"""Make the ebooks of all languages: ``python -m book._ebooks``."""

from book._tools.environ import set_environment

if __name__ == "__main__":
    # First: the cover is drawn by `linefit`, which is never installed, without the settings of the
    # reader.
    set_environment()
    from book._ebooks.make import main

    main()
