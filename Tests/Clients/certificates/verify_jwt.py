"""Verifies sample certificates with tools that are not ours: joserfc, sd-jwt (PyPI) and openssl.

usage: verify_jwt.py FOLDER

FOLDER holds root.der, rooftop.der, *.transfer.json as Tests/CertificationTests/SampleWriter.swift writes them.
Prints `certificates: N passed, 0 failed`; exit status 1 when anything failed.
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import ECKey
from jwcrypto.jwk import JWK
from sd_jwt.verifier import SDJWTVerifier

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from checks import Checks  # noqa: E402

checks = Checks("certificates")
check = checks.true


def b64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def leaf_key(bundle):
    """The signer's certificate and its public key in PEM."""
    der = base64.b64decode(bundle["x5c"][0], validate=True)
    certificate = x509.load_der_x509_certificate(der)
    return der, certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def verify_signature(name, jwt, der, pem):
    """The signature over header and payload, with joserfc, and that a changed one fails."""
    key = ECKey.import_key(pem)
    found = jws.deserialize_compact(jwt, key, algorithms=["ES256"])
    header = json.loads(b64url(jwt.split(".")[0]))
    thumbprint = base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode()
    check(f"{name}: signature", json.loads(found.payload)["vct"] == "tag:handover,2026:transfer-certificate:1")
    check(f"{name}: header", header == {"alg": "ES256", "typ": "dc+sd-jwt", "x5t#S256": thumbprint})
    check(f"{name}: low half of s", int.from_bytes(b64url(jwt.split(".")[2])[32:], "big") <= ORDER // 2)
    head, payload, signature = jwt.split(".")
    changed = payload[:40] + ("A" if payload[40] != "A" else "B") + payload[41:]
    checks.raises(
        f"{name}: a changed payload",
        lambda: jws.deserialize_compact(f"{head}.{changed}.{signature}", key, algorithms=["ES256"]),
        BadSignatureError,
    )


def verify_disclosures(name, compact, pem, expected):
    """What the copy opens, with the reference implementation of SD-JWT."""
    verifier = SDJWTVerifier(compact, lambda issuer, header: JWK.from_pem(pem), None, None)
    claims = verifier.get_verified_payload()
    private = claims.get("private")
    if expected == 0:
        check(f"{name}: opens nothing", private is None and "_sd" not in claims)
    else:
        check(f"{name}: opens {expected - 1} sections", private is not None and len(private) == expected - 1)
    check(f"{name}: 21 layers", len(claims["handover"]["layers"]) == 21)
    return claims


def verify_lines_root(name, claims):
    """The commitment to the lines, recomputed from the full copy as its documentation says."""
    private = claims["private"]
    lines = [line for section, value in private.items() if section.startswith("holder_") for line in value["lines"]]
    digests = [hashlib.sha256(compact_json(line)).digest() for line in lines]
    digests += [b64url(text) for text in private["ledger"]["lines_fill"]]
    root = base64.urlsafe_b64encode(hashlib.sha256(b"".join(sorted(digests))).digest()).rstrip(b"=").decode()
    check(f"{name}: lines root", root == claims["handover"]["lines_root"] and len(digests) % 16 == 0)


def compact_json(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def verify_chain(name, folder, bundle, issued_at):
    """The chain to the root, with openssl, at the time of issue, as strict as it can be."""
    with tempfile.TemporaryDirectory() as work:
        paths = []
        for place, text in enumerate(bundle["x5c"]):
            path = pathlib.Path(work) / f"{place}.pem"
            certificate = x509.load_der_x509_certificate(base64.b64decode(text))
            path.write_bytes(certificate.public_bytes(Encoding.PEM))
            paths.append(path)
        root = pathlib.Path(work) / "root.pem"
        root.write_bytes(x509.load_der_x509_certificate((folder / "root.der").read_bytes()).public_bytes(Encoding.PEM))
        command = ["openssl", "verify", "-x509_strict", "-attime", str(issued_at), "-CAfile", str(root)]
        for path in paths[1:]:
            command += ["-untrusted", str(path)]
        good = subprocess.run(command + [str(paths[0])], capture_output=True, text=True)
        check(f"{name}: openssl verify: {good.stdout}{good.stderr}", good.returncode == 0)
        late = [str(issued_at + 500 * 86400) if part == str(issued_at) else part for part in command]
        check(f"{name}: openssl verify, too late", subprocess.run(late + [str(paths[0])], capture_output=True).returncode != 0)


ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def main():
    folder = pathlib.Path(sys.argv[1])
    files = sorted(folder.glob("*.transfer.json"))
    check("there are samples", len(files) > 10)
    for file in files:
        bundle = json.loads(file.read_bytes())
        compact = bundle["sd_jwt"]
        jwt, *disclosures = compact.rstrip("~").split("~")
        der, pem = leaf_key(bundle)
        verify_signature(file.name, jwt, der, pem)
        claims = verify_disclosures(file.name, compact, pem, len(disclosures))
        if ".full." in file.name:
            verify_lines_root(file.name, claims)
        verify_chain(file.name, folder, bundle, claims["iat"])
    checks.finish()


if __name__ == "__main__":
    main()
