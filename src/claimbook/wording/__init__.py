"""Every word, number and day that a reader or a terminal sees from the engine.

`catalogue` looks words up in `en.ftl`, `plurals` in every plural form, for scripts; `numbers` writes
numbers, days and rules, `marks` the marks of verdicts, `claims` how a claim was settled, `names` those
of people and venues, `particles` the Korean ones that follow a sound.
"""

__all__ = ["catalogue", "claims", "marks", "names", "numbers", "particles", "plurals"]
