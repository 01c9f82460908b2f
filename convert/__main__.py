"""`python -m convert`: the command of a checkout that is not installed."""

from __future__ import annotations

from convert.cli import main

if __name__ == "__main__":
    main()
