"""The messages in Chinese."""
