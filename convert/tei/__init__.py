"""The archival XML, both ways: written from a document, read, verified and restored."""
