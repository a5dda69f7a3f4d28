"""Turns the vectors that packages bring into case files.

usage: write.py FOLDER CRYPTO JSON JOSERFC LOGS PAYLOAD SEED

CRYPTO is swift-crypto's folder `Tests/Test Vectors`, JSON JSONTestSuite's `test_parsing`, JOSERFC joserfc's `tests`, LOGS
proofbundle's `tests/fixtures`, PAYLOAD a bundle of the corpus whose claims a dealer that is not ours signs again.
"""

import json
import pathlib
import sys

import codes
import jsontestsuite
import jws
import logs
import sdjwt
import spellings
import statuslist
import wycheproof


def main():
    folder, crypto, parsing, joserfc, fixtures, bundle = map(pathlib.Path, sys.argv[1:7])
    wycheproof.write(folder, crypto)
    jsontestsuite.write(folder, parsing)
    spellings.write(folder, int(sys.argv[7]))
    jws.write(folder, joserfc)
    logs.write(folder, fixtures)
    statuslist.write(folder, int(sys.argv[7]))
    codes.write(folder, int(sys.argv[7]))
    payload = json.loads(bundle.read_bytes())["sd_jwt"].split(".")[1]
    sdjwt.write(folder, json.loads(jws.unpadded(payload)))


if __name__ == "__main__":
    main()
