"""The commands for people who answer for the data: `accept` a warning, write a supplier's `receipt`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from etl.cli_options import Output, ProgrammeOption

app = typer.Typer()


@app.command()
def accept(
    code: Annotated[str, typer.Argument(help="A rule's code, or one check: code:table or code:table.column.")],
    period: Annotated[str, typer.Option(help="The period of the run, for example 2007.")],
    reason: Annotated[str, typer.Option(help="Why the figures may stand; it is published in the dossier.")],
    by: Annotated[str, typer.Option(help="Who answers: a name.")],
    programme: ProgrammeOption = "uwv_telephone",
    output: Output = "output",
) -> None:
    """Answer for an open warning of the newest run; a changed delivery opens it again."""
    from etl import pipeline

    for item in pipeline.accept(code, period, reason, by, programme=programme, output=output):
        typer.echo(f"{item.check_id}: accepted by {item.by} for {_counted(len(item.deliveries))}")


@app.command()
def receipt(
    delivery: Annotated[
        str, typer.Argument(help="A delivered file (kcc_calls/2007-03.csv), or its sha256's beginning.")
    ],
    programme: ProgrammeOption = "uwv_telephone",
    output: Output = "output",
    language: Annotated[Literal["nl", "en"], typer.Option(help="The language of the receipt.")] = "nl",
    file: Annotated[Path | None, typer.Option(help="Write it to this file, with every line number.")] = None,
) -> None:
    """Write what a supplier needs to repair a delivery: codes, counts, lines and columns, no values."""
    from etl import pipeline

    text = pipeline.receipt(delivery, programme=programme, output=output, language=language, full=file is not None)
    if file is None:
        typer.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")
        typer.echo(file)


def _counted(deliveries: int) -> str:
    return f"{deliveries} {'delivery' if deliveries == 1 else 'deliveries'}"
