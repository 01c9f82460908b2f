"""The scripts that make the tables and weights: what they do with a little text of our own."""
