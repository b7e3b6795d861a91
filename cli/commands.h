/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands, one file each. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "options.h"

extern const cli_command cmd_check, cmd_score, cmd_pair, cmd_plan, cmd_replan, cmd_explain, cmd_diff, cmd_publish, cmd_receive,
    cmd_lint, cmd_schema;

#endif
