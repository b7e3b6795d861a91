/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An occurrence that cannot be on its day stays within its period: a deadline comes before it, so that nothing is due when nobody
 * works, a meeting after it. */
#include "recurring.h"

#include "cost.h"
#include "cycle.h"
#include "diags.h"
#include "recurs.h"
#include "story.h"

/* The last task with a date of the events that it follows, the nearest first; NULL when there is none. */
static const ep_task *anchor_of(const ep_desk *desk, const epic_joint_event *event)
{
    const ep_tasks *tasks = &desk->tasks;
    size_t of = event->after.event, end = tasks->joint_base[of + 1];
    return ep_task_dated(tasks, end > tasks->joint_base[of] ? end - 1 : EPIC_NONE);
}

static bool follows(const epic_joint_event *event)
{
    return event->has_after && event->after.event != EPIC_NONE;
}

/* The day on which its first period begins. */
static epic_date begin_of(const ep_desk *desk, const epic_joint_event *event)
{
    const ep_task *anchor = follows(event) ? anchor_of(desk, event) : NULL;
    epic_date last = anchor != NULL ? anchor->last : desk->starts, begin = event->from;
    if (anchor != NULL || (event->has_after && !follows(event))) {
        epic_date next = event->after.has_at_least ? ep_date_add(last, &event->after.at_least) : last + (anchor != NULL);
        begin = next > begin ? next : begin;
    }
    return begin;
}

/* The half hour at which the most occurrences can be on their days, the earliest of several. */
static int32_t usual_time(ep_desk *desk, const ep_task *list, uint32_t count)
{
    int32_t best = -1;
    uint32_t most = 0, able[EP_STARTS] = {0};
    for (uint32_t i = 0; i < count && list[0].minutes > 0; i++) {
        uint64_t starts = 0;
        if (!list[i].fixed) {
            (void)ep_desk_fit(desk, &list[i], list[i].nominal, &starts);
        }
        for (int32_t start = 0; starts >> start != 0; start++) {
            able[start] += (uint32_t)(starts >> start & 1);
        }
    }
    for (int32_t start = 0; start < EP_STARTS; start++) {
        if (able[start] > most) {
            most = able[start];
            best = start;
        }
    }
    return best;
}

/* At the usual half hour when it is one of the starts, else at the first of those that are least inconvenient. */
static ep_slot slot_of(ep_desk *desk, const ep_task *task, epic_date day, uint64_t starts, int32_t usual)
{
    ep_slot best = {EPIC_NO_INSTANT, EPIC_NO_INSTANT};
    int64_t least = INT64_MAX;
    if (usual >= 0 && (starts >> usual & 1) != 0) {
        return ep_desk_slot(desk, task, day, (unsigned)usual);
    }
    for (unsigned start = 0; starts >> start != 0 && !task->all_day; start++) {
        ep_slot slot = ep_desk_slot(desk, task, day, start);
        int64_t cost = (starts >> start & 1) != 0 ? ep_cost_hours(desk, task, &slot) : INT64_MAX;
        best = cost < least ? slot : best;
        least = cost < least ? cost : least;
    }
    return best;
}

static bool take(ep_desk *desk, ep_task *task, epic_date day, ep_slot slot, ep_tally *tally)
{
    task->placed = true;
    task->first = day;
    task->last = day + (epic_date)task->days - 1;
    task->start = slot.start;
    task->end = slot.end;
    task->why = ep_why_occurs(desk, task, tally);
    ep_desk_book(desk, task);
    return task->why != NULL;
}

/* The nearest day of its period. False when out of memory. */
static bool place_one(ep_desk *desk, ep_task *task, bool backward, int32_t usual, ep_placing *placing)
{
    ep_story story = {.before = NULL};
    bool able = false;
    for (epic_date n = 0; n <= task->to - task->from; n++) {
        epic_date day = backward ? task->to - n : task->from + n;
        uint64_t starts;
        ep_reason reason = ep_desk_fit(desk, task, day, &starts);
        if (reason.bar == EP_FREE) {
            return take(desk, task, day, slot_of(desk, task, day, starts, usual), &story.tally);
        }
        able = able || reason.bar >= EP_BUSY;
        ep_tally_add(&story.tally, desk, reason);
    }
    placing->cost += EP_COST_UNDATED;
    placing->bound += able || follows(epic_programme_event(desk->programme, task->source)) ? 0 : EP_COST_UNDATED;
    task->why = ep_why_not(desk, task, &story);
    return task->why != NULL;
}

static int refuse_fixed(ep_desk *desk, const ep_task *task, uint32_t count)
{
    ep_diag(desk->diags, "E517", desk->info->file, task->place, NULL,
            "number %u of '%s' is fixed, which recurs %u times from the event that it follows", (unsigned)task->number, task->id,
            (unsigned)count);
    return EPIC_EINPUT;
}

/* Of each occurrence the day by the rule and the period, of fixed ones if `spans`; how many there are. */
static uint32_t set_days(ep_desk *desk, size_t index, bool spans)
{
    ep_task *list = desk->tasks.occurrences + desk->tasks.cycle_base[index];
    const epic_joint_event *event = epic_programme_event(desk->programme, index);
    ep_cycle cycle = ep_cycle_make(event, begin_of(desk, event));
    uint32_t count = ep_cycle_count(&cycle);
    for (uint32_t i = 0; i < count; i++) {
        list[i].nominal = ep_cycle_day(&cycle, i + 1);
        if (!list[i].fixed || spans) {
            ep_cycle_span(&cycle, i + 1, &list[i].from, &list[i].to);
        }
    }
    return count;
}

static int place_all(ep_desk *desk, size_t index, ep_placing *placing)
{
    ep_task *list = desk->tasks.occurrences + desk->tasks.cycle_base[index];
    size_t slots = desk->tasks.cycle_base[index + 1] - desk->tasks.cycle_base[index];
    bool backward = epic_programme_event(desk->programme, index)->kind == EPIC_DEADLINE, good = true;
    uint32_t count = set_days(desk, index, false);
    for (size_t i = count; i < slots; i++) {
        if (list[i].fixed) {
            return refuse_fixed(desk, &list[i], count);
        }
    }
    int32_t usual = count > 0 ? usual_time(desk, list, count) : -1;
    for (uint32_t i = 0; i < count && good; i++) {
        good = list[i].fixed || place_one(desk, &list[i], backward, usual, placing);
    }
    return good ? EPIC_OK : EPIC_ENOMEM;
}

void ep_recurring_days(ep_desk *desk)
{
    for (size_t e = 0; e < epic_programme_events(desk->programme); e++) {
        if (ep_recurs(epic_programme_event(desk->programme, e))) {
            (void)set_days(desk, e, true);
        }
    }
}

int ep_recurring_place(ep_desk *desk, bool following, ep_placing *placing)
{
    int status = EPIC_OK;
    for (size_t e = 0; e < epic_programme_events(desk->programme) && status == EPIC_OK; e++) {
        const epic_joint_event *event = epic_programme_event(desk->programme, e);
        if (ep_recurs(event) && follows(event) == following) {
            status = place_all(desk, e, placing);
        }
    }
    return status;
}
