"""The fields of the trigger forms, in Dutch, and what a run was asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from airflow.sdk import Param

PROGRAMME = os.environ.get("OVERSIGHT_PROGRAMME", "uwv_telephone")
"""The programme whose sources the intake waits for: assets are declared when a DAG file is read."""
SIMPLE_PERIOD = r"(19|20)\d{2}(-H[12]|-(0[1-9]|1[0-2]))?"


def programme_field() -> Param:
    """Which programme."""
    return Param(
        PROGRAMME,
        type="string",
        minLength=1,
        title="Programma",
        description_md="De naam van een meegeleverd programma, of een map met de vijf YAML-bestanden.",
    )


def deliveries_field() -> Param:
    """Where the deliveries stand."""
    return Param(
        os.environ.get("OVERSIGHT_DELIVERIES", "deliveries"),
        type="string",
        minLength=1,
        title="Leveringen",
        description_md="Een map of URL. Met een Airflow-verbinding: `s3://verbinding@bucket/map`.",
    )


def as_of_field() -> Param:
    """As seen on which day."""
    return Param(
        None,
        type=["null", "string"],
        format="date",
        title="Peildatum",
        description_md="Leeg: het eerste moment na de periode. Ingevuld: alleen leveringen die toen binnen waren.",
    )


def output_field() -> Param:
    """Where runs and editions are kept."""
    return Param(
        os.environ.get("OVERSIGHT_OUTPUT", "output"), type="string", minLength=1, title="Opslag", section="Meer"
    )


def dossier_field() -> Param:
    """The texts of the analyst."""
    return Param(None, type=["null", "string"], title="Dossier met teksten", section="Meer")


def partial_field() -> Param:
    """The explicit choice to go on while deliveries are missing."""
    return Param(
        default=False,
        type="boolean",
        title="Ook bij onvolledige leveringen",
        description_md="Het rapport vermeldt wie dit koos, en bij elk cijfer wat ontbreekt.",
    )


def period_field(pattern: str, example: str) -> Param:
    """The period of a report that may also be started by its deliveries; then the partition names it."""
    return Param(
        None,
        type=["null", "string"],
        pattern=f"^{pattern}$",
        title="Periode",
        examples=[example],
        description_md=f"Bijvoorbeeld `{example}`. Leeg als de partitie de periode noemt.",
    )


def period_of(partition: str | None, params: Mapping[str, Any]) -> str:
    """The period a run is about: its partition, or the form's.

    Raises:
        AirflowFailException: there is none, or they differ.
    """
    from airflow.sdk.exceptions import AirflowFailException

    asked = params["period"]
    if partition and asked and partition != asked:
        raise AirflowFailException(f"De partitie is {partition}, maar het formulier vraagt {asked}.")
    period = partition or asked
    if not period:
        raise AirflowFailException("Geen periode: vul 'Periode' in.")
    return str(period)
