"""SD-JWT: RFC 9901's own example, and whole certificates of a dealer that is not ours.

The dealer here has keys and X.509 certificates by `cryptography`, a trust list by joserfc, and signed texts by sd-jwt, the
reference implementation. Our checker must take them, and must refuse what RFC 9901, section 7.1, refuses.
"""

import base64
import datetime
import hashlib
import json

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jws as jose
from joserfc.jwk import ECKey
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.issuer import SDJWTIssuer

from cases import Cases
from jws import RULES, point, spelled, unpadded

# RFC 9901, section 5.1, with the issuer's key of appendix A.5.
RFC_KEY = ("b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ", "Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8")
RFC_HEADER = "eyJhbGciOiAiRVMyNTYiLCAidHlwIjogImV4YW1wbGUrc2Qtand0In0"
RFC_SIGNATURE = "MczwjBFGtzf-6WMT-hIvYbkb11NrV1WMO-jTijpMPNbswNzZ87wY2uHz-CXo6R04b7jYrpj9mNRAvVssXou1iw"
RFC_PAYLOAD = {
    "_sd": [
        "CrQe7S5kqBAHt-nMYXgc6bdt2SH5aTY1sU_M-PgkjPI", "JzYjH4svliH0R3PyEMfeZu6Jt69u5qehZo7F7EPYlSE",
        "PorFbpKuVu6xymJagvkFsFXAbRoc2JGlAUA2BA4o7cI", "TGf4oLbgwd5JQaHyKVQZU9UdGE0w5rtDsrZzfUaomLo",
        "XQ_3kPKt1XyX7KANkqVR6yZ2Va5NrPIvPYbyMvRKBMM", "XzFrzwscM6Gn6CJDc6vVK8BkMnfG8vOSKfpPIZdAfdE",
        "gbOsI4Edq2x2Kw-w5wPEzakob9hV1cRD0ATN3oQL9JM", "jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4"],
    "iss": "https://issuer.example.com", "iat": 1683000000, "exp": 1883000000, "sub": "user_42",
    "nationalities": [{"...": "pFndjkZ_VCzmyTa6UjlZo3dh-ko8aIKQc9DlGzhaVYo"},
                      {"...": "7Cf6JkPudry3lcbwHgeZ8khAv1U1OSlerP0VkBJrWZ0"}],
    "_sd_alg": "sha-256",
    "cnf": {"jwk": {"kty": "EC", "crv": "P-256", "x": "TCAER19Zvu3OHF4j4W4vfSVoHIP1ILilDls7vCeGemc",
                    "y": "ZxjiWWbZMQGHVWKVQ4hbSIirsVfuecCE6t4jT9F2HZQ"}}}
RFC_DISCLOSURES = [
    ["2GLC42sKQveCfGfryNRN9w", "given_name", "John"], ["eluV5Og3gSNII8EYnsxA_A", "family_name", "Doe"],
    ["6Ij7tM-a5iVPGboS5tmvVA", "email", "johndoe@example.com"],
    ["eI8ZWm9QnKPpNPeNenHdhQ", "phone_number", "+1-202-555-0101"],
    ["Qg_O64zqAxe412a108iroA", "phone_number_verified", True],
    ["AJx-095VPrpTtN4QMOqROA", "address", {"street_address": "123 Main St", "locality": "Anytown",
                                           "region": "Anystate", "country": "US"}],
    ["Pc33JM2LchcU_lHggv_ufQ", "birthdate", "1940-01-01"], ["G02NSrQfjFXQ7Io09syajA", "updated_at", 1570000000],
    ["lklxF5jMYlGTPUovMNIvCA", "US"], ["nPuoQnkRFq3BIeAm7AnXFA", "DE"]]

NOW = 1795514430


def write(folder, payload):
    rfc().write(folder)
    dealer = Dealer(payload)
    dealer.genuine().write(folder)
    dealer.refused().write(folder)


def rfc():
    cases = Cases("sd-jwt-rfc9901", "RFC 9901, section 5.1, typed in")
    token = f"{RFC_HEADER}.{spelled(json.dumps(RFC_PAYLOAD).encode())}.{RFC_SIGNATURE}"
    cases.add("the issuer's signature", "jws", "valid", text=token, key=point(*RFC_KEY))
    cases.add("the same, a claim changed", "jws", "invalid", key=point(*RFC_KEY),
              text=token.replace(spelled(b"1683000000"), spelled(b"1683000001"))[:-1] + "A")
    whole = "~".join([token] + [spelled(json.dumps(one).encode()) for one in RFC_DISCLOSURES]) + "~"
    cases.add("every disclosure by its digest", "sd-digests", "named 10 of 10", text=whole)
    cases.add("not of our profile", "certificate", "not_valid jws.typ", bytes=whole.encode(), time=NOW, rules=RULES)
    return cases


class Dealer:
    """A dealer made without any of our code."""

    def __init__(self, payload):
        self.payload = {name: value for name, value in payload.items() if name not in ("_sd", "_sd_alg")}
        names = {"root": "Root", "rooftop": "Rooftop authority", "terminal": "North"}
        self.keys = {name: ec.generate_private_key(ec.SECP256R1()) for name in names}
        host = "north.example-motors.example"
        self.root = self.certificate("root", "root", authority=1)
        self.rooftop = self.certificate("rooftop", "root", authority=0, host=host)
        self.terminal = self.certificate("terminal", "rooftop", uri=f"https://{host}")
        self.chain = [self.terminal, self.rooftop]
        self.trust = self.trust_list()

    def certificate(self, subject, issuer, authority=None, host=None, uri=None):
        name = lambda unit: x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Other Motors"),  # noqa: E731
                                       x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, unit)])
        start = datetime.datetime.fromtimestamp(NOW - 30 * 86400, datetime.timezone.utc)
        builder = (x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer))
                   .public_key(self.keys[subject].public_key()).serial_number(x509.random_serial_number())
                   .not_valid_before(start).not_valid_after(start + datetime.timedelta(days=365))
                   .add_extension(x509.BasicConstraints(authority is not None, authority), critical=True)
                   .add_extension(usage(authority is not None), critical=True))
        if host:
            builder = builder.add_extension(
                x509.NameConstraints([x509.UniformResourceIdentifier(host)], None), critical=True)
        if uri:
            purpose = x509.ExtendedKeyUsage([x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")])
            builder = builder.add_extension(purpose, critical=False).add_extension(
                x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri)]), critical=False)
        return builder.sign(self.keys[issuer], hashes.SHA256()).public_bytes(Encoding.DER)

    def trust_list(self):
        key = ECKey.generate_key("P-256")
        fields = {name: key.as_dict(private=False)[name] for name in ("kty", "crv", "x", "y")}
        content = {
            "version": 1, "iat": NOW - 86400, "exp": NOW + 86400 * 90, "authority": {"threshold": 1, "keys": [fields]},
            "issuers": [{"name": "Other Motors", "root": base64.b64encode(self.root).decode(),
                         "hosts": ["example-motors.example"], "from": NOW - 86400, "until": None}], "revoked": [],
            "rules": [self.payload["handover"]["rules"]]}
        header = {"protected": {"alg": "ES256", "typ": "trust-list+jws", "kid": key.thumbprint()}}
        registry = jose.JWSRegistry(algorithms=["ES256"], strict_check_header=False)
        signed = jose.serialize_json([header], json.dumps(content).encode(), key, registry=registry)
        return json.dumps(signed).encode()

    def text(self, private=None, extra=None, payload=None):
        """The signed text and its disclosures, by the reference implementation."""
        claims = dict(payload or self.payload)
        claims["vehicle"] = dict(claims["vehicle"])
        claims[SDObj("private")] = private if private is not None else {
            SDObj("deal"): {"stock_number": "GF-1042"},
            SDObj("holder_AAAAAAAAAAAAAAAAAAAAAA"): {"lines": [{"layer": "secondary_users"}]}}
        pem = self.keys["terminal"].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        header = {"typ": "dc+sd-jwt", "x5t#S256": spelled(hashlib.sha256(self.terminal).digest()), **(extra or {})}
        made = SDJWTIssuer(claims, JWK.from_pem(pem), sign_alg="ES256", extra_header_parameters=header)
        return made.sd_jwt_issuance

    def bundle(self, text, chain=None):
        chain = [base64.b64encode(der).decode() for der in chain or self.chain]
        return json.dumps({"format": "transfer-certificate-bundle/1", "sd_jwt": text, "x5c": chain},
                          separators=(",", ":")).encode()

    def add(self, cases, what, want, text, chain=None):
        cases.add(what, "certificate", want, bytes=self.bundle(text, chain), trust=self.trust, time=NOW, rules=RULES)

    def genuine(self):
        cases = Cases("sd-jwt-reference-issuer", "certificates by sd-jwt, cryptography and joserfc (PyPI)")
        for place in range(20):
            text = self.text()
            token, private, *rest = by_name(text)
            self.add(cases, f"{place}: everything", "valid", text)
            self.add(cases, f"{place}: nothing", "valid", token + "~")
            self.add(cases, f"{place}: one section", "valid", "~".join([token, private, rest[place % len(rest)], ""]))
            self.add(cases, f"{place}: turned round", "valid", "~".join([token, *reversed(rest), private, ""]))
        return cases

    def refused(self):
        """RFC 9901, section 7.1, and what implementations have got wrong, each made anew."""
        cases = Cases("sd-jwt-refused", "our own, signed by sd-jwt (PyPI): what RFC 9901, section 7.1, refuses")
        text = self.text()
        token, private, *rest = by_name(text)
        add = lambda what, failure, text, chain=None: self.add(cases, what, f"not_valid {failure}", text, chain)  # noqa: E731
        other = by_name(self.text())
        add("of another certificate", "sd.unreferenced-disclosure", "~".join([token, other[1], ""]))
        add("a child without its parent", "sd.unreferenced-disclosure", "~".join([token, rest[0], ""]))
        add("a stranger", "sd.unreferenced-disclosure", "~".join([token, private, disclosure("deal", 1), ""]))
        add("twice", "sd.duplicate-digest", "~".join([token, private, private, ""]))
        add("over a claim", "sd.claim-collision", "~".join([token, disclosure("vehicle", {}), ""]))
        add("named _sd", "sd.reserved-name", "~".join([token, disclosure("_sd", []), ""]))
        add("named ...", "sd.reserved-name", "~".join([token, disclosure("...", "x"), ""]))
        add("two elements", "sd.disclosure-malformed", "~".join([token, spelled(b'["AAAAAAAAAAAAAAAAAAAAAA","x"]'), ""]))
        add("four elements", "sd.disclosure-malformed",
            "~".join([token, spelled(b'["AAAAAAAAAAAAAAAAAAAAAA","x",1,2]'), ""]))
        add("a short salt", "sd.disclosure-malformed", "~".join([token, spelled(b'["AAAA","deal",1]'), ""]))
        add("not JSON", "json.malformed", "~".join([token, spelled(b"deal"), ""]))
        add("a name twice inside", "json.duplicate-key",
            "~".join([token, spelled(b'["AAAAAAAAAAAAAAAAAAAAAA","deal",{"a":1,"a":2}]'), ""]))
        add("padding", "b64.noncanonical", "~".join([token, private + "=", ""]))
        add("no end mark", "sdjwt.unexpected-key-binding", "~".join([token, private]))
        add("no mark at all", "sdjwt.layout", token)
        add("an empty disclosure", "sdjwt.layout", token + "~~")
        add("a key binding", "sdjwt.unexpected-key-binding", f"{token}~{token}")
        add("an unknown section", "profile.disclosure", self.text({SDObj("accounts"): {"a": 1}}))
        add("a section that withholds", "profile.disclosure", self.text({SDObj("deal"): {SDObj("a"): 1}}))
        add("a list that withholds", "sd.disclosure-malformed", self.text({SDObj("deal"): [SDObj("a")]}))
        add("the private part in the open besides", "profile.disclosure", self.text({SDObj("deal"): 1, "staff": 2}))
        add("a claim withheld", "profile.value", self.text(payload={**self.payload, SDObj("note"): 1}))
        add("an unknown claim", "profile.unexpected-member", self.text(payload={**self.payload, "exp": NOW + 1}))
        add("another type", "jws.typ", self.text(extra={"typ": "vc+sd-jwt"}))
        add("a key in the header", "jws.unexpected-header", self.text(extra={"jwk": {"kty": "EC"}}))
        add("the authority as signer", "issuer.leaf-mismatch", text, [self.rooftop])
        add("the root besides", "issuer.chain-surplus", text, [*self.chain, self.root])
        add("turned round", "issuer.leaf-mismatch", text, list(reversed(self.chain)))
        add("without the authority", "issuer.untrusted", text, [self.terminal])
        return cases


def by_name(text):
    """The token, the disclosure named `private`, and the others."""
    token, *disclosures = text.rstrip("~").split("~")
    private = [one for one in disclosures if json.loads(unpadded(one))[1] == "private"]
    return [token, *private, *(one for one in disclosures if one not in private)]


def disclosure(name, value):
    return spelled(json.dumps(["AAAAAAAAAAAAAAAAAAAAAA", name, value]).encode())


def usage(authority):
    flags = dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
                           "decipher_only"), False)
    return x509.KeyUsage(digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, **flags)
