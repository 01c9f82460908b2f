"""Texts at the end of the help of several commands."""

from __future__ import annotations

NAME = "backfile"

EXIT_CODES = """\b
Exit status:
  0    every source was converted, perhaps with warnings
  1    some of several sources failed; or, with --strict, there were warnings
  2    the command line, a style or a metadata file is wrong
  3    no source was found, or the only source cannot be read
  4    the output cannot be written
  5    internal error (a bug in backfile)
  130  interrupted (141: broken pipe; 143: terminated)
"""
ENVIRONMENT = """\b
Environment:
  SOURCE_DATE_EPOCH  the time written into the files, in seconds since 1970
  NO_COLOR, FORCE_COLOR, TERM=dumb and COLUMNS have their usual meaning
"""
