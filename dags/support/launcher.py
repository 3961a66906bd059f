"""`make ui`: Airflow on this machine, started and stopped as one.

`airflow standalone` opens log servers to the network and leaves its children behind when it is stopped; this launcher
starts the same services, on loopback, in one process group that ends together.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from dags.support.settings import CHECKOUT, PORT, ROLES, live_settings, prepare

SERVICES = {
    "api-server": ["api-server"],
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "dag-processor": ["dag-processor"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
_START_SECONDS = 300
_STOP_SECONDS = 20


class Services:
    """The running services, in this environment (else that of the process); leaving the context ends all of them."""

    def __init__(self, home: Path, environment: Mapping[str, str] | None = None) -> None:
        self.home, self.environment = home, environment
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Services:
        for name in SERVICES:
            self.start(name)
        return self

    def start(self, name: str) -> None:
        """Start one service; its output goes to a file of its own."""
        with (self.home / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "airflow", *SERVICES[name]],
                stdout=log,
                stderr=log,
                env=self.environment,
                start_new_session=True,
            )

    def __exit__(self, *_: object) -> None:
        for process in self.processes.values():
            self._signal(process, signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            # The group outlives its leader when workers were left behind.
            self._signal(process, signal.SIGKILL)

    @staticmethod
    def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return

    def ended(self) -> str | None:
        """The name of a service that has stopped by itself."""
        return next((name for name, process in self.processes.items() if process.poll() is not None), None)


def passwords(home: Path) -> dict[str, str]:
    """The passwords of the ready roles: made once, readable by the owner only."""
    path = home / "passwords.json"
    path.touch(mode=0o600)
    known = json.loads(path.read_text() or "{}")
    made = {name: known.get(name) or secrets.token_urlsafe(9) for name in ROLES}
    path.write_text(json.dumps(made))
    return made


def wait_until_healthy(services: Services, port: int) -> None:
    """Wait for the web server.

    Raises:
        SystemExit: a service stopped, or the server did not answer in time; its log is named.
    """
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        stopped = services.ended()
        if stopped is not None:
            raise SystemExit(f"{stopped} stopped; see {services.home / stopped}.log")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/monitor/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit(f"Airflow did not answer on port {port}; see {services.home / 'api-server'}.log")


def main() -> None:
    """Start, show how to log in, and stop on Ctrl-C."""
    home, port = CHECKOUT / ".airflow", int(os.environ.get("PORT", PORT))
    prepare(home, live_settings(home, port))
    known = passwords(home)

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    with Services(home) as services:
        wait_until_healthy(services, port)
        print(f"Airflow runs on http://127.0.0.1:{port} (Ctrl-C stops it)", flush=True)
        for name, password in known.items():
            print(f"  {name:<15} {password}", flush=True)
        try:
            while services.ended() is None:
                time.sleep(1)
        except KeyboardInterrupt:
            print("stopping", flush=True)


if __name__ == "__main__":
    main()
