"""What a notebook declares, what a run measured, and how the one is judged by the other.

- `paper` holds the frozen records of what a notebook declares: paper, digest, setting, claims;
- `run` is an executed notebook, and alone knows its JSON; `measurement` is one quantity that it
  recorded;
- `evidence` judges claims by their declared rules;
- `statistics` gives intervals over seeds.
"""

__all__ = ["evidence", "measurement", "paper", "run"]
