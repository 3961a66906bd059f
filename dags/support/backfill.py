"""`make backfill`: take in many months, in the Airflow of this machine; the reports follow by themselves."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping

from dags.support.settings import CHECKOUT, PORT, live_settings, prepare


def take_in(first: str, last: str, environment: Mapping[str, str] | None = None) -> None:
    """Unpause the intake and create one run per month between two days, four at a time.

    Args:
        first: a day of the first month.
        last: a day of the last month.
        environment: that of the services, where it is not the one of this process.
    """
    days = ["--from-date", first, "--to-date", last]
    for command in (
        ["dags", "unpause", "intake_month"],
        ["backfill", "create", "--dag-id", "intake_month", *days, "--max-active-runs", "4"],
    ):
        subprocess.run([sys.executable, "-m", "airflow", *command], check=True, env=environment)


def main() -> None:
    """Take in the months that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", help="a day of the first month, such as 2005-01-01")
    parser.add_argument("last", help="a day of the last month, such as 2008-12-31")
    options = parser.parse_args()
    home = CHECKOUT / ".airflow"
    prepare(home, live_settings(home, int(os.environ.get("PORT", PORT))))
    take_in(options.first, options.last)


if __name__ == "__main__":
    main()
