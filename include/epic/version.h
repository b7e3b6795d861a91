/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file The version of the library. */
#ifndef EPIC_VERSION_H
#define EPIC_VERSION_H

#include <epic/export.h>

EPIC_BEGIN_DECLS

/** The version that these headers are of, for the preprocessor. */
#define EPIC_VERSION_MAJOR 0
#define EPIC_VERSION_MINOR 1
#define EPIC_VERSION_PATCH 0
/** Whether these headers are of this version or a later one. */
#define EPIC_VERSION_AT_LEAST(major, minor, patch) \
    (EPIC_VERSION_MAJOR > (major) || (EPIC_VERSION_MAJOR == (major) && \
     (EPIC_VERSION_MINOR > (minor) || (EPIC_VERSION_MINOR == (minor) && EPIC_VERSION_PATCH >= (patch)))))

/** The version of the library in use, which may be later than that of the headers, such as "0.1.0". Static; any thread; O(1). */
EPIC_API const char *epic_version(void);

EPIC_END_DECLS

#endif
