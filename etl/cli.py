"""The command line: the same stages as the DAG, without Airflow.

Results go to standard output, everything else to standard error. Exit codes: 0 done, 2 wrong usage, 3 stopped by a
contract or a blocking check, 4 unreadable or nothing delivered, 5 verification failed (design, section 6); 1 a mistake
of the software.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from etl import __version__, cli_output, cli_quality
from etl.cli_options import Output, ProgrammeOption
from etl.model.errors import ContractError, OversightError, Problem, UnreadableError, UsageError

TRACEBACK = "OVERSIGHT_TRACEBACK"

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="From a public service's own records to a formal inspection report in which every number answers back.",
)

PeriodArgument = Annotated[
    str, typer.Argument(help="2007, 2007-H1, 2007-03, or a span 2007-03..2007-11, 2005..2008.", show_default=False)
]
Deliveries = Annotated[
    str, typer.Option(help="The deliveries root: a folder or any fsspec URL (file:, s3:, sftp:, https:).")
]
AsOf = Annotated[
    str | None, typer.Option(help="Judge as known at this moment; default: the first instant after the period.")
]


def _show_version(asked: bool) -> None:  # noqa: FBT001 - typer calls it
    if asked:
        typer.echo(f"oversight {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Options that stand before a command."""


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where the deliveries go; the folder is made.")],
    years: Annotated[str, typer.Option(help="Years, with commas: 2006,2007.")] = "2006,2007",
    scale: Annotated[float, typer.Option(help="1 is six million calls a year.", min=0.001, max=1.0)] = 0.01,
    faults: Annotated[bool, typer.Option("--faults", help="Plant 25 faults, described in FAULTS.json.")] = False,
) -> None:
    """Write calibrated demo deliveries: synthetic records that give the published figures of 2007 back."""
    from etl.demo import write_demo

    with cli_output.progress() as progress:
        write_demo(folder, _years(years), scale, progress, faults=faults)
    typer.echo(folder)


@app.command()
def run(
    period: PeriodArgument,
    deliveries: Deliveries,
    output: Output = "output",
    programme: ProgrammeOption = "uwv_telephone",
    as_of: AsOf = None,
    dossier: Annotated[
        str | None, typer.Option(help="The analyst's texts; default dossier/<programme>/<period>.")
    ] = None,
    final: Annotated[
        bool, typer.Option("--final", help="Make a final edition; refused while anything is open.")
    ] = False,
) -> None:
    """Run all stages up to an edition; the last line printed is its path."""
    from etl import pipeline

    plan = pipeline.resolve(
        period, deliveries, output=output, programme=programme, as_of=as_of, dossier=dossier, final=final
    )
    with _table_when_stopped(plan), cli_output.progress() as progress:
        edition = pipeline.run(plan, progress, cli_output.announce)
    cli_output.show_warnings(pipeline.check_results(plan))
    typer.echo(edition)


@app.command()
def check(
    period: PeriodArgument,
    deliveries: Deliveries,
    output: Output = "output",
    programme: ProgrammeOption = "uwv_telephone",
    as_of: AsOf = None,
) -> None:
    """Land and check only; prints every check that failed."""
    from etl import pipeline

    plan = pipeline.resolve(period, deliveries, output=output, programme=programme, as_of=as_of)
    with _table_when_stopped(plan), cli_output.progress() as progress:
        pipeline.run_checks_only(plan, progress, cli_output.announce)
    cli_output.show_checks(pipeline.check_results(plan))


@app.command()
def explain(
    fact_id: Annotated[
        str, typer.Argument(help="For example service_level_60s_offered@2007-H2/client_group=employee.")
    ],
    edition: Annotated[str, typer.Option(help="The edition's folder.")],
) -> None:
    """Show what answers for one number: counts, definition, norm, coverage, checks and deliveries."""
    from etl import pipeline

    cli_output.show_explanation(pipeline.explain(fact_id, edition))


@app.command()
def verify(edition: Annotated[str, typer.Argument(help="An edition's folder, or a report's PDF alone.")]) -> None:
    """Recompute all hashes of an edition or a PDF, and name what differs."""
    from etl import pipeline

    typer.echo(pipeline.verify(edition))


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="The earlier edition's folder.")],
    after: Annotated[str, typer.Argument(help="The later edition's folder.")],
) -> None:
    """Show which facts and verdicts moved between two editions, by how much, and because of which deliveries."""
    from etl import pipeline

    cli_output.show_differences(pipeline.diff(before, after))


@app.command()
def status(
    output: Output = "output",
    programme: ProgrammeOption = "uwv_telephone",
    period: Annotated[
        str | None, typer.Option(help="Only this period; default: from the first to the last delivery.")
    ] = None,
) -> None:
    """Show the ledger: expected against arrived, per source, unit and month."""
    from etl import pipeline

    cli_output.show_status(pipeline.status(output, programme, period))


@app.command()
def preview(
    period: PeriodArgument,
    part: Annotated[
        str | None,
        typer.Option(help="Only this part: letter, summary, a chapter, annex, …; a wrong name lists them all."),
    ] = None,
    output: Output = "output",
    programme: ProgrammeOption = "uwv_telephone",
    dossier: Annotated[str | None, typer.Option(help="The analyst's texts; default: those of the run.")] = None,
) -> None:
    """Write the report of the newest run, or one part of it, as HTML; prints where it is."""
    from etl import pipeline

    typer.echo(pipeline.preview(period, output=output, programme=programme, part=part, dossier=dossier))


@contextmanager
def _table_when_stopped(plan: Mapping[str, Any]) -> Iterator[None]:
    """Show the checks that stopped a run before its error is told."""
    from etl import pipeline

    try:
        yield
    except ContractError:
        cli_output.show_stopping(pipeline.check_results(plan))
        raise


@app.command()
def review(
    figures: Annotated[str, typer.Argument(help="Figures somebody published, as CSV.")],
    programme: ProgrammeOption = "uwv_telephone",
    language: Annotated[Literal["nl", "en"], typer.Option(help="The language of the findings.")] = "nl",
    agreed: Annotated[bool, typer.Option("--agreed", help="Also show what was tested and is in order.")] = False,
) -> None:
    """Test published figures against each other and against norms."""
    from etl import pipeline

    for line in pipeline.review_figures(figures, programme, language, agreed=agreed):
        typer.echo(line)


app.add_typer(cli_quality.app)


def _years(text: str) -> list[int]:
    try:
        return sorted({int(part) for part in text.split(",")})
    except ValueError:
        raise UsageError(
            f"'{text}' is not a list of years; expected years with commas. Hint: --years 2006,2007"
        ) from None


def main() -> None:
    """Entry point of the console script: errors become one clear text and an exit code."""
    try:
        app()
    except OversightError as error:
        cli_output.show_error(error)
        sys.exit(error.exit_code)
    except OSError as error:
        problem = Problem(
            f"this cannot be read or written ({error.strerror or type(error).__name__})",
            where=str(error.filename or ""),
            hint="check the path, the permissions and the free space.",
        )
        cli_output.show_error(UnreadableError(problem))
        sys.exit(UnreadableError.exit_code)
    except Exception as error:  # a mistake of ours, whose text may quote a delivered value
        if os.environ.get(TRACEBACK):
            raise
        cli_output.show_error(OversightError(_mistake(error)))
        sys.exit(OversightError.exit_code)


def _mistake(error: Exception) -> Problem:
    place = traceback.extract_tb(error.__traceback__)[-1]
    return Problem(
        f"this is a mistake of the software, not of yours ({type(error).__name__})",
        where=Path(place.filename).name,
        line=place.lineno,
        hint=f"report this line; {TRACEBACK}=1 shows more, which may hold delivered values.",
    )


if __name__ == "__main__":
    main()
