"""Numbers that are printed are found, and named as a quantity is."""

import pytest

from claimbook.intake.printed import suggest_records
from claimbook.lab.measurement import NAME


@pytest.mark.parametrize(
    ("source", "records"),
    [
        ('print(f"loss {loss:.3f}")', ["loss"]),
        ('print("The gap is", a - b, "nats")', ["the_gap_is"]),
        ('print("acc: %.2f of %d" % (acc, n))', ["acc", "n"]),
        ('print("{} {}".format(acc, model.rate))', ["acc", "model_rate"]),
        ("print(loss)\nprint(loss)", ["loss", "loss_2"]),
        ("history['Val Loss']", ["history_val_loss"]),
        ("print(np.mean(errors_2))", ["errors"]),
        ("print('done')\nprint()\nprint(3)\nprint(x.shape, type(x), EPOCHS)\nx.fit()", []),
        ("for i in range(3):\n    print(i, i + 1)", []),
        ("x = 1", []),
        ("", []),
    ],
)
def test_what_is_printed(source: str, records: list[str]) -> None:
    """What may be a number is suggested under a name that can be recorded; words and counters are not."""
    names = [one.record.split('"')[1] for one in suggest_records((source,))]
    assert names == records
    assert all(NAME.fullmatch(name) for name in names)


def test_in_a_loop_it_is_said() -> None:
    """A number that is printed often is to be recorded once."""
    (one,) = suggest_records(("for x in y:\n    z = x\n    print(z)",))
    assert (one.often, one.line) == (True, 3)


@pytest.mark.parametrize(
    ("said", "n"), [("hello", 0), ("0.5", 1), ("np.float64(0.5)", 1), ("<Model 3>", 0), ("", 1)]
)
def test_what_it_printed_is_believed(said: str, n: int) -> None:
    """Where somebody kept the outputs, a cell that showed no number is passed over."""
    assert len(suggest_records(("model",), (said,))) == n
