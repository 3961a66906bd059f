"""`make run`: one run of the DAG in this process, without a scheduler or a web server.

Airflow keeps its own small database in `.airflow` below the checkout; nothing leaves the machine.
"""

from __future__ import annotations

import argparse
import os
import warnings
from pathlib import Path

from dags.support.settings import CHECKOUT, home_settings, prepare


def run_dag(conf: dict[str, str]) -> str | None:
    """Run the DAG with this configuration; returns the edition's path, or None when it failed."""
    for message in ("Using `httpx` with `starlette.testclient`", "The `airflow.utils.operator_helpers"):
        warnings.filterwarnings("ignore", message=message)  # Airflow's own use of its own parts
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(str(CHECKOUT / "dags" / "inspection_report.py"))
    if bag.import_errors:
        raise SystemExit("\n".join(bag.import_errors.values()))
    run = bag.dags["inspection_report"].test(run_conf=conf)
    if run is None or str(run.state) != "success":
        return None
    published = run.get_task_instance("publish")
    return None if published is None else str(published.xcom_pull(task_ids="publish"))


def main() -> None:
    """Parse the options, run, and print the path of the report as the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("period")
    parser.add_argument("--deliveries", required=True)
    parser.add_argument("--output", default=str(CHECKOUT / "output"))
    parser.add_argument("--programme", default="uwv_telephone")
    parser.add_argument("--dossier", default=None)
    options = parser.parse_args()
    os.environ["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "WARNING"
    home = CHECKOUT / ".airflow"
    prepare(home, home_settings(home))
    conf = {
        "period": options.period,
        "deliveries": str(Path(options.deliveries).resolve()),
        "output": options.output,
        "programme": options.programme,
    }
    if options.dossier:
        conf["dossier"] = str(Path(options.dossier).resolve())
    edition = run_dag(conf)
    if edition is None:
        raise SystemExit("the run failed: see the messages above")
    print(f"{edition}/report.pdf")


if __name__ == "__main__":
    main()
