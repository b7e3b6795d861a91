/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file The version of the library. */
#ifndef EPIC_VERSION_H
#define EPIC_VERSION_H

#include <epic/export.h>

EPIC_BEGIN_DECLS

/** The version of the library in use, such as "0.1.0". Static; any thread; O(1). */
EPIC_API const char *epic_version(void);

EPIC_END_DECLS

#endif
