"""docs/indicators.md says what the definitions say."""

from __future__ import annotations

import re

from etl.definitions import known_programmes, load_programme
from scripts.indicators_reference import FILE, page


def test_the_file_is_not_stale() -> None:
    """After a change of a definition: `python -m scripts.indicators_reference`."""
    assert FILE.read_text("utf-8") == page()


def test_every_indicator_is_in_it() -> None:
    """In each of its versions."""
    text = page()

    for name in known_programmes():
        for indicator in load_programme(name).programme.indicators:
            assert re.search(rf"^### .*\(`{indicator.indicator}`", text, re.MULTILINE), indicator.indicator


def test_a_norm_stands_with_its_operator_scope_validity_and_source() -> None:
    """The repeats: strictly less than five percent, per division."""
    text = page()

    assert "| norm | < 5 % | division: WW or AG, region: any | from 2007-01-01 | 2008/1258, 3.2 |" in text
    assert "| norm | no value: De klant is toegezegd dat hij binnen 24 uur wordt teruggebeld;" in text
