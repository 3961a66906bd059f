"""Whether an edition still is what its manifest says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from etl.model.content import EditionMark
from etl.model.errors import VerificationError
from etl.release import MANIFEST, attached_files, edition_manifest, fingerprint, listed_sha256, verify_files
from etl.release.manifest import seal_holds, sealed, sha256
from etl.store import canonical_json

FILES = {"facts.csv": b"fact_id\n", "report.pdf": b"%PDF-1.7"}


def edition(**changes: bytes) -> dict[str, bytes]:
    """A small edition as it was published, with some files changed."""
    manifest = edition_manifest(
        FILES, [], {"programme": "small", "as_of": "2008-01-01"}, "c" * 64, EditionMark(1), None
    )
    names = {name.replace("_", "."): content for name, content in changes.items()}
    return {**FILES, MANIFEST: canonical_json(manifest), **names}


def told(files: dict[str, bytes], **options: bool) -> list[tuple[str, str]]:
    """Where something is wrong, and what."""
    return [(problem.where, problem.what) for problem in verify_files(files, **options)]


def test_an_edition_as_published_has_no_problems() -> None:
    """Every file has its hash, and the manifest its own."""
    assert told(edition()) == []


def test_a_changed_file_is_named() -> None:
    """With the beginning of both hashes."""
    (problem,) = verify_files(edition(facts_csv=b"fact_id\r\n"))

    assert problem.where == "facts.csv"
    assert problem.what == f"the file was changed: sha256 {sha256(b'fact_id' + bytes([13, 10]))[:12]}…"
    assert problem.expected == f"{sha256(FILES['facts.csv'])[:12]}…"


def test_a_missing_and_an_added_file_are_named() -> None:
    """A PDF carries some of the files only: then a missing one is no problem."""
    files = {**edition(notes_txt=b"mine")}
    del files["report.pdf"]

    assert told(files) == [
        ("report.pdf", "the file is missing"),
        ("notes.txt", "the manifest does not know this file"),
    ]
    assert told(files, all_present=False) == [("notes.txt", "the manifest does not know this file")]


def test_an_edition_without_manifest_is_none() -> None:
    """Nothing can be said of it."""
    assert told(FILES) == [(MANIFEST, "there is no manifest")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"not json",
        b"\xff\xfe",
        b"[" * 100_000,
        canonical_json({"files": {}}),
        canonical_json(sealed({"files": 3})),
        canonical_json(sealed({"edition": 1})),
        json.dumps(json.loads(edition()[MANIFEST])).encode(),
        edition()[MANIFEST].replace(b'"edition": 1', b'"edition": 2'),
        edition()[MANIFEST] + b"\n",
    ],
    ids=range(12),
)
def test_a_manifest_that_is_not_the_published_one_is_found(content: bytes) -> None:
    """Whether it can be read or not, to the byte."""
    assert told(edition(manifest_json=content)) == [(MANIFEST, "the manifest was changed")]


@pytest.mark.parametrize("place", range(0, len(edition()[MANIFEST]), 7))
def test_no_byte_of_the_manifest_can_be_changed(place: int) -> None:
    """Wherever a bit falls over."""
    content = bytearray(edition()[MANIFEST])
    content[place] ^= 1

    assert told(edition(manifest_json=bytes(content))) != []


def test_the_seal_is_over_everything_else() -> None:
    """Order does not matter, values do."""
    manifest: dict[str, Any] = sealed({"a": 1, "b": [1, 2]})

    assert seal_holds(dict(reversed(manifest.items())))
    assert not seal_holds({**manifest, "b": [2, 1]})
    assert not seal_holds({"a": 1})


def test_the_hash_of_one_file_can_be_looked_up() -> None:
    """None where the manifest is not ours, or does not know the file."""
    manifest = edition()[MANIFEST]

    assert listed_sha256(manifest, "facts.csv") == sha256(FILES["facts.csv"])
    assert listed_sha256(manifest, "notes.txt") is None
    assert listed_sha256(b'{"name": "somebody else\'s manifest"}', "facts.csv") is None


def test_a_manifest_names_what_it_supersedes() -> None:
    """By number and by the hash of the manifest of that edition."""
    manifest = edition_manifest(FILES, [], {}, "c" * 64, EditionMark(2, supersedes=1), "d" * 64)

    assert (manifest["edition"], manifest["supersedes"], manifest["supersedes_manifest_sha256"]) == (2, 1, "d" * 64)


def test_the_fingerprint_does_not_depend_on_the_order_of_keys() -> None:
    """Only on what they hold."""
    assert fingerprint({"a": 1, "b": "é"}) == fingerprint({"b": "é", "a": 1}) != fingerprint({"a": 1, "b": "e"})


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF", b"\0" * 5000])
def test_bytes_that_are_no_sound_pdf_are_told(content: bytes) -> None:
    """Whatever the library stumbles over."""
    with pytest.raises(VerificationError, match=r"a\.pdf: this is no sound PDF \(\w+\); expected a report"):
        attached_files(content, "a.pdf")
