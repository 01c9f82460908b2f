"""Single lines: their shapes, their forms, how long they are, and what two of them have in common."""
