/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file All of libepic: text -> programme -> scores -> pairing -> plan -> bytes. */
#ifndef EPIC_EPIC_H
#define EPIC_EPIC_H

#include <epic/busy.h>
#include <epic/calendars.h>
#include <epic/date.h>
#include <epic/diag.h>
#include <epic/export.h>
#include <epic/holiday.h>
#include <epic/ledger.h>
#include <epic/lint.h>
#include <epic/match.h>
#include <epic/pair.h>
#include <epic/plan.h>
#include <epic/programme.h>
#include <epic/publish.h>
#include <epic/reply.h>
#include <epic/score.h>
#include <epic/version.h>
#include <epic/write.h>

#endif
