"""The CSV files can be opened in a spreadsheet without anything in them being carried out."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.pipeline.facts_file import csv_bytes, defused


@pytest.mark.parametrize(
    "cell", ["=1+1", "+31 20", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "  =1", "=", "-", "-1+1", "\N{NO-BREAK SPACE}=1"]
)
def test_a_formula_becomes_text(cell: str) -> None:
    """Whatever a spreadsheet would start to compute gets an apostrophe, also behind spaces."""
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "63,8%", "-0,4", "-12.5", "reachability@2007", "1 per 9.318", ">=", "a=b", "AG-NOORD"]
)
def test_numbers_and_names_stay(cell: str) -> None:
    """A negative number is a number; a sign inside a word is a word."""
    assert defused(cell) == cell


def test_a_hostile_code_is_harmless_in_the_file() -> None:
    """Codes come from a programme, which may be anybody's."""
    table = pd.DataFrame({"region": ["=HYPERLINK(1)", "NOORD"], "value": [-1, 2]})

    assert csv_bytes(table) == b"region,value\n'=HYPERLINK(1),-1\nNOORD,2\n"
