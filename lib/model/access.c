/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a programme answers. */
#include <stdlib.h>
#include <string.h>

#include "loader.h"

const epic_programme_info *epic_programme_get(const epic_programme *programme)
{
    return programme == NULL ? NULL : &programme->info;
}

const epic_pairing_rules *epic_programme_rules(const epic_programme *programme)
{
    return programme == NULL ? NULL : &programme->rules;
}

size_t epic_programme_domains(const epic_programme *programme)
{
    return programme == NULL ? 0 : programme->domain_count;
}

const epic_domain *epic_programme_domain(const epic_programme *programme, size_t domain)
{
    return domain < epic_programme_domains(programme) ? &programme->domains[domain] : NULL;
}

size_t epic_programme_cities(const epic_programme *programme)
{
    return programme == NULL ? 0 : programme->city_count;
}

const epic_city *epic_programme_city(const epic_programme *programme, size_t city)
{
    return city < epic_programme_cities(programme) ? &programme->cities[city] : NULL;
}

static int compare_id(const void *id, const void *city)
{
    return strcmp(id, ((const epic_city *)city)->id);
}

size_t epic_programme_find(const epic_programme *programme, const char *id)
{
    if (id == NULL || epic_programme_cities(programme) == 0) {
        return EPIC_NONE;
    }
    const epic_city *city = bsearch(id, programme->cities, programme->city_count, sizeof *programme->cities, compare_id);
    return city == NULL ? EPIC_NONE : (size_t)(city - programme->cities);
}

const epic_profile *epic_programme_profile(const epic_programme *programme, size_t city, size_t domain)
{
    bool there = city < epic_programme_cities(programme) && domain < epic_programme_domains(programme);
    return there ? programme->profiles[city * programme->domain_count + domain] : NULL;
}

static bool speaks(const epic_city *city, const char *language)
{
    return ep_index_of(language, city->languages, city->language_count) != EPIC_NONE;
}

bool epic_programme_understand(const epic_programme *programme, size_t first, size_t second)
{
    const epic_city *a = epic_programme_city(programme, first), *b = epic_programme_city(programme, second);
    if (a == NULL || b == NULL) {
        return false;
    }
    for (size_t i = 0; i < a->language_count; i++) {
        if (speaks(b, a->languages[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < programme->rules.interpreter_count; i++) {
        const char *one = programme->rules.interpreters[i].a, *other = programme->rules.interpreters[i].b;
        if ((speaks(a, one) && speaks(b, other)) || (speaks(a, other) && speaks(b, one))) {
            return true;
        }
    }
    return false;
}

const epic_costs *epic_programme_costs(const epic_programme *programme)
{
    return programme == NULL ? NULL : &programme->costs;
}

size_t epic_programme_moderators(const epic_programme *programme)
{
    return programme == NULL ? 0 : programme->moderator_count;
}

const epic_moderator *epic_programme_moderator(const epic_programme *programme, size_t moderator)
{
    return moderator < epic_programme_moderators(programme) ? &programme->moderators[moderator] : NULL;
}

size_t epic_programme_steps(const epic_programme *programme)
{
    return programme == NULL ? 0 : programme->step_count;
}

const epic_step *epic_programme_step(const epic_programme *programme, size_t step)
{
    return step < epic_programme_steps(programme) ? &programme->steps[step] : NULL;
}

size_t epic_programme_events(const epic_programme *programme)
{
    return programme == NULL ? 0 : programme->event_count;
}

const epic_joint_event *epic_programme_event(const epic_programme *programme, size_t event)
{
    return event < epic_programme_events(programme) ? &programme->events[event] : NULL;
}

size_t epic_programme_blocks(const epic_programme *programme)
{
    return programme == NULL ? 0 : programme->block_count;
}

const epic_blocked *epic_programme_block(const epic_programme *programme, size_t block)
{
    return block < epic_programme_blocks(programme) ? &programme->blocks[block] : NULL;
}

size_t epic_programme_fixes(const epic_programme *programme)
{
    return programme == NULL ? 0 : programme->fix_count;
}

const epic_fixed *epic_programme_fix(const epic_programme *programme, size_t fix)
{
    return fix < epic_programme_fixes(programme) ? &programme->fixes[fix] : NULL;
}
