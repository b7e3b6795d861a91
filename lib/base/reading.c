/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading.h"

#include <errno.h>

const char *ep_reading_error(int number)
{
    switch (number) {
    case ENOENT: return "there is no such file";
    case EISDIR: return "it is a folder";
    case EACCES: return "permission is denied";
    default: return "the system refuses";
    }
}
