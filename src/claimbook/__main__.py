"""`python -m claimbook` is `claimbook`."""

from claimbook.cli.main import main

if __name__ == "__main__":  # workers import this module anew
    main()
