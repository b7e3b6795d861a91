#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""plan_highs.py MODEL: HiGHS by one thread; prints what each plan costs that it finds, and at last what is proved."""
import sys

import highspy

solver = highspy.Highs()
for name, value in {"threads": 1, "output_flag": False, "mip_rel_gap": 0.0, "mip_abs_gap": 0.99}.items():
    solver.setOptionValue(name, value)
solver.readModel(sys.argv[1])
solver.cbMipImprovingSolution += lambda event: print("plan", round(event.data_out.objective_function_value), flush=True)
solver.run()
info = solver.getInfo()
if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
    print("plan", round(info.objective_function_value))
    print("proved", round(info.objective_function_value), flush=True)
