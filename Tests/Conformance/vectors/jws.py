"""JSON Web Signatures: the RFCs' own examples, joserfc's fixtures, and negative cases signed here by `cryptography`."""

import base64
import hashlib
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from joserfc import jws
from joserfc.jwk import ECKey

from cases import Cases

# RFC 7515, appendix A.3.1: the key, and the token.
A3_KEY = ("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")
A3 = ("eyJhbGciOiJFUzI1NiJ9"
      ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
      ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")


def write(folder, joserfc):
    literal = Cases("jws-rfc7515", "RFC 7515, appendix A.3, typed in, and changes of it")
    key = point(*A3_KEY)
    literal.add("A.3", "jws", "valid", text=A3, key=key)
    for what, text in changes(A3).items():
        literal.add(what, "jws", "invalid", text=text, key=key)
    literal.write(folder)
    fixtures(joserfc).write(folder)
    headers().write(folder)
    thumbprints().write(folder)


def point(x, y):
    return b"\x04" + unpadded(x) + unpadded(y)


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def spelled(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def changes(token):
    """Every spelling and every layout that a lenient reader takes for the same token."""
    header, payload, signature = token.split(".")
    raw = unpadded(signature)
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    whole = lambda a, b: spelled(a.to_bytes(32, "big") + b.to_bytes(32, "big"))  # noqa: E731
    return {
        "padding": f"{header}.{payload}.{signature}==",
        "white space": f"{header}.{payload}.{signature}\n",
        "standard alphabet": token.replace("-", "+"),
        "stray bits": token[:-1] + "V",
        "no signature": f"{header}.{payload}.",
        "two parts": f"{header}.{payload}",
        "four parts": f"{token}.",
        "empty header": f".{payload}.{signature}",
        "another payload": f"{header}.{spelled(unpadded(payload) + b' ')}.{signature}",
        "DER": f"{header}.{payload}.{spelled(utils.encode_dss_signature(r, s))}",
        "r is zero": f"{header}.{payload}.{whole(0, s)}",
        "s is zero": f"{header}.{payload}.{whole(r, 0)}",
        "both are zero": f"{header}.{payload}.{whole(0, 0)}",
        "s is the order": f"{header}.{payload}.{whole(r, order)}",
        "r is the order": f"{header}.{payload}.{whole(order, s)}",
        "63 bytes": f"{header}.{payload}.{spelled(raw[:-1])}",
        "65 bytes": f"{header}.{payload}.{spelled(raw + b'0')}",
        "65 bytes, leading zero": f"{header}.{payload}.{spelled(bytes(1) + raw)}",
        "turned round": f"{header}.{payload}.{whole(s, r)}",
    }


def fixtures(joserfc):
    """joserfc's own examples: ES256 signed here with its key; every other algorithm is refused whatever its key says."""
    cases = Cases("jws-joserfc", "joserfc's source distribution (PyPI), fixtures")
    key = ECKey.import_key((joserfc / "keys/ec-p256-private.pem").read_text())
    public = load_pem_private_key((joserfc / "keys/ec-p256-private.pem").read_bytes(), None).public_key()
    raw = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    for place in range(50):
        token = jws.serialize_compact({"alg": "ES256"}, f"payload {place}", key)
        cases.add(f"ES256 {place}", "jws", "valid", text=token, key=raw)
        cases.add(f"ES256 {place}, changed", "jws", "invalid", text=token.replace(".", ".AA", 1), key=raw)
    for file in sorted((joserfc / "fixtures").glob("jws_*.json")):
        for test in json.loads(file.read_text())["tests"]:
            if "compact" in test:
                cases.add(f"{file.stem} {test['name']}", "jws", "invalid", text=test["compact"], key=raw)
    return cases


def headers():
    """The whole check of a certificate must stop at the header, before any key is looked for, for every other algorithm."""
    cases = Cases("jws-headers", "our own, each header signed with ES256 by `cryptography`")
    key = ec.generate_private_key(ec.SECP256R1())
    thumbprint = spelled(hashlib.sha256(b"no certificate").digest())
    good = {"alg": "ES256", "typ": "dc+sd-jwt", "x5t#S256": thumbprint}
    wanted = {}
    for algorithm in ("none", "None", "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
                      "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "Ed448", "ML-DSA-44", "ML-DSA-65", "es256", "",
                      "ES256 ", None, 7, ["ES256"]):
        wanted[f"alg {algorithm!r}"] = ({**good, "alg": algorithm}, "jws.alg")
    for kind in ("vc+sd-jwt", "dc+sd-jwt+ld", "JWT", "statuslist+jwt", "trust-list+jws", "DC+SD-JWT", "kb+jwt", None):
        wanted[f"typ {kind!r}"] = ({**good, "typ": kind}, "jws.typ")
    for name in ("jwk", "jku", "x5u", "kid", "x5c", "x5t", "b64", "cty", "zip", "iss", "nonce", "alg2"):
        wanted[f"also {name}"] = ({**good, name: "x"}, "jws.unexpected-header")
    wanted["crit"] = ({**good, "crit": ["b64"]}, "jws.crit")
    wanted["crit, empty"] = ({**good, "crit": []}, "jws.crit")
    for text in ("", "A" * 42, "A" * 44, "A" * 42 + "=", "A" * 42 + "B", None):
        wanted[f"x5t#S256 {text!r}"] = ({**good, "x5t#S256": text}, "jws.header")
    wanted["no x5t#S256"] = ({"alg": "ES256", "typ": "dc+sd-jwt"}, "jws.header")
    wanted["as it should be"] = (good, "issuer.certificate-unavailable")
    for what, (header, failure) in wanted.items():
        add_text(cases, what, key, json.dumps(header, separators=(",", ":")), failure)
    twice = '{"alg":"none","alg":"ES256","typ":"dc+sd-jwt","x5t#S256":"' + thumbprint + '"}'
    add_text(cases, "alg twice", key, twice, "json.duplicate-key")
    add_text(cases, "alg twice, escaped", key, twice.replace('"alg":"none"', '"\\u0061lg":"none"'), "json.duplicate-key")
    add_text(cases, "not an object", key, '["ES256"]', "input.not-recognised")
    return cases


def add_text(cases, what, key, header, failure):
    first = f"{spelled(header.encode())}.{spelled(b'{}')}"
    r, s = utils.decode_dss_signature(key.sign(first.encode(), ec.ECDSA(hashes.SHA256())))
    text = f"{first}.{spelled(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}~"
    validation = "inconclusive" if failure.startswith("issuer.") else "not_valid"
    cases.add(what, "certificate", f"{validation} {failure}", bytes=text.encode(), time=1795514430, rules=RULES)


# The table that the certificates of the corpus name.
RULES = "Tests/CertificateCorpus/rules.json"


def thumbprints():
    """RFC 7638: our name of a key against joserfc's. Its own example is RSA, which no list of ours holds."""
    cases = Cases("jwk-thumbprint", "RFC 7638 for EC keys, through joserfc (PyPI)")
    for place in range(25):
        key = ECKey.generate_key("P-256")
        fields = key.as_dict(private=False)
        cases.add(f"{place}", "thumbprint", key.thumbprint(), key=point(fields["x"], fields["y"]))
    return cases
