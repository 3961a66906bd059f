"""Landing: delivered files become typed, pseudonymised rows with their origin.

`discover` lists what stands below a deliveries root, `land_file` makes one file into Parquet, `land_together` several
small ones.
"""

from etl.landing.discover import Discovery, discover
from etl.landing.land import LandingResult, fingerprint, land_file
from etl.landing.pseudonyms import DEMO_KEY, KEY_VARIABLE, Pseudonyms
from etl.landing.together import MOST, Fetched, is_small, land_together

__all__ = [
    "DEMO_KEY",
    "KEY_VARIABLE",
    "MOST",
    "Discovery",
    "Fetched",
    "LandingResult",
    "Pseudonyms",
    "discover",
    "fingerprint",
    "is_small",
    "land_file",
    "land_together",
]
