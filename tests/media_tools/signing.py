"""Signed manifests made at test time, with certificates of the test's own."""

import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


@dataclass(frozen=True)
class Credential:
    """A signer's certificate with the one that vouches for it, and the signer's key, in PEM."""

    chain: bytes
    key: bytes
    authority: bytes


def make_credential(*, valid_for: timedelta = timedelta(days=30)) -> Credential:
    """A fresh certificate for "Ana's camera", vouched for by a fresh authority."""
    now = datetime.now(UTC)
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    year = timedelta(days=365)
    authority = _certificate(
        *("Test authority", authority_key, authority_key), starts=now - year, ends=now + year
    )
    leaf = _certificate(
        *("Ana's camera", key, authority_key), starts=now - year, ends=now + valid_for
    )
    return Credential(
        leaf + authority,
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
        authority,
    )


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    signed_with: ec.EllipticCurvePrivateKey,
    *,
    starts: datetime,
    ends: datetime,
) -> bytes:
    is_authority = key is signed_with
    usage = dict.fromkeys(
        (
            *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
            *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    ) | {"key_cert_sign" if is_authority else "digital_signature": True}
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name("Test authority"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signed_with.public_key()),
            critical=False,
        )
    )
    if not is_authority:
        mail = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(mail, critical=False)
    return builder.sign(signed_with, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Sightline's tests"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def signed(
    path: Path,
    mime: str,
    credential: Credential,
    *,
    made_from: Path | None = None,
    kept_at: str = "",
) -> Path:
    """A copy of the file, signed. With ``kept_at`` its manifest lies there and not in it."""
    action: dict[str, Any] = {"action": "c2pa.created"}
    action["digitalSourceType"] = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
    says = {
        "claim_generator_info": [{"name": "Test Camera App", "version": "1.2"}],
        "title": "street",
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [action]}}],
    }
    info = c2pa.C2paSignerInfo(
        alg=b"es256", sign_cert=credential.chain, private_key=credential.key, ta_url=None
    )
    copy = path.with_name(f"signed-{path.name}")
    with c2pa.Signer.from_info(info) as signer, c2pa.Builder(json.dumps(says)) as builder:
        if kept_at:
            builder.set_remote_url(kept_at)
            builder.set_no_embed()
        if made_from:
            source = io.BytesIO(made_from.read_bytes())
            ingredient = {"title": made_from.name, "relationship": "parentOf"}
            builder.add_ingredient(ingredient, mime, source)
        with path.open("rb") as given, copy.open("w+b") as taken:
            builder.sign(signer, mime, given, taken)
    return copy
