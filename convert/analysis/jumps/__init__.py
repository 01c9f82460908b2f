"""Jumps: articles that go on on another page."""
