/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <epic/version.h>

const char *epic_version(void)
{
    return EPIC_VERSION;
}
