"""Lines that belong together as they are: verse, lists, couplets, mastheads."""
