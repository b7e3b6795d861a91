#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""plan_cpsat.py MODEL: CP-SAT by one thread; prints what each plan costs that it finds, and at last what is proved. All columns are
whole to it, which those that say whether an event has begun are anyway."""
import sys

from ortools.sat.python import cp_model


class Printer(cp_model.CpSolverSolutionCallback):
    def on_solution_callback(self):
        print("plan", round(self.objective_value), flush=True)


def read(path):
    """The columns of a model as bench_mps writes it, its rows and their limits."""
    section, rows, limits, columns, exact = "", {}, {}, {}, set()
    with open(path, encoding="ascii") as file:
        for line in file:
            words = line.split()
            if not line.startswith(" "):
                section = words[0]
            elif section == "ROWS" and words[0] == "E":
                exact.add(words[1])
            elif section == "COLUMNS" and "'MARKER'" not in words:
                columns.setdefault(words[0], len(columns))
                rows.setdefault(words[1], []).append((columns[words[0]], int(words[2])))
            elif section == "RHS":
                limits[words[1]] = int(words[2])
    return len(columns), rows, limits, exact


def main():
    count, rows, limits, exact = read(sys.argv[1])
    model = cp_model.CpModel()
    columns = [model.new_bool_var("") for _ in range(count)]
    for name, entries in rows.items():
        total = cp_model.LinearExpr.weighted_sum([columns[c] for c, _ in entries], [factor for _, factor in entries])
        limit = limits.get(name, 0)
        if name == "cost":
            model.minimize(total - limit)
        else:
            model.add(total == limit if name in exact else total <= limit)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model, Printer()) == cp_model.OPTIMAL:
        print("proved", round(solver.objective_value), flush=True)


main()
