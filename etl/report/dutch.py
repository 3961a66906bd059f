"""Dutch words for counts, dates, periods and lists. No locale, no clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from etl.model.period import Period

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
MONTHS_SHORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
NUMBER_WORDS = ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
HALVES = {1: "eerste", 2: "tweede"}


def date_text(day: date) -> str:
    """`1 januari 2008`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def listing(items: Sequence[str], word: str = "en") -> str:
    """`a, b en c`."""
    items = list(items)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def number_word(count: int) -> str:
    """A count in words, as running text asks; up to ninety-nine."""
    if count < len(NUMBER_WORDS):
        return NUMBER_WORDS[count]
    if count < 20:
        return {13: "dertien", 14: "veertien", 18: "achttien"}.get(count, f"{NUMBER_WORDS[count - 10]}tien")
    ten, unit = divmod(count, 10)
    if not unit:
        return TENS[ten - 2]
    word = NUMBER_WORDS[unit].replace("é", "e")
    return f"{word}{'ën' if word.endswith('e') else 'en'}{TENS[ten - 2]}"


def plural(count: int, one: str, many: str) -> str:
    """The form of a noun that goes with a count."""
    return one if count == 1 else many


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def with_number(text: str) -> str:
    """A number at the end of a title stays on the line of the word before it: `(trede 1)`."""
    return re.sub(r" (?=\d+\)?$)", "\N{NO-BREAK SPACE}", text)


def half_of(period: Period) -> int:
    """1 or 2 for a half-year."""
    return 1 if period.first % 12 == 0 else 2


def _month(number: int, names: Sequence[str] = MONTHS) -> str:
    return names[number % 12]


def period_name(period: Period) -> str:
    """A period in running text, after `in` or `over`: `2007`, `de eerste helft van 2007`, `maart 2007`."""
    first, last = period.first // 12, period.last // 12
    match period.kind:
        case "year":
            return str(first)
        case "half":
            return f"de {HALVES[half_of(period)]} helft van {first}"
        case "month":
            return f"{_month(period.first)} {first}"
    if period.first % 12 == 0 and period.last % 12 == 11:
        return f"de jaren {first} tot en met {last}"
    start = _month(period.first) if first == last else f"{_month(period.first)} {first}"
    return f"de periode {start} tot en met {_month(period.last)} {last}"


def period_title(period: Period) -> str:
    """A period as it stands in titles: `2007`, `eerste halfjaar 2007`, `maart 2007`."""
    if period.kind == "half":
        return f"{HALVES[half_of(period)]} halfjaar {period.first // 12}"
    return period_name(period).removeprefix("de jaren ").removeprefix("de periode ")


def period_label(period: Period) -> str:
    """A period at the head of a column: `2007`, `1e helft 2007`, `mrt 2007`."""
    first, last = period.first // 12, period.last // 12
    match period.kind:
        case "year":
            return str(first)
        case "half":
            return f"{half_of(period)}e helft {first}"
        case "month":
            return f"{_month(period.first, MONTHS_SHORT)} {first}"
    if period.first % 12 == 0 and period.last % 12 == 11:
        return f"{first}–{last}"
    return f"{_month(period.first, MONTHS_SHORT)} {first} – {_month(period.last, MONTHS_SHORT)} {last}"


def period_names(period: Period) -> tuple[str, ...]:
    """Every way in which a period is written: what may stand where a period is declared."""
    year = str(period.first // 12)
    own = (period_name(period), period_title(period), period_label(period), year, str(period))
    return own if period.kind != "month" else (*own, _month(period.first, MONTHS_SHORT))


def place(dimension: str, label: str) -> str:
    """A dimension value as an adjunct: `voor werknemers`, `bij divisie AG`, `in regio Zuid`, `op vestiging Goes`."""
    preposition = {"client_group": "voor", "division": "bij", "region": "in", "site": "op"}.get(dimension, "bij")
    if "onbekend" in label:
        preposition = "voor"
    return f"{preposition} {label}"
