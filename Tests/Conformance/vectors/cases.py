"""Writes case files for handover-conformance. A case names an operation of ours and what it must find."""

import json
import pathlib


class Cases:
    """One set of vectors, out of one source."""

    def __init__(self, name, source):
        self.name = name
        self.source = source
        self.cases = []

    def add(self, identifier, operation, want, **given):
        """Bytes are given in hexadecimal."""
        given = {name: value.hex() if isinstance(value, bytes) else value for name, value in given.items()}
        self.cases.append({"id": identifier, "do": operation, "want": want, **given})

    def write(self, folder):
        file = {"set": self.name, "source": self.source, "cases": self.cases}
        (pathlib.Path(folder) / f"{self.name}.json").write_text(json.dumps(file))
