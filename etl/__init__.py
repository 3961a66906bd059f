"""Oversight: from a public service's own records to a formal inspection report.

The folders read as the flow: landing, records, quality, measures, indicators, verdicts, report, release.
`pipeline` puts them in order, `store` is the only writer, `model` holds the words everybody shares.
"""

__version__ = "0.1.0"
