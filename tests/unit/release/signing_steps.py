"""Steps of the way to a signature, as small as they can be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from etl.release import Answer, Signature

START = datetime(2008, 3, 1, 9, tzinfo=UTC)
ADOPTED = Answer("Verduidelijk dit.", adopted=True, old="oude tekst", new="nieuwe tekst")
NOT_ADOPTED = Answer("Schrap dit.", adopted=False, reason="Het volgt uit de cijfers.")
BY = {
    "draft": "anna",
    "review": "bram",
    "consultation": "anna",
    "board_reaction": "anna",
    "signed": "dirk",
    "sent": "anna",
}


def step(name: str, *, day: int = 0, content: str = "a", **changes: Any) -> Signature:
    """A step about the draft with this content, by the person who usually takes it."""
    values: dict[str, Any] = {
        "step": name,
        "by": BY[name],
        "at": START + timedelta(days=day),
        "decision": "approved" if name in ("review", "signed") else "recorded",
        "fingerprint": content * 64,
        "report_fingerprint": "r" * 64,
        "draft_sha256": content.upper() * 64,
        "run_id": f"run-{content}",
        "edition": 1,
        "remark": "Het bestuur herkent zich in het rapport." if name == "board_reaction" else "",
    }
    return Signature(**{**values, **changes})


def way(*names: str, **changes: Any) -> list[Signature]:
    """These steps, one a day."""
    return [step(name, day=day, **changes) for day, name in enumerate(names)]
