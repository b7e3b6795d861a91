/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "prices.h"

#include <stdlib.h>

#include "grow.h"

bool ep_prices_add(ep_prices *own, int32_t room)
{
    void *lists[] = {own->now, own->kept, own->swing, own->room, own->sum};
    bool whole = true;
    for (size_t i = 0; i < 5; i++) {
        whole = ep_grow(&lists[i], &own->rooms[i], own->count + 1, i < 4 ? sizeof own->now[0] : sizeof own->sum[0]) && whole;
    }
    own->now = lists[0];
    own->kept = lists[1];
    own->swing = lists[2];
    own->room = lists[3];
    own->sum = lists[4];
    if (whole) {
        own->now[own->count] = own->kept[own->count] = own->swing[own->count] = 0;
        own->sum[own->count] = 0;
        own->room[own->count++] = room;
    }
    return whole;
}

void ep_prices_close(ep_prices *own)
{
    free(own->now);
    free(own->kept);
    free(own->swing);
    free(own->sum);
    free(own->room);
}

void ep_prices_raise(ep_prices *own, size_t i, int64_t by)
{
    int64_t price = own->now[i] + by;
    own->now[i] = price < EP_MOST_PRICE ? (int32_t)price : EP_MOST_PRICE;
}

void ep_prices_relax(ep_prices *own, int64_t by)
{
    int32_t *now = own->now, less = by < EP_MOST_PRICE ? (int32_t)by : EP_MOST_PRICE;
    for (size_t i = 0; i < own->count; i++) {
        now[i] = now[i] > less ? now[i] - less : 0;
    }
}

void ep_prices_note(ep_prices *own)
{
    for (size_t i = 0; i < own->count; i++) {
        own->sum[i] += own->now[i];
    }
}

int64_t ep_prices_worth(const ep_prices *own)
{
    int64_t sum = 0;
    for (size_t i = 0; i < own->count; i++) {
        sum += (int64_t)own->now[i] * own->room[i];
    }
    return sum;
}

void ep_prices_average(ep_prices *own, size_t times)
{
    for (size_t i = 0; i < own->count; i++) {
        own->swing[i] = own->now[i];
        own->now[i] = times == 0 ? own->now[i] : (int32_t)(own->sum[i] / (int64_t)times);
        own->sum[i] = 0;
    }
}

static void copy(const ep_prices *own, int32_t *to, const int32_t *from)
{
    for (size_t i = 0; i < own->count; i++) {
        to[i] = from[i];
    }
}

/* Those that are newer than the mean stay 0. */
void ep_prices_swing(ep_prices *own)
{
    copy(own, own->now, own->swing);
}

void ep_prices_keep(ep_prices *own)
{
    copy(own, own->kept, own->now);
}

void ep_prices_restore(ep_prices *own)
{
    copy(own, own->now, own->kept);
}
