"""Containers of archives: files that say which files are the pages of an issue, and what stands on them."""
