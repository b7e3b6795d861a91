/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text as one YAML scalar on one line. */
#ifndef EP_SCALAR_H
#define EP_SCALAR_H

#include "writer.h"

/* Plain where no reader of YAML 1.1 or 1.2 takes it for anything but this text, else in double quotes with escapes. */
void ep_put_scalar(ep_writer *writer, const char *text);

#endif
