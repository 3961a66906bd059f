"""`make backfill`: take in many months, in the Airflow of this machine; the reports follow by themselves."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from dags.support.settings import CHECKOUT, PORT, live_settings, prepare


def main() -> None:
    """Unpause the intake and create one run per month."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", help="a day of the first month, such as 2005-01-01")
    parser.add_argument("last", help="a day of the last month, such as 2008-12-31")
    options = parser.parse_args()
    home = CHECKOUT / ".airflow"
    prepare(home, live_settings(home, int(os.environ.get("PORT", PORT))))
    airflow = [sys.executable, "-m", "airflow"]
    subprocess.run([*airflow, "dags", "unpause", "intake_month"], check=True)
    subprocess.run(
        [
            *airflow,
            "backfill",
            "create",
            "--dag-id",
            "intake_month",
            "--from-date",
            options.first,
            "--to-date",
            options.last,
            "--max-active-runs",
            "4",
        ],
        check=True,
    )


if __name__ == "__main__":
    main()
