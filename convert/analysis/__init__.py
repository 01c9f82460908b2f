"""Evidence about a page: seams, columns, headings, fragments and how they link. It proposes nothing."""
