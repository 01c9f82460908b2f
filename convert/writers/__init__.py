"""Writers: docx, epub and pdf here, xml in `convert.tei`; `registry` is the table of all."""
