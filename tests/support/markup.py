"""Files of other kinds than text, as programs write them, and by which word each must be named."""

from __future__ import annotations

ALTO = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page ID="P1"><PrintSpace>
<TextBlock ID="b"><TextLine><String CONTENT="渡口" WC="0.9"/></TextLine></TextBlock></PrintSpace></Page>
</Layout></alto>
"""
METS = """<mets:mets xmlns:mets="http://www.loc.gov/METS/" LABEL="Courier"><mets:fileSec/></mets:mets>"""
PAGE = """<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
<Page/></PcGts>"""
HOCR = """<html><head><meta name="ocr-system" content="any"/></head><body>
<div class="ocr_page">渡口</div></body>
</html>"""
ABBYY = (
    """<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml"><page/></document>"""
)
HTML = """<!DOCTYPE html>\n<html lang="zh"><head><title>渡口</title></head><body><p>渡口</p></body></html>"""
RSS = """<rss version="2.0"><channel><title>渡口</title><item><title>一</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>渡口</title></feed>"""
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><p>渡口</p></body></text></TEI>"""
GENERIC = "<issue><title>渡口</title></issue>"
DECLARATION = '<?xml version="1.0"?>\n'

KINDS = {
    "ALTO": (ALTO, "ALTO"),
    "METS": (METS, "METS"),
    "PAGE": (PAGE, "PAGE"),
    "hOCR": (HOCR, "hOCR"),
    "ABBYY": (ABBYY, "ABBYY"),
    "HTML": (HTML, "HTML"),
    "HTML without a doctype": ("<html>\n<body>\n渡口\n", "HTML"),
    "HTML in capitals": ("<HTML><BODY>渡口", "HTML"),
    "a piece of HTML": ("<p>渡口</p>\n<p>改造</p>\n", "HTML"),
    "a piece of HTML with a class": ('<div class="a">渡口\n', "HTML"),
    "RSS": (RSS, "RSS"),
    "Atom": (ATOM, "Atom"),
    "TEI of others": (TEI, "TEI"),
    "generic XML": (GENERIC, "XML (issue)"),
    "XML in Chinese": ("<报纸><标题>渡口</标题></报纸>", "XML"),
    "XML in Chinese with a declaration": (DECLARATION + "<报纸>渡口", "XML"),
    "JSON": ('{"title": "渡口", "text": "改造"}', "JSON"),
    "JSON on many lines": ('{\n  "title" : "渡口"\n}\n', "JSON"),
    "a list of objects": ('[\n {"title": "渡口"}\n]', "JSON"),
    "a list of texts": ('["渡口", "改造"]', "JSON"),
    "JSON cut short": ('{"title": "渡口", "te', "JSON"),
    "JSON of many digits": ('{"a": ' + "1" * 5000 + "}", "JSON"),
    "JSON of many brackets": ('{"a": ' + "[" * 5000, "JSON"),
    "JSON lines": ('{"title": "渡口"}\n{"title": "改造"}\n', "JSON lines"),
    "lines of lists": ('["渡口", 1]\n["改造", 2]\n', "JSON lines"),
}
"""Contents and the word for them."""
