"""What is repaired: a file for each rule, and `registry` with all of them in running order."""
