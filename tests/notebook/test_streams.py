from typing import Any

from claimbook.notebook.streams import coalesce, join_text


def stream(text: Any, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


SHOWN = {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "3"}}


def test_chunks_of_a_stream_are_one_output():
    """However often a kernel flushed, its text is whole, carriage returns included."""
    assert coalesce([stream("\r 10 %"), stream("\r 20 %"), stream(["a\n", "b"])]) == [
        stream("\r 10 %\r 20 %a\nb")
    ]


def test_streams_between_two_displays_come_in_one_order():
    """A kernel's two streams race; the page is the same after every run."""
    one, other = stream("out\n"), stream("err\n", "stderr")
    assert coalesce([one, other, one]) == [stream("out\nout\n"), other]
    assert coalesce([other, one, one]) == [stream("out\nout\n"), other]


def test_what_is_printed_below_a_display_stays_below_it():
    """Text is not moved past what a cell displayed."""
    assert coalesce([stream("a"), SHOWN, stream("b"), SHOWN]) == [
        stream("a"),
        SHOWN,
        stream("b"),
        SHOWN,
    ]


def test_an_empty_stream_is_nothing():
    """A flush of nothing leaves no output."""
    assert coalesce([stream(""), stream([])]) == []


def test_outputs_are_not_changed_in_place():
    """The caller's outputs stay as they were."""
    given = [stream("a"), stream("b")]
    coalesce(given)
    assert given == [stream("a"), stream("b")]


def test_half_a_surrogate_pair_is_replaced():
    """JSON may hold what no file can."""
    assert join_text("a\ud800b") == "a�b"
    assert join_text(["\ud83d", "\ude00"]) == "😀"  # a pair that two lines share is whole again
