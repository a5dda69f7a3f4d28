"""Base64, base64url and Base45: the examples of the RFCs, and random bytes against other people's encoders."""

import base64
import random

import base45

from cases import Cases

# RFC 9285, sections 4.3 and 4.4.
BASE45 = [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")]
# RFC 9285, section 4.4 and 6: more than 65535, more than 255, one symbol left over, another alphabet.
NOT_BASE45 = ["GGW", ":::", "::", "A", "BB8A", "bb8", "BB8\n", "=59", "BB8_", "ÄBC"]

# RFC 4648, section 10.
BASE64 = [(b"", ""), (b"f", "Zg=="), (b"fo", "Zm8="), (b"foo", "Zm9v"), (b"foob", "Zm9vYg=="), (b"fooba", "Zm9vYmE="),
          (b"foobar", "Zm9vYmFy")]
# Stray bits, white space, the other alphabet, padding missing, in the middle, or too much.
NOT_BASE64 = ["Zh==", "Zm9=", "Zm9v\n", " Zm9v", "Zg", "Zm8", "Z===", "====", "Zg==Zg==", "Zm9v=", "-_-_", "Z"]
NOT_BASE64URL = ["Zg==", "Zm8=", "Zh", "Zm9", "Zm9v\n", "+/+/", "Z", "Zm9v=", "Zm\u00e9v"]


def write(folder, seed):
    chance = random.Random(seed)
    literal = Cases("base45-rfc9285", "RFC 9285, sections 4.3, 4.4 and 6, typed in")
    for data, text in BASE45:
        literal.add(text, "encode-base45", text, bytes=data)
        literal.add(text, "decode-base45", f"bytes {data.hex()}", text=text)
    for text in NOT_BASE45:
        literal.add(repr(text), "decode-base45", "refused", text=text)
    literal.write(folder)
    peer = Cases("base45-peer", f"random bytes through base45 (PyPI), seed {seed}")
    for place in range(500):
        data = chance.randbytes(chance.randrange(0, 90))
        text = base45.b45encode(data).decode()
        peer.add(f"{place}", "encode-base45", text, bytes=data)
        peer.add(f"{place}", "decode-base45", f"bytes {data.hex()}", text=text)
    # Every text of one to three symbols near the limits: taken exactly when its value fits.
    for text in ("FGW", "GGW", "U5", "V5", "U6", "00", "000", "::0", "0:0", "00:", "FGX"):
        peer.add(text, "decode-base45", peer_answer(text), text=text)
    peer.write(folder)
    base64_cases(chance, seed).write(folder)


def peer_answer(text):
    try:
        return f"bytes {base45.b45decode(text).hex()}"
    except ValueError:
        return "refused"


def base64_cases(chance, seed):
    cases = Cases("base64-rfc4648", f"RFC 4648, section 10, typed in, and random bytes through Python, seed {seed}")
    samples = BASE64 + [(data, base64.b64encode(data).decode())
                        for data in (chance.randbytes(chance.randrange(0, 70)) for _ in range(300))]
    for data, text in samples:
        url = base64.urlsafe_b64encode(data).decode().rstrip("=")
        for form, spelled in (("base64", text), ("base64url", url)):
            cases.add(spelled, f"encode-{form}", spelled, bytes=data)
            cases.add(spelled, f"decode-{form}", f"bytes {data.hex()}", text=spelled)
    for form, texts in (("base64", NOT_BASE64), ("base64url", NOT_BASE64URL)):
        for text in texts:
            cases.add(f"{form} {text!r}", f"decode-{form}", "refused", text=text)
    return cases
