/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cities have answered: how answers meet, and what stays of them when an entry is issued anew. */
#include <string.h>

#include "issued.h"
#include "text.h"

const char *const ep_partstats[EP_ANSWERS] = {"NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED", "DELEGATED"};
const char *const ep_answer_words[EP_ANSWERS] = {"needs-action", "accepted", "tentative", "declined", "delegated"};

const char *epic_answer_word(epic_answer answer)
{
    return (size_t)answer < EP_ANSWERS ? ep_answer_words[answer] : "unknown";
}

const char *epic_consent_word(epic_consent consent)
{
    static const char *const words[] = {"proposed", "accepted", "declined"};
    return (size_t)consent < 3 ? words[consent] : "unknown";
}

bool ep_same_address(const char *one, const char *other)
{
    for (; *one && ep_lower(*one) == ep_lower(*other); one++) {
        other++;
    }
    return *one == '\0' && *other == '\0';
}

/* ---- what is there ---- */

static int compare_owners(const char *city, const char *email, const char *other_city, const char *other_email)
{
    int order = strcmp(city, other_city);
    return order ? order : strcmp(email, other_email);
}

/* Where the answer, or the wish, of an address stands or would stand. */
static size_t find_answer(const epic_issued *entry, const char *city, const char *email, bool *there)
{
    size_t at = 0;
    int order = -1;
    while (at < entry->answer_count &&
           (order = compare_owners(entry->answers[at].city, entry->answers[at].email, city, email)) < 0) {
        at++;
    }
    *there = at < entry->answer_count && order == 0;
    return at;
}

static size_t find_wish(const epic_issued *entry, const char *city, const char *email, bool *there)
{
    size_t at = 0;
    int order = -1;
    while (at < entry->wish_count && (order = compare_owners(entry->wishes[at].city, entry->wishes[at].email, city, email)) < 0) {
        at++;
    }
    *there = at < entry->wish_count && order == 0;
    return at;
}

epic_answer ep_answer_of(const epic_issued *entry, const char *city, const char *email)
{
    bool there;
    size_t at = find_answer(entry, city, email, &there);
    return there ? entry->answers[at].answer : EPIC_ANSWER_NONE;
}

epic_consent epic_issued_consent(const epic_issued *issued, const char *city)
{
    size_t counts[5] = {0};
    for (size_t i = 0; issued != NULL && city != NULL && i < issued->answer_count; i++) {
        counts[issued->answers[i].answer] += strcmp(issued->answers[i].city, city) == 0;
    }
    if (counts[EPIC_ANSWER_DECLINED] > 0) {
        return EPIC_CONSENT_DECLINED;
    }
    bool accepted = counts[EPIC_ANSWER_ACCEPTED] > 0 && counts[EPIC_ANSWER_TENTATIVE] == 0;
    return accepted ? EPIC_CONSENT_ACCEPTED : EPIC_CONSENT_PROPOSED;
}

static int compare_ages(uint32_t sequence, epic_instant stamp, uint32_t other_sequence, epic_instant other_stamp)
{
    return sequence != other_sequence ? (sequence > other_sequence) - (sequence < other_sequence)
                                      : (stamp > other_stamp) - (stamp < other_stamp);
}

bool epic_wish_stands(const epic_issued *issued, const epic_wish *wish)
{
    bool there;
    if (issued == NULL || wish == NULL) {
        return false;
    }
    size_t at = find_answer(issued, wish->city, wish->email, &there);
    const epic_answered *answer = there ? &issued->answers[at] : NULL;
    return answer == NULL || answer->answer != EPIC_ANSWER_ACCEPTED ||
           compare_ages(answer->sequence, answer->stamp, wish->sequence, wish->stamp) <= 0;
}

/* ---- what comes in ---- */

bool ep_answers_open(ep_answers *out, ep_arena *arena, epic_issued *entry, size_t mailboxes)
{
    *out = (ep_answers){entry, ep_arena_array_of(arena, entry->answer_count + mailboxes, epic_answered),
                        ep_arena_array_of(arena, entry->wish_count + mailboxes, epic_wish),
                        ep_arena_array_of(arena, entry->again_count + mailboxes, const char *)};
    if (out->answers == NULL || out->wishes == NULL || out->again == NULL) {
        return false;
    }
    for (size_t i = 0; i < entry->answer_count; i++) {
        out->answers[i] = entry->answers[i];
    }
    for (size_t i = 0; i < entry->wish_count; i++) {
        out->wishes[i] = entry->wishes[i];
    }
    for (size_t i = 0; i < entry->again_count; i++) {
        out->again[i] = entry->again[i];
    }
    entry->answers = out->answers;
    entry->wishes = out->wishes;
    entry->again = out->again;
    return true;
}

bool ep_answers_take(ep_answers *own, const epic_answered *answer)
{
    bool there;
    size_t at = find_answer(own->entry, answer->city, answer->email, &there);
    epic_answered *list = own->answers;
    if (there) {
        int age = compare_ages(answer->sequence, answer->stamp, list[at].sequence, list[at].stamp);
        if (age < 0 || (age == 0 && answer->answer <= list[at].answer)) {
            return false; /* of two at once the graver one counts, whichever comes first */
        }
    } else {
        memmove(list + at + 1, list + at, (own->entry->answer_count++ - at) * sizeof *list);
    }
    list[at] = *answer;
    return true;
}

/* Any order that is the same whichever comes first. */
static int compare_wishes(const epic_wish *one, const epic_wish *other)
{
    int64_t keys[2][5] = {{one->all_day, one->first, one->last, one->start, one->end},
                          {other->all_day, other->first, other->last, other->start, other->end}};
    for (size_t i = 0; i < 5; i++) {
        if (keys[0][i] != keys[1][i]) {
            return keys[0][i] > keys[1][i] ? 1 : -1;
        }
    }
    return strcmp(one->comment != NULL ? one->comment : "", other->comment != NULL ? other->comment : "");
}

bool ep_answers_wish(ep_answers *own, const epic_wish *wish)
{
    bool there;
    size_t at = find_wish(own->entry, wish->city, wish->email, &there);
    epic_wish *list = own->wishes;
    if (there) {
        int age = compare_ages(wish->sequence, wish->stamp, list[at].sequence, list[at].stamp);
        if (age < 0 || (age == 0 && compare_wishes(wish, &list[at]) <= 0)) {
            return false;
        }
    } else {
        memmove(list + at + 1, list + at, (own->entry->wish_count++ - at) * sizeof *list);
    }
    list[at] = *wish;
    return true;
}

bool ep_answers_again(ep_answers *own, const char *city)
{
    size_t at = 0;
    epic_issued *entry = own->entry;
    const char **list = own->again;
    while (at < entry->again_count && strcmp(list[at], city) < 0) {
        at++;
    }
    if (at < entry->again_count && strcmp(list[at], city) == 0) {
        return false;
    }
    memmove(list + at + 1, list + at, (entry->again_count++ - at) * sizeof *list);
    list[at] = city;
    return true;
}

/* ---- what stays ---- */

/* Whether the address still is one of the organisations that take part. */
static bool is_invited(const epic_issued *entry, const ep_issues *told, const char *city, const char *email)
{
    bool found = false;
    for (size_t i = 0; i < told->mailbox_count && !found; i++) {
        found = strcmp(told->mailboxes[i].city, city) == 0 && strcmp(told->mailboxes[i].email, email) == 0;
    }
    return found && ep_has_id(entry->cities, entry->city_count, city);
}

static bool is_granted(const epic_issued *entry, const epic_wish *wish)
{
    return wish->all_day == entry->all_day && (wish->all_day ? wish->first == entry->first && wish->last == entry->last
                                                             : wish->start == entry->start && wish->end == entry->end);
}

/* Who proposed the time that it is now has accepted it. */
static void take_granted(ep_answers *own, const epic_issued *old, const ep_issues *told)
{
    const epic_issued *entry = own->entry;
    for (size_t i = 0; i < old->wish_count; i++) {
        const epic_wish *wish = &old->wishes[i];
        if (is_granted(entry, wish) && epic_wish_stands(old, wish) && is_invited(entry, told, wish->city, wish->email)) {
            const epic_answered answer = {wish->city, wish->email, EPIC_ANSWER_ACCEPTED, entry->sequence, wish->stamp};
            (void)ep_answers_take(own, &answer);
        }
    }
}

static void keep_answers(ep_answers *own, const epic_issued *old, const ep_issues *told)
{
    for (size_t i = 0; i < old->answer_count; i++) {
        if (is_invited(own->entry, told, old->answers[i].city, old->answers[i].email)) {
            (void)ep_answers_take(own, &old->answers[i]);
        }
    }
}

/* What has been taken back is known by the answers, so it goes where these go. */
static void keep_wishes(ep_answers *own, const epic_issued *old, const ep_issues *told, bool answers)
{
    for (size_t i = 0; i < old->wish_count; i++) {
        bool stays = answers || epic_wish_stands(old, &old->wishes[i]);
        if (stays && is_invited(own->entry, told, old->wishes[i].city, old->wishes[i].email)) {
            (void)ep_answers_wish(own, &old->wishes[i]);
        }
    }
}

bool ep_answers_carry(ep_arena *arena, epic_issued *entry, const epic_issued *old, unsigned changed, const ep_issues *told)
{
    bool moved = (changed & EPIC_PROPERTY_TIME) != 0, stands = entry->standing != EPIC_WITHDRAWN;
    bool settled = (changed & EP_SIGNIFICANT) == EPIC_PROPERTY_STATUS && old->standing == EPIC_TENTATIVE && stands;
    bool kept = (changed & EP_SIGNIFICANT) == 0 || settled;
    ep_answers own;
    entry->answer_count = entry->wish_count = entry->again_count = 0;
    entry->since = kept ? old->since : entry->sequence;
    if (!ep_answers_open(&own, arena, entry, old->answer_count + old->wish_count + old->again_count)) {
        return false;
    }
    if (kept) {
        keep_answers(&own, old, told);
    }
    if (stands && !moved) {
        keep_wishes(&own, old, told, kept);
    } else if (stands) {
        take_granted(&own, old, told);
    }
    for (size_t i = 0; changed == 0 && i < old->again_count; i++) {
        (void)ep_answers_again(&own, old->again[i]);
    }
    return true;
}
