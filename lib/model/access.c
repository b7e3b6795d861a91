/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a programme answers. */
#include <stdlib.h>
#include <string.h>

#include "loader.h"

const epic_programme_info *epic_programme_get(const epic_programme *programme)
{
    return &programme->info;
}

const epic_pairing_rules *epic_programme_rules(const epic_programme *programme)
{
    return &programme->rules;
}

size_t epic_programme_domains(const epic_programme *programme)
{
    return programme->domain_count;
}

const epic_domain *epic_programme_domain(const epic_programme *programme, size_t domain)
{
    return domain < programme->domain_count ? &programme->domains[domain] : NULL;
}

size_t epic_programme_cities(const epic_programme *programme)
{
    return programme->city_count;
}

const epic_city *epic_programme_city(const epic_programme *programme, size_t city)
{
    return city < programme->city_count ? &programme->cities[city] : NULL;
}

static int compare_id(const void *id, const void *city)
{
    return strcmp(id, ((const epic_city *)city)->id);
}

size_t epic_programme_find(const epic_programme *programme, const char *id)
{
    if (id == NULL || programme->city_count == 0) {
        return EPIC_NONE;
    }
    const epic_city *city = bsearch(id, programme->cities, programme->city_count, sizeof *programme->cities, compare_id);
    return city == NULL ? EPIC_NONE : (size_t)(city - programme->cities);
}

const epic_profile *epic_programme_profile(const epic_programme *programme, size_t city, size_t domain)
{
    bool there = city < programme->city_count && domain < programme->domain_count;
    return there ? programme->profiles[city * programme->domain_count + domain] : NULL;
}

size_t epic_programme_moderators(const epic_programme *programme)
{
    return programme->moderator_count;
}

const epic_moderator *epic_programme_moderator(const epic_programme *programme, size_t moderator)
{
    return moderator < programme->moderator_count ? &programme->moderators[moderator] : NULL;
}

size_t epic_programme_steps(const epic_programme *programme)
{
    return programme->step_count;
}

const epic_step *epic_programme_step(const epic_programme *programme, size_t step)
{
    return step < programme->step_count ? &programme->steps[step] : NULL;
}

size_t epic_programme_events(const epic_programme *programme)
{
    return programme->event_count;
}

const epic_joint_event *epic_programme_event(const epic_programme *programme, size_t event)
{
    return event < programme->event_count ? &programme->events[event] : NULL;
}

size_t epic_programme_blocks(const epic_programme *programme)
{
    return programme->block_count;
}

const epic_blocked *epic_programme_block(const epic_programme *programme, size_t block)
{
    return block < programme->block_count ? &programme->blocks[block] : NULL;
}

size_t epic_programme_fixes(const epic_programme *programme)
{
    return programme->fix_count;
}

const epic_fixed *epic_programme_fix(const epic_programme *programme, size_t fix)
{
    return fix < programme->fix_count ? &programme->fixes[fix] : NULL;
}
