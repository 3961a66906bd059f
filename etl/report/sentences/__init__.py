"""The sentence library: facts in, Dutch out. The golden texts in tests/golden/report/sentences.txt show each pattern.

Every method returns whole sentences as Markup, or empty Markup when there is nothing to say. A new kind of sentence is
a method in one of the modules (or a new mixin here) and a case in tests/unit/report/test_sentences.py.
"""

from __future__ import annotations

from etl.report.sentences.development import Development
from etl.report.sentences.level import Level
from etl.report.sentences.norms import Norms
from etl.report.sentences.uncertainty import Uncertainty
from etl.report.sentences.writer import enumeration, join, sentence, words

__all__ = ["Sentences", "enumeration", "join", "sentence", "words"]


class Sentences(Level, Norms, Development, Uncertainty):
    """All sentences, bound to the facts of one report."""
