/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cycle.h"

#include "task.h"

#define MOST_MONTHS INT64_C(120000) /* more years than a date has */

ep_cycle ep_cycle_make(const epic_joint_event *event, epic_date begin)
{
    return (ep_cycle){begin, event->to, event->every, event->count, event->kind == EPIC_DEADLINE};
}

/* So many periods after the first day. */
static epic_date after(const ep_cycle *cycle, uint32_t periods)
{
    int64_t months = (int64_t)cycle->every.months * periods, days = (int64_t)cycle->every.days * periods;
    const epic_duration span = {(int32_t)(months < MOST_MONTHS ? months : MOST_MONTHS),
                                (int32_t)(days < INT32_MAX ? days : INT32_MAX), 0};
    return ep_date_add(cycle->begin, &span);
}

epic_date ep_cycle_day(const ep_cycle *cycle, uint32_t number)
{
    return after(cycle, cycle->at_end ? number : number - 1);
}

uint32_t ep_cycle_count(const ep_cycle *cycle)
{
    uint32_t most = cycle->limit > 0 && cycle->limit <= EP_MOST_OCCURRENCES ? cycle->limit : EP_MOST_OCCURRENCES + 1;
    uint32_t count = 0;
    while (count < most && ep_cycle_day(cycle, count + 1) <= cycle->to) {
        count++;
    }
    return count;
}

void ep_cycle_span(const ep_cycle *cycle, uint32_t number, epic_date *from, epic_date *to)
{
    epic_date day = ep_cycle_day(cycle, number);
    if (cycle->at_end) {
        *from = after(cycle, number - 1) + 1;
        *to = day;
        return;
    }
    epic_date next = ep_cycle_day(cycle, number + 1);
    *from = day;
    *to = next <= cycle->to ? next - 1 : cycle->to;
}
