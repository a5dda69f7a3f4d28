"""Transparency logs: vectors of transparency-dev/merkle and proofs of logs that run, as proofbundle's source brings them."""

import base64
import json
import re

from cases import Cases


def write(folder, fixtures):
    merkle(json.loads((fixtures / "rfc6962_vectors.json").read_text())).write(folder)
    running(fixtures / "anchors/markovian_log").write(folder)
    checkpoints(fixtures / "checkpoint").write(folder)


def merkle(vectors):
    cases = Cases("merkle-transparency-dev", "transparency-dev/merkle, in proofbundle's source distribution (PyPI)")
    for place, one in enumerate(vectors["inclusion"]):
        given = {"leaf": one["leaves_hex"][one["leaf_index"]], "index": one["leaf_index"], "size": one["tree_size"],
                 "root": one["root_hex"], "path": one["proof_hex"]}
        cases.add(f"inclusion {place}", "inclusion", "included", **given)
        cases.add(f"inclusion {place}, next place", "inclusion", "refused", **{**given, "index": given["index"] + 1})
        cases.add(f"inclusion {place}, cut", "inclusion", "refused", **{**given, "path": given["path"][:-1]})
    for place, one in enumerate(vectors["consistency"]):
        given = {"old": one["first"], "old_root": one["first_root_hex"], "size": one["second"],
                 "root": one["second_root_hex"], "path": one["proof_hex"]}
        cases.add(f"consistency {place}", "consistency", "consistent", **given)
        # Of a tree without leaves nothing is proved, and equal trees need no hashes.
        cases.add(f"consistency {place}, from 0", "consistency", "refused", **{**given, "old": 0})
        cases.add(f"consistency {place}, longer", "consistency", "refused", **{**given, "path": given["path"] + ["00" * 32]})
    return cases


def running(folder):
    """A proof of a log that runs, cosigned by the public witness network, with keys from elsewhere than the log."""
    cases = Cases("tlog-proof-running", "a running log's proof, in proofbundle's source distribution (PyPI)")
    proof = (folder / "proof_7271/proof_7271.tlog-proof").read_text()
    leaf = (folder / "proof_7271/leaf_7271.raw").read_bytes()
    keys = [line for line in (folder / "proof_7271/keys_unabhaengig.txt").read_text().splitlines()
            if line and not line.startswith("#")]
    log = keys[0]
    # The other kind of key, ML-DSA-44, cannot be verified here: their lines are those of unknown keys.
    witnesses = [key for key in keys[1:] if base64.b64decode(key.split("+", 2)[2])[0] == 4]
    times = [base64.b64decode(line.rsplit(" ", 1)[1]) for line in proof.splitlines() if line.startswith("\u2014 ")]
    known = {bytes.fromhex(key.split("+")[1]) for key in witnesses}
    seen = sorted(int.from_bytes(line[4:12], "big") for line in times if line[:4] in known)
    for needed in range(1, len(witnesses) + 1):
        want = f"witnessed by {len(seen)} of {len(witnesses)} at {seen[needed - 1]}"
        cases.add(f"{needed} needed", "tlog-proof", want, text=proof, leaf=leaf, policy=policy(log, witnesses, needed))
    rule = policy(log, witnesses, len(witnesses))
    stranger = base64.b64encode(bytes(31) + b"A").decode()
    hashes = re.findall(r"^[A-Za-z0-9+/]{43}=$", proof, re.MULTILINE)
    changes = {
        "another leaf": (proof, leaf + b"\n", rule),
        "another place": (proof.replace("index 7271", "index 7270"), leaf, rule),
        "another hash": (proof.replace(hashes[3], stranger), leaf, rule),
        "a hash less": (proof.replace(hashes[3] + "\n", ""), leaf, rule),
        "another size": (proof.replace("\n7341\n", "\n7342\n"), leaf, rule),
        "another root": (proof.replace(hashes[-1], stranger), leaf, rule),
        "another log": (proof.replace("\nmarkovianprotocol.com/log\n", "\nmarkovianprotocol.com/other\n"), leaf, rule),
        "another version": (proof.replace("@v1", "@v2"), leaf, rule),
        "a leading zero": (proof.replace("index 7271", "index 07271"), leaf, rule),
        "carriage returns": (proof.replace("\n", "\r\n"), leaf, rule),
        "without the log's line": (re.sub("^\u2014 markovianprotocol.com/log AwLG.*\n", "", proof, flags=re.MULTILINE),
                                   leaf, rule),
        "a witness less": (re.sub("^\u2014 remora.*\n", "", proof, flags=re.MULTILINE), leaf, rule),
    }
    for what, (text, entry, needed) in changes.items():
        cases.add(what, "tlog-proof", "refused", text=text, leaf=entry, policy=needed)
    return cases


def policy(log, witnesses, needed):
    lines = [f"log {log}"] + [f"witness W{place} {key}" for place, key in enumerate(witnesses)]
    names = " ".join(f"W{place}" for place in range(len(witnesses)))
    return "\n".join([*lines, f"group enough {needed} {names}", "quorum enough", ""])


def checkpoints(folder):
    """The Go checksum database's own checkpoint, with the key that the Go toolchain carries."""
    cases = Cases("note-go-sumdb", "sum.golang.org's note, in proofbundle's source distribution (PyPI)")
    note = (folder / "sumdb_latest.txt").read_text()
    key = re.search(r'"sum\.golang\.org":\s*"([^"]+)"', (folder / "gosumdb_known_keys.go").read_text())[1]
    cases.add("as it stands", "note", "verified sum.golang.org", text=note, keys=[key])
    size = note.splitlines()[1]
    cases.add("another size", "note", "refused", text=note.replace(size, str(int(size) + 1)), keys=[key])
    return cases
