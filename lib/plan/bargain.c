/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A price is what it is held near, and more or less by as much as is wanted beyond what there is, but never below 0. As long as
 * one bid of a group asks less than another of which the group has a share, it moves share to that one, which changes the
 * prices. When nobody moves any more, the shares are those that cost least where it is charged for how far prices move: a
 * proximal bundle method, whose quadratic programme is solved by moving between two bids at a time. At the prices found all
 * groups bid anew, which is a bound, and more bids. All in integers. */
#include "bargain.h"

#include <stdlib.h>

#include "grow.h"

#define FINE 19           /* bits of a price beyond its parts */
#define MOST_FINE ((int64_t)EP_MOST_PRICE << FINE)
#define MOST_ASKED ((int64_t)1 << 56) /* sums are cut to it */
#define STEEPEST 14
#define TOLERANCE 100     /* parts, at first; later a share of what the bound could gain, */
#define TOLERATED 4       /* one in so many, */
#define LEAST_TOLERANCE 2 /* but not less */
#define SWEEPS 5          /* over all bids, most, */
#define SWEEPS_AMONG 5    /* and after each over those with shares */
#define MOVES 3           /* of a group that has its turn */
#define GOOD 3            /* rounds in a row that gain before prices are held less near */
#define PATIENCE 5        /* rounds in vain before they are held nearer, */
#define FAR_OFF 3         /* or one that loses so many times what it could gain */
#define LOOK_BACK 20      /* rounds in which the bound must gain so much: */
#define LEAST_GAIN (EP_PARTS / 4)
#define SETTLED 5         /* rounds in a row in which no unit more could be gained */

static int64_t at_most(int64_t value, int64_t most)
{
    return value < most ? value : most;
}

static int64_t finely(int32_t parts)
{
    return (int64_t)parts << FINE;
}

static void set_price(const ep_bargain *own, struct ep_stake *stake)
{
    int64_t far = MOST_FINE >> own->steep, wanted = stake->wanted < -far ? -far : at_most(stake->wanted, far);
    int64_t price = finely(stake->centre) + wanted * ((int64_t)1 << own->steep);
    stake->fine = price < 0 ? 0 : at_most(price, MOST_FINE);
}

static void move(ep_bargain *own, ep_bid *bid, int64_t by)
{
    bid->share += (int32_t)by;
    for (size_t i = 0; i < bid->use_count; i++) {
        struct ep_stake *stake = &own->stakes[bid->uses[i].price];
        stake->wanted += by * bid->uses[i].use;
        set_price(own, stake);
    }
}

static int64_t asked(const ep_bargain *own, const ep_bid *bid)
{
    int64_t sum = at_most(bid->cost, MOST_ASKED >> FINE) * ((int64_t)1 << FINE);
    for (size_t i = 0; i < bid->use_count; i++) {
        sum = at_most(sum + own->stakes[bid->uses[i].price].fine * bid->uses[i].use, MOST_ASKED);
    }
    return sum;
}

/* The square of how far apart two bids are in what they take. */
static int64_t distance(const ep_bid *a, const ep_bid *b)
{
    int64_t sum = 0;
    size_t i = 0, j = 0;
    while (i < a->use_count || j < b->use_count) {
        bool left = j == b->use_count || (i < a->use_count && a->uses[i].price <= b->uses[j].price);
        bool right = i == a->use_count || (j < b->use_count && b->uses[j].price <= a->uses[i].price);
        int64_t apart = (left ? a->uses[i].use : 0) - (right ? b->uses[j].use : 0);
        sum += apart * apart;
        i += left;
        j += right;
    }
    return sum > 0 ? sum : 1;
}

/* Of the first `count` bids those that ask least and, of those with shares, most; what all their shares ask beyond the least, in
 * parts. */
static int64_t look_at(const ep_bargain *own, struct ep_bid_list *bids, size_t count, ep_bid **least, ep_bid **most)
{
    int64_t sum = 0;
    *least = *most = NULL;
    for (size_t i = 0; i < count; i++) {
        ep_bid *bid = &bids->list[i];
        bid->asks = asked(own, bid);
        *least = *least == NULL || bid->asks < (*least)->asks ? bid : *least;
        *most = bid->share > 0 && (*most == NULL || bid->asks > (*most)->asks) ? bid : *most;
    }
    for (size_t i = 0; i < count; i++) {
        sum += ((bids->list[i].asks - (*least)->asks) >> FINE) * bids->list[i].share;
    }
    return sum / EP_WHOLE_SHARE;
}

/* A group moves shares between some of its bids. Returns by how much they were too dear before. */
static int64_t take_turn(ep_bargain *own, struct ep_bid_list *bids, size_t count)
{
    ep_bid *least, *most;
    int64_t dear = look_at(own, bids, count, &least, &most);
    for (int i = 0; i < MOVES && least->asks < most->asks; i++) {
        int64_t by = at_most(((most->asks - least->asks) >> own->steep) / distance(least, most), most->share);
        move(own, least, by);
        move(own, most, -by);
        (void)look_at(own, bids, count, &least, &most);
    }
    return dear;
}

/* Bids with shares come first. */
static void sort_out(struct ep_bid_list *bids)
{
    bids->held = 0;
    for (size_t i = 0; i < bids->count; i++) {
        if (bids->list[i].share > 0) {
            ep_bid held = bids->list[i];
            bids->list[i] = bids->list[bids->held];
            bids->list[bids->held++] = held;
        }
    }
}

/* Each group has a turn among all its bids, then as many as it takes among those with shares. */
static int64_t sweep(ep_bargain *own)
{
    int64_t dear = 0, among = INT64_MAX;
    for (size_t i = 0; i < own->group_count; i++) {
        struct ep_bid_list *bids = &own->bids->of[own->groups[i]];
        dear += take_turn(own, bids, bids->count);
        sort_out(bids);
    }
    for (int times = 0; times < SWEEPS_AMONG && among > own->tolerance / 2; times++) {
        among = 0;
        for (size_t i = 0; i < own->group_count; i++) {
            struct ep_bid_list *bids = &own->bids->of[own->groups[i]];
            among += take_turn(own, bids, bids->held);
        }
    }
    return dear;
}

static int64_t model_of(ep_bargain *own)
{
    const ep_prices *prices = &own->climb->plan->prices;
    int64_t sum = 0;
    for (size_t i = 0; i < own->group_count; i++) {
        ep_bid *least, *most;
        struct ep_bid_list *bids = &own->bids->of[own->groups[i]];
        (void)look_at(own, bids, bids->count, &least, &most);
        sum += least->asks >> FINE;
    }
    for (size_t i = 0; i < own->live_count; i++) {
        sum -= (own->stakes[own->live[i]].fine * prices->room[own->live[i]]) >> FINE;
    }
    return sum;
}

/* Room for all prices that there are now; new ones are 0. False when out of memory. */
static bool grow(ep_bargain *own)
{
    size_t count = own->climb->plan->prices.count;
    void *stakes = own->stakes, *live = own->live;
    bool whole = ep_grow(&stakes, &own->room, count, sizeof own->stakes[0]);
    whole = ep_grow(&live, &own->live_room, count, sizeof own->live[0]) && whole;
    own->stakes = stakes;
    own->live = live;
    for (; whole && own->count < count; own->count++) {
        own->stakes[own->count] = (struct ep_stake){0, 0, 0, false};
    }
    return whole;
}

static void enliven(ep_bargain *own, size_t price)
{
    if (!own->stakes[price].live) {
        own->stakes[price].live = true;
        own->live[own->live_count++] = (uint32_t)price;
    }
}

/* Takes note of what new bids take. */
static void see_bids(ep_bargain *own)
{
    for (size_t g = 0; g < own->group_count; g++) {
        struct ep_bid_list *bids = &own->bids->of[own->groups[g]];
        for (size_t i = 0; i < bids->count; i++) {
            ep_bid *bid = &bids->list[i];
            for (size_t j = 0; j < bid->use_count && !bid->seen; j++) {
                enliven(own, bid->uses[j].price);
            }
            bid->seen = true;
        }
    }
}

/* What all shares want, and the prices that come of it. */
static void tally(ep_bargain *own)
{
    const ep_prices *prices = &own->climb->plan->prices;
    see_bids(own);
    for (size_t i = 0; i < own->live_count; i++) {
        own->stakes[own->live[i]].wanted = -(int64_t)prices->room[own->live[i]] * EP_WHOLE_SHARE;
    }
    for (size_t g = 0; g < own->group_count; g++) {
        const struct ep_bid_list *bids = &own->bids->of[own->groups[g]];
        for (size_t i = 0; i < bids->count; i++) {
            const ep_bid *bid = &bids->list[i];
            for (size_t j = 0; j < bid->use_count && bid->share > 0; j++) {
                own->stakes[bid->uses[j].price].wanted += (int64_t)bid->share * bid->uses[j].use;
            }
        }
    }
    for (size_t i = 0; i < own->live_count; i++) {
        set_price(own, &own->stakes[own->live[i]]);
    }
}

/* All bid at the prices as they are. */
static bool bid(ep_bargain *own)
{
    const ep_prices *prices = &own->climb->plan->prices;
    bool whole = ep_climb_bid(own->climb, own->groups, own->group_count, own->with, own->bids, &own->looked);
    for (size_t i = 0; i < own->live_count; i++) {
        own->looked -= (int64_t)prices->now[own->live[i]] * prices->room[own->live[i]];
    }
    return whole && grow(own);
}

/* Each group has the whole of the bid that asks least, and no share of others. */
static void share_out(ep_bargain *own)
{
    for (size_t g = 0; g < own->group_count; g++) {
        struct ep_bid_list *bids = &own->bids->of[own->groups[g]];
        ep_bid *least, *most;
        for (size_t i = 0; i < bids->count; i++) {
            bids->list[i].share = 0;
            bids->list[i].seen = false;
        }
        (void)look_at(own, bids, bids->count, &least, &most);
        least->share = EP_WHOLE_SHARE;
    }
}

bool ep_bargain_open(ep_bargain *own, ep_climb *climb, ep_bids *bids, const size_t *groups, size_t group_count, unsigned with)
{
    const ep_prices *prices = &climb->plan->prices;
    *own = (ep_bargain){.climb = climb, .bids = bids, .groups = groups, .group_count = group_count, .with = with,
                        .steep = EP_STEEP, .tolerance = TOLERANCE};
    if (!grow(own)) {
        return false;
    }
    for (size_t i = 0; i < own->count; i++) {
        own->stakes[i].centre = prices->now[i];
        own->stakes[i].fine = finely(prices->now[i]);
        if (prices->now[i] > 0 && (with & EP_WITH_BOOKINGS) == 0) {
            enliven(own, i);
        }
    }
    if (!bid(own)) {
        return false;
    }
    share_out(own);
    return true;
}

void ep_bargain_close(ep_bargain *own)
{
    free(own->stakes);
    free(own->live);
}

void ep_bargain_centre(ep_bargain *own)
{
    for (size_t i = 0; i < own->live_count; i++) {
        own->stakes[own->live[i]].centre = own->climb->plan->prices.now[own->live[i]];
    }
}

bool ep_bargain_round(ep_bargain *own)
{
    int64_t dear = INT64_MAX;
    tally(own);
    for (int i = 0; i < SWEEPS && dear > own->tolerance; i++) {
        dear = sweep(own);
    }
    own->model = model_of(own);
    for (size_t i = 0; i < own->live_count; i++) {
        size_t price = own->live[i];
        own->climb->plan->prices.now[price] = (int32_t)((own->stakes[price].fine + ((int64_t)1 << (FINE - 1))) >> FINE);
    }
    return bid(own);
}

/* The way up to the best bound. */
typedef struct ascent {
    int64_t best, before;       /* before: some rounds ago */
    size_t round;
    int good, vain, settled;    /* rounds in a row */
} ascent;

/* Prices are held less near when what was expected comes true or rounds go on gaining, and nearer when they do not. */
static void adapt(ep_bargain *own, ascent *way)
{
    int64_t expected = own->model - way->best, gain = own->looked - way->best;
    way->vain = gain > 0 ? 0 : way->vain + 1;
    way->good = gain > 0 ? way->good + 1 : 0;
    if ((2 * gain > expected || way->good >= GOOD) && own->steep < STEEPEST) {
        own->steep++;
        way->good = 0;
    }
    if ((way->vain > PATIENCE || gain < -FAR_OFF * expected) && own->steep > 0) {
        own->steep--;
        way->vain = 0;
    }
}

/* One round. The prices are held near the best. */
static bool go_up(ep_bargain *own, ascent *way)
{
    way->before = way->round % LOOK_BACK == 0 ? way->best : way->before;
    way->round++;
    if (!ep_bargain_round(own)) {
        return false;
    }
    adapt(own, way);
    if (own->looked > way->best) {
        way->best = own->looked;
        ep_bargain_centre(own);
    }
    int64_t left = own->model - way->best;
    own->tolerance = left / TOLERATED > LEAST_TOLERANCE ? left / TOLERATED : LEAST_TOLERANCE;
    way->settled = left < LEAST_GAIN && ep_units(own->model) == ep_units(way->best) ? way->settled + 1 : 0;
    return true;
}

/* Whether more rounds may come to something. */
static bool has_hope(const ascent *way, int64_t floor)
{
    bool looks = way->round > 0 && way->round % LOOK_BACK == 0;
    return way->settled < SETTLED && (!looks || (way->best >= way->before + LEAST_GAIN && way->best > floor));
}

int ep_bargain_raise(ep_climb *climb, const ep_raising *with, ep_raised *out)
{
    ep_bargain own;
    bool whole = ep_bargain_open(&own, climb, &climb->bids, climb->groups, climb->plan->groups, EP_WITH_PRICES), gone_on = true;
    ascent way = {.best = own.looked, .before = own.looked};
    own.steep = with->steep;
    while (whole && gone_on && way.round < with->rounds && way.best < with->upper && has_hope(&way, with->floor)) {
        whole = go_up(&own, &way);
        gone_on = with->go(with->user, (double)way.round / (double)with->rounds);
    }
    for (size_t i = 0; i < own.count; i++) {
        climb->plan->prices.now[i] = own.stakes[i].centre;
    }
    ep_bargain_close(&own);
    *out = (ep_raised){way.best, has_hope(&way, with->floor), own.steep};
    return !whole ? EPIC_ENOMEM : gone_on ? EPIC_OK : EPIC_ECANCELLED;
}
