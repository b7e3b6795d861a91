/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "story.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_REASONS 5
#define SENTENCE_ROOM 2048

/* A sentence that grows; what does not fit is left out at a whole character. */
typedef struct sentence {
    size_t used;
    char text[SENTENCE_ROOM];
} sentence;

static void say(sentence *own, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(sentence *own, const char *format, ...)
{
    va_list args;
    size_t room = SENTENCE_ROOM - own->used;
    va_start(args, format);
    int n = vsnprintf(own->text + own->used, room, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= room) {
        own->text[own->used] = '\0';
    } else {
        own->used += (size_t)n;
    }
}

/* Cut to fit a room, never inside a character. */
static const char *clip(const char *text, char *out, size_t room)
{
    size_t n = strlen(text);
    if (n < room) {
        return text;
    }
    for (n = room - 1; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80; n--) {
    }
    memcpy(out, text, n);
    out[n] = '\0';
    return out;
}

#define NAME_ROOM 96

static const char *city_name(const ep_desk *desk, uint32_t city, char room[NAME_ROOM])
{
    return clip(epic_programme_city(desk->programme, city)->name, room, NAME_ROOM);
}

/* The city and period of the which-th absence, counted through all cities. */
static const epic_period *absence(const ep_desk *desk, uint32_t which, uint32_t *city)
{
    *city = 0;
    while (*city + 1 < desk->cities && desk->away_base[*city + 1] <= which) {
        ++*city;
    }
    return &epic_programme_city(desk->programme, *city)->unavailable[which - desk->away_base[*city]];
}

static bool is_holiday(ep_reason reason)
{
    return reason.bar == EP_HOLIDAY || reason.bar == EP_HOLIDAYS;
}

static uint32_t city_of_holiday(const ep_desk *desk, ep_reason reason)
{
    return (uint32_t)(reason.which / desk->days);
}

static void put_why(char text[EP_WORDS_ROOM], const char *why)
{
    char room[NAME_ROOM];
    size_t used = strlen(text);
    if (why != NULL) {
        snprintf(text + used, EP_WORDS_ROOM - used, " (%s)", clip(why, room, sizeof room));
    }
}

static void put_order(const ep_desk *desk, uint32_t task, size_t count, char text[EP_WORDS_ROOM])
{
    char room[NAME_ROOM];
    const char *verb = count == 1 ? "is" : "are";
    if (task == EP_NO_TASK) {
        snprintf(text, EP_WORDS_ROOM, "%s too near to or too far from the programme's first day", verb);
    } else {
        snprintf(text, EP_WORDS_ROOM, "%s too near to or too far from '%s'", verb,
                 clip(desk->tasks.list[task].id, room, sizeof room));
    }
}

/* "meets Corpus Christi in Oberhausen" */
static void put_holiday(const ep_desk *desk, ep_reason reason, const char *meet, char text[EP_WORDS_ROOM])
{
    char room[NAME_ROOM], called[NAME_ROOM];
    uint32_t city = city_of_holiday(desk, reason);
    const char *known = ep_holiday_name(desk, city, desk->starts + (epic_date)(reason.which % desk->days));
    const char *others = reason.bar == EP_HOLIDAYS ? " and other holidays" : "", *where = city_name(desk, city, room);
    if (known == NULL) {
        snprintf(text, EP_WORDS_ROOM, "%s %s of %s", meet, *others != '\0' ? "holidays" : "a holiday", where);
    } else {
        snprintf(text, EP_WORDS_ROOM, "%s %s%s in %s", meet, clip(known, called, sizeof called), others, where);
    }
}

static void put_city(const ep_desk *desk, ep_reason reason, const char *meet, char text[EP_WORDS_ROOM])
{
    char room[NAME_ROOM];
    uint32_t city = reason.which;
    if (is_holiday(reason)) {
        put_holiday(desk, reason, meet, text);
        return;
    }
    const epic_period *period = reason.bar == EP_AWAY ? absence(desk, reason.which, &city) : NULL;
    const char *name = city_name(desk, city, room);
    switch (reason.bar) {
    case EP_CLOSED: snprintf(text, EP_WORDS_ROOM, "%s a weekday on which %s is closed", meet, name); break;
    case EP_AWAY: snprintf(text, EP_WORDS_ROOM, "%s an absence of %s", meet, name); break;
    case EP_ENGAGED: snprintf(text, EP_WORDS_ROOM, "%s a busy time in the calendar of %s", meet, name); break;
    case EP_AVOIDED: snprintf(text, EP_WORDS_ROOM, "%s days that %s would rather avoid", meet, name); break;
    case EP_ABSENT: snprintf(text, EP_WORDS_ROOM, "would leave out %s", name); break;
    case EP_FULL: snprintf(text, EP_WORDS_ROOM, "%s as many visits as %s can host", meet, name); break;
    default: snprintf(text, EP_WORDS_ROOM, "%s other events of %s", meet, name); break;
    }
    put_why(text, period == NULL ? NULL : period->why);
}

char *ep_reason_words(const ep_desk *desk, ep_reason reason, size_t count, char text[EP_WORDS_ROOM])
{
    const char *is = count == 1 ? "is" : "are", *meet = count == 1 ? "meets" : "meet", *has = count == 1 ? "has" : "have";
    char room[NAME_ROOM];
    switch (reason.bar) {
    case EP_OUTSIDE: snprintf(text, EP_WORDS_ROOM, "%s too near the edge of its window or of the programme", is); break;
    case EP_PAST:
        snprintf(text, EP_WORDS_ROOM, "%s past%s", is, ep_desk_now(desk) > desk->info->today ? " or too soon" : "");
        break;
    case EP_WEEKEND: snprintf(text, EP_WORDS_ROOM, "%s a weekend", meet); break;
    case EP_NO_HOURS: snprintf(text, EP_WORDS_ROOM, "%s no common office hours", has); break;
    case EP_BLOCKED:
        snprintf(text, EP_WORDS_ROOM, "%s blocked", is);
        put_why(text, epic_programme_block(desk->programme, reason.which)->period.why);
        break;
    case EP_MODERATED:
        snprintf(text, EP_WORDS_ROOM, "%s no hour at which %s is free", has,
                 clip(epic_programme_moderator(desk->programme, reason.which)->name, room, sizeof room));
        break;
    case EP_ORDER: put_order(desk, reason.which, count, text); break;
    case EP_POORER: snprintf(text, EP_WORDS_ROOM, "%s only less convenient hours", has); break;
    case EP_PASSED: snprintf(text, EP_WORDS_ROOM, "%s passed over for the sake of the whole", count == 1 ? "was" : "were"); break;
    case EP_FUTURE: snprintf(text, EP_WORDS_ROOM, "would leave no day for what follows"); break;
    default: put_city(desk, reason, meet, text); break;
    }
    return text;
}

/* "is blocked (pandemic) in IT" */
static void put_where(const ep_desk *desk, const epic_blocked *block, char text[EP_WORDS_ROOM])
{
    char room[NAME_ROOM];
    const char *where = block->city != EPIC_NONE ? city_name(desk, (uint32_t)block->city, room) : block->country;
    size_t used = strlen(text);
    if (where != NULL) {
        snprintf(text + used, EP_WORDS_ROOM - used, " in %s", where);
    }
}

char *ep_rule_words(const ep_desk *desk, ep_reason reason, char text[EP_WORDS_ROOM])
{
    char from[11], to[11];
    uint32_t city;
    const epic_blocked *block = reason.bar == EP_BLOCKED ? epic_programme_block(desk->programme, reason.which) : NULL;
    const epic_period *period = block != NULL            ? &block->period
                                : reason.bar == EP_AWAY ? absence(desk, reason.which, &city)
                                                        : NULL;
    ep_reason_words(desk, reason, 1, text);
    if (block != NULL) {
        put_where(desk, block, text);
    }
    if (period != NULL) {
        size_t used = strlen(text);
        snprintf(text + used, EP_WORDS_ROOM - used, ", %s to %s", epic_date_write(period->from, from),
                 epic_date_write(period->to, to));
    }
    return text;
}

/* All holidays of a city are one rule. */
static bool is_same(const ep_desk *desk, ep_reason a, ep_reason b)
{
    if (is_holiday(a) && is_holiday(b)) {
        return city_of_holiday(desk, a) == city_of_holiday(desk, b);
    }
    return a.bar == b.bar && a.which == b.which;
}

void ep_tally_add(ep_tally *tally, const ep_desk *desk, ep_reason reason)
{
    size_t i = 0;
    while (i < tally->count && !is_same(desk, tally->list[i].reason, reason)) {
        i++;
    }
    if (i == EP_TALLY_ROOM) {
        tally->other++;
        return;
    }
    ep_count *one = &tally->list[i];
    if (i == tally->count) {
        tally->count++;
        one->reason = reason;
    } else if (one->reason.which != reason.which) {
        one->reason.bar = EP_HOLIDAYS;
    }
    one->days++;
}

static int compare_counts(const void *left, const void *right)
{
    const ep_count *a = left, *b = right;
    if (a->days != b->days) {
        return a->days > b->days ? -1 : 1;
    }
    if (a->reason.bar != b->reason.bar) {
        return a->reason.bar < b->reason.bar ? -1 : 1;
    }
    return (a->reason.which > b->reason.which) - (a->reason.which < b->reason.which);
}

/* "96 are blocked (pandemic), 52 meet a weekend": the largest first, and how many days the rest are. */
static void say_tally(sentence *own, const ep_desk *desk, ep_tally *tally)
{
    char text[EP_WORDS_ROOM];
    size_t rest = tally->other;
    qsort(tally->list, tally->count, sizeof tally->list[0], compare_counts);
    for (size_t i = 0; i < tally->count; i++) {
        ep_count *one = &tally->list[i];
        if (i < MOST_REASONS) {
            say(own, "%s%zu %s", i > 0 ? ", " : "", one->days, ep_reason_words(desk, one->reason, one->days, text));
        } else {
            rest += one->days;
        }
    }
    if (rest > 0) {
        say(own, ", %zu for other reasons", rest);
    }
}

static void say_skipped(sentence *own, const ep_desk *desk, const ep_task *task, const ep_story *story)
{
    char room[NAME_ROOM];
    if (!story->skipped) {
        return;
    }
    say(own, "; '%s', which it follows, has no date", clip(desk->tasks.list[task->parent].id, room, sizeof room));
    if (story->before != NULL) {
        say(own, ", so it is counted from '%s'", clip(story->before->id, room, sizeof room));
    }
}

/* What a day must offer, "on which ..." */
static const char *offer(const ep_task *task)
{
    if (task->kind == EPIC_PREPARATION) {
        return "whose last one has both offices open";
    }
    if (task->idle) {
        return "on which all offices are open";
    }
    if (task->minutes > 0) {
        return task->pair != EPIC_NONE ? "with a free hour in the office hours of both" : "with a free hour that suits all";
    }
    if (task->pair != EPIC_NONE) {
        return "on which both are open and free";
    }
    return task->mode == EPIC_MODE_ONLINE ? "on which all are open and free" : "on which its place is open and all are free";
}

const char *ep_why_placed(ep_desk *desk, const ep_task *task, ep_story *story)
{
    sentence own = {0, ""};
    char room[NAME_ROOM];
    say(&own, "%s%s", story->spread ? "possible day near an even spread" : story->skips ? "best day" : "first day",
        task->days > 1 && !story->spread ? "s" : "");
    if (story->before != NULL) {
        say(&own, " after '%s'", clip(story->before->id, room, sizeof room));
    } else {
        say(&own, " of its window");
    }
    say(&own, " %s", offer(task));
    if (story->held) {
        say(&own, " and that leave%s a day for what follows", task->days > 1 ? "" : "s");
    }
    say_skipped(&own, desk, task, story);
    if (story->tally.count > 0 && !story->spread) {
        say(&own, "; earlier %sdays: ", task->days > 1 ? "first " : "");
        say_tally(&own, desk, &story->tally);
    }
    return ep_arena_strdup(desk->arena, own.text);
}

/* The day that it was planned for at first, where neither its own nor its last one is that. */
static const char *with_original(ep_desk *desk, const ep_task *task, const char *why)
{
    char original[11];
    bool told = task->was.original == task->was.first || task->was.original == task->first;
    return why == NULL || told ? why
                               : ep_arena_printf(desk->arena, "%s; at first it was planned for %s", why,
                                                 epic_date_write(task->was.original, original));
}

static const char *why_moved(ep_desk *desk, const ep_task *task, ep_reason reason)
{
    char text[EP_WORDS_ROOM], was[11];
    bool stays = task->first == task->was.first, asked = task->was.wish != EPIC_NO_DATE;
    epic_date_write(stays && asked ? task->was.wish : task->was.first, was);
    if (stays) {
        return !asked ? "as it was planned"
                      : ep_arena_printf(desk->arena, "as it was planned; %s, which a city asked for, %s", was,
                                        reason.bar == EP_FREE ? "does not go together with the events around it"
                                                              : ep_reason_words(desk, reason, 1, text));
    }
    if (task->first == task->was.reserve) {
        return ep_arena_printf(desk->arena, "its reserve date, as %s %s", was,
                               reason.bar == EP_FREE ? "no more goes together with the events around it"
                                                     : ep_reason_words(desk, reason, 1, text));
    }
    if (reason.bar == EP_FREE) {
        return ep_arena_printf(desk->arena, "nearest to %s, which no more goes together with the events around it", was);
    }
    return ep_arena_printf(desk->arena, "nearest possible to %s, which %s", was, ep_reason_words(desk, reason, 1, text));
}

const char *ep_why_moved(ep_desk *desk, const ep_task *task, ep_reason reason)
{
    return with_original(desk, task, why_moved(desk, task, reason));
}

const char *ep_why_online(ep_desk *desk, const ep_task *task, ep_tally *tally, epic_date last)
{
    sentence own = {0, ""};
    char to[11], text[EP_WORDS_ROOM];
    epic_date_write(last, to);
    say(&own, "%s; held online: in person, ", task->why);
    if (tally->count == 1 && tally->list[0].days == 1) {
        say(&own, "%s %s", to, ep_reason_words(desk, tally->list[0].reason, 1, text));
    } else {
        say(&own, "of the days to %s, ", to);
        say_tally(&own, desk, tally);
    }
    return ep_arena_strdup(desk->arena, own.text);
}

/* "; Graz cannot come, as it meets an absence of Graz (fair)"; of what recurs with the day. */
static void say_absence(sentence *own, const ep_desk *desk, const ep_absence *absence)
{
    char room[NAME_ROOM], text[EP_WORDS_ROOM], day[11];
    bool hours = absence->reason.bar == EP_NO_HOURS, recurs = absence->from->nominal != EPIC_NO_DATE;
    say(own, "; %s cannot come, as %s %s", city_name(desk, (uint32_t)absence->city, room),
        recurs ? epic_date_write(absence->from->first, day) : "it",
        hours ? "is outside its office hours" : ep_reason_words(desk, absence->reason, 1, text));
}

const char *ep_why_absent(ep_desk *desk, const ep_task *task, const ep_absence *list, size_t count)
{
    sentence own = {0, ""};
    say(&own, "%s", task->why);
    for (size_t i = 0; i < count && i < MOST_REASONS; i++) {
        say_absence(&own, desk, &list[i]);
    }
    if (count > MOST_REASONS) {
        say(&own, "; nor can %zu more", count - MOST_REASONS);
    }
    return ep_arena_strdup(desk->arena, own.text);
}

const char *ep_why_not(ep_desk *desk, const ep_task *task, ep_story *story)
{
    sentence own = {0, ""};
    char from[11], to[11];
    epic_date_write(task->from, from);
    epic_date_write(task->to, to);
    if (task->days > 1) {
        say(&own, "no %u days in a row between %s and %s, counted by the first day: ", (unsigned)task->days, from, to);
    } else {
        say(&own, "no day between %s and %s: ", from, to);
    }
    say_tally(&own, desk, &story->tally);
    say_skipped(&own, desk, task, story);
    return ep_arena_strdup(desk->arena, own.text);
}

/* "every 2 months". */
static void say_period(sentence *own, const epic_duration *every)
{
    bool weeks = every->months == 0 && every->days % 7 == 0;
    int count = every->months > 0 ? every->months : weeks ? every->days / 7 : every->days;
    const char *unit = every->months > 0 ? "month" : weeks ? "week" : "day";
    if (count == 1) {
        say(own, "every %s", unit);
    } else {
        say(own, "every %d %ss", count, unit);
    }
}

const char *ep_why_occurs(ep_desk *desk, const ep_task *task, ep_tally *tally)
{
    sentence own = {0, ""};
    char day[11];
    say_period(&own, &epic_programme_event(desk->programme, task->source)->every);
    if (task->first == task->nominal) {
        say(&own, ", on its day");
    } else {
        say(&own, ", moved from %s: ", epic_date_write(task->nominal, day));
        say_tally(&own, desk, tally);
    }
    return ep_arena_strdup(desk->arena, own.text);
}
