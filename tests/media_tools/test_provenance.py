"""Signed manifests, made here by a signer of our own, checked by the step."""

import socket
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import c2pa
import pytest

from media_tools.embedded.manifest import manifest_findings
from media_tools.findings import Findings, Meaning
from tests.media_tools.golden import golden
from tests.media_tools.making import PICTURES, SOUND, jpeg_bytes, make_clip, picture
from tests.media_tools.running import findings_of
from tests.media_tools.signing import Credential, make_credential, signed


@pytest.fixture(scope="module")
def credential() -> Credential:
    return make_credential()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo"
    path.write_bytes(jpeg_bytes())
    return path


def found_in(path: Path) -> tuple[dict[str, Any], Findings]:
    found = findings_of("provenance", path)
    value = found.value(Meaning.PROVENANCE)
    assert isinstance(value, dict)
    return value, found


def flip_a_byte(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0x40
    path.write_bytes(content)


def test_a_signed_picture_is_valid_and_its_signer_is_not_taken_for_known(
    photo: Path, credential: Credential
) -> None:
    value, found = found_in(signed(photo, "image/jpeg", credential))
    assert value["state"] == "valid"
    assert value["reasons"] == [
        "The picture is as it was when it was signed.",
        "Who signed it is not vouched for: anybody can make such a certificate, and this "
        "installation has no list of trusted ones.",
    ]
    assert value["generator"] == "Test Camera App 1.2"
    assert value["signer"] == "Ana's camera, Sightline's tests"
    assert value["signed_at"] is None
    assert found.warnings == []


def test_every_part_of_a_manifest_is_a_reading(photo: Path, credential: Credential) -> None:
    _, found = found_in(signed(photo, "image/jpeg", credential))
    texts = {reading.tag: reading.text for reading in found.readings}
    assert texts["C2PA manifest:0:title"] == "street"
    assert texts["C2PA manifest:0:signature_info:common_name"] == "Ana's camera"
    action = "C2PA manifest:0:assertions:0:data:actions:0"
    assert texts[f"{action}:action"] == "c2pa.created"
    assert texts[f"{action}:digitalSourceType"].endswith("digitalCapture")
    failed = [r.text for r in found.readings if r.tag == "C2PA validation failure"]
    assert failed == ["signingCredential.untrusted: signing certificate untrusted"]
    assert {reading.tool for reading in found.readings} == {"c2pa-python 0.38.1"}


def test_with_the_authority_on_the_operators_list_the_signer_is_trusted(
    photo: Path, credential: Credential, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(credential.authority)
    monkeypatch.setenv("C2PA_TRUST_ANCHORS", str(trusted))
    copy = signed(photo, "image/jpeg", credential)
    value, _ = found_in(copy)
    assert value["state"] == "trusted"
    assert "list of trusted ones" in value["reasons"][-1]
    trusted.write_bytes(make_credential().authority)
    value, _ = found_in(copy)
    assert value["state"] == "valid"
    assert "leads to none on this installation's list" in value["reasons"][-1]


def test_a_picture_changed_after_signing_is_invalid(photo: Path, credential: Credential) -> None:
    copy = signed(photo, "image/jpeg", credential)
    flip_a_byte(copy, -20)
    value, found = found_in(copy)
    assert value["state"] == "invalid"
    assert value["reasons"][0] == "The picture was changed after it was signed."
    assert found.warnings == [
        "Its signed manifest does not hold. The picture was changed after it was signed."
    ]


def test_a_manifest_changed_after_signing_is_invalid(photo: Path, credential: Credential) -> None:
    copy = signed(photo, "image/jpeg", credential)
    flip_a_byte(copy, copy.read_bytes().index(b"Test Camera App"))
    value, found = found_in(copy)
    assert value["state"] == "invalid"
    assert "its signature does not match" in value["reasons"][0]
    assert len(found.warnings) == 1


def signed_by_one_that_ran_out(photo: Path) -> Path:
    """A copy whose certificate has run out since; nobody can sign after its end."""
    lasts_s = 1
    while True:
        try:
            copy = signed(
                photo, "image/jpeg", make_credential(valid_for=timedelta(seconds=lasts_s))
            )
        except c2pa.C2paError as too_late:
            assert "not valid at time of signing" in str(too_late)
            lasts_s *= 2
        else:
            time.sleep(lasts_s + 1)
            return copy


def test_a_certificate_that_has_run_out_is_told(photo: Path) -> None:
    copy = signed_by_one_that_ran_out(photo)
    value, _ = found_in(copy)
    assert value["state"] == "invalid"
    assert value["reasons"][0] == "The signer's certificate had expired."


def test_a_picture_without_a_manifest_is_a_plain_fact(photo: Path) -> None:
    value, found = found_in(photo)
    assert value["state"] == "absent"
    assert value["reasons"] == ["The file carries no signed manifest. Most files carry none."]
    assert found.warnings == []


def test_clips_and_sound_are_checked_too(tmp_path: Path, credential: Credential) -> None:
    clip = make_clip(tmp_path / "clip.mp4", *PICTURES)
    copy = signed(clip, "video/mp4", credential)
    assert found_in(copy)[0]["reasons"][0] == "The clip is as it was when it was signed."
    flip_a_byte(copy, copy.read_bytes().index(b"mdat") + 40)
    assert found_in(copy)[0]["reasons"][0] == "The clip was changed after it was signed."
    sound = signed(make_clip(tmp_path / "sound.wav", *SOUND), "audio/wav", credential)
    assert found_in(sound)[0]["state"] == "valid"


def test_a_container_that_cannot_carry_one_is_told(tmp_path: Path) -> None:
    value, found = found_in(make_clip(tmp_path / "clip.mkv", *PICTURES))
    assert value["state"] == "absent"
    assert "this kind of file" in value["reasons"][0]
    assert found.warnings == []


def test_a_part_that_did_not_hold_when_taken_in_is_told(
    photo: Path, credential: Credential
) -> None:
    part = signed(photo, "image/jpeg", credential)
    flip_a_byte(part, -20)
    value, found = found_in(signed(photo, "image/jpeg", credential, made_from=part))
    assert value["state"] == "valid"
    assert "“signed-photo”, whose own manifest did not hold" in found.warnings[0]
    assert found.warnings[0] in value["reasons"]


def test_a_damaged_manifest_is_told_as_unreadable(photo: Path, credential: Credential) -> None:
    copy = signed(photo, "image/jpeg", credential)
    copy.write_bytes(copy.read_bytes().replace(b"jumd", b"junk", 1))
    value, found = found_in(copy)
    assert value["state"] == "unreadable"
    assert found.warnings == value["reasons"]
    assert "cannot be told" in found.warnings[0]


@pytest.mark.parametrize("depth", [30, 2000])
def test_a_manifest_nested_without_end_is_given_up(tmp_path: Path, depth: int) -> None:
    kind = b"c2pa" + bytes.fromhex("00110010800000aa00389b71") + b"\x03c2pa\0"
    nested = b""
    for _ in range(depth):
        inside = struct.pack(">I4s", 8 + len(kind), b"jumd") + kind + nested
        nested = struct.pack(">I4s", 8 + len(inside), b"jumb") + inside
    path = tmp_path / "picture"
    picture().save(path, "PNG")
    content = path.read_bytes()
    chunk = struct.pack(">I", len(nested)) + b"caBX" + nested
    behind_its_head = 33
    checksum = struct.pack(">I", zlib.crc32(b"caBX" + nested))
    path.write_bytes(content[:behind_its_head] + chunk + checksum + content[behind_its_head:])
    value, found = found_in(path)
    assert value["state"] == "unreadable"
    assert len(found.warnings) == 1


@contextmanager
def listening() -> Iterator[tuple[str, list[object]]]:
    """A web address on this machine, and who called there."""
    callers: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def wait() -> None:
            while True:
                try:
                    caller, address = server.accept()
                except OSError:
                    return
                callers.append(address)
                caller.close()

        thread = threading.Thread(target=wait)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/manifest.c2pa", callers
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def test_a_manifest_kept_elsewhere_is_named_and_never_fetched(
    photo: Path, credential: Credential, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with listening() as (address, callers):
        copy = signed(photo, "image/jpeg", credential, kept_at=address)
        value, found = found_in(copy)
        assert callers == []
        # The library left to itself does call there: the file is fit to show it.
        with pytest.raises(c2pa.C2paError), copy.open("rb") as file:
            c2pa.Reader("image/jpeg", file)
        assert callers
    assert value["state"] == "remote_only"
    assert address in value["reasons"][0]
    assert found.warnings == []
    assert ("C2PA remote_url", address) in [(r.tag, r.text) for r in found.readings]


def test_words_of_a_stranger_are_shown_safely_in_reasons() -> None:
    found = manifest_findings(
        {"outcome": "remote_only", "url": "http://x/\u202egpj"},
        thing="picture",
        has_trust_list=False,
        tool="c2pa-python",
    )
    assert all("\u202e" not in str(reading) for reading in found.readings)


@golden("provenance", 1)
def test_the_golden_manifest_reads_as_it_did(tmp_path: Path, credential: Credential) -> None:
    path = tmp_path / "picture"
    picture().save(path, "PNG")
    copy = signed(path, "image/png", credential)
    _, found = found_in(copy)
    tags = [r.tag for r in found.readings if not r.tag.startswith("C2PA validation success")]
    part = "C2PA manifest:0"
    action = f"{part}:assertions:0:data:actions:0"
    assert tags == [
        "C2PA validation_state",
        "C2PA validation failure",
        "C2PA validation informational",
        *[f"{part}:claim_generator_info:0:{key}" for key in ("name", "version")],
        f"{part}:claim_generator_info:0:org.contentauth.c2pa_rs",
        *(f"{part}:title", f"{part}:instance_id", f"{part}:assertions:0:label"),
        *(f"{action}:action", f"{action}:digitalSourceType"),
        *[f"{part}:signature_info:{key}" for key in ("alg", "issuer", "common_name")],
        f"{part}:signature_info:cert_serial_number",
        *(f"{part}:label", f"{part}:claim_version"),
    ]
