"""The few doubts of many pages, for a person to decide on, in the browser."""
