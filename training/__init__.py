"""How the weights and counts that the package ships were made."""
