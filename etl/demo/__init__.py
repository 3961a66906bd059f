"""The calibrated demo deliveries: synthetic records from which the published figures of 2007 come back.

`targets` and `regional_targets` hold the published numbers; `quotas` divides them exactly; the other modules draw the
records that fill the counts, one module per source. Nothing here knows the pipeline, its indicators or its checks:
the demo is a second, independent reading of the same report.
"""

from etl.demo.generate import write_demo

__all__ = ["write_demo"]
