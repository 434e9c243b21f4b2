"""What cells print is one output for each stream, in no more time than it takes to read it."""

import time

import pytest
from nbformat.v4 import new_output

from book._tools.execute import join_streams


def printed(text, name="stdout"):
    return new_output("stream", name=name, text=text)


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["a\n", "b", "c\n"], "a\nbc\n"),
        (["10 %\r", "20 %\r", "done\n"], "done\n"),
        (["a\r\nb\r\n"], "a\r\nb\r\n"),
        (["first\n1\r", "2"], "first\n2"),
    ],
)
def test_pieces_are_joined_as_a_terminal_shows_them(pieces, text):
    (output,) = join_streams([printed(piece) for piece in pieces])
    assert (output.name, output.text) == ("stdout", text)


def test_streams_and_what_stands_between_them_stay_apart():
    shown = new_output("display_data", data={"text/plain": "x"})
    outputs = [printed("a"), printed("b", "stderr"), shown, printed("c"), printed("d")]
    joined = join_streams(outputs)
    assert [each.get("text", "shown") for each in joined] == ["a", "b", "shown", "cd"]


def test_a_line_of_millions_takes_no_time():
    begun = time.process_time()
    join_streams([printed("x" * 100_000) for _ in range(50)])
    # Its square would be minutes.
    assert time.process_time() - begun < 5
