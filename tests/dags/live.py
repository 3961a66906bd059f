"""A started Airflow with our DAGs, on loopback, and people who use its API."""

from __future__ import annotations

import json
import os
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dags.support.launcher import Services, passwords, wait_until_healthy
from dags.support.settings import live_settings
from tests.e2e.conftest import KEY

FINISHED = ("success", "failed")
PATIENCE = 600


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@dataclass
class Person:
    """Somebody with a browser: what they ask, and with which status it was answered."""

    base: str
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """One request; JSON where it is JSON."""
        data = None if body is None else json.dumps(body).encode()
        headers = {**self.headers, "Content-Type": "application/json"}
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                status, content = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, content = error.code, error.read()
        except OSError:
            return 0, {}  # nobody listens
        try:
            return status, json.loads(content)
        except ValueError:
            return status, content

    def trigger(self, dag: str, **conf: Any) -> tuple[int, Any]:
        """Start a run with the form's fields."""
        return self.ask("POST", f"/api/v2/dags/{dag}/dagRuns", {"conf": conf, "logical_date": None})

    def run(self, dag: str, run: str) -> Any:
        """A run as its page shows it."""
        return self.ask("GET", f"/api/v2/dags/{dag}/dagRuns/{urllib.parse.quote(run)}")[1]

    def ended(self, dag: str, run: str, seconds: float = PATIENCE) -> Any:
        """The run, once it has ended."""
        return wait_for(lambda: found if (found := self.run(dag, run)).get("state") in FINISHED else None, seconds)

    def state(self, dag: str, run: str, task: str) -> str | None:
        """The state of a task."""
        path = f"/api/v2/dags/{dag}/dagRuns/{urllib.parse.quote(run)}/taskInstances/{task}"
        return self.ask("GET", path)[1].get("state")

    def answer(self, dag: str, run: str, task: str, option: str, remark: str | None = None) -> tuple[int, Any]:
        """Answer a human task, with the draft that it shows."""
        path = f"/api/v2/dags/{dag}/dagRuns/{urllib.parse.quote(run)}/taskInstances/{task}/-1/hitlDetails"
        shown = self.ask("GET", path)[1]
        seen = shown.get("params", {}).get("seen", {}).get("value", "")
        return self.ask("PATCH", path, {"chosen_options": [option], "params_input": {"seen": seen, "remark": remark}})


def wait_for(what: Any, seconds: float = PATIENCE) -> Any:
    """Ask again until there is an answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(1)
    raise AssertionError(f"not within {seconds} seconds")


@dataclass
class Live:
    """The running services and the people who may log in."""

    services: Services
    base: str
    home: Path
    environment: dict[str, str]

    def log_in(self, name: str) -> Person:
        """One of the ready users."""
        body = {"username": name, "password": passwords(self.home)[name]}
        status, answer = Person(self.base).ask("POST", "/auth/token", body)
        assert status == 201, answer
        return Person(self.base, {"Authorization": f"Bearer {answer['access_token']}"})

    def answers(self) -> bool:
        """Whether the web server answers."""
        return Person(self.base).ask("GET", "/api/v2/monitor/health")[0] == 200

    def ready(self, person: Person, dag: str) -> None:
        """Wait until a DAG is known."""
        wait_for(lambda: person.ask("GET", f"/api/v2/dags/{dag}")[0] == 200)


@contextmanager
def airflow(home: Path, **settings: str) -> Iterator[Live]:
    """Started services that answer, with these settings on top; the working folder is that of this process."""
    port = free_port()
    environment = {
        **os.environ,
        **live_settings(home, port),
        # Services that start together in an empty home would each make a secret of their own.
        "AIRFLOW__API_AUTH__JWT_SECRET": "one secret for all services of this test, long enough to sign with".ljust(64),
        "OVERSIGHT_HMAC_KEY": KEY,
        **settings,
    }
    passwords(home)
    with Services(home, environment) as services:
        wait_until_healthy(services, port)
        yield Live(services, f"http://127.0.0.1:{port}", home, environment)
