"""Characters: look-alikes, marks, numbers, and how sure the recogniser was of them."""
