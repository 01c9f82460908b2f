"""Bytes and characters: what encoding a source has, where its characters stand, what XML can hold."""
