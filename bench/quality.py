"""How long the quality stage takes, beside the same conditions as DuckDB SQL written by hand.

    .venv/bin/python bench/quality.py [--calls 6000000] [--rounds 3] [--keep FOLDER]

Six million calls and their some 400,000 callback requests as monthly Parquet files, memory_limit 512MB. Both sides run
in a process of their own, in turns; medians. A few rows are spoiled, and both sides must find the same failures in
every check: the hand-written side (`_plain.py`) shares neither the rules nor their SQL. Limits: run_checks at most 1.5
times that side (without the import of Great Expectations, which is told apart), peak memory of its process below 1 GB.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parent.parent
MONTHS = tuple(f"2007-{month:02d}" for month in range(1, 13))
RATIO_LIMIT, MEMORY_LIMIT_MB, IMPORT_LIMIT_SECONDS = 1.5, 1024, 8.0

CALLS = """
with numbers as (select i, i * 260 // {calls} as day from range({calls}) as t(i)),
base as (
  select i, i % 7 = 0 as employer, (timestamp '2007-01-01 08:00:00' + to_days((day // 5 * 7 + day % 5)::int)
    + to_seconds(i * 7919 % 32400))::timestamptz as arrived_at,
    case when i % 50 = 0 then 'partner' when hash(i) % 1000 < 15 then 'busy' when hash(i) % 1000 < 60 then 'abandoned'
    else 'answered' end as fate
  from numbers where strftime(date '2007-01-01' + (day // 5 * 7 + day % 5)::int, '%Y-%m') = '{month}'),
known as (
  select *, fate in ('answered', 'abandoned') as identified, fate in ('answered', 'partner') as answered from base)
select 'C' || lpad(i::varchar, 9, '0') as call_id, if(employer, '0900-9295', '0900-9294') as service_number,
  if(identified, if(employer, 'employer', 'employee'), null) as client_group,
  if(fate = 'busy', null, if(employer, 'ALMERE', if(i % 2 = 0, 'GOES', 'GRONINGEN'))) as site,
  if(fate = 'partner', 'cwi', 'public') as line, arrived_at,
  if(identified, arrived_at + interval 20 seconds, null) as identified_at,
  if(identified, if(employer, 'lhn', 'bsn'), 'none') as id_kind,
  if(identified, sha256((i % 2000000)::varchar), null) as client_ps,
  if(answered, arrived_at + to_seconds((30 + hash(i) % 90)::int), null) as answered_at,
  arrived_at + to_seconds((150 + hash(i) % 400)::int) as ended_at, if(fate = 'partner', 'answered', fate) as outcome,
  if(answered, if(i % 14 = 1, 'callback', if(i % 10 < 7, 'direct', 'transfer')), null) as resolution,
  ['ww_payment', 'ag_payment', 'sick_leave', 'other'][i % 4 + 1] as topic,
  if(answered and i % 14 = 1, ['AG-ZUID-', 'WW-OOST-'][i % 2 + 1] || lpad(i::varchar, 9, '0'), null)
    as callback_request_id,
  fate = 'answered' and hash(i + 1) % if(employer, 3, 15) = 0 as survey_invited,
  if(fate = 'answered', hash(i + 2) % 50 = 0, null) as dissatisfied,
  sha256('{month}') as _delivery, 'national' as _unit, '{month}' as _month, i + 2 as _line, true as _in_month,
  null::varchar[] as _masked
from known
"""
# A few rows of each kind of dirt, told apart by their line: both sides must count them alike.
SPOILED_CALLS = """
select * replace (
  if(_line % 10007 = 5, arrived_at - interval 1 minute, ended_at) as ended_at,
  case _line % 10007 when 6 then 'unknown' when 7 then '***' else topic end as topic,
  if(_line % 10007 = 7, ['topic:person_number'], _masked) as _masked,
  if(_line % 10007 = 8, 'none', id_kind) as id_kind,
  if(_line % 10007 = 9, 'C000000001', call_id) as call_id,
  if(_line % 10007 = 10, null, resolution) as resolution,
  if(_line % 10007 = 11, arrived_at + interval 12 hours, arrived_at) as arrived_at)
from ({rows})
"""
SPOILED_REQUESTS = """
select * replace (
  if(_line % 1009 = 5, created_at - interval 1 minute, contacted_at) as contacted_at,
  if(_line % 1009 = 6, -1, attempts) as attempts,
  if(_line % 1009 = 7, null, closed_at) as closed_at,
  if(_line % 1009 = 8, 'WEST', region) as region,
  if(_line % 101 = 9, lag(request_id, 9) over (partition by _unit order by created_at, request_id), null) as repeat_of,
  if(_line % 101 = 9, if(_line % 1009 = 9, 'guess', 'client_statement'), null) as repeat_basis,
  if(_line % 1009 = 10, created_at + interval 2 hours, created_at) as created_at)
from ({rows})
"""
REQUESTS = """
select callback_request_id as request_id, call_id, callback_request_id[1:2] as division,
  callback_request_id[4:7] as region, 'KANTOOR-1' as office, coalesce(client_group, 'unknown') as client_group,
  ended_at + interval 1 minute as created_at, topic,
  false as physical_file, null::varchar as preferred_window, null::varchar as repeat_of, null::varchar as repeat_basis,
  1 as attempts, ended_at + interval 70 minutes as first_attempt_at, ended_at + interval 70 minutes as contacted_at,
  ended_at + interval 90 minutes as closed_at, 'contact' as close_reason,
  _delivery, callback_request_id[1:7] as _unit, _month, _line, true as _in_month, null::varchar[] as _masked
from read_parquet('{folder}/kcc_calls/{month}.parquet') where callback_request_id is not null
"""


def generate(folder: Path, calls: int) -> None:
    """Write the Parquet files."""
    connection = duckdb.connect(config={"memory_limit": "2GB"})
    connection.execute("set timezone = 'Europe/Amsterdam'")
    for source, sql, spoiled in (
        ("kcc_calls", CALLS, SPOILED_CALLS),
        ("callback_requests", REQUESTS, SPOILED_REQUESTS),
    ):
        (folder / source).mkdir()
        for month in MONTHS:
            rows = spoiled.format(rows=sql.format(calls=calls, month=month, folder=folder))
            connection.execute(
                f"copy ({rows}) to '{folder}/{source}/{month}.parquet' (format parquet, compression zstd)"
            )


def open_views(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database as the records stage leaves it."""
    connection = duckdb.connect(":memory:bench")
    connection.execute("set timezone = 'Europe/Amsterdam'; set memory_limit = '512MB'")
    connection.execute(f"set temp_directory = '{folder}/spill'")
    for source in ("kcc_calls", "callback_requests"):
        connection.execute(f"create view {source} as select * from read_parquet('{folder}/{source}/*.parquet')")
    connection.execute("""
        create table unit_months as
        with months as (select strftime(day, '%Y-%m') as month
          from generate_series(date '2007-01-01', date '2007-12-01', interval 1 month) as t(day))
        select 'kcc_calls' as source, 'national' as unit, month, null::varchar as division, null::varchar as region,
          'record' as grade from months
        union all select 'callback_requests', u, month, u[1:2], u[4:7], 'record'
          from months, unnest(['AG-ZUID', 'WW-OOST']) as t(u)""")
    connection.execute("""
        create table calendar as select day::date as day, isodow(day) < 6 as is_weekday, false as is_holiday,
          isodow(day) < 6 as is_open, time '08:00' as opens_at, time '17:00' as closes_at
          from generate_series(date '2006-12-01', date '2008-03-01', interval 1 day) as t(day)""")
    return connection


def ours(folder: Path) -> dict[str, Any]:
    """Seconds of `run_checks`, with the import of Great Expectations apart."""
    from etl.quality.engine import quiet
    from etl.quality.run import run_checks

    books, sources = definitions()
    connection = open_views(folder)
    start = time.perf_counter()
    with quiet():
        import etl.quality.expectations  # noqa: F401 # the import is what is timed
    imported, before = time.perf_counter(), cpu_seconds()
    results = run_checks(connection, books, sources)
    done = time.perf_counter()
    return {
        "import": imported - start,
        "seconds": done - imported,
        "cpu": cpu_seconds() - before,
        "failures": {result.check_id: result.failed for result in results if result.rows},
        "megabytes": megabytes(),
    }


def plain(folder: Path) -> dict[str, Any]:
    """Seconds of the same conditions in SQL written by hand."""
    from _plain import failures

    connection = open_views(folder)
    start, before = time.perf_counter(), cpu_seconds()
    found = failures(connection)
    return {
        "seconds": time.perf_counter() - start,
        "cpu": cpu_seconds() - before,
        "failures": found,
        "megabytes": megabytes(),
    }


def definitions() -> tuple[object, object]:
    """The rule books and sources of the first programme."""
    from etl.definitions import load_programme
    from etl.quality.rules import read_rulebooks

    texts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "expectations").glob("*.yml")}
    return read_rulebooks(texts), load_programme("uwv_telephone").programme.sources


def cpu_seconds() -> float:
    """Processor time of this process, all threads: steadier than the clock on a busy machine."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def megabytes() -> float:
    """The highest memory use of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(folder: Path, rounds: int) -> dict[str, list[dict[str, Any]]]:
    """Both sides in turns, each in a new process."""
    found: dict[str, list[dict[str, Any]]] = {"ours": [], "plain": []}
    for _ in range(rounds):
        for side, runs in found.items():
            command = [sys.executable, str(Path(__file__)), "--side", side, "--keep", str(folder)]
            run = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
            runs.append(json.loads(run.stdout.splitlines()[-1]))
    return found


def differing(ours: dict[str, int], plain: dict[str, int]) -> list[str]:
    """The checks in which both sides do not find the same, or that only one of them asks."""
    return [
        f"{check}: {ours.get(check, 'not asked')} failures, by hand {plain.get(check, 'not asked')}"
        for check in sorted(ours.keys() | plain.keys())
        if ours.get(check) != plain.get(check)
    ]


def report(found: dict[str, list[dict[str, Any]]]) -> bool:
    """Medians, with the limit beside each; whether all are within their limits."""
    failures = found["ours"][0]["failures"]
    unequal = differing(failures, found["plain"][0]["failures"])
    for line in unequal:
        print(f"NOT THE SAME  {line}")

    def median(side: str, key: str) -> float:
        return statistics.median(row[key] for row in found[side])

    ratio = median("ours", "seconds") / median("plain", "seconds")
    memory = max(row["megabytes"] for row in found["ours"])
    said = [
        ("checks", f"{len(failures)}", f"{sum(n > 0 for n in failures.values())} of them find failures"),
        ("SQL by hand", f"{median('plain', 'seconds'):.2f} s", f"cpu {median('plain', 'cpu'):.2f} s"),
        ("run_checks", f"{median('ours', 'seconds'):.2f} s", f"cpu {median('ours', 'cpu'):.2f} s"),
        ("ratio", f"{ratio:.2f}", f"limit {RATIO_LIMIT} {'' if ratio <= RATIO_LIMIT else 'TOO SLOW'}"),
        ("ratio of cpu", f"{median('ours', 'cpu') / median('plain', 'cpu'):.2f}", "steadier on a busy machine"),
        ("import, once per run", f"{median('ours', 'import'):.2f} s", f"limit {IMPORT_LIMIT_SECONDS} s"),
        ("peak memory", f"{memory:.0f} MB", f"limit {MEMORY_LIMIT_MB} MB"),
    ]
    for what, value, beside in said:
        print(f"{what:<22}{value:>10}  {beside}".rstrip())
    within = ratio <= RATIO_LIMIT and memory <= MEMORY_LIMIT_MB and median("ours", "import") <= IMPORT_LIMIT_SECONDS
    return within and not unequal


def main() -> int:
    """Generate, measure, report; or be one of the two sides. Exit code 1 when a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=6_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="a folder for the generated files, reused when it has them")
    parser.add_argument("--side", choices=["ours", "plain"])
    options = parser.parse_args()
    if options.side:
        print(json.dumps({"ours": ours, "plain": plain}[options.side](options.keep)))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "callback_requests").exists():
            generate(folder, options.calls)
        return 0 if report(measure(folder, options.rounds)) else 1


if __name__ == "__main__":
    sys.exit(main())
