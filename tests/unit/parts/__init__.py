"""An issue of several files, from the files to the archival XML and back."""
