/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The programme file as it is written: what the tables of format.c fill. The id of a thing in a mapping is its `at->key`. */
#ifndef EP_FORMAT_H
#define EP_FORMAT_H

#include "schema.h"

typedef struct raw_period {
    const ep_node *at;
    ep_value from, to, why;
} raw_period;

typedef struct raw_domain {
    const ep_node *at;
    ep_value title, weight;
} raw_domain;

typedef struct raw_organisation {
    const ep_node *at;
    ep_value name, kind, role, email;
} raw_organisation;

typedef struct raw_contact {
    const ep_node *at;
    ep_value name, email;
} raw_contact;

typedef struct raw_prefer {
    const ep_node *at;
    ep_value hours;
    ep_items months;
} raw_prefer;

typedef struct raw_info {
    const ep_node *at;
    ep_value id, title, starts, ends, today, notice;
    ep_items domains, partners, planned;
    raw_contact organiser;
    raw_prefer prefer;
} raw_info;

typedef struct raw_profile {
    const ep_node *at;
    ep_value strength, need, priority, rank, offers, competence;
} raw_profile;

typedef struct raw_location {
    const ep_node *at;
    ep_value latitude, longitude;
} raw_location;

typedef struct raw_calendars {
    const ep_node *at;
    ep_items holidays, busy, avoid;
} raw_calendars;

typedef struct raw_range {
    const ep_node *at;
    ep_value min, max;
} raw_range;

typedef struct raw_capacity {
    const ep_node *at;
    raw_range host, guest;
} raw_capacity;

typedef struct raw_city {
    const ep_node *at;
    ep_value name, country, region, timezone, population, office_hours, visits_at_a_time;
    ep_items profile, languages, organisations, unavailable;
    raw_location location;
    raw_calendars calendars;
    raw_capacity capacity;
} raw_city;

typedef struct raw_moderator {
    const ep_node *at;
    ep_value name, timezone, office_hours, turn_round, link;
} raw_moderator;

typedef struct raw_pair {
    const ep_node *at;
    ep_value a, b;
} raw_pair;

typedef struct raw_quota {
    const ep_node *at;
    ep_items cities;
    ep_value at_least, at_most;
} raw_quota;

typedef struct raw_limits {
    const ep_node *at;
    ep_value distance, total, country, country_pair, budget, pair_budget, city_budget;
    ep_items groups;
} raw_limits;

typedef struct raw_fare {
    const ep_node *at;
    ep_value km, eur;
} raw_fare;

/* As stated, of one kind or another, or in a file. */
typedef struct raw_rates {
    const ep_node *at;
    ep_value file, column, eur;
    ep_items items; /* raw_fare, or ep_value whose key is a country */
} raw_rates;

typedef struct raw_costs {
    const ep_node *at;
    ep_value people;
    raw_rates day, travel;
} raw_costs;

typedef struct raw_transfer {
    const ep_node *at;
    ep_value size, competence;
} raw_transfer;

typedef struct raw_pairing {
    const ep_node *at;
    ep_value mode, value, other_country, common_language, prefer, allow_zero, rounds, odd, step;
    ep_items interpreters, pins, vetoes, earlier, mentors;
    raw_limits limits;
    raw_transfer transfer;
} raw_pairing;

typedef struct raw_agenda_item {
    const ep_node *at;
    ep_value minutes, title;
} raw_agenda_item;

typedef struct raw_after {
    const ep_node *at;
    ep_value event, at_least, at_most;
} raw_after;

typedef struct raw_venue {
    const ep_node *at;
    ep_value name, country, timezone;
} raw_venue;

typedef struct raw_participants {
    const ep_node *at;
    ep_value all;
    ep_items cities, countries;
} raw_participants;

/* What steps of an exchange and joint events have in common, */
typedef struct raw_meeting {
    ep_value kind, id, title, mode, or_online, reserve, days, minutes, moderator, link;
    raw_period within;
    raw_after after;
    raw_prefer prefer;
    ep_items agenda, roles;
} raw_meeting;

/* and what they have not. */
typedef struct raw_step {
    const ep_node *at;
    raw_meeting meeting;
    ep_value travel_days;
    ep_items guest;
} raw_step;

typedef struct raw_event {
    const ep_node *at;
    raw_meeting meeting;
    ep_value count, rotate, city, every;
    raw_venue place;
    raw_participants participants, optional;
} raw_event;

typedef struct raw_blocked {
    const ep_node *at;
    ep_value mode, country, city;
    raw_period period; /* its keys stand beside the others */
} raw_blocked;

typedef struct raw_fixed {
    const ep_node *at;
    raw_pair pair;
    ep_value event, start, mode, zone, number, link;
} raw_fixed;

typedef struct raw_output {
    const ep_node *at;
    ep_items languages;
    ep_value time;
} raw_output;

typedef struct raw_file {
    const ep_node *at;
    ep_value epic;
    raw_info programme;
    ep_items cities, moderators, exchange, fixed, events, blocked;
    raw_pairing pairing;
    raw_costs costs;
    raw_output output;
    const ep_node *surveys;
} raw_file;

extern const ep_type ep_format; /* fills a raw_file */

#endif
