"""What is known of an issue: its title, date and number, from a file beside the source or from its name."""
