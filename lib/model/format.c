/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format of the programme file, version 1: every key once. What stands here is kept: other tools read it. */
#include "format.h"

#include <stddef.h>

#include "types.h"
#include "words.h"

#define AT(type, member) offsetof(type, member)
#define RECORD(words, table) {.shape = EP_RECORD, .name = (words), EP_FIELDS(table)}
#define LIMIT 100000 /* of lists that grow with the pairs of cities */

static const ep_type share = EP_TYPE_NUMBER(0, 1);
static const ep_type texts = EP_TYPE_LIST(&ep_type_text, sizeof(ep_value), 0, 100);
static const ep_type languages = EP_TYPE_LIST(&ep_type_language, sizeof(ep_value), 1, 100);
static const ep_type ids = EP_TYPE_LIST(&ep_type_id, sizeof(ep_value), 0, 10000);

static const ep_field pair_fields[] = {
    {"a", &ep_type_id, AT(raw_pair, a), NULL, "a city; in directed modes the guest", EP_REQUIRED},
    {"b", &ep_type_id, AT(raw_pair, b), NULL, "a city; in directed modes the host", EP_REQUIRED},
};
static const ep_type pair = {.shape = EP_TUPLE, .name = "two cities", EP_FIELDS(pair_fields)};
static const ep_type pairs = EP_TYPE_LIST(&pair, sizeof(raw_pair), 0, LIMIT);

static const ep_field within_fields[] = {
    {"from", &ep_type_date, AT(raw_period, from), NULL, "first day; the programme's unless stated", EP_OPTIONAL},
    {"to", &ep_type_date, AT(raw_period, to), NULL, "last day, inclusive; the programme's unless stated", EP_OPTIONAL},
};
static const ep_type within = RECORD("window", within_fields);

static const ep_type month = EP_TYPE_INTEGER(1, 12);
static const ep_type months = EP_TYPE_LIST(&month, sizeof(ep_value), 1, 12);
static const ep_field prefer_fields[] = {
    {"hours", &ep_type_hours, AT(raw_prefer, hours), NULL,
     "on everybody's own clock, of whole days the weekdays; Mo-Th 10:00-16:00, Fr 10:00-13:00 unless stated", EP_OPTIONAL},
    {"months", &months, AT(raw_prefer, months), NULL, "1 for January to 12; any month unless stated", EP_OPTIONAL},
};
static const ep_type preference = RECORD("preferred times", prefer_fields);

/* ---- programme ---- */

static const ep_type weight = EP_TYPE_NUMBER(0, 1000000);
static const ep_field domain_fields[] = {
    {"title", &ep_type_text, AT(raw_domain, title), NULL, "its name for people; the id unless stated", EP_OPTIONAL},
    {"weight", &weight, AT(raw_domain, weight), "1", "how much it counts beside the others", EP_OPTIONAL},
};
static const ep_type domain = {.shape = EP_RECORD, .name = "domain", EP_FIELDS(domain_fields), .scalar = &domain_fields[1]};
static const ep_type domains = EP_TYPE_TABLE(&domain, sizeof(raw_domain), 1, 100);

static const ep_field organisation_fields[] = {
    {"name", &ep_type_text, AT(raw_organisation, name), NULL, "its name", EP_REQUIRED},
    {"kind", &ep_type_text, AT(raw_organisation, kind), NULL, "such as authority, ngo, network, university", EP_OPTIONAL},
    {"role", &ep_type_text, AT(raw_organisation, role), NULL, "such as lead", EP_OPTIONAL},
    {"email", &ep_type_address, AT(raw_organisation, email), NULL, "a functional mailbox, to be invited", EP_OPTIONAL},
};
static const ep_type organisation = RECORD("organisation", organisation_fields);
static const ep_type organisations = EP_TYPE_TABLE(&organisation, sizeof(raw_organisation), 0, 1000);

static const ep_field organiser_fields[] = {
    {"name", &ep_type_text, AT(raw_contact, name), NULL, "who invites", EP_REQUIRED},
    {"email", &ep_type_address, AT(raw_contact, email), NULL, "a functional mailbox", EP_OPTIONAL},
};
static const ep_type organiser = RECORD("organiser", organiser_fields);

static const ep_type planned_count = EP_TYPE_INTEGER(0, 100000);
static const ep_type kind = EP_TYPE_WORDS(ep_kind_words, EPIC_KINDS);
static const ep_type planned = {.shape = EP_TABLE, .name = "mapping", .key = &kind, .item = &planned_count,
                                .item_size = sizeof(ep_value), .most = EPIC_KINDS};

static const ep_field info_fields[] = {
    {"id", &ep_type_id, AT(raw_info, id), NULL, "id of the programme; it is part of every calendar id, so it stays", EP_REQUIRED},
    {"title", &ep_type_text, AT(raw_info, title), NULL, "its name for people", EP_REQUIRED},
    {"starts", &ep_type_date, AT(raw_info, starts), NULL, "first day", EP_REQUIRED},
    {"ends", &ep_type_date, AT(raw_info, ends), NULL, "last day, inclusive", EP_REQUIRED},
    {"today", &ep_type_date, AT(raw_info, today), NULL, "the day of planning: what is before it is past and fixed", EP_OPTIONAL},
    {"notice", &ep_type_duration, AT(raw_info, notice), NULL, "nothing new begins earlier than so long after `today`",
     EP_OPTIONAL},
    {"prefer", &preference, AT(raw_info, prefer), NULL, "when events are welcome; other times are taken if need be", EP_OPTIONAL},
    {"domains", &domains, AT(raw_info, domains), NULL, "the fields of work", EP_REQUIRED},
    {"partners", &organisations, AT(raw_info, partners), NULL, "organisations that take part and are not paired", EP_OPTIONAL},
    {"organiser", &organiser, AT(raw_info, organiser), NULL, "who signs the calendars", EP_OPTIONAL},
    {"planned", &planned, AT(raw_info, planned), NULL, "how many events of a kind were promised, to check against", EP_OPTIONAL},
};
static const ep_type info = RECORD("programme", info_fields);

/* ---- cities ---- */

static const ep_type rank = EP_TYPE_INTEGER(1, 100);
static const ep_field profile_fields[] = {
    {"strength", &share, AT(raw_profile, strength), NULL, "how well the city does", EP_REQUIRED},
    {"need", &share, AT(raw_profile, need), NULL, "how much it wants to learn; 1 - strength unless stated", EP_OPTIONAL},
    {"priority", &share, AT(raw_profile, priority), "1", "how much that matters to it", EP_OPTIONAL},
    {"rank", &rank, AT(raw_profile, rank), NULL, "instead of priority: 1 for the most urgent domain, 2 for the next ...",
     EP_OPTIONAL},
    {"offers", &ep_type_bool, AT(raw_profile, offers), "true", "whether it would teach", EP_OPTIONAL},
    {"competence", &share, AT(raw_profile, competence), "1", "how much of the matter is in its hands", EP_OPTIONAL},
};
static const ep_type profile = {.shape = EP_RECORD, .name = "profile", EP_FIELDS(profile_fields), .scalar = &profile_fields[0]};
static const ep_type profiles = EP_TYPE_TABLE(&profile, sizeof(raw_profile), 0, 100);

static const ep_type latitude = EP_TYPE_NUMBER(-90, 90);
static const ep_type longitude = EP_TYPE_NUMBER(-180, 180);
static const ep_field location_fields[] = {
    {"latitude", &latitude, AT(raw_location, latitude), NULL, "degrees north", EP_REQUIRED},
    {"longitude", &longitude, AT(raw_location, longitude), NULL, "degrees east", EP_REQUIRED},
};
static const ep_type location = {.shape = EP_TUPLE, .name = "latitude and longitude", EP_FIELDS(location_fields)};

static const ep_field calendars_fields[] = {
    {"holidays", &texts, AT(raw_calendars, holidays), NULL,
     "days on which nobody works, `[public]` unless stated: `public` for those that libepic knows; calendars, CSV with the "
     "header `date,name`, or rules (.yaml)", EP_OPTIONAL},
    {"busy", &texts, AT(raw_calendars, busy), NULL, "what the city does already", EP_OPTIONAL},
    {"avoid", &texts, AT(raw_calendars, avoid), NULL,
     "days that are taken only if need be, such as festivals and school holidays; files as of holidays", EP_OPTIONAL},
};
static const ep_type calendars = RECORD("calendars", calendars_fields);

static const ep_field unavailable_fields[] = {
    {"from", &ep_type_date, AT(raw_period, from), NULL, "first day", EP_REQUIRED},
    {"to", &ep_type_date, AT(raw_period, to), NULL, "last day, inclusive", EP_REQUIRED},
    {"why", &ep_type_text, AT(raw_period, why), NULL, "the reason, for people", EP_OPTIONAL},
};
static const ep_type unavailable = RECORD("period", unavailable_fields);
static const ep_type unavailables = EP_TYPE_LIST(&unavailable, sizeof(raw_period), 0, 10000);

static const ep_type partner_count = EP_TYPE_INTEGER(0, 1000);
static const ep_field capacity_range_fields[] = {
    {"min", &partner_count, AT(raw_range, min), "0", "at least so many partners", EP_OPTIONAL},
    {"max", &partner_count, AT(raw_range, max), "1", "at most so many partners", EP_OPTIONAL},
};
static const ep_type capacity_range = {.shape = EP_RECORD, .name = "numbers of partners", EP_FIELDS(capacity_range_fields),
                                       .scalar = &capacity_range_fields[1]};
static const ep_field capacity_fields[] = {
    {"host", &capacity_range, AT(raw_capacity, host), "1", "partners it teaches", EP_OPTIONAL},
    {"guest", &capacity_range, AT(raw_capacity, guest), "1", "partners it learns from", EP_OPTIONAL},
};
static const ep_type capacity = RECORD("capacity", capacity_fields);

static const ep_type population = EP_TYPE_ABOVE(0, 1e9);
static const ep_type at_a_time = EP_TYPE_INTEGER(1, 100);
#define OFFICE_HOURS "Mo-Fr 09:00-17:00"
static const ep_field city_fields[] = {
    {"name", &ep_type_text, AT(raw_city, name), NULL, "its name", EP_REQUIRED},
    {"country", &ep_type_country, AT(raw_city, country), NULL, "ISO 3166-1", EP_REQUIRED},
    {"region", &ep_type_region, AT(raw_city, region), NULL, "ISO 3166-2, for the public holidays of the region", EP_OPTIONAL},
    {"timezone", &ep_type_zone, AT(raw_city, timezone), NULL, "IANA name, such as Europe/Berlin", EP_REQUIRED},
    {"profile", &profiles, AT(raw_city, profile), NULL, "strengths and needs by domain", EP_REQUIRED},
    {"location", &location, AT(raw_city, location), NULL, "degrees", EP_OPTIONAL},
    {"population", &population, AT(raw_city, population), NULL, "inhabitants", EP_OPTIONAL},
    {"languages", &languages, AT(raw_city, languages), NULL, "working languages", EP_OPTIONAL},
    {"organisations", &organisations, AT(raw_city, organisations), NULL, "the bodies that take part", EP_OPTIONAL},
    {"office-hours", &ep_type_hours, AT(raw_city, office_hours), OFFICE_HOURS, "when online meetings can be", EP_OPTIONAL},
    {"calendars", &calendars, AT(raw_city, calendars), NULL, "calendar files, relative to this one", EP_OPTIONAL},
    {"unavailable", &unavailables, AT(raw_city, unavailable), NULL, "periods in which it takes no part", EP_OPTIONAL},
    {"capacity", &capacity, AT(raw_city, capacity), NULL, "how many partners", EP_OPTIONAL},
    {"visits-at-a-time", &at_a_time, AT(raw_city, visits_at_a_time), "1", "visits it can host on one day", EP_OPTIONAL},
};
static const ep_type city = RECORD("city", city_fields);
static const ep_type cities = EP_TYPE_TABLE(&city, sizeof(raw_city), 1, 10000);

static const ep_type turn_round = EP_TYPE_INTEGER(0, 1440);
static const ep_field moderator_fields[] = {
    {"name", &ep_type_text, AT(raw_moderator, name), NULL, "a body or a role", EP_REQUIRED},
    {"timezone", &ep_type_zone, AT(raw_moderator, timezone), NULL, "IANA name", EP_REQUIRED},
    {"office-hours", &ep_type_hours, AT(raw_moderator, office_hours), OFFICE_HOURS, "when it can lead a meeting", EP_OPTIONAL},
    {"turn-round", &turn_round, AT(raw_moderator, turn_round), "0", "minutes free between two meetings", EP_OPTIONAL},
    {"link", &ep_type_link, AT(raw_moderator, link), NULL, "its room: where to join what it leads", EP_OPTIONAL},
};
static const ep_type moderator = RECORD("moderator", moderator_fields);
static const ep_type moderators = EP_TYPE_TABLE(&moderator, sizeof(raw_moderator), 0, 10000);

/* ---- pairing: words in the order of the public enums ---- */

static const char *const form_words[] = {"mutual", "visits", "mentoring"};
static const ep_type form = EP_TYPE_WORDS(form_words, sizeof form_words / sizeof *form_words);
static const char *const value_words[] = {"geometric", "mean", "min", "harmonic", "common-challenge"};
static const ep_type value = EP_TYPE_WORDS(value_words, sizeof value_words / sizeof *value_words);
static const char *const prefer_words[] = {"value", "participation", "fairness"};
static const ep_type prefer = EP_TYPE_WORDS(prefer_words, sizeof prefer_words / sizeof *prefer_words);
static const char *const odd_words[] = {"out", "triad"};
static const ep_type odd = EP_TYPE_WORDS(odd_words, sizeof odd_words / sizeof *odd_words);

static const ep_field interpreter_fields[] = {
    {"a", &ep_type_language, AT(raw_pair, a), NULL, "a language", EP_REQUIRED},
    {"b", &ep_type_language, AT(raw_pair, b), NULL, "a language", EP_REQUIRED},
};
static const ep_type interpreter = {.shape = EP_TUPLE, .name = "two languages", EP_FIELDS(interpreter_fields)};
static const ep_type interpreters = EP_TYPE_LIST(&interpreter, sizeof(raw_pair), 0, 1000);

static const ep_type kilometres = EP_TYPE_ABOVE(0, 21000);
static const ep_type pair_count = EP_TYPE_INTEGER(1, 100000);
static const ep_type euros = EP_TYPE_ABOVE(0, 1e12);
static const ep_type total_kilometres = EP_TYPE_ABOVE(0, 1e9);
static const ep_type quota_count = EP_TYPE_INTEGER(0, 100000);
static const ep_type members = EP_TYPE_LIST(&ep_type_id, sizeof(ep_value), 1, 10000);
static const ep_field quota_fields[] = {
    {"cities", &members, AT(raw_quota, cities), NULL, "the group", EP_REQUIRED},
    {"at-least", &quota_count, AT(raw_quota, at_least), "0", "fewest pairs that have a city of it", EP_OPTIONAL},
    {"at-most", &pair_count, AT(raw_quota, at_most), NULL, "most pairs that have a city of it", EP_OPTIONAL},
};
static const ep_type quota = RECORD("group", quota_fields);
static const ep_type quotas = EP_TYPE_LIST(&quota, sizeof(raw_quota), 0, 1000);
static const ep_field limits_fields[] = {
    {"distance-km", &kilometres, AT(raw_limits, distance), NULL, "greatest distance of a pair", EP_OPTIONAL},
    {"total-km", &total_kilometres, AT(raw_limits, total), NULL, "greatest sum of the pairs' distances", EP_OPTIONAL},
    {"per-country", &pair_count, AT(raw_limits, country), NULL, "most pairs with a city of one country", EP_OPTIONAL},
    {"per-country-pair", &pair_count, AT(raw_limits, country_pair), NULL, "most pairs between two countries", EP_OPTIONAL},
    {"budget-eur", &euros, AT(raw_limits, budget), NULL, "what all visits and replies may cost, by 'costs'", EP_OPTIONAL},
    {"pair-eur", &euros, AT(raw_limits, pair_budget), NULL, "what the visits and replies of one pair may cost", EP_OPTIONAL},
    {"city-eur", &euros, AT(raw_limits, city_budget), NULL, "what those of all pairs of one city may cost", EP_OPTIONAL},
    {"groups", &quotas, AT(raw_limits, groups), NULL, "quotas of pairs by group of cities", EP_OPTIONAL},
};
static const ep_type limits = RECORD("limits", limits_fields);

static const ep_field transfer_fields[] = {
    {"size", &share, AT(raw_transfer, size), "0.3", "how much unlike sizes discount", EP_OPTIONAL},
    {"competence", &share, AT(raw_transfer, competence), "0.3", "how much unlike competences discount", EP_OPTIONAL},
};
static const ep_type transfer = RECORD("transfer", transfer_fields);

static const ep_type rounds = EP_TYPE_INTEGER(1, 100);
static const ep_type step_credit = EP_TYPE_ABOVE(0, 1);
static const ep_field pairing_fields[] = {
    {"mode", &form, AT(raw_pairing, mode), "mutual", "the form of pairing", EP_OPTIONAL},
    {"value", &value, AT(raw_pairing, value), "geometric", "how two benefits make a value; mode mutual", EP_OPTIONAL},
    {"other-country", &ep_type_bool, AT(raw_pairing, other_country), "true", "pairs are of two countries", EP_OPTIONAL},
    {"common-language", &ep_type_bool, AT(raw_pairing, common_language), "false", "pairs need a working language in common",
     EP_OPTIONAL},
    {"interpreters", &interpreters, AT(raw_pairing, interpreters), NULL, "languages that count as common", EP_OPTIONAL},
    {"prefer", &prefer, AT(raw_pairing, prefer), "value", "what is wanted first", EP_OPTIONAL},
    {"allow-zero", &ep_type_bool, AT(raw_pairing, allow_zero), "false", "whether pairs of value 0 are made", EP_OPTIONAL},
    {"pins", &pairs, AT(raw_pairing, pins), NULL, "pairs that stand", EP_OPTIONAL},
    {"vetoes", &pairs, AT(raw_pairing, vetoes), NULL, "pairs that are not made", EP_OPTIONAL},
    {"earlier", &pairs, AT(raw_pairing, earlier), NULL, "pairs of earlier editions, not repeated", EP_OPTIONAL},
    {"mentors", &ids, AT(raw_pairing, mentors), NULL, "cities that teach; mode mentoring", EP_OPTIONAL},
    {"rounds", &rounds, AT(raw_pairing, rounds), "1", "how often partners change", EP_OPTIONAL},
    {"odd", &odd, AT(raw_pairing, odd), "out", "what becomes of the odd city; mode mutual", EP_OPTIONAL},
    {"limits", &limits, AT(raw_pairing, limits), NULL, "what the pairs may not exceed", EP_OPTIONAL},
    {"transfer", &transfer, AT(raw_pairing, transfer), NULL, "a and b of the score model", EP_OPTIONAL},
    {"step", &step_credit, AT(raw_pairing, step), "0.25", "how far ahead a host gets full credit", EP_OPTIONAL},
};
static const ep_type pairing = RECORD("pairing", pairing_fields);

static const ep_type travellers = EP_TYPE_INTEGER(1, 1000);
static const ep_field fare_fields[] = {
    {"km", &ep_type_km, AT(raw_fare, km), NULL, "from this distance on, one way", EP_REQUIRED},
    {"eur", &ep_type_eur, AT(raw_fare, eur), NULL, "a person's return trip", EP_REQUIRED},
};
static const ep_type fare = RECORD("fare", fare_fields);
static const ep_type fares = EP_TYPE_LIST(&fare, sizeof(raw_fare), 0, 100);
static const ep_type by_country = {.shape = EP_TABLE, .name = "mapping", .key = &ep_type_country, .item = &ep_type_eur,
                                   .item_size = sizeof(ep_value), .least = 1, .most = 300};
static const ep_field rates_fields[] = {
    {"file", &ep_type_text, AT(raw_rates, file), NULL, "a table (CSV), relative to this file", EP_REQUIRED},
    {"column", &ep_type_text, AT(raw_rates, column), NULL, "the one of its columns that has the euros", EP_REQUIRED},
};
static const ep_field stated_eur = {NULL, &ep_type_eur, AT(raw_rates, eur), NULL, "the same everywhere", EP_OPTIONAL};
static const ep_field stated_countries = {NULL, &by_country, AT(raw_rates, items), NULL, "of the host's country", EP_OPTIONAL};
static const ep_field stated_fares = {NULL, &fares, AT(raw_rates, items), NULL, "fares", EP_OPTIONAL};
static const ep_type day_rates = {.shape = EP_RECORD, .name = "table of day rates", EP_FIELDS(rates_fields),
                                  .scalar = &stated_eur, .table = &stated_countries};
static const ep_type travel = {.shape = EP_RECORD, .name = "table of fares", EP_FIELDS(rates_fields), .list = &stated_fares};
static const ep_field costs_fields[] = {
    {"people", &travellers, AT(raw_costs, people), "1", "who travel on each visit and reply", EP_OPTIONAL},
    {"day-eur", &day_rates, AT(raw_costs, day), "0",
     "for each of them and each day, travel days included: the same everywhere, or by the country of the host; a table has these "
     "in its column `countries`", EP_OPTIONAL},
    {"travel", &travel, AT(raw_costs, travel), NULL,
     "fares by distance, the nearest first; below the first travel is free; a table has its bands in the columns `band_min_km` "
     "and `band_max_km`", EP_REQUIRED},
};
static const ep_type costs = RECORD("costs", costs_fields);

/* ---- exchange and events ---- */

static const ep_type exchange_kind = EP_TYPE_WORDS(ep_kind_words, EP_EXCHANGE_KINDS);
static const ep_type joint_kind = EP_TYPE_WORDS(ep_kind_words + EP_EXCHANGE_KINDS, EPIC_KINDS - EP_EXCHANGE_KINDS);
static const ep_type mode = EP_TYPE_WORDS(ep_mode_words, EP_MODES);
static const ep_type day_count = EP_TYPE_INTEGER(1, 366);
static const ep_type minute_count = EP_TYPE_INTEGER(1, 1440);
static const ep_type travel_days = EP_TYPE_INTEGER(0, 14);
static const ep_type people = EP_TYPE_INTEGER(0, 10000);

static const ep_field after_fields[] = {
    {"event", &ep_type_id, AT(raw_after, event), NULL, "another of the same list, or `start`: the programme's first day",
     EP_REQUIRED},
    {"at-least", &ep_type_duration, AT(raw_after, at_least), NULL, "shortest gap, from its last day to the first of this",
     EP_OPTIONAL},
    {"at-most", &ep_type_duration, AT(raw_after, at_most), NULL, "longest gap", EP_OPTIONAL},
};
static const ep_type after = RECORD("after", after_fields);

static const ep_field agenda_fields[] = {
    {"minutes", &minute_count, AT(raw_agenda_item, minutes), NULL, "how long", EP_REQUIRED},
    {"title", &ep_type_text, AT(raw_agenda_item, title), NULL, "what", EP_REQUIRED},
};
static const ep_type agenda_item = RECORD("item of an agenda", agenda_fields);
static const ep_type agenda = EP_TYPE_LIST(&agenda_item, sizeof(raw_agenda_item), 0, 100);

static const ep_field role_fields[] = {
    {"min", &people, AT(raw_range, min), "0", "at least so many people", EP_OPTIONAL},
    {"max", &people, AT(raw_range, max), NULL, "at most so many; no limit unless stated", EP_OPTIONAL},
};
static const ep_type role = RECORD("role", role_fields);
static const ep_type roles = EP_TYPE_TABLE(&role, sizeof(raw_range), 0, 100);

static const ep_type guests = {.shape = EP_LIST,
                               .name = "list",
                               .item = &ep_type_id,
                               .item_size = sizeof(ep_value),
                               .least = 1,
                               .most = 10000,
                               .lone = true};

/* The keys that steps and joint events share. */
#define MEETING(type, kinds) \
    {"kind", kinds, AT(type, meeting.kind), NULL, "what it is", EP_REQUIRED}, \
    {"id", &ep_type_id, AT(type, meeting.id), NULL, "differs in its list; part of its calendar id, so it stays", EP_REQUIRED}, \
    {"title", &ep_type_text, AT(type, meeting.title), NULL, "for people; made from the kind unless stated", EP_OPTIONAL}, \
    {"mode", &mode, AT(type, meeting.mode), NULL, "how it is held; by kind unless stated", EP_OPTIONAL}, \
    {"or-online", &ep_type_duration, AT(type, meeting.or_online), NULL, \
     "it is held online instead where it could be in person only so much later, or not at all", EP_OPTIONAL}, \
    {"reserve", &ep_type_duration, AT(type, meeting.reserve), NULL, \
     "of whole days: a reserve date is named, the first on which it could be so long after its date", EP_OPTIONAL}, \
    {"days", &day_count, AT(type, meeting.days), NULL, "length in days", EP_OPTIONAL}, \
    {"minutes", &minute_count, AT(type, meeting.minutes), NULL, "or in minutes; online 90 unless stated", EP_OPTIONAL}, \
    {"moderator", &ep_type_id, AT(type, meeting.moderator), NULL, "who leads it", EP_OPTIONAL}, \
    {"link", &ep_type_link, AT(type, meeting.link), NULL, "where to join it online; else as the moderator has it", EP_OPTIONAL}, \
    {"within", &within, AT(type, meeting.within), NULL, "the window in which it must lie", EP_OPTIONAL}, \
    {"after", &after, AT(type, meeting.after), NULL, "which other it follows", EP_OPTIONAL}, \
    {"prefer", &preference, AT(type, meeting.prefer), NULL, "when it is welcome; as of the programme unless stated", \
     EP_OPTIONAL}, \
    {"agenda", &agenda, AT(type, meeting.agenda), NULL, "its parts, in order", EP_OPTIONAL}, \
    {"roles", &roles, AT(type, meeting.roles), NULL, "who should take part, by role", EP_OPTIONAL}

static const ep_field step_fields[] = {
    MEETING(raw_step, &exchange_kind),
    {"travel-days", &travel_days, AT(raw_step, travel_days), "0", "the guests' days on the road, there and back together",
     EP_OPTIONAL},
    {"guest", &guests, AT(raw_step, guest), NULL, "cities that are the guest of this visit, whoever learns more", EP_OPTIONAL},
};
static const ep_type step = RECORD("step of the exchange", step_fields);
static const ep_type exchange = EP_TYPE_LIST(&step, sizeof(raw_step), 0, 100);

static const ep_field venue_fields[] = {
    {"name", &ep_type_text, AT(raw_venue, name), NULL, "the town or house", EP_REQUIRED},
    {"country", &ep_type_country, AT(raw_venue, country), NULL, "ISO 3166-1", EP_REQUIRED},
    {"timezone", &ep_type_zone, AT(raw_venue, timezone), NULL, "IANA name", EP_REQUIRED},
};
static const ep_type venue = RECORD("place", venue_fields);

static const char *const rotate_words[] = {"hosts"};
static const ep_type rotate = EP_TYPE_WORDS(rotate_words, sizeof rotate_words / sizeof *rotate_words);
static const char *const all_words[] = {"all"};
static const ep_type all = EP_TYPE_WORDS(all_words, sizeof all_words / sizeof *all_words);
static const ep_type some = EP_TYPE_LIST(&ep_type_id, sizeof(ep_value), 1, 10000);
static const ep_type countries = EP_TYPE_LIST(&ep_type_country, sizeof(ep_value), 1, 300);
static const ep_field participants_fields[] = {
    {"countries", &countries, AT(raw_participants, countries), NULL, "every city of these countries", EP_REQUIRED},
};
static const ep_field participants_all = {NULL, &all, AT(raw_participants, all), NULL, "every city", EP_OPTIONAL};
static const ep_field participants_cities = {NULL, &some, AT(raw_participants, cities), NULL, "these cities", EP_OPTIONAL};
static const ep_type participants = {.shape = EP_RECORD, .name = "participants", EP_FIELDS(participants_fields),
                                     .scalar = &participants_all, .list = &participants_cities};

static const ep_type event_count = EP_TYPE_INTEGER(1, 1000);
static const ep_field event_fields[] = {
    MEETING(raw_event, &joint_kind),
    {"count", &event_count, AT(raw_event, count), NULL,
     "how many of it: 1 unless stated; of what recurs at most so many", EP_OPTIONAL},
    {"rotate", &rotate, AT(raw_event, rotate), NULL, "each of them in another city", EP_OPTIONAL},
    {"city", &ep_type_id, AT(raw_event, city), NULL, "the city that hosts it", EP_OPTIONAL},
    {"place", &venue, AT(raw_event, place), NULL, "where it is when in no city that takes part", EP_OPTIONAL},
    {"every", &ep_type_duration, AT(raw_event, every), NULL, "it recurs: whole months, or weeks and days", EP_OPTIONAL},
    {"participants", &participants, AT(raw_event, participants), "all", "who takes part", EP_OPTIONAL},
    {"optional", &participants, AT(raw_event, optional), NULL, "who is invited beside them and comes if it can", EP_OPTIONAL},
};
static const ep_type event = RECORD("joint event", event_fields);
static const ep_type events = EP_TYPE_LIST(&event, sizeof(raw_event), 0, 500);

static const char *const held_words[] = {"online"};
static const ep_type held = EP_TYPE_WORDS(held_words, 1);
static const ep_field fixed_fields[] = {
    {"pair", &pair, AT(raw_fixed, pair), NULL, "whose exchange; a joint event has none", EP_OPTIONAL},
    {"event", &ep_type_id, AT(raw_fixed, event), NULL, "the step of the exchange or the joint event", EP_REQUIRED},
    {"start", &ep_type_start, AT(raw_fixed, start), NULL, "its first day, or day and local time", EP_REQUIRED},
    {"mode", &held, AT(raw_fixed, mode), NULL, "online, though the event is planned in person", EP_OPTIONAL},
    {"zone", &ep_type_zone, AT(raw_fixed, zone), NULL, "the zone of the time; of the place unless stated", EP_OPTIONAL},
    {"number", &event_count, AT(raw_fixed, number), NULL, "its number in a series", EP_OPTIONAL},
    {"link", &ep_type_link, AT(raw_fixed, link), NULL, "where to join it online; that of the event unless stated", EP_OPTIONAL},
};
static const ep_type fixed = RECORD("settled event", fixed_fields);
static const ep_type fixes = EP_TYPE_LIST(&fixed, sizeof(raw_fixed), 0, 20000);

static const ep_field blocked_fields[] = {
    {"mode", &mode, AT(raw_blocked, mode), NULL, "what cannot be; every mode unless stated", EP_OPTIONAL},
    {"country", &ep_type_country, AT(raw_blocked, country), NULL, "where; everywhere unless stated", EP_OPTIONAL},
    {"city", &ep_type_id, AT(raw_blocked, city), NULL, "in one city alone", EP_OPTIONAL},
    {"from", &ep_type_date, AT(raw_blocked, period.from), NULL, "first day", EP_REQUIRED},
    {"to", &ep_type_date, AT(raw_blocked, period.to), NULL, "last day, inclusive", EP_REQUIRED},
    {"why", &ep_type_text, AT(raw_blocked, period.why), NULL, "the reason, for people", EP_OPTIONAL},
};
static const ep_type blocked = RECORD("blocked period", blocked_fields);
static const ep_type blocks = EP_TYPE_LIST(&blocked, sizeof(raw_blocked), 0, 10000);

/* ---- the whole ---- */

static const char *const time_words[] = {"local", "utc"};
static const ep_type time_word = EP_TYPE_WORDS(time_words, sizeof time_words / sizeof *time_words);
static const ep_type spoken = EP_TYPE_LIST(&ep_type_spoken, sizeof(ep_value), 1, 12);
static const ep_field output_fields[] = {
    {"languages", &spoken, AT(raw_output, languages), "en",
     "of the calendars, the main one first: cs de el en es fr hr it nl pl pt sk", EP_OPTIONAL},
    {"time", &time_word, AT(raw_output, time), "local", "which times the calendars give", EP_OPTIONAL},
};
static const ep_type output = RECORD("output", output_fields);

static const ep_type version = EP_TYPE_INTEGER(1, 1);
static const ep_field file_fields[] = {
    {"epic", &version, AT(raw_file, epic), NULL, "the version of this format", EP_REQUIRED},
    {"programme", &info, AT(raw_file, programme), NULL, "the whole", EP_REQUIRED},
    {"cities", &cities, AT(raw_file, cities), NULL, "the places taking part", EP_REQUIRED},
    {"moderators", &moderators, AT(raw_file, moderators), NULL, "who can lead meetings", EP_OPTIONAL},
    {"pairing", &pairing, AT(raw_file, pairing), NULL, "the rules of pairing", EP_OPTIONAL},
    {"costs", &costs, AT(raw_file, costs), NULL, "what visits cost", EP_OPTIONAL},
    {"exchange", &exchange, AT(raw_file, exchange), NULL, "what every pair does; a step follows the one before it", EP_OPTIONAL},
    {"fixed", &fixes, AT(raw_file, fixed), NULL, "events that are settled", EP_OPTIONAL},
    {"events", &events, AT(raw_file, events), NULL, "joint events", EP_OPTIONAL},
    {"blocked", &blocks, AT(raw_file, blocked), NULL, "when and where nothing can be", EP_OPTIONAL},
    {"output", &output, AT(raw_file, output), NULL, "of the calendars", EP_OPTIONAL},
    {"surveys", &ep_type_any, AT(raw_file, surveys), NULL, "answers; kept for later", EP_LATER},
};
const ep_type ep_format = {.shape = EP_RECORD, .name = "programme file", EP_FIELDS(file_fields)};
