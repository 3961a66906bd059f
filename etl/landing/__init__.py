"""Landing: delivered files become typed, pseudonymised rows with their origin.

`discover` lists what stands below a deliveries root, `land_file` makes one file into Parquet.
"""

from etl.landing.discover import Discovery, discover
from etl.landing.land import LandingResult, fingerprint, land_file
from etl.landing.pseudonyms import DEMO_KEY, KEY_VARIABLE, Pseudonyms

__all__ = [
    "DEMO_KEY",
    "KEY_VARIABLE",
    "Discovery",
    "LandingResult",
    "Pseudonyms",
    "discover",
    "fingerprint",
    "land_file",
]
