"""How the command line shows things: tables and progress for people, plain lines where there is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from etl.model.checks import CheckResult
from etl.model.errors import OversightError

if TYPE_CHECKING:
    from etl.release import Difference

_PLAIN_WIDTH = 160


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    return Console(
        stderr=stderr, width=None if stream.isatty() else _PLAIN_WIDTH, highlight=False, soft_wrap=not stream.isatty()
    )


def announce(step: str) -> None:
    """A step begins."""
    _console(stderr=True).print(f"[bold]{step}[/bold]")


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A callback `(what, done, total)`: bars on a terminal, one line per finished part elsewhere."""
    if not sys.stderr.isatty():
        yield _plain_progress
        return
    columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield show


def _plain_progress(what: str, done: int, total: int) -> None:
    if done == total:
        print(f"  {what}: {total}", file=sys.stderr, flush=True)


def show_error(error: OversightError) -> None:
    """Each problem on a line of its own: what, where, what was expected, a hint."""
    console = _console(stderr=True)
    for problem in error.problems:
        console.print(f"[red]error:[/red] {escape(str(problem))}", markup=True, soft_wrap=True)


def show_warnings(results: Sequence[CheckResult]) -> None:
    """The warnings that go on into the report."""
    failed = [result for result in results if result.passed is False and result.severity == "warn"]
    if failed:
        _check_table(failed, _counted(failed, "warning"), _console(stderr=True))


def show_stopping(results: Sequence[CheckResult]) -> None:
    """The checks that stopped a run, as a table; nothing when it stopped before any check."""
    stopping = [result for result in results if result.stops]
    if stopping:
        _check_table(stopping, f"stopped by {_counted(stopping, 'check')}", _console(stderr=True))


def show_checks(results: Sequence[CheckResult]) -> None:
    """Every check that failed, and how many did not."""
    failed = [result for result in results if result.passed is False]
    console = _console(stderr=False)
    if failed:
        _check_table(failed, f"{_counted(failed, 'check')} failed", console)
    passed = sum(result.passed is True for result in results)
    skipped = sum(result.passed is None for result in results)
    console.print(f"{passed} checks passed, {len(failed)} failed, {skipped} not applicable")


def _counted(items: Sequence[object], noun: str) -> str:
    return f"{len(items)} {noun}{'' if len(items) == 1 else 's'}"


def _check_table(results: Sequence[CheckResult], title: str, console: Console) -> None:
    table = Table(title=title, title_justify="left")
    for column in ("code", "severity", "table", "column", "what", "failed", "observed", "expected"):
        table.add_column(column, justify="right" if column == "failed" else "left", overflow="fold")
    for item in results:
        cells = (item.code, item.severity, item.table, item.column, item.title.en or item.title.nl)
        table.add_row(*map(escape, (*cells, f"{item.failed} of {item.rows}", item.observed, item.expected)))
    console.print(table)


def show_explanation(answer: Mapping[str, Any]) -> None:
    """What answers for one number, section by section."""
    console = _console(stderr=False)
    for section, lines in answer.items():
        console.print(f"[bold]{section}[/bold]")
        for name, value in lines.items():
            console.print(f"  {name}: {value}", markup=False)


def show_differences(differences: Sequence[Difference]) -> None:
    """The facts that moved; verdict changes come first."""
    console = _console(stderr=False)
    if not differences:
        console.print("no fact moved")
        return
    table = Table(
        title=f"{len(differences)} facts moved, {sum(item.verdict_moved for item in differences)} verdicts",
        title_justify="left",
    )
    for column in ("fact", "before", "after", "change", "verdict", "because of"):
        table.add_column(column, overflow="fold")
    for item in differences:
        verdict = (
            f"{item.before.get('verdict', '-')} → {item.after.get('verdict', '-')}"
            if item.verdict_moved
            else item.after.get("verdict", "")
        )
        change = "" if item.change is None else f"{item.change:+f}"
        printed = (item.before.get("printed", "-"), item.after.get("printed", "-"))
        table.add_row(*map(escape, (item.fact_id, *printed, change, verdict, ", ".join(item.because))))
    console.print(table)


def show_status(rows: Sequence[Mapping[str, Any]]) -> None:
    """Source × unit against months: `x` records, `a` counts, `.` expected and not arrived, blank not expected."""
    console = _console(stderr=False)
    months = sorted({month for row in rows for month in row["months"]})
    table = Table(title=f"{months[0]} to {months[-1]}" if months else "nothing arrived yet", title_justify="left")
    for column in ("source", "unit", "arrived", "by month"):
        table.add_column(column, overflow="fold")
    for row in rows:
        signs = {"record": "x", "aggregate": "a", "": "."}
        line = "".join(signs[row["months"][month]] if month in row["months"] else " " for month in months)
        arrived = sum(bool(grade) for grade in row["months"].values())
        table.add_row(row["source"], row["unit"], f"{arrived} of {len(row['months'])}", line)
    console.print(table)
