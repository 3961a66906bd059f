"""Release: editions, their manifests, and whether they still are what they were."""

from etl.release.diff import Difference, compare
from etl.release.manifest import MANIFEST, data_manifest, edition_manifest, fingerprint
from etl.release.pdf import attached_files, prints_hash_of
from etl.release.verify import listed_sha256, verify_files

__all__ = [
    "MANIFEST",
    "Difference",
    "attached_files",
    "compare",
    "data_manifest",
    "edition_manifest",
    "fingerprint",
    "listed_sha256",
    "prints_hash_of",
    "verify_files",
]
