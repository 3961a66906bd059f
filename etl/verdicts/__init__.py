"""Verdicts: indicator values meet the norms in force in their period, and become facts."""

from etl.verdicts.judge import judge

__all__ = ["judge"]
