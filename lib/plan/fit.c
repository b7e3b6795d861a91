/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether an event can begin on a day. */
#include "desk.h"

#define LONG_DAYS 5           /* an event longer than this may run over days on which offices are closed */

static const epic_hours usual_hours = {{540, 540, 540, 540, 540, 0, 0}, {1020, 1020, 1020, 1020, 1020, 0, 0}};

static const ep_reason is_free = {EP_FREE, 0};

/* Someone whose office must be open for a meeting. */
typedef struct party {
    size_t clock, city; /* EPIC_NONE: a moderator, or a place that is no city */
    const epic_hours *hours;
} party;

static ep_reason closed(const ep_desk *desk, size_t city, epic_date date)
{
    if (epic_date_weekday(date) >= 5) {
        return ep_barred(desk, EP_WEEKEND, 0);
    }
    return city == EPIC_NONE ? ep_barred(desk, EP_NO_HOURS, 0) : ep_barred(desk, EP_CLOSED, city);
}

static unsigned marks_of(const ep_desk *desk, size_t city, epic_date date)
{
    bool inside = date >= desk->starts && date <= desk->ends;
    return inside ? desk->marks[city * desk->days + (size_t)(date - desk->starts)] : 0;
}

static ep_reason holiday(const ep_desk *desk, size_t city, epic_date date)
{
    return ep_barred(desk, EP_HOLIDAY, city * desk->days + (size_t)(date - desk->starts));
}

static bool covers(const epic_period *period, epic_date date)
{
    return period->from <= date && date <= period->to;
}

static ep_reason away(const ep_desk *desk, size_t city, epic_date date)
{
    const epic_city *own = epic_programme_city(desk->programme, city);
    ep_reason reason = is_free;
    for (size_t i = 0; i < own->unavailable_count && reason.bar == EP_FREE; i++) {
        reason = covers(&own->unavailable[i], date) ? ep_barred(desk, EP_AWAY, desk->away_base[city] + i) : is_free;
    }
    return reason;
}

/* The block that covers a mode in a city, or in a country when the city is EPIC_NONE, on a day. */
static ep_reason blocked(const ep_desk *desk, size_t city, const char *country, unsigned modes, epic_date date)
{
    ep_reason reason = is_free;
    for (size_t i = 0; i < epic_programme_blocks(desk->programme) && reason.bar == EP_FREE; i++) {
        const epic_blocked *block = epic_programme_block(desk->programme, i);
        if (covers(&block->period, date) && (block->any_mode || (EP_MARK_MODE(block->mode) & modes) != 0) &&
            ep_block_covers(block, city, country)) {
            reason = ep_barred(desk, EP_BLOCKED, i);
        }
    }
    return reason;
}

/* The modes whose blocks concern a city in this task. To a hybrid event that is not of a pair, only its place comes in person. */
static unsigned modes_for(const ep_task *task, size_t city)
{
    bool in_person = task->mode == EPIC_HYBRID && (task->pair != EPIC_NONE || city == task->place_city);
    return EP_MARK_MODE(task->mode) | (in_person ? EP_MARK_MODE(EPIC_IN_PERSON) : 0);
}

/* Blocks and absences of a city on the days that the task takes it. */
static ep_reason city_marks(const ep_desk *desk, const ep_task *task, size_t city, epic_date day)
{
    const char *country = epic_programme_city(desk->programme, city)->country;
    unsigned modes = task->idle ? 0 : modes_for(task, city);
    epic_date last = day + (epic_date)task->days - 1, from = task->idle ? last : day, to = last;
    ep_reason reason = is_free;
    for (epic_date d = from - (epic_date)task->out; d <= to + (epic_date)task->back && reason.bar == EP_FREE; d++) {
        unsigned marks = marks_of(desk, city, d);
        bool travel = d < from || d > to;
        if ((marks & modes) != 0) {
            reason = blocked(desk, city, country, modes, d);
        }
        if (reason.bar == EP_FREE && (marks & EP_MARK_AWAY) != 0 && (!travel || city == task->guest)) {
            reason = away(desk, city, d);
        }
    }
    return reason;
}

static ep_reason all_marks(const ep_desk *desk, const ep_task *task, epic_date day)
{
    ep_reason reason = is_free;
    size_t city;
    for (size_t i = 0; reason.bar == EP_FREE && (city = ep_task_city(task, i)) != EPIC_NONE; i++) {
        reason = city_marks(desk, task, city, day);
    }
    for (epic_date d = day; d < day + (epic_date)task->days && reason.bar == EP_FREE && task->venue.country != NULL; d++) {
        reason = blocked(desk, EPIC_NONE, task->venue.country, EP_MARK_MODE(task->mode) | EP_MARK_MODE(EPIC_IN_PERSON), d);
    }
    return reason;
}

static ep_reason office_on(const ep_desk *desk, size_t city, epic_date date)
{
    unsigned marks = marks_of(desk, city, date);
    ep_reason reason = (marks & EP_MARK_CLOSED) != 0 ? closed(desk, city, date) : is_free;
    return reason.bar == EP_FREE && (marks & EP_MARK_HOLIDAY) != 0 ? holiday(desk, city, date) : reason;
}

/* Whether the offices that must be open on a day are: those of the place, or of all cities of a pair or of an event online or
 * without a meeting; Monday to Friday where the place is no city. */
static ep_reason open_on(const ep_desk *desk, const ep_task *task, epic_date date)
{
    bool everyone = task->pair != EPIC_NONE || task->mode == EPIC_MODE_ONLINE || task->idle;
    if (!everyone && task->place_city != EPIC_NONE) {
        return office_on(desk, task->place_city, date);
    }
    for (size_t i = 0; i < task->city_count && everyone; i++) {
        ep_reason reason = office_on(desk, task->cities[i], date);
        if (reason.bar != EP_FREE) {
            return reason;
        }
    }
    return (!everyone || task->city_count == 0) && epic_date_weekday(date) >= 5 ? ep_barred(desk, EP_WEEKEND, 0) : is_free;
}

static ep_reason open_days(const ep_desk *desk, const ep_task *task, epic_date day)
{
    epic_date last = day + (epic_date)task->days - 1;
    ep_reason reason = is_free;
    for (epic_date d = task->idle ? last : day; d <= last && reason.bar == EP_FREE; d++) {
        if (task->days <= LONG_DAYS || d == day || d == last) {
            reason = open_on(desk, task, d);
        }
    }
    return reason;
}

epic_date ep_desk_now(const ep_desk *desk)
{
    return ep_date_add(desk->info->today, &desk->info->notice);
}

static ep_reason window(const ep_desk *desk, const ep_task *task, epic_date day)
{
    int64_t last = (int64_t)day + task->days - 1;
    bool outside = day < task->from || last > task->to || (int64_t)day - task->out < desk->starts ||
                   last + task->back > desk->ends;
    bool given = task->nominal != EPIC_NO_DATE; /* what recurs has its days from the rule, also those that are past */
    bool kept = task->was.known && (task->was.first == day || task->was.reserve == day); /* nothing new */
    bool today = desk->info->today != EPIC_NO_DATE;
    bool past = today && !given && (int64_t)day - task->out < (kept ? desk->info->today : ep_desk_now(desk));
    ep_reason reason = outside ? ep_barred(desk, EP_OUTSIDE, 0) : is_free;
    return reason.bar == EP_FREE && past ? ep_barred(desk, EP_PAST, 0) : reason;
}

static ep_reason calendar(const ep_desk *desk, const ep_task *task, epic_date day)
{
    ep_reason reason = open_days(desk, task, day);
    return reason.bar == EP_FREE ? all_marks(desk, task, day) : reason;
}

/* Whether a meeting takes place in one zone alone: that of its place. */
static bool is_local(const ep_task *task)
{
    return task->pair == EPIC_NONE && task->mode != EPIC_MODE_ONLINE;
}

static size_t party_count(const ep_task *task)
{
    return (is_local(task) || task->city_count == 0 ? 1 : task->city_count) + (task->moderator != EPIC_NONE);
}

/* The i-th party; the first one's zone is the task's. */
static party party_at(const ep_desk *desk, const ep_task *task, size_t i)
{
    if (task->moderator != EPIC_NONE && i + 1 == party_count(task)) {
        const epic_moderator *moderator = epic_programme_moderator(desk->programme, task->moderator);
        return (party){desk->moderator_clocks[task->moderator], EPIC_NONE, &moderator->office_hours};
    }
    size_t city = is_local(task) ? task->place_city : task->city_count > 0 ? task->cities[i] : EPIC_NONE;
    if (city == EPIC_NONE) {
        return (party){task->clock, EPIC_NONE, &usual_hours};
    }
    return (party){desk->city_clocks[city], city, &epic_programme_city(desk->programme, city)->office_hours};
}

/* The same on a day on which its clock is changed: it must show begin and end once, and nothing may happen between them. */
static bool clock_steady(ep_desk *desk, size_t clock, const ep_slot *slot, epic_date date, int32_t from, int32_t to)
{
    epic_instant begin, end;
    return ep_clocks_instant(&desk->clocks, clock, date, from, &begin) && begin == slot->start &&
           ep_clocks_instant(&desk->clocks, clock, date, to, &end) && end == slot->end;
}

/* Whether a party's office is open for the whole of a meeting, and its clock unambiguous. */
static ep_reason party_hours(ep_desk *desk, const party *who, const ep_slot *slot, int32_t minutes)
{
    epic_date date;
    int32_t from;
    bool ordinary = ep_clocks_local(&desk->clocks, who->clock, slot->start, &date, &from);
    int weekday = epic_date_weekday(date);
    bool works = who->hours->from[weekday] < who->hours->to[weekday];
    ep_reason reason = works ? is_free : closed(desk, who->city, date);
    if (reason.bar == EP_FREE && who->city != EPIC_NONE && (marks_of(desk, who->city, date) & EP_MARK_HOLIDAY) != 0) {
        reason = holiday(desk, who->city, date);
    }
    if (reason.bar != EP_FREE || !works) {
        return reason;
    }
    bool open = from >= who->hours->from[weekday] && from + minutes <= who->hours->to[weekday] &&
                (ordinary || clock_steady(desk, who->clock, slot, date, from, from + minutes));
    return open ? is_free : ep_barred(desk, EP_NO_HOURS, 0);
}

static ep_reason all_hours(ep_desk *desk, const ep_task *task, epic_instant start)
{
    ep_slot slot = {start, start + (epic_instant)task->minutes * 60};
    ep_reason reason = is_free;
    for (size_t i = 0; i < party_count(task) && reason.bar == EP_FREE; i++) {
        party who = party_at(desk, task, i);
        reason = party_hours(desk, &who, &slot, task->minutes);
    }
    return reason;
}

/* Each city on its own local day of a meeting at home: absences and blocks, and unless it is settled what else the city does. */
static ep_reason cities_meet(ep_desk *desk, const ep_task *task, const ep_slot *slot, bool settled)
{
    ep_reason reason = is_free;
    for (size_t i = 0; i < task->city_count && reason.bar == EP_FREE; i++) {
        epic_date date;
        int32_t minute;
        ep_clocks_local(&desk->clocks, desk->city_clocks[task->cities[i]], slot->start, &date, &minute);
        bool outside = date < desk->starts || date > desk->ends;
        reason = outside && !settled ? ep_barred(desk, EP_OUTSIDE, 0) : is_free;
        reason = reason.bar == EP_FREE ? city_marks(desk, task, task->cities[i], date) : reason;
        if (reason.bar == EP_FREE && !settled && !outside) {
            reason = ep_room_city(desk, task, task->cities[i], date, slot);
        }
    }
    return reason;
}

static ep_reason later(ep_reason a, ep_reason b)
{
    return b.bar > a.bar ? b : a;
}

/* One start of a meeting: hours of all first, so that what is told of them is true of all. */
static ep_reason try_slot(ep_desk *desk, const ep_task *task, const ep_slot *slot)
{
    ep_reason reason = all_hours(desk, task, slot->start);
    if (ep_at_home(task) && reason.bar == EP_FREE) {
        reason = cities_meet(desk, task, slot, false);
    }
    if (reason.bar == EP_FREE && task->moderator != EPIC_NONE) {
        reason = ep_room_moderator(desk, task->moderator, slot);
    }
    return reason;
}

/* The times of a meeting on a day of its own zone. */
static ep_reason fit_meeting(ep_desk *desk, const ep_task *task, epic_date day, uint64_t *starts)
{
    party first = party_at(desk, task, 0);
    int weekday = epic_date_weekday(day);
    int32_t from = (first.hours->from[weekday] + EP_GRID - 1) / EP_GRID, to = first.hours->to[weekday];
    ep_reason reason = {EP_NO_HOURS, 0};
    if (first.hours->from[weekday] >= to) {
        return closed(desk, first.city, day);
    }
    for (int32_t start = from; start * EP_GRID + task->minutes <= to; start++) {
        ep_slot slot = ep_desk_slot(desk, task, day, (unsigned)start);
        if (slot.start != EPIC_NO_INSTANT) {
            ep_reason tried = try_slot(desk, task, &slot);
            *starts |= (uint64_t)(tried.bar == EP_FREE) << start;
            reason = start == from ? tried : later(reason, tried);
        }
    }
    return *starts != 0 ? is_free : reason;
}

ep_slot ep_desk_slot(ep_desk *desk, const ep_task *task, epic_date day, unsigned start)
{
    ep_slot slot = {EPIC_NO_INSTANT, EPIC_NO_INSTANT};
    if (!task->all_day && ep_clocks_instant(&desk->clocks, task->clock, day, (int32_t)start * EP_GRID, &slot.start)) {
        slot.end = slot.start + (epic_instant)task->minutes * 60;
    } else {
        slot.start = EPIC_NO_INSTANT;
    }
    return slot;
}

/* What is the same at all hours. */
static ep_reason fit_day(const ep_desk *desk, const ep_task *task, epic_date day)
{
    bool at_home = ep_at_home(task);
    ep_reason reason = window(desk, task, day);
    if (reason.bar == EP_FREE && !at_home) {
        reason = calendar(desk, task, day);
    }
    return reason.bar == EP_FREE && !at_home && !task->idle ? ep_room_days(desk, task, day) : reason;
}

ep_reason ep_desk_fit_at(ep_desk *desk, const ep_task *task, epic_date day, unsigned start)
{
    ep_reason reason = fit_day(desk, task, day);
    ep_slot slot = ep_desk_slot(desk, task, day, start);
    return reason.bar == EP_FREE && slot.start != EPIC_NO_INSTANT ? try_slot(desk, task, &slot) : reason;
}

ep_reason ep_desk_fit(ep_desk *desk, const ep_task *task, epic_date day, uint64_t *starts)
{
    ep_reason reason = fit_day(desk, task, day);
    *starts = 0;
    if (reason.bar == EP_FREE && task->minutes > 0) {
        reason = fit_meeting(desk, task, day, starts);
    } else if (reason.bar == EP_FREE) {
        *starts = 1;
    }
    return reason;
}

/* Keeps those of the starts of a day at which a party's office is open, and of a meeting at home those of a day on which
 * it is not away; false when its clock is changed or its midnight lies between, so that each has to be asked about. */
static bool keep_open(ep_desk *desk, const ep_task *task, const party *who, const ep_slot *first, int32_t count, uint64_t *starts)
{
    epic_date date, other;
    int32_t begin, end, length = (count - 1) * EP_GRID;
    bool even = ep_clocks_local(&desk->clocks, who->clock, first->start, &date, &begin) &&
                ep_clocks_local(&desk->clocks, who->clock, first->start + (epic_instant)length * 60, &other, &end);
    if (!even || date != other || end - begin != length) {
        return false;
    }
    int weekday = epic_date_weekday(date);
    bool city = who->city != EPIC_NONE, home = city && ep_at_home(task), inside = date >= desk->starts && date <= desk->ends;
    bool away = (city && (marks_of(desk, who->city, date) & EP_MARK_HOLIDAY) != 0) ||
                (home && (!inside || city_marks(desk, task, who->city, date).bar != EP_FREE));
    int32_t early = who->hours->from[weekday] - begin, late = who->hours->to[weekday] - task->minutes - begin;
    for (int32_t s = 0; s < count; s++) {
        bool open = s * EP_GRID >= early && s * EP_GRID <= late;
        *starts &= ~((uint64_t)(away || !open) << s);
    }
    return true;
}

/* At which of the starts a city is busy by its own calendars; bit 0 is that of the first slot. */
static uint64_t engaged_at(const ep_desk *desk, size_t city, const ep_slot *first, uint64_t starts)
{
    uint64_t engaged = 0;
    unsigned last = 0;
    while (starts >> last > 1) {
        last++;
    }
    ep_slot all = {first->start, first->end + (epic_instant)last * EP_GRID * 60};
    for (unsigned s = 0; starts >> s != 0 && (s > 0 || ep_is_engaged(desk, city, &all)); s++) {
        epic_instant by = (epic_instant)s * EP_GRID * 60;
        ep_slot slot = {first->start + by, first->end + by};
        engaged |= (uint64_t)((starts >> s & 1) != 0 && ep_is_engaged(desk, city, &slot)) << s;
    }
    return engaged;
}

/* Those at which none of its cities is busy by its own calendars. */
static uint64_t beside_engaged(const ep_desk *desk, const ep_task *task, const ep_slot *first, uint64_t starts)
{
    for (size_t i = 0; i < task->city_count && ep_at_home(task); i++) {
        starts &= ~engaged_at(desk, task->cities[i], first, starts);
    }
    return starts;
}

uint64_t ep_desk_starts(ep_desk *desk, const ep_task *task, epic_date day)
{
    uint64_t starts = 0;
    if (task->minutes == 0) {
        return ep_desk_fit(desk, task, day, &starts).bar == EP_FREE ? starts : 0;
    }
    if (fit_day(desk, task, day).bar != EP_FREE) {
        return 0;
    }
    party place = party_at(desk, task, 0);
    int weekday = epic_date_weekday(day);
    int32_t from = (place.hours->from[weekday] + EP_GRID - 1) / EP_GRID;
    int32_t count = (place.hours->to[weekday] - task->minutes) / EP_GRID - from + 1;
    if (place.hours->to[weekday] - task->minutes < from * EP_GRID) {
        return 0;
    }
    ep_slot first = ep_desk_slot(desk, task, day, (unsigned)from);
    bool even = first.start != EPIC_NO_INSTANT;
    starts = ((uint64_t)1 << count) - 1;
    for (size_t i = 0; i < party_count(task) && even && starts != 0; i++) {
        party who = party_at(desk, task, i);
        even = keep_open(desk, task, &who, &first, count, &starts);
    }
    if (!even) {
        starts = 0;
        return fit_meeting(desk, task, day, &starts).bar == EP_FREE ? starts : 0;
    }
    starts = beside_engaged(desk, task, &first, starts) << from;
    return ep_desk_room(desk, task, day, ep_desk_unled(desk, task, day, starts));
}

ep_reason ep_desk_settled(ep_desk *desk, const ep_task *task)
{
    ep_slot slot = {task->start, task->end};
    ep_reason reason = task->all_day ? is_free : all_hours(desk, task, task->start);
    if (reason.bar != EP_FREE) {
        return reason;
    }
    return ep_at_home(task) ? cities_meet(desk, task, &slot, true) : calendar(desk, task, task->first);
}

/* ---- who is invited ---- */

/* A task as it is for one city alone that is invited to it. */
static ep_task for_one(const ep_task *task, const size_t *city)
{
    ep_task one = *task;
    one.cities = city;
    one.city_count = 1;
    one.moderator = EPIC_NONE;
    one.place_city = task->place_city == *city ? *city : EPIC_NONE;
    one.venue = (epic_venue){NULL, NULL, NULL};
    return one;
}

static ep_reason fit_one(ep_desk *desk, const ep_task *one, epic_date day, const ep_slot *slot)
{
    if (ep_at_home(one)) {
        return try_slot(desk, one, slot);
    }
    bool office = one->mode == EPIC_MODE_ONLINE || one->idle;
    ep_reason reason = office ? open_days(desk, one, day) : is_free;
    reason = reason.bar == EP_FREE ? all_marks(desk, one, day) : reason;
    return reason.bar == EP_FREE && !one->idle ? ep_room_days(desk, one, day) : reason;
}

static bool is_aside(void *aside, ep_reason reason)
{
    return reason.bar == *(const ep_bar *)aside;
}

ep_reason ep_desk_joins(ep_desk *desk, const ep_task *task, size_t city, epic_date day, const ep_slot *slot, ep_bar aside)
{
    ep_task one = for_one(task, &city);
    desk->waives = is_aside;
    desk->waiver = &aside;
    ep_reason reason = fit_one(desk, &one, day, slot);
    desk->waives = NULL;
    desk->waiver = NULL;
    return reason;
}

uint64_t ep_desk_joins_at(ep_desk *desk, const ep_task *task, size_t city, epic_date day, uint64_t starts)
{
    unsigned from = 0, end = 0;
    ep_task one = for_one(task, &city);
    party who = party_at(desk, &one, 0);
    while ((starts >> from & 1) == 0) {
        from++;
    }
    for (end = from; starts >> end != 0; end++) {
    }
    ep_slot first = ep_desk_slot(desk, task, day, from), last = ep_desk_slot(desk, task, day, end - 1);
    uint64_t kept = starts >> from;
    bool even = last.start - first.start == (epic_instant)(end - 1 - from) * EP_GRID * 60;
    if (even && keep_open(desk, &one, &who, &first, (int32_t)(end - from), &kept)) {
        return (kept & ~engaged_at(desk, city, &first, kept)) << from;
    }
    for (unsigned start = from; start < end; start++) {
        ep_slot slot = ep_desk_slot(desk, task, day, start);
        bool joins = (starts >> start & 1) != 0 && ep_desk_joins(desk, task, city, day, &slot, EP_BUSY).bar == EP_FREE;
        starts &= ~((uint64_t)!joins << start);
    }
    return starts;
}
