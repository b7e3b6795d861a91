/* SPDX-License-Identifier: GPL-3.0-or-later */
/* busy FILE TIMES: the busy times of a calendar in the years 2020 to 2023, by libepic, so often; prints how many there are and
 * the seconds in them. */
#include <epic/epic.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    epic_busy_options options = EPIC_BUSY_OPTIONS_INIT;
    long long seconds = 0;
    size_t count = 0;
    options.from = epic_date_make(2020, 1, 1);
    options.to = epic_date_make(2023, 12, 31);
    options.zone = "Europe/Rome";
    for (int turn = argc == 3 ? atoi(argv[2]) : 0; turn > 0; turn--) {
        epic_busy *busy;
        if (epic_busy_load(&busy, argv[1], &options, NULL) != EPIC_OK) {
            return EXIT_FAILURE;
        }
        count = epic_busy_times(busy, EPIC_BUSY_FIRM);
        seconds = 0;
        for (size_t i = 0; i < count; i++) {
            const epic_busy_time *time = epic_busy_time_at(busy, EPIC_BUSY_FIRM, i);
            seconds += time->end - time->start;
        }
        epic_busy_unref(busy);
    }
    printf("%zu %lld\n", count, seconds);
    return EXIT_SUCCESS;
}
