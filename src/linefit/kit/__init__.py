"""What the instruments share.

An instrument is a custom element, ``<linefit-player>``, in a folder named after it: ``player`` has
``player.py``, ``player.js`` and ``player.css``. All is found by that name, so that another
instrument is another folder.
"""
