"""What a notebook declares, what a run measured, and how the one is judged by the other."""
