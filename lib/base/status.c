/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <epic/diag.h>

const char *epic_strerror(int status)
{
    switch (status) {
    case EPIC_OK: return "done";
    case EPIC_ENOMEM: return "out of memory";
    case EPIC_EIO: return "a file or the receiver of the output failed";
    case EPIC_EARG: return "the call is wrong";
    case EPIC_EINPUT: return "the input is wrong";
    case EPIC_EINFEASIBLE: return "the rules contradict each other";
    case EPIC_ECANCELLED: return "cancelled";
    case EPIC_ESOLVER: return "a solver failed, which is a defect: please report it";
    default: return "unknown status";
    }
}
