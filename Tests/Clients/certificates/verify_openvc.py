"""Verifies sample certificates with openvc-core (PyPI), an implementation of SD-JWT VC of its own, and changed ones against it.

usage: verify_openvc.py FOLDER

FOLDER holds *.transfer.json as Tests/CertificationTests/SampleWriter.swift writes them. What openvc-core refuses, ours refuses
too (the corpus and Tests/Conformance); where openvc-core is laxer, nothing is asked of it here.
"""

import base64
import json
import pathlib
import sys

from cryptography import x509
from joserfc.jwk import ECKey
from openvc.proof.sd_jwt import SdJwtVcProofSuite, make_object_disclosure

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from checks import Checks  # noqa: E402

checks = Checks("openvc-core")
suite = SdJwtVcProofSuite()
TYPE = "tag:handover,2026:transfer-certificate:1"


def key_of(bundle):
    """The signer's key as openvc-core takes it."""
    certificate = x509.load_der_x509_certificate(base64.b64decode(bundle["x5c"][0]))
    numbers = certificate.public_key().public_numbers()
    spelled = lambda number: base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()  # noqa: E731
    return {"kty": "EC", "crv": "P-256", "x": spelled(numbers.x), "y": spelled(numbers.y)}


def accepted(name, compact, key):
    found = suite.verify(compact, public_key_jwk=key, expected_vct=TYPE)
    opened = compact.count("~") - 1
    checks.true(f"{name}: its claims", found.claims["vehicle"]["vin"] == "TMBJB9NX0PY000001")
    checks.true(f"{name}: no holder's key", not found.key_bound)
    checks.check(f"{name}: what it opens", len(found.claims.get("private", {})), max(0, opened - 1))


def refused(name, compact, key, other):
    """Changes that every verifier of SD-JWTs must see."""
    token, *disclosures = compact.split("~")[:-1]
    header, payload, signature = token.split(".")
    stranger = make_object_disclosure("AAAAAAAAAAAAAAAAAAAAAA", "deal", {})
    changes = {
        "another payload": f"{header}.{payload[:-4]}AAAA.{signature}~",
        "another signature": f"{header}.{payload}.{other.split('~')[0].split('.')[2]}~",
        "a stranger's disclosure": f"{token}~{stranger}~",
        "no end mark": token,
    }
    if disclosures:
        changes["a disclosure twice"] = "~".join([token, disclosures[0], disclosures[0], ""])
        changes["a child without its parent"] = f"{token}~{disclosures[-1]}~"
    for what, changed in changes.items():
        checks.raises(f"{name}: {what}", lambda: suite.verify(changed, public_key_jwk=key), Exception)
    wrong = ECKey.generate_key("P-256").as_dict(private=False)
    checks.raises(f"{name}: another key", lambda: suite.verify(compact, public_key_jwk=wrong), Exception)


def main():
    files = sorted(pathlib.Path(sys.argv[1]).glob("*.transfer.json"))
    checks.true("there are samples", len(files) > 10)
    bundles = [(file.name, json.loads(file.read_bytes())) for file in files]
    for name, bundle in bundles:
        # Copies of one certificate have one signature.
        other = next(one["sd_jwt"] for where, one in bundles if where.split(".")[0] != name.split(".")[0])
        accepted(name, bundle["sd_jwt"], key_of(bundle))
        refused(name, bundle["sd_jwt"], key_of(bundle), other)
    checks.finish()


if __name__ == "__main__":
    main()
