"""What PDF/UA-1 and PDF/A-3a ask beyond WeasyPrint's `pdf/a-3a`: identity, artifacts, ids, labels, attachments."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import pydyf

from etl.report.tagging.tree import Element, Tree, number_of

_XMP = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language><rdf:Bag><rdf:li>{lang}</rdf:li>\
</rdf:Bag></dc:language></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description></rdf:li></rdf:Seq>\
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_MARKED = re.compile(rb"/\w+\n<</MCID (\d+)>>\nBDC")
FIRST_OF_REPORT = "rapport-begin"  # the anchor on the first page that is not the letter


def identify(document: Any, pdf: pydyf.PDF) -> None:
    """Say in XMP that the file is PDF/UA-1, with the schema that PDF/A wants for that, and in which language."""
    metadata = pdf.objects[number_of(pdf.catalog["Metadata"])]
    addition = _XMP.format(lang=document.metadata.lang).encode()
    metadata.stream = [b"".join(metadata.stream).replace(b"</rdf:RDF>", addition + b"</rdf:RDF>")]


def attachments(pdf: pydyf.PDF, mimes: Mapping[str, str]) -> None:
    """List each attachment once (WeasyPrint 70 lists them twice), with the type that the caller gave it."""
    if "AF" not in pdf.catalog:
        return
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    for reference in pdf.catalog["AF"]:
        entry = pdf.objects[number_of(reference)]
        stream = pdf.objects[number_of(entry["EF"]["F"])]
        stream.extra["Subtype"] = "/" + mimes[entry["UF"].string].replace("/", "#2f")


def artifacts(pdf: pydyf.PDF, tree: Tree, elements: Sequence[Element]) -> None:
    """Content without a place in the tree (running heads, repeated table heads) becomes a pagination artifact."""
    live = {element.number for element in elements}
    for page, reference in enumerate(pdf.page_references):
        owners = tree.parents[2 * page + 1]
        orphans = {mcid for mcid, owner in enumerate(owners) if number_of(owner) not in live}
        stream = pdf.objects[number_of(pdf.objects[number_of(reference)]["Contents"])]
        stream.stream = [_MARKED.sub(partial(_as_artifact, orphans), b"\n".join(stream.stream))]
        for mcid in orphans:
            owners[mcid] = b"null"


def _as_artifact(orphans: Container[int], marked: re.Match[bytes]) -> bytes:
    return b"/Artifact\n<</Type /Pagination>>\nBDC" if int(marked[1]) in orphans else marked[0]


def ids(tree: Tree, elements: Iterable[Element]) -> None:
    """Notes need an id, and every id belongs in the id tree."""
    known: dict[str, bytes] = {}
    for element in elements:
        if element["S"] == "/Note":
            element["ID"] = pydyf.String(f"noot-{len(known):05d}")
        if "ID" in element:
            known[element["ID"].string] = element.reference
    if known:
        tree.root["IDTree"] = pydyf.Dictionary(
            {"Names": pydyf.Array(item for name in sorted(known) for item in (pydyf.String(name), known[name]))}
        )


def labels(document: Any, pdf: pydyf.PDF) -> None:
    """Page labels as they are printed: letter and report count apart. The bookmarks open with the file."""
    for page, rendered in enumerate(document.pages):
        if FIRST_OF_REPORT in rendered.anchors:
            report = pydyf.Dictionary({"S": "/D"})
            letter = pydyf.Dictionary({"S": "/D", "P": pydyf.String("brief ")})
            nums = [page, report] if page == 0 else [0, letter, page, report]
            pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(nums)})
            break
    pdf.catalog["PageMode"] = "/UseOutlines"
