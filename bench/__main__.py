"""Every measurement, one after the other, each in a process of its own.

    uv run python -m bench [NAME …]

A name is a module of this folder (`quality`, `report`); without names all run. Ends with exit code 1 when one of them
went over its limit, and says which.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main(names: list[str]) -> int:
    """Run the named measurements, or all."""
    known = {path.stem: path for path in sorted(FOLDER.glob("*.py")) if not path.stem.startswith("_")}
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(f"there is no measurement {', '.join(unknown)}; expected {', '.join(known)}", file=sys.stderr)
        return 2
    over = []
    for name in names or known:
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, str(known[name])], check=False, cwd=FOLDER.parent).returncode:
            over.append(name)
    print(f"over the limit or stopped: {', '.join(over)}" if over else "all within their limits")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
