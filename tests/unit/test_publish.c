/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Publishing into files and folders, with a file system that fails when told to. */
#define _GNU_SOURCE
#include <epic/epic.h>

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <yaml.h>

#include "kit.h"
#include "scalar.h"

#define ISSUED 1000000000 /* 2001-09-09T01:46:40Z */

static const char programme_text[] =
    "epic: 1\n"
    "programme:\n"
    "  {id: small, title: 'Small: a <test> & more', starts: 2021-01-01, ends: 2021-12-31, domains: {housing: 1, work: 1}}\n"
    "cities:\n"
    "  a-b: {name: Alpha, country: IT, timezone: Europe/Rome, profile: {housing: 0.2, work: 0.9},\n"
    "        unavailable: [{from: 2021-01-01, to: 2021-01-08, why: secret of Alpha}]}\n"
    "  c: {name: Gamma, country: GR, timezone: Europe/Athens, profile: {housing: 0.9, work: 0.2},\n"
    "      unavailable: [{from: 2021-01-01, to: 2021-01-08, why: secret of Gamma}]}\n"
    "  a: {name: \"\\u0141\\u00f3d\\u017a\", country: PL, timezone: Europe/Warsaw, profile: {housing: 0.3, work: 0.8}}\n"
    "  b-c: {name: Delta, country: DE, timezone: Europe/Berlin, profile: {housing: 0.8, work: 0.3},\n"
    "        unavailable: [{from: 2021-01-01, to: 2021-01-08, why: secret of Delta}]}\n"
    "exchange:\n"
    "  - {kind: online, id: talk, minutes: 90}\n"
    "  - {kind: visit, id: visit, days: 3, travel-days: 2, after: {event: talk, at-least: 2w}}\n"
    "events:\n"
    "  - {kind: webinar, id: web, minutes: 60}\n";

/* ---- a file system that fails ---- */

static int fsyncs_left = -1;  /* the one after these fails, or kills; -1: none does */
static bool kill_at_fsync;
static int renames_left = -1; /* likewise */
static bool no_exchange;

int fsync(int fd)
{
    if (fsyncs_left == 0) {
        if (kill_at_fsync) {
            raise(SIGKILL);
        }
        fsyncs_left = -1;
        errno = ENOSPC;
        return -1;
    }
    fsyncs_left -= fsyncs_left > 0;
    return (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to)
{
    if (renames_left == 0) {
        renames_left = -1;
        errno = EIO;
        return -1;
    }
    renames_left -= renames_left > 0;
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    if (no_exchange && flags) {
        errno = EINVAL;
        return -1;
    }
    return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
}

/* ---- helpers ---- */

static char root[32];
static epic_plan *plan;
static epic_diags *diags;

static void setup(void)
{
    epic_programme *programme = NULL;
    epic_scores *scores = NULL;
    epic_pairing *pairing = NULL;
    diags = epic_diags_new();
    fsyncs_left = renames_left = -1;
    kill_at_fsync = no_exchange = false;
    snprintf(root, sizeof root, "/tmp/epic-publish-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    ck_assert_int_eq(chdir(root), 0);
    int status = epic_programme_parse(&programme, programme_text, strlen(programme_text), "small.yaml", diags);
    status = status ? status : epic_scores_make(&scores, programme, diags);
    status = status ? status : epic_pairing_make(&pairing, scores, NULL, diags);
    status = status ? status : epic_plan_make(&plan, pairing, NULL, diags);
    epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stderr);
    ck_assert_int_eq(status, EPIC_OK);
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    epic_diags_free(diags);
    diags = epic_diags_new();
}

static void teardown(void)
{
    char command[64];
    epic_plan_unref(plan);
    epic_diags_free(diags);
    snprintf(command, sizeof command, "cd / && rm -rf %s", root);
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(system(command), 0);
}

static epic_publish_options issued(epic_instant at)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = at;
    return options;
}

static kit_text *published_after(epic_format format, epic_instant at, const epic_ledger *ledger)
{
    kit_text *all = calloc(1, sizeof *all);
    epic_publish_options options = issued(at);
    options.ledger = ledger;
    ck_assert_int_eq(epic_publish(plan, format, &options, keep, all, NULL), EPIC_OK);
    return all;
}

static kit_text *published(epic_format format, epic_instant at)
{
    return published_after(format, at, NULL);
}

static kit_text *read_file(const char *path)
{
    kit_text *all = calloc(1, sizeof *all);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "no %s", path);
    all->used = fread(all->bytes, 1, sizeof all->bytes - 1, file);
    fclose(file);
    return all;
}

static void write_file(const char *path, const char *bytes)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs(bytes, file);
    fclose(file);
}

static void assert_file_is(const char *path, const kit_text *expected)
{
    kit_text *found = read_file(path);
    ck_assert_str_eq(found->bytes, expected->bytes);
    free(found);
}

static size_t entries(const char *path)
{
    size_t count = 0;
    DIR *dir = opendir(path);
    ck_assert_ptr_nonnull(dir);
    while (readdir(dir) != NULL) {
        count++;
    }
    closedir(dir);
    return count - 2;
}

static bool exists(const char *path)
{
    struct stat found;
    return lstat(path, &found) == 0;
}

/* The last error has this code and names that. */
static void assert_refused(int status, const char *code, const char *named)
{
    size_t count = epic_diags_count(diags);
    ck_assert_int_eq(status, EPIC_EIO);
    ck_assert_uint_gt(count, 0);
    const epic_diag *last = epic_diags_get(diags, count - 1);
    ck_assert_str_eq(last->code, code);
    ck_assert_msg(strstr(last->message, named) != NULL, "'%s' does not name '%s'", last->message, named);
}

static int to_folder(const char *path, epic_instant at)
{
    epic_publish_options options = issued(at);
    return epic_publish_folder(plan, &options, path, diags);
}

static int to_file(const char *path)
{
    epic_publish_options options = issued(ISSUED);
    return epic_publish_file(plan, EPIC_YAML, &options, path, diags);
}

static epic_instant issue_of(const char *path)
{
    epic_ledger *ledger;
    ck_assert_int_eq(epic_ledger_load(&ledger, path, diags), EPIC_OK);
    epic_instant at = epic_ledger_issued_at(ledger);
    epic_ledger_unref(ledger);
    return at;
}

/* The folder is whole and of that issue, the first having been at ISSUED. */
static void assert_whole(const char *path, epic_instant at)
{
    char name[256];
    epic_ledger *ledger;
    kit_text *before = published(EPIC_YAML, ISSUED);
    ck_assert_int_eq(epic_ledger_parse(&ledger, before->bytes, before->used, NULL, diags), EPIC_OK);
    free(before);
    kit_text *yaml = published_after(EPIC_YAML, at, ledger), *html = published(EPIC_HTML, at);
    kit_text *ics = published_after(EPIC_ICS, at, ledger);
    epic_ledger_unref(ledger);
    snprintf(name, sizeof name, "%s/plan.yaml", path);
    assert_file_is(name, yaml);
    snprintf(name, sizeof name, "%s/report.html", path);
    assert_file_is(name, html);
    snprintf(name, sizeof name, "%s/calendars/programme.ics", path);
    assert_file_is(name, ics);
    ck_assert_uint_eq(entries(path), 4);
    snprintf(name, sizeof name, "%s/calendars", path);
    ck_assert_uint_eq(entries(name), 1 + 4 + 2);
    snprintf(name, sizeof name, "%s/reports", path);
    ck_assert_uint_eq(entries(name), 4);
    free(yaml);
    free(html);
    free(ics);
}

/* ---- options and sinks ---- */

START_TEST(options_are_checked)
{
    struct {
        epic_publish_options known;
        char later[8];
    } grown = {EPIC_PUBLISH_OPTIONS_INIT, {0}};
    kit_text *all = calloc(1, sizeof *all);
    grown.known.size = sizeof grown;
    ck_assert_int_eq(epic_publish(plan, EPIC_TEXT, &grown.known, keep, all, NULL), EPIC_OK);
    grown.later[7] = 1;
    ck_assert_int_eq(epic_publish(plan, EPIC_TEXT, &grown.known, keep, all, NULL), EPIC_EARG);
    grown.known.size = 4;
    ck_assert_int_eq(epic_publish(plan, EPIC_TEXT, &grown.known, keep, all, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish(plan, (epic_format)6, NULL, keep, all, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish(plan, EPIC_TEXT, NULL, NULL, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish(NULL, EPIC_TEXT, NULL, keep, all, NULL), EPIC_EARG);
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.city = 4;
    ck_assert_int_eq(epic_publish(plan, EPIC_ICS, &options, keep, all, NULL), EPIC_EARG);
    options.city = 0;
    ck_assert_int_eq(epic_publish(plan, EPIC_TEXT, &options, keep, all, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_folder(plan, &options, "out", NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_folder(plan, NULL, NULL, NULL), EPIC_EARG);
    options = issued(-1);
    ck_assert_int_eq(epic_publish(plan, EPIC_TEXT, &options, keep, all, NULL), EPIC_EARG);
    free(all);
}
END_TEST

static bool yaml_says(const char *line)
{
    kit_text *all = calloc(1, sizeof *all);
    ck_assert_int_eq(epic_publish(plan, EPIC_YAML, NULL, keep, all, NULL), EPIC_OK);
    bool found = strstr(all->bytes, line) != NULL;
    free(all);
    return found;
}

START_TEST(issue_time_comes_from_the_environment)
{
    setenv("SOURCE_DATE_EPOCH", "1000000000", 1);
    ck_assert(yaml_says("\nissued-at: 2001-09-09T01:46:40Z\n"));
    setenv("SOURCE_DATE_EPOCH", "-5", 1);
    ck_assert(!yaml_says("\nissued-at: 19"));
    setenv("SOURCE_DATE_EPOCH", "1000000000x", 1);
    ck_assert(yaml_says("\nissued-at: 2"));
    ck_assert(!yaml_says("\nissued-at: 2001"));
    unsetenv("SOURCE_DATE_EPOCH");
}
END_TEST

START_TEST(issue_time_shows_in_one_line_of_the_page)
{
    kit_text *one = published(EPIC_HTML, 0), *two = published(EPIC_HTML, 86400 * 366);
    size_t changed = 0;
    char *rest_one, *rest_two;
    for (char *a = strtok_r(one->bytes, "\n", &rest_one), *b = strtok_r(two->bytes, "\n", &rest_two); a != NULL && b != NULL;
         a = strtok_r(NULL, "\n", &rest_one), b = strtok_r(NULL, "\n", &rest_two)) {
        if (strcmp(a, b) != 0) {
            changed++;
            ck_assert_ptr_nonnull(strstr(a, "Issued 1970-01-01 00:00 UTC"));
            ck_assert_ptr_nonnull(strstr(b, "Issued 1971-01-02 00:00 UTC"));
        }
    }
    ck_assert_uint_eq(changed, 1);
    free(one);
    free(two);
}
END_TEST

static int stop_at_second(void *user, const char *bytes, size_t n)
{
    (void)bytes;
    (void)n;
    return ++*(int *)user == 2;
}

START_TEST(a_sink_that_stops_is_called_no_more)
{
    int calls = 0;
    ck_assert_int_eq(epic_publish(plan, EPIC_HTML, NULL, stop_at_second, &calls, NULL), EPIC_EIO);
    ck_assert_int_eq(calls, 2);
}
END_TEST

/* ---- files ---- */

START_TEST(a_file_is_what_the_sink_gets)
{
    kit_text *expected = published(EPIC_YAML, ISSUED);
    ck_assert_int_eq(to_file("plan.yaml"), EPIC_OK);
    assert_file_is("plan.yaml", expected);
    ck_assert_int_eq(chmod("plan.yaml", 0600), 0);
    ck_assert_int_eq(symlink("plan.yaml", "link"), 0);
    ck_assert_int_eq(to_file("link"), EPIC_OK);
    struct stat found;
    ck_assert(lstat("link", &found) == 0 && S_ISLNK(found.st_mode));
    ck_assert(stat("link", &found) == 0 && (found.st_mode & 0777) == 0600);
    ck_assert_uint_eq(entries("."), 2);
    free(expected);
}
END_TEST

START_TEST(a_failure_leaves_the_file_as_it_was)
{
    kit_text old = {.used = 4, .bytes = "old\n"};
    write_file("plan.yaml", old.bytes);
    fsyncs_left = 0;
    assert_refused(to_file("plan.yaml"), "E711", "No space left on device");
    assert_file_is("plan.yaml", &old);
    renames_left = 0;
    assert_refused(to_file("plan.yaml"), "E711", "Input/output error");
    assert_file_is("plan.yaml", &old);
    epic_publish_options options = issued(ISSUED);
    ck_assert_int_eq(epic_publish_file(plan, (epic_format)6, &options, "plan.yaml", NULL), EPIC_EARG);
    assert_file_is("plan.yaml", &old);
    ck_assert_uint_eq(entries("."), 1);
}
END_TEST

START_TEST(a_file_has_its_place)
{
    assert_refused(to_file("none/plan.yaml"), "E712", "'none'");
    ck_assert_int_eq(mkdir("folder", 0777), 0);
    assert_refused(to_file("folder"), "E713", "'folder'");
    assert_refused(to_file("/dev/null"), "E713", "'/dev/null'");
    write_file("file", "");
    assert_refused(to_file("file/plan.yaml"), "E711", "Not a directory");
}
END_TEST

START_TEST(without_permission_nothing_is_written)
{
    if (geteuid() == 0) {
        return; /* who may do everything is refused nothing */
    }
    ck_assert_int_eq(mkdir("closed", 0500), 0);
    assert_refused(to_file("closed/plan.yaml"), "E711", "Permission denied");
    assert_refused(to_folder("closed/out", ISSUED), "E711", "Permission denied");
}
END_TEST

/* ---- folders ---- */

START_TEST(a_folder_is_made_and_exchanged)
{
    ck_assert_int_eq(to_folder("out", ISSUED), EPIC_OK);
    assert_whole("out", ISSUED);
    ck_assert_int_eq(chmod("out", 0700), 0);
    ck_assert_int_eq(to_folder("out//", ISSUED + 1), EPIC_OK);
    assert_whole("out", ISSUED + 1);
    struct stat found;
    ck_assert(stat("out", &found) == 0 && (found.st_mode & 0777) == 0700);
    ck_assert_int_eq(mkdir("empty", 0777), 0);
    ck_assert_int_eq(to_folder("empty", ISSUED), EPIC_OK);
    assert_whole("empty", ISSUED);
    ck_assert_uint_eq(entries("."), 2);
    ck_assert_uint_eq(epic_diags_count(diags), 0);
}
END_TEST

START_TEST(names_of_calendars_differ)
{
    ck_assert_int_eq(to_folder("out", ISSUED), EPIC_OK);
    ck_assert(exists("out/calendars/pair-a-b-c.ics") && exists("out/calendars/pair-a-b~c.ics"));
    ck_assert(exists("out/calendars/city-a-b.ics") && exists("out/calendars/city-b-c.ics"));
}
END_TEST

START_TEST(a_link_to_a_folder_stays_one)
{
    struct stat found;
    ck_assert_int_eq(mkdir("deep", 0777), 0);
    ck_assert_int_eq(to_folder("deep/out", ISSUED), EPIC_OK);
    ck_assert_int_eq(symlink("deep/out", "link"), 0);
    ck_assert_int_eq(to_folder("link/", ISSUED + 1), EPIC_OK);
    ck_assert(lstat("link", &found) == 0 && S_ISLNK(found.st_mode));
    assert_whole("deep/out", ISSUED + 1);
    ck_assert_uint_eq(entries("deep"), 1);
    ck_assert_int_eq(symlink("nowhere", "dangling"), 0);
    assert_refused(to_folder("dangling", ISSUED), "E711", "'dangling'");
}
END_TEST

START_TEST(what_others_wrote_is_left_alone)
{
    ck_assert_int_eq(to_folder("out", ISSUED), EPIC_OK);
    write_file("out/calendars/mine.ics", "");
    write_file("out/notes.txt", "dear");
    assert_refused(to_folder("out", ISSUED + 1), "E714", "'calendars/mine.ics'");
    ck_assert_int_eq(unlink("out/calendars/mine.ics"), 0);
    assert_refused(to_folder("out", ISSUED + 1), "E714", "'notes.txt'");
    ck_assert_int_eq(unlink("out/notes.txt"), 0);
    assert_whole("out", ISSUED);
    write_file("out/calendars/city-a.ics", "BEGIN:VCALENDAR\r\nPRODID:-//another//EN\r\n");
    assert_refused(to_folder("out", ISSUED + 1), "E714", "'calendars/city-a.ics'");
    ck_assert_int_eq(mkdir("home", 0777), 0);
    write_file("home/plan.yaml", "- buy milk\n");
    assert_refused(to_folder("home", ISSUED), "E714", "'plan.yaml'");
    ck_assert_uint_eq(entries("."), 2);
}
END_TEST

START_TEST(a_folder_has_its_place)
{
    static const char *const names[] = {".", "..", "/", "./", "a/..", "", "out/."};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_refused(to_folder(names[i], ISSUED), "E715", names[i]);
    }
    assert_refused(to_folder("none/out", ISSUED), "E712", "'none'");
    write_file("file", "");
    assert_refused(to_folder("file", ISSUED), "E713", "'file'");
    ck_assert_uint_eq(entries("."), 1);
}
END_TEST

/* Every fsync and rename fails in turn: the old folder stays, and nothing else. */
static void fail_everywhere(int *left)
{
    epic_instant now = ISSUED;
    ck_assert_int_eq(to_folder("out", now), EPIC_OK);
    int failures = 0;
    for (int nth = 0; nth < 100; nth++) {
        *left = nth;
        int status = to_folder("out", now + 1);
        bool failed = *left == -1;
        *left = -1;
        if (status == EPIC_OK && !failed) {
            break;
        }
        failures += status != EPIC_OK;
        now += status == EPIC_OK;
        assert_whole("out", now);
        ck_assert_uint_eq(entries("."), 1);
    }
    ck_assert_int_gt(failures, 0);
    assert_whole("out", now + 1);
}

START_TEST(a_failure_leaves_the_folder_as_it_was)
{
    fail_everywhere(&fsyncs_left);
}
END_TEST

START_TEST(without_an_exchange_it_goes_in_steps)
{
    no_exchange = true;
    fail_everywhere(&renames_left);
    ck_assert_uint_eq(entries("."), 1);
}
END_TEST

START_TEST(killed_it_leaves_old_or_new)
{
    ck_assert_int_eq(to_folder("out", ISSUED), EPIC_OK);
    epic_instant now = ISSUED;
    int killed = 0, nth = 0, state;
    do {
        pid_t child = fork();
        ck_assert_int_ge(child, 0);
        if (child == 0) {
            kill_at_fsync = true;
            fsyncs_left = nth;
            _exit(to_folder("out", now + 1) != EPIC_OK);
        }
        ck_assert_int_eq(waitpid(child, &state, 0), child);
        epic_instant found = issue_of("out");
        ck_assert(found == now || found == now + 1);
        assert_whole("out", now = found);
        killed += WIFSIGNALED(state);
        ck_assert_uint_le(entries("."), 2);
        ck_assert_int_eq(to_folder("out", now), EPIC_OK); /* sweeps what is left */
        ck_assert_uint_eq(entries("."), 1);
        nth++;
    } while (WIFSIGNALED(state));
    ck_assert_int_eq(WEXITSTATUS(state), 0);
    ck_assert_int_gt(killed, 9); /* nine files and the folders */
}
END_TEST

START_TEST(only_leftovers_of_ours_are_swept)
{
    static const char *const names[] = {"out.tmp-0123456789abcde", "out.tmp-0123456789abcdeg", "out.bak-0123456789abcdef",
                                        "other.tmp-0123456789abcdef", "out.tmp-00000000000000ff", "out.tmp-00000000000000fe"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        ck_assert_int_eq(mkdir(names[i], 0777), 0);
    }
    write_file("out.tmp-00000000000000ff/notes.txt", "dear");
    write_file("out.tmp-00000000000000ff/plan.yaml", "");
    int running = open("out.tmp-00000000000000fe", O_RDONLY | O_DIRECTORY);
    ck_assert(running >= 0 && flock(running, LOCK_EX) == 0);
    ck_assert_int_eq(mkdir("out.tmp-0123456789abcdef", 0777), 0);
    write_file("out.tmp-0123456789abcdef/plan.yaml", "");
    ck_assert_int_eq(mkdir("out.tmp-0123456789abcdef/calendars", 0777), 0);
    ck_assert_int_eq(mkdir("out.tmp-0123456789abcdef/calendars/el", 0777), 0);
    write_file("out.tmp-0123456789abcdef/calendars/el/programme.ics", "");
    ck_assert_int_eq(to_folder("out", ISSUED), EPIC_OK);
    ck_assert(!exists("out.tmp-0123456789abcdef"));
    ck_assert(exists("out.tmp-00000000000000ff/notes.txt") && exists("out.tmp-00000000000000ff/plan.yaml"));
    ck_assert_uint_eq(entries("."), 7);
    close(running);
}
END_TEST

static atomic_bool released;

/* Another run that has the folder for a while. */
static void *hold(void *locked)
{
    nanosleep(&(struct timespec){0, 200000000}, NULL);
    atomic_store(&released, true);
    close(*(int *)locked);
    return NULL;
}

START_TEST(folders_of_languages)
{
    ck_assert_int_eq(to_folder("out", ISSUED), EPIC_OK);
    ck_assert_int_eq(mkdir("out/calendars/xx", 0777), 0); /* no language of ours */
    assert_refused(to_folder("out", ISSUED + 1), "E714", "'calendars/xx'");
    ck_assert_int_eq(rename("out/calendars/xx", "out/calendars/de"), 0);
    write_file("out/calendars/de/city-a.ics", "BEGIN:VCALENDAR\r\nPRODID:-//libepic//libepic//DE\r\n");
    write_file("out/calendars/de/notes.txt", "dear");
    assert_refused(to_folder("out", ISSUED + 1), "E714", "'calendars/de/notes.txt'");
    ck_assert_int_eq(unlink("out/calendars/de/notes.txt"), 0);
    ck_assert_int_eq(mkdir("out/calendars/de/el", 0777), 0);
    assert_refused(to_folder("out", ISSUED + 1), "E714", "'calendars/de/el'");
    ck_assert_int_eq(rmdir("out/calendars/de/el"), 0);
    ck_assert_int_eq(to_folder("out", ISSUED + 1), EPIC_OK);
    ck_assert(!exists("out/calendars/de"));
    assert_whole("out", ISSUED + 1);
    ck_assert_uint_eq(entries("."), 1);
}
END_TEST

START_TEST(a_run_waits_for_its_turn)
{
    pthread_t other;
    ck_assert_int_eq(to_folder("out", ISSUED), EPIC_OK);
    int locked = open("out", O_RDONLY | O_DIRECTORY);
    ck_assert(locked >= 0 && flock(locked, LOCK_EX) == 0);
    ck_assert_int_eq(pthread_create(&other, NULL, hold, &locked), 0);
    ck_assert_int_eq(to_folder("out", ISSUED + 1), EPIC_OK);
    ck_assert(atomic_load(&released));
    pthread_join(other, NULL);
    assert_whole("out", ISSUED + 1);
}
END_TEST

static void *publish_often(void *status)
{
    epic_publish_options options = issued(ISSUED);
    for (int i = 0; i < 20 && *(int *)status == EPIC_OK; i++) {
        *(int *)status = epic_publish_folder(plan, &options, "out", NULL);
    }
    return NULL;
}

START_TEST(threads_take_turns)
{
    pthread_t threads[4];
    int statuses[4] = {0};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, publish_often, &statuses[i]), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_int_eq(statuses[i], EPIC_OK);
    }
    assert_whole("out", ISSUED);
    ck_assert_uint_eq(entries("."), 1);
}
END_TEST

/* ---- texts in YAML ---- */

/* What libyaml reads where the scalar stands: as an item, a value, a key and in a flow list. */
static void assert_scalar_survives(const char *text_in)
{
    static const char *const frames[][2] = {{"- ", "\n"}, {"key: ", " # note\n"}, {"", ": 1\n"}, {"[a, ", ", b]\n"}};
    for (size_t i = 0; i < 4; i++) {
        kit_text *all = calloc(1, sizeof *all);
        ep_writer writer;
        ep_writer_init(&writer, keep, all);
        ep_put(&writer, frames[i][0]);
        ep_put_scalar(&writer, text_in);
        ep_put(&writer, frames[i][1]);
        ck_assert_int_eq(ep_writer_end(&writer), EPIC_OK);
        yaml_parser_t parser;
        yaml_event_t event;
        bool found = false, done = false;
        ck_assert(yaml_parser_initialize(&parser));
        yaml_parser_set_input_string(&parser, (const unsigned char *)all->bytes, all->used);
        while (!done) {
            ck_assert_msg(yaml_parser_parse(&parser, &event), "no YAML: %s", all->bytes);
            done = event.type == YAML_STREAM_END_EVENT;
            found |= event.type == YAML_SCALAR_EVENT && strcmp((const char *)event.data.scalar.value, text_in) == 0;
            yaml_event_delete(&event);
        }
        yaml_parser_delete(&parser);
        ck_assert_msg(found, "lost in %s", all->bytes);
        free(all);
    }
}

START_TEST(any_text_survives_yaml)
{
    static const char *const texts[] = {
        "",         " ",        "plain",       "Gda\xC5\x84sk", "two words",  "trailing ", " leading", "a: b",    "a:b",  "a:",
        "a #b",     "a#b",      "#a",          "- a",           "-",          "-a",        "? a",      "! a",     "&a",   "*a",
        "[a]",      "{a}",      "a, b",        "\"quoted\"",    "it's",       "'a'",       "|",        ">",       "%a",   "@a",
        "`a",       "~",        "back\\slash", "a\nb",          "a\tb",       "\x01\x1F\x7F", "\xC2\x85\xC2\x9F", "\xE2\x80\xA8",
        "\xE2\x80\xAE" "evil", "\xF0\x9F\x98\x80", "\xEF\xBB\xBF" "bom", "\xEF\xBF\xBE", "---", "...", "a\r\nb", "<<", "="};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_scalar_survives(texts[i]);
    }
    uint64_t state = 20260101; /* printed by its being here */
    for (int round = 0; round < 3000; round++) {
        static const char alphabet[] = "ab:#-,[]{}\"'\\ \n\t!&*?|>%@~0\x01";
        char made[12];
        size_t n = 0;
        for (; n < sizeof made - 1; n++) {
            made[n] = alphabet[next(&state) % (sizeof alphabet - 1)];
        }
        made[n] = '\0';
        made[state % sizeof made] = '\0';
        assert_scalar_survives(made);
    }
}
END_TEST

START_TEST(words_of_yaml_are_quoted)
{
    static const char *const words[] = {"no", "NO", "Yes", "on", "OFF", "y", "N", "true", "False", "null", "~", "12", "1e5",
                                        "0x1F", "1_000", "12:30:45", "2020-01-01", ".inf", "-.inf", ".nan", "+1", "<<", "="};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        kit_text *all = calloc(1, sizeof *all);
        ep_writer writer;
        ep_writer_init(&writer, keep, all);
        ep_put_scalar(&writer, words[i]);
        ck_assert_int_eq(ep_writer_end(&writer), EPIC_OK);
        ck_assert_msg(all->bytes[0] == '"', "%s is not quoted", words[i]);
        free(all);
    }
}
END_TEST

/* ---- what the forms say ---- */

START_TEST(the_page_is_escaped)
{
    kit_text *page = published(EPIC_HTML, ISSUED);
    ck_assert_ptr_nonnull(strstr(page->bytes, "<h1>Small: a &lt;test&gt; &amp; more</h1>"));
    ck_assert_ptr_null(strstr(page->bytes, "<script"));
    ck_assert_ptr_null(strstr(page->bytes, "src="));
    ck_assert_ptr_null(strstr(page->bytes, "<link"));
    ck_assert_ptr_nonnull(strstr(page->bytes, "default-src 'none'"));
    free(page);
}
END_TEST

/* The pair is of two cities; the page of one has its name as the heading, and no number of the other. */
START_TEST(the_page_of_a_city_has_nothing_of_others)
{
    size_t pairs;
    const epic_pair *pair = epic_pairing_pairs(epic_plan_pairing(plan), &pairs);
    epic_programme *programme = epic_scores_programme(epic_pairing_scores(epic_plan_pairing(plan)));
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = ISSUED;
    options.city = pair[0].a;
    kit_text *page = calloc(1, sizeof *page);
    char title[64];
    ck_assert_int_eq(epic_publish(plan, EPIC_HTML, &options, keep, page, NULL), EPIC_OK);
    snprintf(title, sizeof title, "<h1>%s</h1>", epic_programme_city(programme, pair[0].a)->name);
    ck_assert_ptr_nonnull(strstr(page->bytes, title));
    snprintf(title, sizeof title, "<bdi>%s</bdi>", epic_programme_city(programme, pair[1].a)->name);
    char *row = strstr(page->bytes, "id=\"benefit\""), *other = strstr(page->bytes, title);
    ck_assert(other == NULL || other > row); /* in its own row alone */
    ck_assert_ptr_null(strstr(page->bytes, "data-label=\"Value\""));
    ck_assert_ptr_null(strstr(page->bytes, "id=\"planned\""));
    ck_assert_ptr_null(strstr(page->bytes, "secret"));
    options.pair = 0;
    ck_assert_int_eq(epic_publish(plan, EPIC_HTML, &options, keep, page, NULL), EPIC_EARG);
    free(page);
    page = published(EPIC_HTML, ISSUED);
    ck_assert_ptr_nonnull(strstr(page->bytes, "secret of Alpha"));
    free(page);
}
END_TEST

/* ---- parts of pages ---- */

static kit_text *page_of(const epic_plan *of, const epic_publish_options *options)
{
    kit_text *page = calloc(1, sizeof *page);
    int status = of != NULL ? epic_publish(of, EPIC_HTML, options, keep, page, NULL)
                            : epic_publish_pairing_page(epic_plan_pairing(plan), options, keep, page);
    ck_assert_int_eq(status, EPIC_OK);
    return page;
}

/* A section as the page has it; NULL: it has none of that id. */
static char *section_of(const kit_text *page, const char *id)
{
    char open[64];
    snprintf(open, sizeof open, "<section id=\"%s\"", id);
    const char *start = strstr(page->bytes, open), *end = start != NULL ? strstr(start, "</section>\n") : NULL;
    return start == NULL ? NULL : strndup(start, (size_t)(end - start));
}

static void assert_has(const kit_text *page, const char *words, bool has)
{
    ck_assert_msg((strstr(page->bytes, words) != NULL) == has, "'%s'", words);
}

/* The page of a section is that section as the whole page has it, and nothing beside. */
static void assert_part(const epic_plan *of, const kit_text *whole, epic_publish_options options, const char *id)
{
    options.section = id;
    kit_text *part = page_of(of, &options);
    char *expected = section_of(whole, id), *found = section_of(part, id);
    ck_assert_msg(expected != NULL && found != NULL, "no %s", id);
    ck_assert_str_eq(found, expected);
    ck_assert_ptr_null(strstr(strstr(part->bytes, "<section ") + 1, "<section "));
    assert_has(part, "<main>\n<section ", true);
    assert_has(part, "</section>\n</main>\n</body>\n</html>\n", true);
    assert_has(part, "<header>", false);
    assert_has(part, "href=", false);
    free(expected);
    free(found);
    free(part);
}

/* All that the contents name; returns how many. */
static size_t assert_parts(const epic_plan *of, const epic_publish_options *options)
{
    kit_text *whole = page_of(of, options);
    size_t count = 0;
    for (const char *at = strstr(whole->bytes, "href=\"#"); at != NULL; at = strstr(at + 1, "href=\"#")) {
        char id[32];
        ck_assert_int_eq(sscanf(at, "href=\"#%31[a-z]\"", id), 1);
        assert_part(of, whole, *options, id);
        count++;
    }
    free(whole);
    return count;
}

START_TEST(a_section_is_as_in_the_whole_page)
{
    epic_publish_options options = issued(ISSUED);
    ck_assert_uint_eq(assert_parts(plan, &options), 8); /* no costs, no kinds planned, nothing open, no wishes */
    options.city = 0;
    ck_assert_uint_eq(assert_parts(plan, &options), 7);
    ck_assert_uint_eq(assert_parts(NULL, &options), 4);
    options.city = EPIC_NONE;
    ck_assert_uint_eq(assert_parts(NULL, &options), 5);
    options.section = "budget";
    kit_text *none = page_of(plan, &options);
    assert_has(none, "<main>\n</main>\n", true);
    free(none);
}
END_TEST

START_TEST(the_page_of_a_pairing_is_that_of_a_plan_without_dates)
{
    static const char *const shared[] = {"pairs", "map", "benefit"};
    epic_publish_options options = issued(ISSUED);
    kit_text *planned = page_of(plan, &options), *paired = page_of(NULL, &options);
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        char *expected = section_of(planned, shared[i]), *found = section_of(paired, shared[i]);
        ck_assert_str_eq(found, expected);
        free(expected);
        free(found);
    }
    assert_has(paired, "<h1>Small: a &lt;test&gt; &amp; more</h1>", true);
    assert_has(paired, "Issued 2001-09-09 01:46 UTC by libepic.</footer>", true);
    static const char *const dated[] = {"id=\"timeline\"", "Without a date", "Exchange plan", "The dates", "proposed", "secret"};
    for (size_t i = 0; i < sizeof dated / sizeof *dated; i++) {
        assert_has(paired, dated[i], false);
    }
    free(planned);
    free(paired);
}
END_TEST

START_TEST(sections_are_checked)
{
    kit_text *all = calloc(1, sizeof *all);
    epic_pairing *pairing = epic_plan_pairing(plan);
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    ck_assert_int_eq(epic_publish_pairing_page(NULL, &options, keep, all), EPIC_EARG);
    ck_assert_int_eq(epic_publish_pairing_page(pairing, &options, NULL, NULL), EPIC_EARG);
    options.section = "timeline";
    ck_assert_int_eq(epic_publish_pairing_page(pairing, &options, keep, all), EPIC_EARG);
    ck_assert_int_eq(epic_publish(plan, EPIC_ICS, &options, keep, all, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish(plan, EPIC_JSON, &options, keep, all, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_folder(plan, &options, "out", NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_messages(NULL, "out", &options, NULL), EPIC_EARG);
    options.section = "time";
    ck_assert_int_eq(epic_publish(plan, EPIC_HTML, &options, keep, all, NULL), EPIC_EARG);
    options.section = "";
    ck_assert_int_eq(epic_publish(plan, EPIC_HTML, &options, keep, all, NULL), EPIC_EARG);
    options.section = "map";
    options.pair = 0;
    ck_assert_int_eq(epic_publish_pairing_page(pairing, &options, keep, all), EPIC_EARG);
    options.pair = EPIC_NONE;
    options.city = 4;
    ck_assert_int_eq(epic_publish_pairing_page(pairing, &options, keep, all), EPIC_EARG);
    options.city = EPIC_NONE;
    options.size = 1;
    ck_assert_int_eq(epic_publish_pairing_page(pairing, &options, keep, all), EPIC_EARG);
    ck_assert_uint_eq(all->used, 0);
    free(all);
}
END_TEST

START_TEST(both_clocks_are_told)
{
    kit_text *overview = published(EPIC_TEXT, ISSUED), *json = published(EPIC_JSON, ISSUED);
    /* Rome is an hour behind Athens the whole year. */
    char *pair = strstr(overview->bytes, "\nAlpha and Gamma\n");
    ck_assert_ptr_nonnull(pair);
    unsigned first = 0, second = 0;
    char *talk = strstr(pair, " CE");
    ck_assert_ptr_nonnull(talk);
    ck_assert_int_eq(sscanf(talk - 11, "%u:%*u-%*u:%*u", &first), 1);
    ck_assert_int_eq(sscanf(strchr(talk, '\n'), " %u:", &second), 1);
    ck_assert_uint_eq(first + 1, second);
    ck_assert_ptr_nonnull(strstr(json->bytes, "\"pair\": [\"a\", \"b-c\"]"));
    free(overview);
    free(json);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("publish");
    TCase *with_plan = tcase_create("plan"), *texts = tcase_create("texts");
    tcase_add_checked_fixture(with_plan, setup, teardown);
    tcase_set_timeout(with_plan, 60);
    tcase_add_test(with_plan, options_are_checked);
    tcase_add_test(with_plan, issue_time_comes_from_the_environment);
    tcase_add_test(with_plan, issue_time_shows_in_one_line_of_the_page);
    tcase_add_test(with_plan, a_sink_that_stops_is_called_no_more);
    tcase_add_test(with_plan, a_file_is_what_the_sink_gets);
    tcase_add_test(with_plan, a_failure_leaves_the_file_as_it_was);
    tcase_add_test(with_plan, a_file_has_its_place);
    tcase_add_test(with_plan, without_permission_nothing_is_written);
    tcase_add_test(with_plan, a_folder_is_made_and_exchanged);
    tcase_add_test(with_plan, names_of_calendars_differ);
    tcase_add_test(with_plan, the_page_of_a_city_has_nothing_of_others);
    tcase_add_test(with_plan, a_link_to_a_folder_stays_one);
    tcase_add_test(with_plan, what_others_wrote_is_left_alone);
    tcase_add_test(with_plan, a_folder_has_its_place);
    tcase_add_test(with_plan, a_failure_leaves_the_folder_as_it_was);
    tcase_add_test(with_plan, without_an_exchange_it_goes_in_steps);
    tcase_add_test(with_plan, killed_it_leaves_old_or_new);
    tcase_add_test(with_plan, only_leftovers_of_ours_are_swept);
    tcase_add_test(with_plan, folders_of_languages);
    tcase_add_test(with_plan, a_run_waits_for_its_turn);
    tcase_add_test(with_plan, threads_take_turns);
    tcase_add_test(with_plan, the_page_is_escaped);
    tcase_add_test(with_plan, a_section_is_as_in_the_whole_page);
    tcase_add_test(with_plan, the_page_of_a_pairing_is_that_of_a_plan_without_dates);
    tcase_add_test(with_plan, sections_are_checked);
    tcase_add_test(with_plan, both_clocks_are_told);
    tcase_add_test(texts, any_text_survives_yaml);
    tcase_add_test(texts, words_of_yaml_are_quoted);
    suite_add_tcase(suite, with_plan);
    suite_add_tcase(suite, texts);
    return run(suite);
}
