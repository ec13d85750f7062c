"""Every word, number and day that a reader or a terminal sees from the engine.

`catalogue` looks words up in `en.ftl`, `numbers` writes numbers, days and rules, `marks` the marks of
verdicts.
"""

from claimbook.wording.catalogue import say, words

__all__ = ["catalogue", "marks", "numbers", "say", "words"]
