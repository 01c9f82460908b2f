"""The document: blocks of segments that remember their source, and the one function that edits them."""
