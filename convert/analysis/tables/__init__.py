"""Tables, and captions of tables and pictures."""
