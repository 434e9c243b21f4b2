"""No build leaves a wrong page, whatever was built before and whatever was edited then.

`make drill` edits in random order; `python -m tests.tools.random_edits 5 whole` edits the book.
"""

from tests.tools.random_edits import EDITS, Editor, differences


def test_every_kind_of_edit_together_leaves_pages_as_from_nothing(copy, tmp_path):
    editor = Editor(copy, 0)
    for edit in EDITS:
        edit(editor)
    editor.copy.passes()
    assert differences(editor.copy, tmp_path / "fresh") == []
