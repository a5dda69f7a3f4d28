"""Codes as others pack them: base45 (PyPI) over Python's zlib, with the published dictionary and without."""

import base64
import pathlib
import random
import re
import zlib

import base45

from cases import Cases

GENERATED = pathlib.Path(__file__).resolve().parents[3] / "Sources/VerifierPage/Generated/code-dictionaries.js"


def dictionary():
    return re.search(r"signedDictionary = String\.raw`([^`]*)`;", GENERATED.read_text())[1].encode()


def packed(content, chance, known):
    """One raw stream, at any level and with any strategy: a reader must not depend on how somebody packs."""
    packer = zlib.compressobj(
        chance.randrange(0, 10), zlib.DEFLATED, -15, chance.randrange(1, 10), chance.randrange(0, 5), zdict=known)
    place = chance.randrange(0, len(content))
    start = packer.compress(content[:place]) + packer.flush(chance.choice([zlib.Z_NO_FLUSH, zlib.Z_SYNC_FLUSH]))
    return start + packer.compress(content[place:]) + packer.flush()


def spelled(prefix, stream):
    return prefix + base45.b45encode(stream).decode()


def write(folder, seed):
    chance = random.Random(seed)
    known = dictionary()
    cases = Cases("codes-peer", f"codes packed by Python's zlib and base45 (PyPI), seed {seed}")
    for place in range(200):
        header, signature = b'{"alg":"ES256"}', chance.randbytes(64)
        start = chance.randrange(0, len(known) - 400)
        payload = chance.randbytes(chance.randrange(1, 60)) + known[start : start + chance.randrange(0, 400)]
        content = signature + len(header).to_bytes(2, "big") + header + payload
        parts = [base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (header, payload, signature)]
        compact = ".".join(parts) + "~"
        stream = packed(content, chance, known)
        cases.add(f"{place}", "unpack-code", compact, text=spelled("VHC2:", stream))
        cases.add(f"{place}, older", "unpack-code", compact, text=spelled("VHC1:", zlib.compress(content)))
        cases.add(f"{place}, cut", "unpack-code", "refused qr.inflate", text=spelled("VHC2:", stream[:-1]))
        cases.add(f"{place}, more", "unpack-code", "refused qr.inflate", text=spelled("VHC2:", stream + b"\0"))
        cases.add(f"{place}, other packing", "unpack-code", "refused qr.inflate", text=spelled("VHC1:", stream))
    cases.write(folder)
