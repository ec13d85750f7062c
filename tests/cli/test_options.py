import pytest

from claimbook.cli.options import refuse_joined
from claimbook.errors import ClaimbookError


@pytest.mark.parametrize(
    "args",
    [["-p", "seeds=3"], ["dpa", "-p", "seeds=3"], ["-pseeds=3"], ["--parameter=seeds=3", "dpa"]],
)
def test_a_parameter_in_one_word_is_refused_with_the_two(args: list[str]) -> None:
    """What the line advises is what the option takes."""
    with pytest.raises(ClaimbookError, match="seeds=3 is one word; write -p seeds 3"):
        refuse_joined(args)


@pytest.mark.parametrize(
    "args", [["-p", "seeds", "3"], ["-p", "rule", "a=b"], ["--profile=quick"], []]
)
def test_a_parameter_in_two_words_is_taken(args: list[str]) -> None:
    """A value may hold the sign."""
    refuse_joined(args)
