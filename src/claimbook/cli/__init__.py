"""The command line: thin; parses, calls one function, prints.

- `main` is the program: it runs, judges and checks, and turns an error into one line and a code;
- `bib` holds `claimbook bib`, `check` `claimbook check`, `status` `claimbook status`, `papers` what
  begins notebooks: `claimbook new` and `import`, `adopting` what others began: `claimbook adopt`
  and `strip`, `starting` what begins a project: `claimbook init`,
  `doctor` looks at the machine, `settings` prints the settings, `store` looks after the runs that are
  kept;
- `accepting` holds `claimbook accept`, `diff` and `open`: what a run brought, against what was accepted;
- `options` is what commands share, and `display` shows how far a run has come.
"""

from claimbook.cli.main import main

__all__ = ["main"]
