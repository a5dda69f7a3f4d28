"""Project Wycheproof's vectors, as swift-crypto's checkout brings them with its tests (Apache-2.0)."""

import json

from cases import Cases


def write(folder, vectors):
    source = "Wycheproof, in swift-crypto's checkout"
    signatures(Cases("wycheproof-ecdsa-p256-p1363", source), "es256", vectors / "ecdsa_secp256r1_sha256_p1363_test.json",
               lambda key: key["uncompressed"]).write(folder)
    signatures(Cases("wycheproof-ed25519", source), "ed25519", vectors / "ed25519_test.json",
               lambda key: key["pk"]).write(folder)
    der(Cases("wycheproof-ecdsa-p256-der", source), vectors / "ecdsa_secp256r1_sha256_test.json").write(folder)


def groups(path):
    for group in json.loads(path.read_text())["testGroups"]:
        yield group.get("publicKey") or group["key"], group["tests"]


def signatures(cases, operation, path, spelled):
    for key, tests in groups(path):
        for test in tests:
            if test["result"] == "acceptable":
                continue
            cases.add(f"{test['tcId']} {test['comment']}", operation, test["result"], key=spelled(key),
                      message=test["msg"], signature=test["sig"])
    return cases


def der(cases, path):
    """The same signatures spelled in DER: none is 64 bytes of r and s, so all are refused, the good ones too."""
    for key, tests in groups(path):
        for test in tests:
            cases.add(f"{test['tcId']} {test['comment']}", "es256", "invalid", key=key["uncompressed"],
                      message=test["msg"], signature=test["sig"])
    return cases
