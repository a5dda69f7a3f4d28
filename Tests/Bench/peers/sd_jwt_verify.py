"""Verifies signature and disclosures of certificates with sd-jwt from PyPI. Knows nothing of chains, rules or verdicts.

Prints the certificates verified per second of processor time. The public key is given once; texts are one a line.
"""

import sys
import time

from jwcrypto.jwk import JWK
from sd_jwt.verifier import SDJWTVerifier

key = JWK.from_pem(open(sys.argv[1], "rb").read())
texts = open(sys.argv[2]).read().split()
rounds = int(sys.argv[3])

started = time.process_time()
for _ in range(rounds):
    for text in texts:
        payload = SDJWTVerifier(text, lambda issuer, header: key).get_verified_payload()
        assert payload["vct"].startswith("tag:handover")
spent = time.process_time() - started
print(rounds * len(texts) / spent)
