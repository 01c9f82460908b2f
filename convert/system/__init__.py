"""Files, locks and parsers: what stands between the program and the machine."""
