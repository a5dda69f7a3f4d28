"""Reads a lot file with Python's own csv module, without judging anything in it."""

import csv
import sys

with open(sys.argv[1], newline="", encoding="utf-8") as file:
    print(sum(1 for _ in csv.reader(file)))
