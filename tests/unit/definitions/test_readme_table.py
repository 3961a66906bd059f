"""The README's table 'What of it lives where' names what exists, and everything that the registers bring."""

from __future__ import annotations

import re
from pathlib import Path

from etl.definitions import load_programme

ROOT = Path(__file__).parents[3]
PROGRAMME = ROOT / "etl" / "definitions" / "uwv_telephone"
SECTION = (ROOT / "README.md").read_text(encoding="utf-8").split("## What of it lives where")[1].split("\n## ")[0]
NAMED = set(re.findall(r"`([^`]+)`", SECTION))


def test_every_name_in_the_table_exists() -> None:
    """An indicator, a file of the programme, a folder, the programme or a command."""
    indicators = {item.indicator for item in load_programme("uwv_telephone").programme.indicators}
    files = {name for name in NAMED if (PROGRAMME / name).is_file() or (ROOT / name).is_dir()}

    assert NAMED - indicators - files == {"uwv_telephone", "oversight review"}


def test_every_indicator_of_a_register_answers_to_a_document() -> None:
    """Except those that only count what another one is a share of; a part answers with its whole."""
    indicators = load_programme("uwv_telephone").programme.indicators
    parts = {item.indicator for item in indicators if item.part_of is not None}
    brought = {
        name
        for path in (PROGRAMME / "registers").glob("*.yml")
        for name in re.findall(r"^  - indicator: (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }

    unnamed = brought - parts - NAMED

    assert unnamed == {"complaints_adjourned", "training_participants"}
