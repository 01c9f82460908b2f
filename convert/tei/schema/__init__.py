"""The schemas of the archival XML, RELAX NG and Schematron, and what reads them."""
