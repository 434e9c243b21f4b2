"""What the instruments share.

An instrument is a custom element, ``<linefit-player>``, in a folder named after it: ``player`` has
``player.py``, ``player.js`` and ``player.css``. All is found by that name, so that another
instrument is another folder. Its Python class is an `output.Instrument`, which knows how to show
itself; its script extends `Instrument` of ``instrument.js`` and is made of the parts that the other
scripts here give: axes and handles, pictures of the data, the loss and the curve, controls,
numbers as text.
"""
