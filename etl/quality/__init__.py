"""Records and expectations in, check results and quarantined rows out.

The only user of Great Expectations (GX), which costs some seconds to import: it is imported inside functions, so that
reading rules, and importing this package, stays cheap. Start at `rules` (what is checked), then `run` (what came of
it) and `quarantine` (which rows).
"""
