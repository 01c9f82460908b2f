"""A newspaper teaches its own habits: many of its issues become one small file of counts."""
