"""What a notebook declares, what a run measured, and how the one is judged by the other.

- `claim` holds the frozen records of claims, of the rules that judge them, and what verdicts there are;
  `paper` those of the rest that a notebook declares: paper, digest, setting;
- `run` is an executed notebook, and alone knows its JSON; `measurement` is one quantity that it
  recorded;
- `evidence` judges claims by their declared rules;
- `statistics` gives intervals over seeds.
"""

__all__ = ["claim", "evidence", "measurement", "paper", "run"]
