/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GLPK alone on a model. */
#ifndef BENCH_PLAN_GLPK_H
#define BENCH_PLAN_GLPK_H

#include "model.h"

/* The least that a plan costs by the model; -1 when GLPK says otherwise. */
int64_t model_least(const model *model);

#endif
