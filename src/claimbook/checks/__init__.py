"""What can be validated without a kernel: the bibliography, and the project as a whole."""
