"""A catalogue of a folder of converted issues: static feeds and a page, nothing that must run."""
