"""Links: which fragment of a page continues which."""
