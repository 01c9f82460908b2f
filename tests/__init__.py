"""Tests: cases first, then properties, then the command as a user runs it."""
