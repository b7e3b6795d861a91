#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Other solvers pair the programmes of the bench: networkx those of mutual form, scipy the directed ones.

    solvers.py EPIC LIBRARY BENCH_PAIR

Their totals are compared, to the unit of 2^-30, with those of `epic pair --json`, which reads a file, and of epic_match() or
epic_assign(), which get the same table of numbers.
"""
import ctypes
import json
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "bench" / "peers"))

try:
    import networkx
    import scipy

    import python as peers
except ImportError as missing:
    print(f"1..0 # SKIP {missing}")
    sys.exit(0)

FAMILIES = ("uniform", "clustered", "tied", "integer", "full", "vetoes", "forbidden")
SOME = {200: ("clustered", "tied", "forbidden"), 300: ("full", "forbidden")}  # of which networkx takes up to 12 seconds each
INSTANCES = [("mutual", family, cities) for cities in (50, 200, 300) for family in SOME.get(cities, FAMILIES)]
INSTANCES += [(form, family, cities) for form in ("visits", "mentoring") for cities in (50, 200, 300) for family in FAMILIES]


class Weights(ctypes.Structure):
    """As epic_weights in epic/match.h."""
    _fields_ = [("rows", ctypes.c_size_t), ("columns", ctypes.c_size_t), ("matrix", ctypes.c_void_p), ("weight", ctypes.c_void_p),
                ("user", ctypes.c_void_p)]


def total_of_table(call, weights):
    """What the library finds in the table; its EPIC_NONE is the greatest number, its EPIC_OK is 0."""
    table = weights.astype(float)
    side = len(table)
    mate = (ctypes.c_size_t * side)()
    asked = Weights(side, side, table.ctypes.data, None, None)
    if call(ctypes.byref(asked), None, mate, None) != 0:
        return None
    pairs = [(row, other) for row, other in enumerate(mate) if other < side and (call.__name__ == "epic_assign" or row < other)]
    return peers.total_of_edges(weights, pairs)


def totals_of(epic, library, bench_pair, instance):
    """By the command, by the table and by the other solver."""
    with tempfile.TemporaryDirectory() as folder:
        programme, matrix = (str(pathlib.Path(folder, name)) for name in ("programme.yaml", "matrix.bin"))
        for what, file in (("programme", programme), ("matrix", matrix)):
            subprocess.run([bench_pair, what, *map(str, instance), file], check=True)
        done = subprocess.run([epic, "pair", "--json", programme], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
        mutual, weights = peers.read(matrix)
    told = sum(round(pair["value"] * 2**30) for pair in json.loads(done.stdout)["pairs"])
    call, peer = (library.epic_match, peers.networkx) if mutual else (library.epic_assign, peers.scipy)
    return told, total_of_table(call, weights), peer(weights)()


def main(epic, library, bench_pair):
    print(f"# networkx {networkx.__version__}, scipy {scipy.__version__}")
    library, right = ctypes.CDLL(library), True
    for number, (form, family, cities) in enumerate(INSTANCES, 1):
        totals = totals_of(epic, library, bench_pair, (form, family, cities, 1000 + number))
        agree = len(set(totals)) == 1 and totals[0] > 0
        right = right and agree
        print(f"{'ok' if agree else 'not ok'} {number} - {form}, {family}, {cities} cities", flush=True)
        if not agree:
            print(f"# command {totals[0]}, table {totals[1]}, other solver {totals[2]}")
    print(f"1..{len(INSTANCES)}")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
