"""The reference of indicators, generated from the definitions of the shipped programmes.

    uv run python -m scripts.indicators_reference

writes `docs/indicators.md`; a test fails when the file and the definitions differ.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from etl.definitions import known_programmes, load_programme
from etl.model.programme import Indicator, Measure, Norm, Programme, Roster

FILE = Path(__file__).parents[1] / "docs" / "indicators.md"
UNITS = {
    "share": "share of the denominator, printed as a percentage",
    "ratio": "ratio of two counts",
    "count": "count",
    "mean": "mean: a sum divided by a count",
    "median": "median, interpolated within the class in which it falls",
    "per_working_day": "count per day",
}
DIVISORS = {
    "weekdays": "Mondays to Fridays, public holidays included",
    "working_days": "Mondays to Fridays without public holidays",
    "calendar_days": "all days",
}
CLOCKS = {
    "elapsed": "elapsed time: nights, weekends and holidays count",
    "business": "business time: only opening hours count",
}
HEAD = """# Indicators

Generated from `etl/definitions/` by `python -m scripts.indicators_reference`; do not edit by hand.

Numbers are sums of counts per month: a share over a year is the sum of its numerators over the sum of its denominators.
They are exact until they are printed; printing rounds halves away from zero, and verdicts use what was not rounded. A
measure is a condition in SQL on the rows of one source; `:as_of` is the moment as of which is reported.
"""


def page() -> str:
    """The whole reference, in Markdown."""
    programmes = [load_programme(name).programme for name in known_programmes()]
    return "\n".join([HEAD, *(line for programme in programmes for line in _programme(programme))])


def _programme(programme: Programme) -> Iterator[str]:
    yield f"## {programme.title.nl} (`{programme.programme}`)\n"
    for indicator in programme.indicators:
        yield from _indicator(indicator, programme)
    if programme.rosters:
        yield "### Records named one by one\n"
        yield from (_roster(roster, programme) for roster in programme.rosters)
        yield ""


def _indicator(indicator: Indicator, programme: Programme) -> Iterator[str]:
    version = f", version {indicator.version}" if indicator.version > 1 else ""
    yield f"### {indicator.title.nl} (`{indicator.indicator}`{version})\n"
    if indicator.title.en:
        yield f"*{indicator.title.en}*\n"
    yield from (f"- {name}: {text}" for name, text in _rows(indicator, programme) if text)
    yield ""
    yield from _norms(indicator, programme)


def _roster(roster: Roster, programme: Programme) -> str:
    columns = ", ".join(f"`{name}`" for name in roster.columns)
    counted = _measure(programme.measure(roster.measure))
    return f"- {roster.title.nl} (`{roster.roster}`): {columns} of what is counted by {counted}"


def _rows(indicator: Indicator, programme: Programme) -> Iterator[tuple[str, str]]:
    measures = {measure.measure: measure for measure in programme.measures}
    yield "Part of", f"`{indicator.part_of}`: {indicator.label.nl}" if indicator.part_of and indicator.label else ""
    yield "Numerator", _measure(measures[indicator.numerator])
    yield "Denominator", _measure(measures[indicator.denominator]) if indicator.denominator else ""
    for exclusion in indicator.exclusions:
        how = "taken from the denominator" if exclusion.subtract else "left out by the denominator's own condition"
        yield "Left out", f"{exclusion.title.nl}; {how}. {_measure(measures[exclusion.measure])}"
    for bucket in indicator.buckets:
        yield f"Cases up to {bucket.up_to}", _measure(measures[bucket.measure])
    yield "Weighted by", _measure(measures[indicator.weight]) if indicator.weight else ""
    yield "Clock", CLOCKS.get(indicator.clock or "", "")
    yield "Unit", UNITS[indicator.unit]
    yield "Divided by", DIVISORS.get(indicator.divisor or "", "")
    printed = "as one in so many, " if indicator.print_as else ""
    yield "Printed", f"{printed}with {indicator.decimals} decimal{'s' * (indicator.decimals != 1)}"
    yield "Sample", "yes: printed with a margin, judged by its interval" if indicator.sample else ""
    yield "Per", "; ".join(", ".join(dimensions) or "the total" for dimensions in indicator.by)
    yield "Caveats", " ".join(programme.caveats[name].nl for name in indicator.caveats)
    yield "Holds", _validity(indicator)
    yield "Source", indicator.source


def _measure(measure: Measure) -> str:
    what = f"`{measure.measure}` of `{measure.source}`"
    if measure.open_seconds is not None:
        kind = "seconds without an incident" if measure.open_seconds.start else "seconds"
        return f"{what}: {kind} within opening hours"
    if not measure.from_records:
        return f"{what}: delivered as counts"
    parts = [f"sum of `{measure.value}`"] if measure.value else []
    parts += [f"where `{measure.where}`"] if measure.where else ["all rows"] if not measure.value else []
    level = "; a level: over a longer period its last month counts" if measure.stock else ""
    return f"{what}: {' '.join(parts)}{level}"


def _norms(indicator: Indicator, programme: Programme) -> Iterator[str]:
    own = [
        norm for norm in programme.norms if (norm.indicator, norm.version) == (indicator.indicator, indicator.version)
    ]
    if not own:
        return
    yield "| kind | norm | for | holds | source |\n|---|---|---|---|---|"
    for norm in own:
        scope = ", ".join(f"{name}: {' or '.join(values)}" for name, values in norm.where.items()) or "the total"
        yield f"| {norm.kind} | {_limit(norm, indicator)} | {scope} | {_validity(norm)} | {norm.source} |"
    yield ""


def _limit(norm: Norm, indicator: Indicator) -> str:
    if norm.value is None:
        return f"no value: {norm.text.nl}" if norm.text else "no value"
    shown = f"{norm.value * 100:f}".rstrip("0").rstrip(".") + " %" if indicator.unit == "share" else f"{norm.value:f}"
    return f"{norm.operator} {shown}"


def _validity(item: Indicator | Norm) -> str:
    start = f"from {item.valid_from}" if item.valid_from else ""
    end = f"up to and with {item.valid_to}" if item.valid_to else ""
    return " ".join(part for part in (start, end) if part) or "always"


def main() -> int:
    """Write the file."""
    FILE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{FILE}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
