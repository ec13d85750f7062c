"""What a notebook declares, what a run measured, and how the one is judged by the other.

- `paper` holds the frozen records of what a notebook declares: paper, digest, setting, claims;
- `evidence` finds measurements in a run's outputs, and judges claims by their declared rules;
- `statistics` gives intervals over seeds.
"""

__all__ = ["evidence", "paper"]
