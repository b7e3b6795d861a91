#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""many.py [CITIES]: many programmes, and one huge pairing, on a local Dask cluster, as on any other executor."""
from __future__ import annotations

import random
import sys
import warnings

from distributed import Client, LocalCluster

import epic


def programme(cities: int, seed: int) -> bytes:
    """An illustrative one."""
    draw = random.Random(seed)
    lines = [f"  c{i:06}: {{name: C{i}, country: {draw.choice(['DE', 'IT', 'PL'])}, timezone: UTC, "
             f"profile: {{a: {draw.random():.3f}, b: {draw.random():.3f}, c: {draw.random():.3f}}}}}" for i in range(cities)]
    head = "epic: 1\nprogramme: {id: p, title: P, starts: 2021-01-04, ends: 2021-06-30, domains: {a: 1, b: 2, c: 3}}\ncities:\n"
    return (head + "\n".join(lines) + "\n").encode()


def total(of: epic.Programme) -> float:
    """Of its best pairing: a number comes back, not the pairing."""
    warnings.simplefilter("ignore", epic.EpicWarning)  # of a worker
    return of.pair().total


def main() -> None:
    warnings.simplefilter("ignore", epic.EpicWarning)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        executor = client.get_executor()
        for seed, value in enumerate(epic.map((programme(60, seed) for seed in range(8)), total, executor)):
            print(f"programme {seed}: {value:.4f}")
        scores = epic.load(programme(int(sys.argv[1]) if len(sys.argv) > 1 else 5000, 0)).scores()
        here, blocks = scores.pair(), scores.pair(executor=executor)
        print(f"{len(here)} pairs, {here.total:.4f}; by blocks the same: {blocks == here}")


if __name__ == "__main__":
    main()
