"""One rendering in this process: the job comes in on standard input, the PDF or the error goes out (`printing`)."""

from __future__ import annotations

import os
import pickle
import sys

from etl.model.errors import OversightError
from etl.report.press import html_to_pdf


def main() -> None:
    """Answer one job. Whatever a library prints goes to standard error, so that the answer stays whole."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from ourselves
        try:
            answer: bytes | OversightError = html_to_pdf(*job)
        except OversightError as error:
            answer = error
        pickle.dump(answer, answers)


if __name__ == "__main__":
    main()
