/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read FILE: the busy times of a calendar in March 2021, and what was wrong with it, a line each. read FILE ZONE: in all years
 * from 2019 to 2024, by the clock of a zone. */
#include <epic/epic.h>

#include <stdio.h>
#include <string.h>

static void say(const epic_busy *busy, epic_busy_class which, const char *word)
{
    for (size_t i = 0; i < epic_busy_times(busy, which); i++) {
        const epic_busy_time *time = epic_busy_time_at(busy, which, i);
        printf("%s %lld %lld\n", word, (long long)time->start, (long long)time->end);
    }
}

/* Where the system tells it: the most memory that this process has used. */
static void say_peak(void)
{
    char line[256];
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "VmHWM:", 6) == 0) {
            for (char *tab = line; (tab = strchr(tab, '\t')) != NULL;) {
                *tab = ' ';
            }
            fputs(line, stdout);
        }
    }
    if (file != NULL) {
        fclose(file);
    }
}

int main(int argc, char **argv)
{
    epic_busy_options options = EPIC_BUSY_OPTIONS_INIT;
    epic_diags *diags = epic_diags_new();
    epic_busy *busy;
    options.from = epic_date_make(argc == 3 ? 2019 : 2021, argc == 3 ? 1 : 3, 1);
    options.to = epic_date_make(argc == 3 ? 2024 : 2021, argc == 3 ? 12 : 3, 31);
    options.zone = argc == 3 ? argv[2] : "Europe/Rome";
    options.owner = "office@example.org";
    printf("status %d\n", epic_busy_load(&busy, argc > 1 ? argv[1] : NULL, &options, diags));
    if (busy != NULL) {
        printf("entries %zu %zu\n", epic_busy_get(busy)->events, epic_busy_get(busy)->skipped);
    }
    say(busy, EPIC_BUSY_FIRM, "firm");
    say(busy, EPIC_BUSY_TENTATIVE, "tentative");
    for (size_t i = 0; i < epic_diags_count(diags); i++) {
        const epic_diag *diag = epic_diags_get(diags, i);
        printf("%s %u %s\n", diag->code, (unsigned)diag->line, diag->message);
    }
    say_peak();
    epic_busy_unref(busy);
    epic_diags_free(diags);
    return 0;
}
