"""Small tables of figures and files of relations, written in the test that uses them."""

from __future__ import annotations

import csv
import io

from etl.review import Finding, Review, review
from etl.review.figures import OPTIONAL, REQUIRED

VOCABULARY = """\
vocabulary:
  units: {"%": share, ratio: one_in, n: count, n/day: per_day, n/month: per_month, grade: other}
  precisions:
    integer: {rule: rounded, decimals: 0}
    1 decimal: {rule: rounded, decimals: 1}
    exact: {rule: exact}
    range: {rule: as_written}
    ca.: {rule: about, at_least: 0.01, at_most: 0.10}
    bijna: {rule: below}
    words: {rule: none}
  verdicts: {met: [met], not_met: [not met]}
"""


def table(*rows: dict[str, str]) -> str:
    """A CSV of figures; `value` is both ends, the default is a whole percentage of 2007."""
    out = io.StringIO()
    writer = csv.DictWriter(out, (*REQUIRED, *OPTIONAL), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        ends = {} if "value" not in row else {"value_min": row["value"], "value_max": row["value"]}
        given = {name: cell for name, cell in row.items() if name != "value"}
        writer.writerow({"unit": "%", "precision": "integer", "period": "2007", **ends, **given})
    return out.getvalue()


def relations(*entries: str) -> str:
    """A file with the vocabulary above and these entries; each gets a name, title and meaning."""
    head = "relations:\n" if entries else "relations: []\n"
    lines = [
        f'  - {{relation: r{place}, title: {{nl: "Titel {place}"}}, means: {{nl: "Dus."}}, {entry}}}\n'
        for place, entry in enumerate(entries)
    ]
    return VOCABULARY + head + "".join(lines)


def reviewed(entry: str, *rows: dict[str, str]) -> Review:
    """The review of one relation."""
    return review(table(*rows), relations(entry), "figures.csv")


def only(result: Review) -> Finding:
    """The single finding."""
    (found,) = result.findings
    return found
