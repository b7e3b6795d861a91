/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why not that day: the engine's own question is asked with all its rules waived, so that it tells each that is broken. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk.h"
#include "refcount.h"
#include "resume.h"
#include "story.h"

struct epic_why {
    ep_refcount owners;
    ep_arena *arena;
    epic_plan *plan;
    epic_why_info info;
};

/* The rules that bar one start of a day, each an index, from the first that the engine would tell to the last. */
typedef struct option {
    size_t count;
    const uint32_t *rules;
    struct option *next; /* whose first rule is the same */
} option;

typedef struct rule {
    ep_reason reason;
    size_t days;
    epic_date frees;
    bool clashes;
    uint32_t start;  /* the last one that it was met at, counted from 1 */
    option *options; /* of whose rules it was met first */
} rule;

typedef struct inquiry {
    ep_desk desk;
    ep_arena *arena;    /* of what is forgotten at the end */
    ep_task task;       /* as the engine would place it */
    size_t index;       /* of it at the desk; EPIC_NONE: it recurs */
    rule *rules;        /* as they were met */
    size_t rule_count;
    size_t base[EP_ORDER + 1]; /* where in `known` the rules of a kind begin */
    uint32_t *known;    /* the index of each rule there can be, counted from 1; 0: it was not met yet */
    uint32_t *met;      /* at the start that is looked at, */
    size_t met_count;
    uint32_t start;     /* which is that one */
    option *options;
    size_t option_count;
    epic_date *possible;
    size_t possible_count;
} inquiry;

/* How many rules of a kind there can be. */
static size_t most_of(const ep_desk *desk, ep_bar bar)
{
    switch (bar) {
    case EP_CLOSED:
    case EP_HOLIDAY:
    case EP_ENGAGED:
    case EP_BUSY:
    case EP_FULL: return desk->cities;
    case EP_BLOCKED: return epic_programme_blocks(desk->programme);
    case EP_AWAY: return desk->away_base[desk->cities];
    case EP_MODERATED: return epic_programme_moderators(desk->programme);
    case EP_ORDER: return desk->tasks.count + 1;
    default: return 1;
    }
}

static bool make_room(inquiry *own)
{
    size_t most = 0;
    for (ep_bar bar = EP_FREE; bar <= EP_ORDER; bar++) {
        own->base[bar] = most;
        most += most_of(&own->desk, bar);
    }
    own->known = ep_arena_array_of(own->arena, most, uint32_t);
    own->rules = ep_arena_array_of(own->arena, most, rule);
    own->met = ep_arena_array_of(own->arena, most, uint32_t);
    return own->known != NULL && own->rules != NULL && own->met != NULL;
}

/* The index of a rule, counted from 1; all holidays of a city are one. */
static uint32_t *index_of(inquiry *own, ep_reason reason)
{
    size_t which = reason.bar == EP_HOLIDAY ? reason.which / own->desk.days : reason.which;
    return &own->known[own->base[reason.bar] + (reason.which == EP_NO_TASK ? own->desk.tasks.count : which)];
}

/* Takes a rule over that bars the start. */
static bool hear(void *inquirer, ep_reason reason)
{
    inquiry *own = inquirer;
    uint32_t *index = index_of(own, reason);
    if (*index == 0) {
        own->rules[own->rule_count++] = (rule){.reason = reason, .frees = EPIC_NO_DATE};
        *index = (uint32_t)own->rule_count;
    }
    rule *one = &own->rules[*index - 1];
    if (one->start != own->start) {
        one->start = own->start;
        one->reason.bar = one->reason.which != reason.which ? EP_HOLIDAYS : one->reason.bar;
        own->met[own->met_count++] = *index - 1;
    }
    return true;
}

/* The nearest task with a date that a task follows, or EPIC_NONE. */
static size_t dated_before(const ep_tasks *tasks, const ep_task *task)
{
    const ep_task *before = ep_task_dated(tasks, task->parent);
    return before == NULL ? EPIC_NONE : (size_t)(before - tasks->list);
}

/* Whether gaps allow a task to begin on a day behind one before. */
static bool keeps_gap(const inquiry *own, const ep_task *task, size_t up, epic_date day)
{
    const ep_task *before = up == EPIC_NONE ? NULL : &own->desk.tasks.list[up];
    ep_task wide = *task; /* the window is another rule */
    wide.from = own->desk.starts - EP_MOST_DAYS;
    wide.to = own->desk.ends + EP_MOST_DAYS;
    ep_range range = ep_task_range(&wide, before, up == task->parent, before == NULL ? 0 : before->last, own->desk.starts);
    return day >= range.lo && day <= range.hi;
}

/* The gaps that bar a day, to what is before and to what then follows. */
static void hear_gaps(inquiry *own, epic_date day)
{
    ep_tasks *tasks = &own->desk.tasks;
    if (own->index == EPIC_NONE) {
        return;
    }
    ep_task *task = &tasks->list[own->index];
    size_t group = ep_group_of(task), up = dated_before(tasks, task);
    if (!keeps_gap(own, task, up, day)) {
        hear(own, (ep_reason){EP_ORDER, up == EPIC_NONE ? EP_NO_TASK : (uint32_t)up});
    }
    task->placed = true;
    task->last = day + (epic_date)task->days - 1;
    for (size_t t = ep_group_begin(tasks, group); t < ep_group_end(tasks, group); t++) {
        const ep_task *next = &tasks->list[t];
        if (next->placed && dated_before(tasks, next) == own->index && !keeps_gap(own, next, own->index, next->first)) {
            hear(own, (ep_reason){EP_ORDER, (uint32_t)t});
        }
    }
    task->placed = false;
}

/* The rules that bar a start; of neighbours that are barred alike one list is kept. NULL when out of memory. */
static const option *ask_about(inquiry *own, epic_date day, unsigned start)
{
    own->start++;
    own->met_count = 0;
    ep_desk_fit_at(&own->desk, &own->task, day, start);
    hear_gaps(own, day);
    option *made = &own->options[own->option_count], *last = own->option_count > 0 ? made - 1 : NULL;
    size_t bytes = own->met_count * sizeof own->met[0];
    if (last != NULL && last->count == own->met_count && memcmp(last->rules, own->met, bytes) == 0) {
        return last;
    }
    uint32_t *rules = ep_arena_array_of(own->arena, own->met_count, uint32_t);
    if (rules == NULL) {
        return NULL;
    }
    memcpy(rules, own->met, bytes);
    *made = (option){own->met_count, rules, NULL};
    own->option_count++;
    return made;
}

/* What nobody can change. */
static bool is_given(const inquiry *own, const option *one)
{
    bool given = false;
    for (size_t i = 0; i < one->count && !given; i++) {
        ep_bar bar = own->rules[one->rules[i]].reason.bar;
        given = bar == EP_PAST || bar == EP_WEEKEND;
    }
    return given;
}

static bool is_outside(const inquiry *own, const option *one)
{
    bool outside = false;
    for (size_t i = 0; i < one->count && !outside; i++) {
        outside = own->rules[one->rules[i]].reason.bar == EP_OUTSIDE;
    }
    return outside;
}

/* Each rule that alone bars one of the starts from an index on. */
static void note_frees(inquiry *own, size_t from, epic_date day)
{
    for (size_t i = from; i < own->option_count; i++) {
        const option *one = &own->options[i];
        if (one->count == 1 && !is_given(own, one) && own->rules[one->rules[0]].frees == EPIC_NO_DATE) {
            own->rules[one->rules[0]].frees = day;
        }
    }
}

/* Takes over what bars a day: the start that the fewest rules bar, and what would free any of them. False when out of
 * memory. */
static bool look_at(inquiry *own, epic_date day, bool alone)
{
    option best = {SIZE_MAX, NULL, NULL};
    unsigned starts = own->task.all_day ? 1 : EP_STARTS;
    size_t first = SIZE_MAX;
    for (unsigned start = 0; start < starts; start++) {
        ep_slot slot = ep_desk_slot(&own->desk, &own->task, day, start);
        if (own->task.all_day || slot.start != EPIC_NO_INSTANT) {
            const option *one = ask_about(own, day, start);
            if (one == NULL) {
                return false;
            }
            best = one->count < best.count ? *one : best;
            first = first == SIZE_MAX ? (size_t)(one - own->options) : first;
        }
    }
    if (best.count == 0) {
        own->possible[own->possible_count++] = day;
    } else if (best.count == 1) {
        note_frees(own, first, day);
    }
    for (size_t i = 0; i < best.count && best.rules != NULL && (alone || !is_outside(own, &best)); i++) {
        own->rules[best.rules[i]].days++;
    }
    return true;
}

static int compare_rules(const void *left, const void *right)
{
    const rule *a = left, *b = right;
    if (a->days != b->days) {
        return a->days > b->days ? -1 : 1;
    }
    if (a->reason.bar != b->reason.bar) {
        return a->reason.bar < b->reason.bar ? -1 : 1;
    }
    return (a->reason.which > b->reason.which) - (a->reason.which < b->reason.which);
}

/* Whether one of the rules that clash bars a start. */
static bool is_barred(const inquiry *own, const option *one)
{
    bool barred = false;
    for (size_t i = 0; i < one->count && !barred; i++) {
        barred = own->rules[one->rules[i]].clashes;
    }
    return barred;
}

/* Adds a start to those of which the same rule was met first. */
static void list_option(inquiry *own, option *one)
{
    uint32_t first = one->rules[0];
    for (size_t i = 1; i < one->count; i++) {
        first = one->rules[i] < first ? one->rules[i] : first;
    }
    one->next = own->rules[first].options;
    own->rules[first].options = one;
}

/* Leaves out rule after rule, those first that were met last, as long as no day gets free. At a rule's turn all that were met
 * before it are still there: it must stay for a start of whose rules it was met first, and which none that stayed bars. */
static void find_clash(inquiry *own)
{
    for (size_t i = 0; i < own->option_count; i++) {
        if (!is_given(own, &own->options[i])) {
            list_option(own, &own->options[i]);
        }
    }
    for (size_t r = own->rule_count; r-- > 0;) {
        rule *last = &own->rules[r];
        for (const option *one = last->options; one != NULL && !last->clashes; one = one->next) {
            last->clashes = !is_barred(own, one);
        }
    }
}

/* The days of its window before all others, which tell what another window would free. */
static bool look_at_all(inquiry *own)
{
    epic_date starts = own->desk.starts, ends = own->desk.ends;
    epic_date from = own->task.from > starts ? own->task.from : starts, to = own->task.to < ends ? own->task.to : ends;
    bool good = true;
    for (epic_date d = from; d <= to && good; d++) {
        good = look_at(own, d, false);
    }
    for (epic_date d = starts; d <= ends && good; d++) {
        good = (d >= from && d <= to) || look_at(own, d, false);
    }
    return good;
}

static int look(inquiry *own, epic_date date)
{
    size_t days = date == EPIC_NO_DATE ? own->desk.days : 1;
    own->options = ep_arena_array_of(own->arena, days * (own->task.all_day ? 1 : EP_STARTS), option);
    own->possible = ep_arena_array_of(own->arena, days, epic_date);
    if (own->options == NULL || own->possible == NULL || !(date == EPIC_NO_DATE ? look_at_all(own) : look_at(own, date, true))) {
        return EPIC_ENOMEM;
    }
    if (date == EPIC_NO_DATE && own->possible_count == 0) {
        find_clash(own);
    }
    return EPIC_OK;
}

static bool is_beside(inquiry *own, const ep_task *other, size_t city, epic_date date)
{
    epic_date from, to, first, last;
    size_t i = 0, at;
    if (!other->placed || other->idle) {
        return false;
    }
    while ((at = ep_task_city(other, i)) != EPIC_NONE && at != city) {
        i++;
    }
    ep_task_span(&own->task, city, date, date + (epic_date)own->task.days - 1, &from, &to);
    ep_desk_days(&own->desk, other, city, &first, &last);
    return at == city && first <= to && from <= last;
}

/* Adds what else a city does on the days that are asked about. */
static void name_others(inquiry *own, size_t city, epic_date date, char text[EP_WORDS_ROOM])
{
    const ep_tasks *tasks = &own->desk.tasks;
    size_t recurring = tasks->cycle_base[epic_programme_events(own->desk.programme)], used = strlen(text), count = 0;
    for (size_t t = 0; t < tasks->count + recurring; t++) {
        const ep_task *other = t < tasks->count ? &tasks->list[t] : &tasks->occurrences[t - tasks->count];
        if (is_beside(own, other, city, date) && used + strlen(other->id) + sizeof ", ''" < EP_WORDS_ROOM) {
            used += (size_t)snprintf(text + used, EP_WORDS_ROOM - used, "%s'%s'", count++ > 0 ? ", " : ": ", other->id);
        }
    }
}

static const char *words_of(const epic_why *why, inquiry *own, ep_reason reason)
{
    char text[EP_WORDS_ROOM];
    ep_rule_words(&own->desk, reason, text);
    if (why->info.date != EPIC_NO_DATE && (reason.bar == EP_BUSY || reason.bar == EP_FULL)) {
        name_others(own, reason.which, why->info.date, text);
    }
    return ep_arena_strdup(why->arena, text);
}

/* The answer in words, of which those rules are left out that bar no day of the window and free none. */
static int tell(epic_why *why, inquiry *own)
{
    epic_barring *rules = ep_arena_array_of(why->arena, own->rule_count, epic_barring);
    epic_date *possible = ep_arena_array_of(why->arena, own->possible_count, epic_date);
    bool good = rules != NULL && possible != NULL;
    if (own->rule_count > 0) {
        qsort(own->rules, own->rule_count, sizeof own->rules[0], compare_rules);
    }
    for (size_t r = 0; r < own->rule_count && good; r++) {
        const rule *one = &own->rules[r];
        if (one->days > 0 || one->frees != EPIC_NO_DATE || one->clashes) {
            const char *words = words_of(why, own, one->reason);
            rules[why->info.rule_count++] = (epic_barring){words, one->days, one->frees, one->clashes};
            good = words != NULL;
        }
    }
    if (good && own->possible_count > 0) {
        memcpy(possible, own->possible, own->possible_count * sizeof *possible);
    }
    why->info.rules = rules;
    why->info.possible = possible;
    why->info.possible_count = own->possible_count;
    why->info.from = own->task.from;
    why->info.to = own->task.to;
    return good ? EPIC_OK : EPIC_ENOMEM;
}

/* Takes the event that is asked about from the desk. */
static void clear(inquiry *own, ep_task *task)
{
    bool joint = task >= own->desk.tasks.list && task < own->desk.tasks.list + own->desk.tasks.count;
    if (task->placed) {
        ep_desk_unbook(&own->desk, task);
    }
    task->placed = false;
    own->index = joint ? (size_t)(task - own->desk.tasks.list) : EPIC_NONE;
    own->task = *task;
    own->task.all_day = task->minutes == 0;
    own->desk.waives = hear;
    own->desk.waiver = own;
}

/* Its event in the plan, or its entry among those without a date; false when there is neither. */
static bool find_answer(epic_why_info *info, const epic_plan *plan, size_t pair, size_t source, uint32_t number)
{
    for (size_t i = 0; i < epic_plan_events(plan) && info->event == NULL; i++) {
        const epic_event *event = epic_plan_event(plan, i);
        bool same = event->pair == pair && event->source == source && event->number == number;
        info->event = same ? event : NULL;
    }
    for (size_t i = 0; i < epic_plan_unscheduled(plan) && info->event == NULL && info->unscheduled == NULL; i++) {
        const epic_unscheduled *one = epic_plan_unscheduled_at(plan, i);
        bool same = one->pair == pair && one->source == source && one->number == number;
        info->unscheduled = same ? one : NULL;
    }
    return info->event != NULL || info->unscheduled != NULL;
}

static int ask(epic_why *why, inquiry *own, size_t pair, size_t source, uint32_t number)
{
    int status = ep_desk_open(&own->desk, own->arena, epic_plan_pairing(why->plan), epic_plan_calendars(why->plan), NULL);
    status = status ? status : ep_desk_resume(&own->desk, why->plan);
    ep_task *task = status == EPIC_OK ? ep_desk_find(&own->desk, pair, source, number) : NULL;
    if (status == EPIC_OK && (task == NULL || !make_room(own))) {
        status = task == NULL ? EPIC_EARG : EPIC_ENOMEM;
    }
    if (status == EPIC_OK) {
        clear(own, task);
        status = look(own, why->info.date);
    }
    status = status ? status : tell(why, own);
    ep_desk_close(&own->desk);
    return status;
}

static bool is_in(const epic_plan *plan, epic_date date)
{
    const epic_programme_info *info = epic_programme_get(epic_scores_programme(epic_pairing_scores(epic_plan_pairing(plan))));
    return date == EPIC_NO_DATE || (date >= info->starts && date <= info->ends);
}

static epic_why *open_why(epic_plan *plan, epic_date date)
{
    epic_why *why = calloc(1, sizeof *why);
    if (why != NULL) {
        ep_ref_init(&why->owners);
        why->plan = epic_plan_ref(plan);
        why->info.date = date;
        why->arena = ep_arena_new();
    }
    if (why != NULL && why->arena == NULL) {
        epic_why_unref(why);
        why = NULL;
    }
    return why;
}

int epic_why_make(epic_why **out, epic_plan *plan, size_t pair, size_t source, uint32_t number, epic_date date)
{
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (plan == NULL || !is_in(plan, date)) {
        return EPIC_EARG;
    }
    epic_why *why = open_why(plan, date);
    inquiry own = {.arena = ep_arena_new()};
    int status = why != NULL && own.arena != NULL ? EPIC_OK : EPIC_ENOMEM;
    if (status == EPIC_OK) {
        bool known = find_answer(&why->info, plan, pair, source, number);
        status = known ? ask(why, &own, pair, source, number) : EPIC_EARG;
    }
    ep_arena_free(own.arena);
    if (status == EPIC_OK) {
        *out = why;
    } else {
        epic_why_unref(why);
    }
    return status;
}

epic_why *epic_why_ref(epic_why *why)
{
    if (why != NULL) {
        ep_ref(&why->owners);
    }
    return why;
}

void epic_why_unref(epic_why *why)
{
    if (why == NULL || !ep_unref(&why->owners)) {
        return;
    }
    epic_plan_unref(why->plan);
    ep_arena_free(why->arena);
    free(why);
}

epic_plan *epic_why_plan(const epic_why *why)
{
    return why == NULL ? NULL : why->plan;
}

const epic_why_info *epic_why_get(const epic_why *why)
{
    return why == NULL ? NULL : &why->info;
}
