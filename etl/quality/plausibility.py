"""The plausibility rules that follow from a source's contract: what a month may differ from the months around it.

Codes: A10 how often a column is filled, A12 moments on the whole hour, A13 how codes divide, A14 a value that stands
still, A15 a month that is a copy of another. A month is held against the month before it, the twelve before it
together and the same month a year earlier, as far as these were delivered; volumes are A9 (`deliveries.yml`).

All queries group by unit and month first, so that each reads the table once, whatever its size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from etl.model.checks import Parameter, Rule
from etl.model.contract import Column, Source, Text
from etl.quality.plan import Check, quoted

FEW_VALUES = 20
"""A whole number with bounds that lie no further apart counts as a code: a score, a grade, a severity."""

_SIGMAS = Parameter(
    value=Decimal(4),
    reason=Text(
        nl="Toevalsmarge, zodat een maand met dertig regels niet vanzelf afwijkt.",
        en="Allowance for chance, so that a month of thirty rows does not deviate by itself.",
    ),
)
_FILLED = {
    "margin": Parameter(
        value=Decimal("0.10"),
        reason=Text(
            nl="Drukte en storingen verschuiven het aandeel met enkele punten; een vervallen kolom met tientallen.",
            en="Busy months and incidents move the share by a few points; a dropped column moves it by tens.",
        ),
    ),
    "margin_year": Parameter(
        value=Decimal("0.20"),
        reason=Text(
            nl="Over een jaar mag beleid het dubbele verschuiven van wat in een maand gewoon is.",
            en="Over a year policy may move twice what is normal in a month.",
        ),
    ),
    "sigmas": _SIGMAS,
}
_DIVIDED = {
    "margin": Parameter(
        value=Decimal("0.10"),
        reason=Text(
            nl="Van maand op maand verschuift een aandeel enkele punten; een andere codering tientallen.",
            en="From month to month a share moves by a few points; another way of coding moves it by tens.",
        ),
    ),
    "margin_year": Parameter(
        value=Decimal("0.20"),
        reason=Text(
            nl="In 2005 tot en met 2008 verschoof geen aandeel in een jaar meer dan vijftien punten.",
            en="From 2005 to 2008 no share moved more than fifteen points in a year.",
        ),
    ),
    "sigmas": _SIGMAS,
}
_ON_THE_HOUR = {
    "share": Parameter(
        value=Decimal("0.10"),
        reason=Text(
            nl="Ook bij registratie in hele minuten valt maar één op de zestig momenten op het hele uur.",
            en="Even when whole minutes are registered, only one moment in sixty falls on the hour.",
        ),
    ),
    "rows": Parameter(
        value=Decimal(20),
        reason=Text(
            nl="Bij minder dan twintig regels kan het toeval zijn.", en="With fewer than twenty rows it may be chance."
        ),
    ),
}
_STANDING_STILL = {
    "rows": Parameter(
        value=Decimal(20),
        reason=Text(
            nl="Onder de twintig regels zegt één gelijke waarde weinig.",
            en="Below twenty rows one and the same value says little.",
        ),
    ),
    "surprise": Parameter(
        value=Decimal(14),
        reason=Text(
            nl="Natuurlijke logaritme: naar de andere maanden gemeten is de kans op één waarde kleiner dan één op een "
            "miljoen.",
            en="Natural logarithm: judged by the other months the chance of a single value is below one in a million.",
        ),
    ),
}
_COPIED = {
    "rows": Parameter(
        value=Decimal(10),
        reason=Text(
            nl="Tien regels met dezelfde minuten, seconden en duren bestaan niet twee keer.",
            en="Ten rows with the same minutes, seconds and durations do not exist twice.",
        ),
    ),
    "day_rows": Parameter(
        value=Decimal(5),
        reason=Text(
            nl="Vanaf vijf regels is een gelijke dag geen toeval meer.",
            en="From five rows on, an equal day is no coincidence any more.",
        ),
    ),
    "days": Parameter(
        value=Decimal(3),
        reason=Text(
            nl="Drie gelijke dagen: ook een kopie waaruit regels zijn weggelaten, valt op.",
            en="Three equal days: a copy from which rows were left out shows up as well.",
        ),
    ),
}
_TEXTS: dict[str, tuple[Text, Text, Text]] = {
    "A10": (
        Text(
            nl="kolommen zijn even vaak gevuld als in de maanden ervoor",
            en="columns are filled as often as in the months before",
        ),
        Text(
            nl="Een kolom die ineens leegloopt of volloopt, wijst op een andere registratie en niet op andere feiten.",
            en="A column that suddenly empties or fills points to another way of registering, not to other facts.",
        ),
        Text(
            nl="Vraag de leverancier wat er tussen beide maanden in de registratie is veranderd.",
            en="Ask the supplier what changed in the registration between the two months.",
        ),
    ),
    "A12": (
        Text(nl="{column} valt niet opvallend vaak op het hele uur", en="{column} is not on the hour unusually often"),
        Text(
            nl="Momenten op het hele uur of om middernacht zijn ingevuld of afgerond, en niet gemeten.",
            en="Moments on the hour or at midnight were filled in or rounded, and not measured.",
        ),
        Text(
            nl="Vraag hoe {column} in deze maanden is vastgelegd, en lever de gemeten momenten.",
            en="Ask how {column} was registered in these months, and deliver the moments as measured.",
        ),
    ),
    "A13": (
        Text(nl="codes zijn verdeeld zoals in de maanden ervoor", en="codes divide as they did in the months before"),
        Text(
            nl="Een code die ineens veel vaker of nooit meer voorkomt, is meestal anders toegekend.",
            en="A code that suddenly occurs far more often, or never, was usually assigned in another way.",
        ),
        Text(
            nl="Vraag de leverancier wat er in het coderen is veranderd, en vanaf welke dag.",
            en="Ask the supplier what changed in the coding, and from which day on.",
        ),
    ),
    "A14": (
        Text(nl="geen kolom staat een maand lang stil", en="no column stands still for a month"),
        Text(
            nl="Een maand lang overal dezelfde waarde is een standaardwaarde of een vaste meter, geen waarneming.",
            en="The same value everywhere for a month is a default or a stuck meter, no observation.",
        ),
        Text(
            nl="Vraag waar de waarde in deze maand vandaan komt, en lever de waargenomen waarden.",
            en="Ask where the value of this month comes from, and deliver the values as observed.",
        ),
    ),
    "A15": (
        Text(nl="geen maand is een kopie van een andere", en="no month is a copy of another"),
        Text(
            nl="Vallen regels in twee maanden op de seconde gelijk, dan is een maand gekopieerd en niet geregistreerd.",
            en="Where the rows of two months agree to the second, a month was copied and not registered.",
        ),
        Text(
            nl="Vraag welke van beide maanden echt is, en lever de andere opnieuw.",
            en="Ask which of the two months is real, and deliver the other one again.",
        ),
    ),
}

# How far the share k/n of each thing in each month lies from that of the months it is held against.
_JUMPS = """
    series as (
      select *, lag(n) over before as n1, lag(k) over before as k1,
      sum(n) over year as n2, sum(k) over year as k2, count(*) over year as known
      from counts window before as (partition by "_unit", "_what" order by "_month"),
      year as (partition by "_unit", "_what" order by "_month" rows between 12 preceding and 1 preceding)),
    pairs as (
      select "_unit", "_what", "_month", n, k, n1 as n0, k1 as k0, {margin} as margin from series
      union all select "_unit", "_what", "_month", n, k, n2, k2, {margin_year} from series where known >= 3
      union all select a."_unit", a."_what", a."_month", a.n, a.k, b.n, b.k, {margin_year} from series as a
      join series as b on b."_unit" = a."_unit" and b."_what" = a."_what"
      and b."_month" = (a."_month"[:4]::int - 1) || a."_month"[5:]),
    shares as (
      select *, abs(k / n - k0 / n0) as observed, (k + k0) / (n + n0) as p from pairs where n > 0 and n0 > 0)
    select max(observed) as observed from shares
    where observed > margin + {sigmas} * sqrt(p * (1 - p) * (1 / n + 1 / n0))
    group by "_unit", "_what", "_month\""""


def plausibility_checks(source: Source) -> list[Check]:
    """All plausibility checks that a source's contract implies, for its records."""
    columns = source.record_columns()
    optional = [name for name, column in columns.items() if not column.required]
    codes = [name for name, column in columns.items() if _is_code(column)]
    others = [name for name, column in columns.items() if column.type == "integer" and not _is_code(column)]
    moments = [name for name, column in columns.items() if column.type == "timestamp" and name != source.month_column]
    found = [*_filled(source, optional), *_divided(source, codes), *_standing_still(source, codes, others)]
    if columns[source.month_column].type == "timestamp":
        found += [_on_the_hour(source), _copied(source, moments)]
    return found


def _is_code(column: Column) -> bool:
    if column.type == "integer":
        return column.min is not None and column.max is not None and column.max - column.min <= FEW_VALUES
    return column.type == "boolean" or column.codes is not None


def _check(
    source: Source, code: str, query: str, columns: Sequence[str], parameters: dict[str, Parameter], column: str = ""
) -> Check:
    title, why, action = (
        Text(nl=text.nl.format(column=column), en=text.en.format(column=column)) for text in _TEXTS[code]
    )
    rule = Rule(
        code=code,
        severity="warn",
        title=title,
        why=why,
        action=action,
        query=" ".join(query.split()),
        columns=(*columns, "_unit", "_month"),
        parameters=parameters,
    )
    return Check(rule, source.source, column)


def _filled(source: Source, optional: list[str]) -> Iterator[Check]:
    """Per unit, month and optional column: the share of rows in which it is filled."""
    if not optional:
        return
    filled = ", ".join(f"count({quoted(name)}) as {quoted(name)}" for name in optional)
    names = ", ".join(quoted(name) for name in optional)
    query = f"""
        with rows as (select "_unit", "_month", count(*) as n, {filled} from {{table}} group by all),
        counts as (unpivot rows on {names} into name "_what" value k), {_JUMPS}"""
    yield _check(source, "A10", query, optional, _FILLED)


def _counted_codes(codes: list[str], others: Sequence[str] = ()) -> str:
    """The first steps of a query: `codes` has one row per unit, month, column and value, with its rows `k`."""
    parts = []
    if codes:
        names = ", ".join(quoted(name) for name in codes)
        texts = ", ".join(f"{quoted(name)}::varchar as {quoted(name)}" for name in codes)
        parts.append(
            f'select "_unit", "_month", "_column", "_code", sum(k)::bigint as k from (unpivot (select "_unit", '
            f'"_month", {texts}, count(*) as k from {{table}} group by all) on {names} '
            f'into name "_column" value "_code") group by all'
        )
    parts += [
        f"""select "_unit", "_month", '{name}', {quoted(name)}::varchar, count(*) from {{table}}
        where {quoted(name)} is not null group by all"""
        for name in others
    ]
    return "codes as (" + " union all ".join(parts) + ")"


def _divided(source: Source, codes: list[str]) -> Iterator[Check]:
    """Per unit, month and code: its share of the values of its column; a code that is absent has a share of zero."""
    if not codes:
        return
    query = f"""
        with {_counted_codes(codes)},
        totals as (select "_unit", "_month", "_column", sum(k) as n from codes group by all),
        seen as (select distinct "_unit", "_column", "_code" from codes),
        counts as (select "_unit", "_column" || '=' || "_code" as "_what", "_month", n, coalesce(k, 0) as k
        from totals join seen using ("_unit", "_column")
        left join codes using ("_unit", "_month", "_column", "_code")), {_JUMPS}"""
    yield _check(source, "A13", query, codes, _DIVIDED)


def _standing_still(source: Source, codes: list[str], others: list[str]) -> Iterator[Check]:
    """Per unit, month and column: one value in all rows, where the unit's other months make that all but impossible."""
    if not codes and not others:
        return
    query = f"""
        with {_counted_codes(codes, others)},
        still as (select "_unit", "_month", "_column", sum(k) as n, any_value("_code") as v from codes
        group by all having count(*) = 1 and sum(k) >= {{rows}}),
        usual as (select s.n, coalesce(sum(c.k) filter (c."_code" = s.v), 0) as k0, sum(c.k) as n0 from still as s
        join codes as c using ("_unit", "_column") where c."_month" <> s."_month"
        group by s."_unit", s."_month", s."_column", s.n)
        select n as observed from usual where n * -ln((k0 + 1) / (n0 + 2)) > {{surprise}}"""
    yield _check(source, "A14", query, [*codes, *others], _STANDING_STILL)


def _on_the_hour(source: Source) -> Check:
    """Per unit and month: the share of rows whose moment is a whole hour."""
    moment = source.month_column
    query = f"""
        with months as (select count(*) as n, count_if(epoch_us({quoted(moment)}) % 3600000000 = 0) as k
        from {{table}} group by "_unit", "_month")
        select k / n as observed from months where k >= {{rows}} and k > {{share}} * n"""
    return _check(source, "A12", query, [moment], _ON_THE_HOUR, moment)


def _copied(source: Source, moments: list[str]) -> Check:
    """Pairs of months of a unit that agree, as a whole or on some days, in all minutes, seconds and durations.

    The hour and the date are left out: whoever copies a month changes the date, and with it perhaps the offset.
    Days add up to months, because the fingerprints are combined by exclusive or.
    """
    at = f"epoch_us({quoted(source.month_column)})"
    parts = ", ".join([f"{at} % 3600000000", *(f"epoch_us({quoted(name)}) - {at}" for name in moments)])
    query = f"""
        with prints as (select "_unit", "_month", {at} // 86400000000 as day, hash({parts}) as print from {{table}}),
        days as (select "_unit", "_month", day, count(*) as n, bit_xor(print) as x,
        bit_or(1::ubigint << (print % 62)) as kinds from prints group by all),
        months as (select "_unit", "_month", sum(n) as n, bit_xor(x) as x, bit_or(kinds) as kinds from days
        group by all),
        copies as (
        select b."_unit", b."_month", b.n from months as a join months as b
        on a."_unit" = b."_unit" and a.n = b.n and a.x = b.x and a."_month" < b."_month"
        where b.n >= {{rows}} and bit_count(b.kinds) >= {{day_rows}}
        union all select b."_unit", b."_month", sum(b.n) from days as a join days as b
        on a."_unit" = b."_unit" and a.n = b.n and a.x = b.x and a."_month" < b."_month"
        where b.n >= {{day_rows}} and bit_count(b.kinds) >= {{day_rows}}
        group by b."_unit", a."_month", b."_month" having count(*) >= {{days}})
        select max(n) as observed from copies group by "_unit", "_month\""""
    return _check(source, "A15", query, [source.month_column, *moments], _COPIED, source.month_column)
