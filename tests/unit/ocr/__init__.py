"""Tests of convert/ocr."""
