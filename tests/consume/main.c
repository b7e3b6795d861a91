/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <epic/epic.h>
#include <stdio.h>

int main(void)
{
    return puts(epic_version()) < 0;
}
