"""The parts of a Word document as files, as python-docx would save them: they go into a zip once."""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE
from docx.opc.oxml import CT_Types, serialize_part_xml
from docx.opc.package import OpcPackage
from docx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI
from docx.opc.spec import default_content_types


def package_files(package: OpcPackage) -> dict[str, bytes]:
    """Return parts, their relations and the list of their kinds, by their names in the archive.

    `save` of python-docx writes the same files, and compresses them by whichever zlib there is.
    """
    files = {PACKAGE_URI.rels_uri.membername: package.rels.xml}
    kinds = {"rels": CONTENT_TYPE.OPC_RELATIONSHIPS, "xml": CONTENT_TYPE.XML}
    own_kinds: dict[str, str] = {}
    for part in package.parts:
        files[part.partname.membername] = part.blob
        if part.rels:
            files[part.partname.rels_uri.membername] = part.rels.xml
        ending = part.partname.ext.lower()
        if (ending, part.content_type) in default_content_types:
            kinds[ending] = part.content_type
        else:
            own_kinds[part.partname] = part.content_type
    listed = CT_Types.new()  # type: ignore[no-untyped-call]
    for ending, kind in sorted(kinds.items()):
        listed.add_default(ending, kind)
    for name, kind in sorted(own_kinds.items()):
        listed.add_override(name, kind)
    return {**files, CONTENT_TYPES_URI.membername: serialize_part_xml(listed)}
