"""Token Status Lists: the draft's examples, and lists packed by openvc-core (PyPI)."""

import random
import zlib

from openvc.status.token_status_list import encode_status_list, new_status_list, set_status

from cases import Cases
from jws import spelled

# draft-ietf-oauth-status-list, section 4.1: 16 values of one bit, 12 values of two.
DRAFT = [(1, "eNrbuRgAAhcBXQ", [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]),
         (2, "eNo76fITAAPfAgc", [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3])]


def write(folder, seed):
    literal = Cases("status-list-draft", "draft-ietf-oauth-status-list, section 4.1, typed in")
    for bits, text, values in DRAFT:
        literal.add(f"{bits} bits", "status-list", digits(values), text=text, bits=bits)
        literal.add(f"{bits} bits, cut off", "status-list", "refused", text=text[:-4], bits=bits)
        literal.add(f"{bits} bits, padded", "status-list", "refused", text=text + "=", bits=bits)
        literal.add(f"{bits} bits, another sum", "status-list", "refused", text=text[:-2] + "AA", bits=bits)
    literal.write(folder)
    peer = Cases("status-list-peer", f"lists packed by openvc-core (PyPI), seed {seed}")
    chance = random.Random(seed)
    for place in range(100):
        bits = (1, 2, 2, 2, 4, 8)[place % 6]
        count = chance.randrange(1, 400) * (8 // bits)
        values = [chance.choice((0, 0, 0, chance.randrange(1 << bits))) for _ in range(count)]
        packed = new_status_list(count, bits=bits)
        for index, value in enumerate(values):
            set_status(packed, index, value, bits=bits)
        text = encode_status_list(bytes(packed))
        peer.add(f"{place}", "status-list", digits(values), text=text, bits=bits)
    bomb = spelled(zlib.compress(bytes((4 << 20) + 1), 9))
    peer.add("more than 4 MiB", "status-list", "refused", text=bomb, bits=2)
    peer.add("bytes after the end", "status-list", "refused", text=spelled(zlib.compress(b"\x00", 9) + b"x"), bits=2)
    peer.add("no header", "status-list", "refused", text=spelled(zlib.compress(b"\x00", 9)[2:]), bits=2)
    peer.write(folder)


def digits(values):
    return "values " + " ".join(map(str, values))
