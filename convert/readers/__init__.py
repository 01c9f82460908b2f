"""Readers: bytes in, blocks in source order out; `registry` is the table of all."""
