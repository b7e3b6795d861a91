/* SPDX-License-Identifier: GPL-3.0-or-later */
/* revise FOLDER EDITS: a plan that is changed so many times, one to three at a time, and issued after each. What is told stands
 * in FOLDER/1, 2 and on, a folder a time: messages, and the calendars as of then. For told.py. */
#include <epic/epic.h>

#include <unistd.h>

#include "plans.h"

static const char *folder;
static int edits;

int fsync(int fd)
{
    return fd < 0 ? -1 : 0; /* nothing here outlives a crash */
}


/* plans_change() leaves it as it is who takes part; here cities leave the conference and come back. */
static void change(plans *all, uint64_t *random)
{
    static const size_t cities[] = {0, 1, 2, 3};
    epic_event *event = &all->events[below(random, (int)all->count)];
    if (event->kind == EPIC_CONFERENCE) {
        event->cities = cities;
        event->city_count = 1 + (size_t)below(random, 4);
    } else {
        plans_change(all, random);
    }
}

static void issue(const plans *all, epic_instant at, int *told)
{
    char command[128];
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_plan *plan = plans_make(all);
    epic_messages written;
    options.issued_at = at;
    ck_assert_int_eq(epic_publish_folder(plan, &options, "out", NULL), EPIC_OK);
    ck_assert_int_eq(epic_publish_messages(&written, "out", &options, NULL), EPIC_OK);
    epic_plan_unref(plan);
    if (written.messages > 0) {
        ++*told;
        snprintf(command, sizeof command, "mkdir %d && mv out/messages %d && cp -r out/calendars %d", *told, *told, *told);
        ck_assert_int_eq(system(command), 0);
    }
}

START_TEST(revise)
{
    plans *all = calloc(1, sizeof *all);
    uint64_t random = 20201214;
    epic_instant at = ISSUED;
    int told = 0;
    ck_assert_int_eq(chdir(folder), 0);
    plans_open(all, plans_text);
    issue(all, at, &told);
    for (int left = edits; left > 0;) {
        for (int changes = 1 + below(&random, 3); changes > 0 && left > 0; changes--, left--) {
            change(all, &random);
        }
        at += 1 + below(&random, DAY / 4);
        issue(all, at, &told);
    }
    plans_close(all);
    free(all);
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("revise");
    TCase *t = tcase_create("revise");
    folder = argc == 3 ? argv[1] : "";
    edits = argc == 3 ? atoi(argv[2]) : 0;
    tcase_set_timeout(t, 3600);
    tcase_add_test(t, revise);
    suite_add_tcase(suite, t);
    return run(suite);
}
