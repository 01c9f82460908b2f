"""What belongs to the sheet and not to an article, and what was read off it twice."""
