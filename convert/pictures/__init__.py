"""From picture regions to small files: their pixels found, cut out, made smaller and encoded."""
