"""Unpacks the codes of a paper with tools that are not ours: base45, zlib and joserfc (PyPI, Python)."""

import base64
import json
import re
import zlib

import base45
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.jwk import ECKey


def dictionaries(page):
    """The published dictionaries, out of the verifier page that buyers get."""
    found = dict(re.findall(r"const (signed|part)Dictionary = String\.raw`([^`]*)`;", page))
    return {"C": found["signed"].encode(), "P": found["part"].encode()}


def inflate(prefix, packed, known):
    """What one stream holds: a whole one, with nothing behind it."""
    reader = zlib.decompressobj() if prefix[3] == "1" else zlib.decompressobj(-15, zdict=known[prefix[2]])
    content = reader.decompress(packed, 1 << 18)
    assert reader.eof and not reader.unused_data and not reader.unconsumed_tail, prefix
    return content


def signed(text, known):
    """The compact signed text in the code of the first page, and the bytes that it was packed to."""
    packed = base45.b45decode(text[5:])
    content = inflate(text[:5], packed, known)
    length = int.from_bytes(content[64:66], "big")
    parts = content[66 : 66 + length], content[66 + length :], content[:64]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts), len(packed)


def beside(texts, known):
    """What the codes of the second page hold, and the bytes that it was packed to."""
    squares = {int(text[5:].split("/")[0]): text for text in texts}
    assert sorted(squares) == list(range(1, len(texts) + 1)), "codes are missing on page 2"
    packed = b"".join(base45.b45decode(squares[place].split(":", 2)[2]) for place in sorted(squares))
    return json.loads(inflate(texts[0][:5], packed, known)), len(packed)


def verified(codes, known):
    """The bundle that the codes of a paper hold; its signature is verified by the certificate that they bring."""
    first = next(text for text in codes if text[2] == "C")
    compact, size = signed(first, known)
    more, more_size = beside([text for text in codes if text[2] == "P"], known)
    leaf = x509.load_der_x509_certificate(base64.b64decode(more["x5c"][0], validate=True))
    key = ECKey.import_key(leaf.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    claims = json.loads(jws.deserialize_compact(compact, key, algorithms=["ES256"]).payload)
    assert len(claims["handover"]["layers"]) == 21
    return {"format": "transfer-certificate-bundle/1", "sd_jwt": compact + "~", **more}, size, more_size
