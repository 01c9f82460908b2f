"""Many issues together: books made of them, and a catalogue of finished files."""
