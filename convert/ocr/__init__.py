"""Optical character recognition behind one protocol: an image in, lines with places and certainties out."""
