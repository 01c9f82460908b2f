"""What a page looks like, without a look at its words: lines, columns, paragraphs, their order."""
