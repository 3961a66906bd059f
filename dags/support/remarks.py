"""The remarks of the inspected body as an analyst types them, each with what was done with it."""

from __future__ import annotations

import re
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

EXAMPLE = """\
Opmerking: De cijfers van april zijn nog voorlopig.
Overgenomen: ja
Oud: In april steeg het aantal.
Nieuw: In april steeg het aantal, naar voorlopige cijfers.

Opmerking: De norm is te streng.
Overgenomen: nee
Reden: De norm is wettelijk bepaald."""
_FIELDS = {"opmerking": "remark", "overgenomen": "adopted", "oud": "old", "nieuw": "new", "reden": "reason"}
_FIELD = re.compile(rf"^\s*({'|'.join(_FIELDS)})\s*:\s*(.*)$", re.IGNORECASE)


def read_remarks(text: str) -> tuple[Any, ...]:
    """The answers, in order; none for an empty text. A line without a field goes on with the one before it.

    Raises:
        AirflowFailException: a block cannot be read; its number and what is wrong are told.
    """
    blocks = [block for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()]
    return tuple(_answer(block, number) for number, block in enumerate(blocks, start=1))


def _answer(block: str, number: int) -> Any:
    from etl.release import Answer

    found: dict[str, str] = {}
    field = ""
    for line in block.strip().splitlines():
        match = _FIELD.match(line)
        if match is None and not field:
            raise AirflowFailException(f"Opmerking {number}: begin met 'Opmerking:'.")
        if match is not None:
            field = _FIELDS[match[1].lower()]
            if field in found:
                raise AirflowFailException(f"Opmerking {number}: '{match[1]}' staat er twee keer.")
        found[field] = f"{found.get(field, '')} {match[2] if match else line.strip()}".strip()
    adopted = found.pop("adopted", "").lower().rstrip(".")
    if adopted not in ("ja", "nee"):
        raise AirflowFailException(f"Opmerking {number}: vul bij 'Overgenomen' ja of nee in.")
    answer = Answer(adopted=adopted == "ja", **{"remark": "", **found})
    if not answer.complete:
        needed = "'Oud' en 'Nieuw'" if answer.adopted else "een 'Reden'"
        raise AirflowFailException(f"Opmerking {number}: hier horen een 'Opmerking' en {needed} bij.")
    return answer
