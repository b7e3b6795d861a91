/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rows.h"

#include <stdlib.h>

#include "candidates.h"
#include "civil.h"
#include "cost.h"
#include "grow.h"

#define MOST_ROWS 400000
#define HALF_HOUR 1800

/* The list of a city on a day, counted from two before the programme; NULL: outside. */
static uint32_t *head_of(const ep_planner *own, uint32_t *heads, size_t city, int64_t day)
{
    return day < 0 || day >= (int64_t)own->width ? NULL : &heads[city * own->width + (size_t)day];
}

/* Whether a meeting at a slot takes of a row; every other task does. */
static bool counts(const ep_row *row, size_t task, const ep_slot *slot)
{
    return row->task == task || (row->moment != EPIC_NO_INSTANT && slot->start <= row->moment && row->moment < slot->end);
}

/* Rows have their prices behind the moments of moderators. */
static size_t place_of(const ep_planner *own, uint32_t row)
{
    return own->prices.count - own->row_count + row;
}

static int64_t price_at(const ep_planner *own, uint32_t row)
{
    return own->prices.now[place_of(own, row)];
}

/* The prices of a city's day that a task takes; `slot` NULL: the whole of it. */
static int64_t price_of(const ep_planner *own, size_t city, int64_t day, size_t task, const ep_slot *slot)
{
    const uint32_t *head = head_of(own, own->heads, city, day);
    int64_t sum = 0;
    for (uint32_t r = head == NULL ? EP_NO_ROW : *head; r != EP_NO_ROW; r = own->rows[r].next) {
        sum += slot == NULL || counts(&own->rows[r], task, slot) ? price_at(own, r) : 0;
    }
    return sum;
}

/* Of whole days. */
static int64_t price_days(const ep_planner *own, const ep_task *task, epic_date day)
{
    int64_t sum = 0;
    size_t city;
    for (size_t i = 0; (city = ep_task_city(task, i)) != EPIC_NONE; i++) {
        epic_date from, to;
        int64_t of_city = 0;
        ep_task_span(task, city, day, day + (epic_date)task->days - 1, &from, &to);
        for (epic_date d = from; d <= to && own->priced[city]; d++) {
            of_city += price_of(own, city, (int64_t)d - own->desk->starts + 2, 0, NULL);
        }
        sum += of_city * (ep_hosts_visit(task, city) ? 1 : own->room[city]);
    }
    return sum;
}

static int64_t price_slot(ep_planner *own, size_t index, const ep_task *task, const ep_slot *slot)
{
    int64_t sum = task->moderator == EPIC_NONE ? 0 : ep_moments_price(&own->moments, task->moderator, slot);
    for (size_t i = 0; i < task->city_count && ep_at_home(task); i++) {
        size_t city = task->cities[i];
        epic_date date;
        int32_t minute;
        if (own->priced[city]) {
            ep_clocks_local(&own->desk->clocks, own->desk->city_clocks[city], slot->start, &date, &minute);
            sum += own->room[city] *
                   price_of(own, city, (int64_t)date - own->desk->starts + 2, index, ep_shares_day(task) ? slot : NULL);
        }
    }
    return sum;
}

/* Adds a price to the starts first..last. */
static bool add_price(const ep_dial *on, int64_t first, int64_t last, int64_t price)
{
    for (int64_t s = first < on->first ? on->first : first; s <= last && s < on->end; s++) {
        on->extra[s] += price;
    }
    return price != 0;
}

/* Adds the prices of a city's rows about a day to all starts that take of them; false when there are none. */
static bool add_rows(ep_planner *own, size_t city, size_t index, epic_date day, const ep_dial *on)
{
    bool any = false;
    int64_t middle = (int64_t)day - own->desk->starts + 2;
    for (int64_t d = middle - 1; d <= middle + 1 && own->priced[city]; d++) {
        const uint32_t *head = head_of(own, own->heads, city, d);
        for (uint32_t r = head == NULL ? EP_NO_ROW : *head; r != EP_NO_ROW; r = own->rows[r].next) {
            const ep_row *row = &own->rows[r];
            int64_t price = price_at(own, r) * own->room[city];
            if (price != 0 && row->moment != EPIC_NO_INSTANT) {
                int64_t from = ep_floor_div(row->moment - on->base - on->length, HALF_HOUR) + 1;
                any = add_price(on, from, ep_floor_div(row->moment - on->base, HALF_HOUR), price) || any;
            } else if (price != 0 && row->task == index) {
                size_t clock = own->desk->city_clocks[city];
                epic_date date = own->desk->starts + (epic_date)d - 2;
                epic_instant from, to;
                if (ep_clocks_instant(&own->desk->clocks, clock, date, 0, &from) &&
                    ep_clocks_instant(&own->desk->clocks, clock, date + 1, 0, &to)) {
                    int64_t first = ep_floor_div(from - on->base + HALF_HOUR - 1, HALF_HOUR);
                    any = add_price(on, first, ep_floor_div(to - 1 - on->base, HALF_HOUR), price) || any;
                }
            }
        }
    }
    return any;
}

static ep_dial dial_of(const ep_planner *own, size_t index, const struct ep_meets *meets, int64_t *extra)
{
    epic_instant length = (epic_instant)own->desk->tasks.list[index].minutes * 60;
    return (ep_dial){meets->base, length, meets->first, meets->end, meets->moment, own->days[index].width, extra};
}

/* The prices of all starts of a meeting's day; false when there are none. */
static bool price_starts(ep_planner *own, size_t index, uint32_t day, int64_t extra[EP_STARTS])
{
    const ep_task *task = ep_candidate_form(own, index, day);
    const struct ep_meets *meets = &own->days[index].meets[day];
    epic_date date = ep_candidate_day(own, index, day);
    bool any = false, plain = meets->base != EPIC_NO_INSTANT && (ep_shares_day(task) || !ep_at_home(task));
    ep_dial on = dial_of(own, index, meets, extra);
    for (unsigned s = on.first; s < on.end; s++) {
        extra[s] = 0;
        if (!plain && (meets->starts >> s & 1) != 0) {
            ep_slot slot = ep_desk_slot(own->desk, task, date, s);
            extra[s] = price_slot(own, index, task, &slot);
            any = any || extra[s] != 0;
        }
    }
    for (size_t i = 0; i < task->city_count && plain && ep_at_home(task); i++) {
        any = own->priced[task->cities[i]] && add_rows(own, task->cities[i], index, date, &on) ? true : any;
    }
    if (plain && task->moderator != EPIC_NONE) {
        any = ep_moments_add(&own->moments, &on) || any;
    }
    return any;
}

/* The starts at which its moderator is free. */
static uint64_t beside_moderator(ep_planner *own, size_t index, uint32_t day, uint64_t starts)
{
    const ep_task *task = ep_candidate_form(own, index, day);
    const struct ep_meets *meets = own->days[index].meets == NULL ? NULL : &own->days[index].meets[day];
    epic_date date = ep_candidate_day(own, index, day);
    if (meets == NULL || task->moderator == EPIC_NONE) {
        return starts;
    }
    ep_dial on = dial_of(own, index, meets, NULL);
    if (meets->base != EPIC_NO_INSTANT) {
        return ep_moments_free(&own->moments, &on, starts);
    }
    return ep_desk_unled(own->desk, task, date, starts);
}

bool ep_rows_has_room(ep_planner *own, size_t index, const ep_choice *choice)
{
    if (own->desk->tasks.list[index].fixed || choice->day == EP_UNDATED) {
        return true;
    }
    uint64_t starts = own->days[index].meets == NULL ? 1 : (uint64_t)1 << choice->start;
    starts = beside_moderator(own, index, choice->day, starts);
    epic_date date = ep_candidate_day(own, index, choice->day);
    return starts != 0 && ep_desk_room(own->desk, ep_candidate_form(own, index, choice->day), date, starts) != 0;
}

int64_t ep_rows_appraise(ep_planner *own, size_t index, uint32_t day, unsigned with, uint32_t *start)
{
    const ep_task *task = ep_candidate_form(own, index, day);
    const ep_days *days = &own->days[index];
    epic_date date = ep_candidate_day(own, index, day);
    uint64_t all = days->meets == NULL ? 1 : days->meets[day].starts, starts = all;
    int64_t extra[EP_STARTS], whole = 0;
    *start = EP_STARTS;
    if (task->fixed) {
        return 0;
    }
    if ((with & EP_WITH_BOOKINGS) != 0) {
        starts = beside_moderator(own, index, day, starts);
        starts = starts == 0 ? 0 : ep_desk_room(own->desk, task, date, starts);
    }
    if ((with & EP_WITH_PRICES) != 0 && !task->idle && !ep_at_home(task)) {
        whole = price_days(own, task, date);
    }
    if (starts == 0) {
        return EP_NEVER;
    }
    bool priced = (with & EP_WITH_PRICES) != 0 && days->meets != NULL && price_starts(own, index, day, extra);
    if (!priced && starts == all) {
        return days->cost[day] * (int64_t)EP_PARTS + whole;
    }
    return ep_candidate_best(own, index, day, starts, priced ? extra : NULL, start) + whole;
}

/* Whether anything that a moderator could be asked for on a meeting's day is charged for, or booked, as far as that counts. */
static bool is_touched(const ep_planner *own, const ep_days *days, const struct ep_meets *meets, unsigned with)
{
    if (days->width == 0) {
        return false;
    }
    const int32_t *price = &own->prices.now[meets->moment];
    const uint8_t *taken = &own->moments.taken[meets->moment];
    uint32_t span = days->width + (uint32_t)(meets->end - meets->first - 1) * (uint32_t)own->moments.per;
    int32_t any = 0;
    for (uint32_t i = 0; i < span && (with & EP_WITH_PRICES) != 0; i++) {
        any |= price[i];
    }
    for (uint32_t i = 0; i < span && (with & EP_WITH_BOOKINGS) != 0; i++) {
        any |= taken[i];
    }
    return any != 0;
}

/* The least that the starts of a meeting's day cost beside its moderator, whose moments are half hours. */
static int64_t cheapest(const ep_planner *own, const ep_days *days, const struct ep_meets *meets, bool booked)
{
    const int32_t *price = &own->prices.now[meets->moment];
    const uint8_t *taken = &own->moments.taken[meets->moment];
    const uint16_t *hours = own->pool[meets->hours].at;
    int32_t sum = 0, busy = 0, best = INT32_MAX;
    for (uint32_t i = 0; i < days->width; i++) {
        sum += price[i];
        busy += booked ? taken[i] : 0;
    }
    for (unsigned s = meets->first; s < meets->end; s++) {
        if (s > meets->first) { /* a moment later */
            sum += price[days->width] - price[0];
            busy += booked ? taken[days->width] - taken[0] : 0;
            price++;
            taken++;
        }
        bool open = (meets->starts >> s & 1) != 0 && busy == 0;
        int32_t cost = open ? (int32_t)hours[s] * EP_PARTS + sum : INT32_MAX;
        best = cost < best ? cost : best;
    }
    return best == INT32_MAX ? EP_NEVER : best + (int64_t)meets->cost * EP_PARTS;
}

/* Whether nothing of its cities is charged for, or booked, about a day, as far as that counts. */
static bool is_alone(const ep_planner *own, const ep_task *task, epic_date day, unsigned with)
{
    return task->idle || (((with & EP_WITH_PRICES) == 0 || ep_desk_is_quiet(own->desk, own->near, task, day)) &&
                          ((with & EP_WITH_BOOKINGS) == 0 || ep_desk_is_quiet(own->desk, own->desk->around, task, day)));
}

/* What a task costs on a day on which nothing but its moderator can be in its way; false when that is not so. */
static bool appraise_alone(const ep_planner *own, size_t index, uint32_t day, unsigned with, int64_t *cost)
{
    const ep_days *days = &own->days[index];
    const struct ep_meets *meets = days->meets == NULL ? NULL : &days->meets[day];
    const ep_task *task = ep_candidate_form(own, index, day);
    if (task->fixed || (meets != NULL && meets->base == EPIC_NO_INSTANT) ||
        !is_alone(own, task, ep_candidate_day(own, index, day), with)) {
        return false;
    }
    if (meets == NULL || !is_touched(own, days, meets, with)) {
        *cost = days->cost[day] * (int64_t)EP_PARTS;
        return true;
    }
    if ((with & EP_WITH_PRICES) == 0 || own->moments.per != 1 || days->width * (int64_t)EP_MOST_PRICE >= INT32_MAX / 2) {
        return false;
    }
    *cost = cheapest(own, days, meets, (with & EP_WITH_BOOKINGS) != 0);
    return true;
}

/* Most are quickly told. */
void ep_rows_appraise_all(ep_planner *own, size_t index, unsigned with, int64_t *costs)
{
    for (uint32_t i = 0; i < own->days[index].count; i++) {
        uint32_t start;
        if (!appraise_alone(own, index, i, with, &costs[i])) {
            costs[i] = ep_rows_appraise(own, index, i, with, &start);
        }
    }
}

/* Of the starts of a day that cost the same with prices each task takes another, so that not all crowd at the first. */
static void disperse(ep_planner *own, size_t index, ep_choice *choice)
{
    const struct ep_meets *meets = &own->days[index].meets[choice->day];
    int64_t best = EP_NEVER, extra[EP_STARTS];
    price_starts(own, index, choice->day, extra);
    for (uint32_t i = 0; i < EP_STARTS; i++) {
        uint32_t start = (uint32_t)((index * 7 + i) % EP_STARTS);
        if ((meets->starts >> start & 1) != 0) {
            int64_t cost = own->pool[meets->hours].at[start] * (int64_t)EP_PARTS + extra[start];
            choice->start = cost < best ? start : choice->start;
            best = cost < best ? cost : best;
        }
    }
}

void ep_choice_settle(ep_planner *own, size_t index, ep_choice *choice, unsigned with)
{
    const ep_days *days = &own->days[index];
    if (choice->day == EP_UNDATED || own->desk->tasks.list[index].fixed) {
        return;
    }
    if (with == EP_WITH_PRICES && days->meets != NULL) {
        disperse(own, index, choice);
        return;
    }
    ep_rows_appraise(own, index, choice->day, with, &choice->start);
    uint64_t starts = days->meets == NULL            ? 1
                      : choice->start == EP_STARTS ? days->meets[choice->day].starts
                                                   : (uint64_t)1 << choice->start;
    (void)ep_candidate_best(own, index, choice->day, starts, NULL, &choice->start);
}

static void take_form(ep_task *task, const ep_task *form)
{
    task->mode = form->mode;
    task->link = form->link;
    task->host = form->host;
    task->place_city = form->place_city;
    task->venue = form->venue;
    task->out = form->out;
    task->back = form->back;
    task->zone = form->zone;
    task->shown = form->shown;
    task->clock = form->clock;
}

void ep_choice_apply(ep_planner *own, size_t index, ep_choice choice)
{
    ep_task *task = &own->desk->tasks.list[index];
    own->choice[index] = choice;
    if (task->fixed) {
        return;
    }
    task->placed = choice.day != EP_UNDATED;
    take_form(task, task->placed ? ep_candidate_form(own, index, choice.day) : own->days[index].forms);
    if (task->placed) {
        task->first = ep_candidate_day(own, index, choice.day);
        task->last = task->first + (epic_date)task->days - 1;
        ep_slot slot = ep_desk_slot(own->desk, task, task->first, choice.start);
        task->start = slot.start;
        task->end = slot.end;
    }
}

void ep_choice_forget(ep_planner *own, size_t group)
{
    const ep_tasks *tasks = &own->desk->tasks;
    for (size_t t = ep_group_begin(tasks, group); t < ep_group_end(tasks, group); t++) {
        tasks->list[t].placed = tasks->list[t].fixed;
    }
}

int64_t ep_choice_cost(const ep_planner *own, size_t task)
{
    ep_choice choice = own->choice[task];
    uint32_t start;
    if (own->desk->tasks.list[task].fixed) {
        return 0;
    }
    if (choice.day == EP_UNDATED) {
        return (int64_t)EP_COST_UNDATED * EP_PARTS;
    }
    return ep_candidate_best(own, task, choice.day, (uint64_t)1 << choice.start, NULL, &start);
}

bool ep_crowd_open(ep_crowd *crowd, const ep_planner *own)
{
    *crowd = (ep_crowd){.heads = ep_arena_array_of(own->arena, own->desk->cities * own->width, uint32_t)};
    for (size_t i = 0; crowd->heads != NULL && i < own->desk->cities * own->width; i++) {
        crowd->heads[i] = EP_NO_ROW;
    }
    return crowd->heads != NULL;
}

void ep_crowd_close(ep_crowd *crowd)
{
    free(crowd->list);
    free(crowd->filled);
}

void ep_crowd_clear(ep_crowd *crowd)
{
    for (size_t i = 0; i < crowd->filled_count; i++) {
        crowd->heads[crowd->filled[i]] = EP_NO_ROW;
    }
    crowd->filled_count = crowd->count = 0;
}

static bool come(ep_crowd *crowd, const ep_planner *own, size_t resource, int64_t day, size_t task)
{
    uint32_t *head = head_of(own, crowd->heads, resource, day);
    void *list = crowd->list, *filled = crowd->filled;
    if (head == NULL) {
        return true;
    }
    bool grown = ep_grow(&list, &crowd->room, crowd->count + 1, sizeof crowd->list[0]);
    crowd->list = list;
    grown = grown && ep_grow(&filled, &crowd->filled_room, crowd->filled_count + 1, sizeof crowd->filled[0]);
    crowd->filled = filled;
    if (!grown) {
        return false;
    }
    if (*head == EP_NO_ROW) {
        crowd->filled[crowd->filled_count++] = (uint32_t)(head - crowd->heads);
    }
    crowd->list[crowd->count] = (struct ep_guest){*head, (uint32_t)task};
    *head = (uint32_t)crowd->count++;
    return true;
}

bool ep_crowd_add(ep_crowd *crowd, ep_planner *own, size_t index)
{
    const ep_task *task = &own->desk->tasks.list[index];
    bool added = true;
    size_t city;
    for (size_t i = 0; !task->idle && (city = ep_task_city(task, i)) != EPIC_NONE; i++) {
        epic_date from, to;
        ep_desk_days(own->desk, task, city, &from, &to);
        for (epic_date d = from; d <= to && added; d++) {
            added = come(crowd, own, city, (int64_t)d - own->desk->starts + 2, index);
        }
    }
    return added;
}

/* How much of a row a task with dates takes. */
static int32_t use_of(const ep_planner *own, const ep_row *row, size_t index)
{
    const ep_task *task = &own->desk->tasks.list[index];
    const ep_slot slot = {task->start, task->end};
    if (!ep_shares_day(task)) {
        return ep_hosts_visit(task, row->city) ? 1 : own->room[row->city];
    }
    return counts(row, index, &slot) ? own->room[row->city] : 0;
}

static int32_t used(const ep_crowd *crowd, const ep_planner *own, const ep_row *row)
{
    int64_t sum = 0;
    for (uint32_t g = crowd->heads[row->city * own->width + row->day]; g != EP_NO_ROW; g = crowd->list[g].next) {
        sum += use_of(own, row, crowd->list[g].task);
    }
    return sum > INT32_MAX ? INT32_MAX : (int32_t)sum;
}

/* Makes the row of a city and day when more is used than there is. False when out of memory. */
static bool hold(ep_crowd *crowd, ep_planner *own, uint32_t cell, uint32_t task, epic_instant moment)
{
    size_t city = cell / own->width, day = cell % own->width;
    epic_date date = own->desk->starts + (epic_date)day - 2;
    ep_row row = {.next = own->heads[cell], .city = (uint32_t)city, .day = (uint32_t)day, .task = task, .moment = moment};
    int32_t room = own->room[city];
    if (date >= own->desk->starts && date <= own->desk->ends) {
        room -= own->desk->hosting[city * own->desk->days + (size_t)(date - own->desk->starts)]; /* fixed */
    }
    room = room < 0 ? 0 : room;
    if (used(crowd, own, &row) <= room || own->row_count == MOST_ROWS) {
        return true;
    }
    for (uint32_t r = own->heads[cell]; r != EP_NO_ROW; r = own->rows[r].next) {
        if (own->rows[r].moment == moment && own->rows[r].task == task) {
            return true;
        }
    }
    void *rows = own->rows;
    bool grown = ep_grow(&rows, &own->row_room, own->row_count + 1, sizeof own->rows[0]);
    own->rows = rows;
    if (!grown || !ep_prices_add(&own->prices, room)) {
        return false;
    }
    own->rows[own->row_count] = row;
    if (own->heads[cell] == EP_NO_ROW) {
        ep_desk_mark(own->desk, own->near, city, date, date, 1);
    }
    own->heads[cell] = (uint32_t)own->row_count++;
    own->priced[city] = true;
    return true;
}

/* The rules that can be broken on one day: the whole of it, beside each meeting, and the moments at which one begins. */
static bool hold_day(ep_crowd *crowd, ep_planner *own, uint32_t cell)
{
    bool whole = hold(crowd, own, cell, EP_NO_TASK, EPIC_NO_INSTANT);
    for (uint32_t g = crowd->heads[cell]; g != EP_NO_ROW && whole; g = crowd->list[g].next) {
        const ep_task *task = &own->desk->tasks.list[crowd->list[g].task];
        if (ep_shares_day(task)) {
            whole = hold(crowd, own, cell, crowd->list[g].task, EPIC_NO_INSTANT) &&
                    hold(crowd, own, cell, EP_NO_TASK, task->start);
        }
    }
    return whole;
}

bool ep_crowd_hold(ep_crowd *crowd, ep_planner *own)
{
    bool whole = true;
    for (size_t i = 0; i < crowd->filled_count && whole; i++) {
        uint32_t cell = crowd->filled[i];
        bool alone = crowd->list[crowd->heads[cell]].next == EP_NO_ROW;
        whole = alone || hold_day(crowd, own, cell);
    }
    return whole;
}

int64_t ep_rows_paid(ep_planner *own, size_t index)
{
    const ep_task *task = &own->desk->tasks.list[index];
    const ep_slot slot = {task->start, task->end};
    if (!task->placed || task->fixed || task->idle) {
        return 0;
    }
    int64_t sum = ep_at_home(task) ? 0 : price_days(own, task, task->first);
    return sum + (task->all_day ? 0 : price_slot(own, index, task, &slot));
}

void ep_rows_taken(ep_planner *own, size_t index, ep_taken_fn *taken, void *user)
{
    const ep_task *task = &own->desk->tasks.list[index];
    const ep_slot slot = {task->start, task->end};
    size_t city, moment, end;
    for (size_t i = 0; !task->idle && (city = ep_task_city(task, i)) != EPIC_NONE; i++) {
        epic_date from, to;
        ep_desk_days(own->desk, task, city, &from, &to);
        for (epic_date d = from; d <= to && own->priced[city]; d++) {
            const uint32_t *head = head_of(own, own->heads, city, (int64_t)d - own->desk->starts + 2);
            for (uint32_t r = head == NULL ? EP_NO_ROW : *head; r != EP_NO_ROW; r = own->rows[r].next) {
                int32_t use = use_of(own, &own->rows[r], index);
                if (use > 0) {
                    taken(user, place_of(own, r), use, own->room[city]);
                }
            }
        }
    }
    if (!task->all_day && task->moderator != EPIC_NONE) {
        for (ep_moments_range(&own->moments, task->moderator, &slot, &moment, &end); moment < end; moment++) {
            taken(user, moment, 1, 1);
        }
    }
}

/* Who charges. */
typedef struct charging {
    ep_prices *prices;
    int64_t by;
} charging;

static void charge(void *user, size_t price, int32_t use, int32_t all)
{
    const charging *with = user;
    ep_prices_raise(with->prices, price, with->by * use / all);
}

void ep_rows_charge(ep_planner *own, size_t index, int64_t by)
{
    charging with = {&own->prices, by};
    ep_rows_taken(own, index, charge, &with);
}
