"""The archival XML read again: its source, its readings. Nothing but the file itself is needed."""
