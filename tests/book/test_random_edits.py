"""No build leaves a wrong page, whatever was built before and whatever was edited then.

`python -m tests.tools.random_edits` makes more rounds, others each week; `5 whole` on the book.
"""

from tests.tools.random_edits import EDITS, Editor, differences, rounds


def test_a_build_after_random_edits_is_one_from_nothing(copy):
    rounds(copy, 1, 1, print)


def test_every_kind_of_edit_together_leaves_pages_as_from_nothing(copy, tmp_path):
    editor = Editor(copy, 0)
    for edit in EDITS:
        edit(editor)
    editor.copy.passes()
    assert differences(editor.copy, tmp_path / "fresh") == []
