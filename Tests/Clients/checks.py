"""Counts checks, so that a client's run ends in one line and a status."""

import sys


class Checks:
    """`check` and `raises` count; `finish` prints and exits."""

    def __init__(self, name):
        self.name = name
        self.passed = 0
        self.failed = 0

    def check(self, what, found, wanted):
        if found == wanted:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {self.name}: {what}: wanted {wanted!r}, found {found!r}")

    def true(self, what, condition):
        self.check(what, bool(condition), True)

    def raises(self, what, call, kind, **members):
        """`call` must raise `kind`, whose attributes must be as given."""
        try:
            found = call()
        except kind as error:
            for name, wanted in members.items():
                self.check(f"{what}: {name}", getattr(error, name, None), wanted)
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {self.name}: {what}: wanted an error, found {found!r}")

    def finish(self):
        print(f"{self.name}: {self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)
