"""What was understood of a page, drawn over it: for those who look, and for those who mend the rules."""
