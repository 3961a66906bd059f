"""Release: editions, their manifests, who signed them, and whether they still are what they were."""

from etl.release.approval import ORDER, Standing, check_log, check_step, standing
from etl.release.diff import Difference, compare
from etl.release.manifest import MANIFEST, data_manifest, edition_manifest, fingerprint
from etl.release.pdf import attached_files, prints_hash_of
from etl.release.signatures import SIGNATURES, Answer, Decision, Signature, Step, read_signatures
from etl.release.verify import listed_sha256, verify_files

__all__ = [
    "MANIFEST",
    "ORDER",
    "SIGNATURES",
    "Answer",
    "Decision",
    "Difference",
    "Signature",
    "Standing",
    "Step",
    "attached_files",
    "check_log",
    "check_step",
    "compare",
    "data_manifest",
    "edition_manifest",
    "fingerprint",
    "listed_sha256",
    "prints_hash_of",
    "read_signatures",
    "standing",
    "verify_files",
]
