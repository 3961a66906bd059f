"""Options that several commands of the command line share."""

from __future__ import annotations

from typing import Annotated

import typer

Output = Annotated[
    str, typer.Option(help="Where ledger, landed data, runs and editions are kept: a folder or fsspec URL.")
]
ProgrammeOption = Annotated[str, typer.Option(help="A shipped programme, or a folder with the five YAML files of one.")]
