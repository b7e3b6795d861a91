/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <string.h>

#include "text.h"

#define MOST_LIKENED 100 /* answers for which a like title is looked for */

int ep_judge_begin(ep_judge *own, ep_arena *arena, const epic_ledger *ledger)
{
    *own = (ep_judge){.arena = arena, .ledger = ledger, .issues = ep_ledger_issues(ledger)};
    size_t count = own->issues->count;
    own->entries = ep_arena_array_of(arena, count, epic_issued);
    own->open = ep_arena_array_of(arena, count, ep_answers);
    own->titles = ep_arena_array_of(arena, count, const char *);
    if (own->entries == NULL || own->open == NULL || own->titles == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        own->entries[i] = own->issues->entries[i];
        own->titles[i] = own->entries[i].title;
    }
    return EPIC_OK;
}

static void refuse(epic_reply *out, epic_reply_fate fate, const char *why)
{
    out->fate = fate;
    out->why = why;
}

/* ---- who says it ---- */

static bool is_of(const epic_issued *entry, const ep_mailbox *box, const char *address)
{
    return ep_same_address(box->email, address) && ep_has_id(entry->cities, entry->city_count, box->city);
}

/* The mailbox that a voice goes by, by its own address first; NULL when it has none. */
static const ep_mailbox *mailbox_of(const ep_judge *own, const epic_issued *entry, const ep_voice *voice)
{
    for (size_t i = 0; i < EP_VOICE_ADDRESSES; i++) {
        for (size_t k = 0; voice->addresses[i] != NULL && k < own->issues->mailbox_count; k++) {
            if (is_of(entry, &own->issues->mailboxes[k], voice->addresses[i])) {
                return &own->issues->mailboxes[k];
            }
        }
    }
    return NULL;
}

/* One should speak. Some programs list all who are invited: then the one who has answered. */
static const ep_voice *find_voice(const ep_judge *own, const epic_issued *entry, const ep_said *said, epic_reply *out)
{
    const ep_voice *invited = NULL, *answering = NULL;
    size_t counts[2] = {0, 0};
    for (size_t i = 0; i < said->voice_count; i++) {
        const ep_voice *voice = &said->voices[i];
        if (mailbox_of(own, entry, voice) != NULL) {
            invited = voice;
            counts[0]++;
            answering = voice->answer != EPIC_ANSWER_NONE ? voice : answering;
            counts[1] += voice->answer != EPIC_ANSWER_NONE;
        }
    }
    if (counts[0] == 0) {
        refuse(out, EPIC_REPLY_UNINVITED, "no city that takes part has this address");
    } else if (counts[0] > 1 && counts[1] != 1) {
        refuse(out, EPIC_REPLY_DAMAGED, "it names several that are invited: who of them answers is not said");
    }
    return counts[0] == 1 ? invited : counts[1] == 1 ? answering : NULL;
}

/* ---- what is taken ---- */

static const epic_wish *wish_of(ep_judge *own, const epic_issued *entry, const ep_said *said, const ep_mailbox *box)
{
    epic_wish *wish = ep_arena_new_of(own->arena, epic_wish);
    if (wish == NULL) {
        return NULL;
    }
    *wish = (epic_wish){.city = box->city, .email = box->email, .sequence = said->sequence, .stamp = said->stamp,
                        .all_day = said->all_day, .start = EPIC_NO_INSTANT, .end = EPIC_NO_INSTANT, .comment = said->comment};
    bool as_long = !said->ends && said->all_day == entry->all_day;
    if (said->all_day) {
        wish->first = said->first;
        wish->last = as_long ? said->first + (entry->last - entry->first) : said->last;
    } else {
        wish->start = said->start;
        wish->end = as_long ? said->start + (entry->end - entry->start) : said->end;
    }
    return wish;
}

/* For one mailbox. Whether it adds anything. */
static bool take_for(ep_answers *into, const ep_mailbox *box, const epic_reply *one)
{
    const epic_answered answer = {box->city, box->email, one->answer, one->sequence, one->stamp};
    if (one->kind == EPIC_REPLY_REFRESH) {
        return ep_answers_again(into, box->city);
    }
    bool answers = one->kind == EPIC_REPLY_ANSWER || one->answer != EPIC_ANSWER_NONE;
    bool news = answers && ep_answers_take(into, &answer);
    if (one->wish != NULL) {
        epic_wish wish = *one->wish;
        wish.city = box->city;
        wish.email = box->email;
        news = ep_answers_wish(into, &wish) || news;
    }
    return news;
}

/* Cities can share an address. */
static int take(ep_judge *own, size_t index, const char *address, epic_reply *out)
{
    bool news = false;
    if (own->open[index].entry == NULL &&
        !ep_answers_open(&own->open[index], own->arena, &own->entries[index], own->issues->mailbox_count)) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < own->issues->mailbox_count; i++) {
        const ep_mailbox *box = &own->issues->mailboxes[i];
        news = (is_of(&own->entries[index], box, address) && take_for(&own->open[index], box, out)) || news;
    }
    if (!news) {
        refuse(out, EPIC_REPLY_KNOWN, out->kind == EPIC_REPLY_REFRESH ? "it is to be written once more already"
                                                                      : "it is known, or something newer from this address is");
    }
    own->changed = own->changed || news;
    return EPIC_OK;
}

/* ---- what it is about ---- */

static void refuse_unknown(ep_judge *own, const ep_said *said, epic_reply *out)
{
    refuse(out, EPIC_REPLY_UNKNOWN, "nothing was issued under this UID");
    if (said->title == NULL || own->likened++ >= MOST_LIKENED) {
        return;
    }
    const char *like = ep_nearest(said->title, own->titles, own->issues->count);
    for (size_t i = 0; like != NULL && i < own->issues->count && out->nearest == NULL; i++) {
        out->nearest = own->titles[i] == like ? &own->entries[i] : NULL;
    }
}

/* Whether it answers what stands. */
static bool is_current(const epic_issued *entry, const ep_said *said, epic_reply *out)
{
    if (said->part) {
        refuse(out, EPIC_REPLY_PART, "it answers one date of a series alone");
        return false;
    }
    if (said->kind == EPIC_REPLY_REFRESH) {
        return true;
    }
    if (entry->standing == EPIC_WITHDRAWN) {
        refuse(out, EPIC_REPLY_STALE, "it was cancelled");
    } else if (said->sequence < entry->since) {
        refuse(out, EPIC_REPLY_STALE, "it answers an earlier revision, whose time, place or status was another");
    } else if (said->sequence > entry->sequence) {
        refuse(out, EPIC_REPLY_AHEAD, "it answers a revision that this plan has not issued");
    }
    return out->fate == EPIC_REPLY_TAKEN;
}

/* An answer that is whole, to something that was issued. */
static int hold(ep_judge *own, const epic_issued *issued, const ep_said *said, epic_reply *out)
{
    const ep_voice *voice = find_voice(own, issued, said, out);
    if (voice == NULL) {
        return EPIC_OK;
    }
    const ep_mailbox *box = mailbox_of(own, issued, voice);
    out->email = box->email;
    out->city = box->city;
    out->answer = said->kind == EPIC_REPLY_REFRESH ? EPIC_ANSWER_NONE : voice->answer;
    out->delegate = voice->answer == EPIC_ANSWER_DELEGATED ? voice->delegate : NULL;
    out->wish = said->kind == EPIC_REPLY_WISH ? wish_of(own, issued, said, box) : NULL;
    if (said->kind == EPIC_REPLY_WISH && out->wish == NULL) {
        return EPIC_ENOMEM;
    }
    return is_current(issued, said, out) ? take(own, (size_t)(issued - own->issues->entries), box->email, out) : EPIC_OK;
}

int ep_judge_take(ep_judge *own, const ep_said *said, epic_reply *out)
{
    *out = (epic_reply){.file = said->file, .line = said->line, .kind = said->kind, .uid = said->uid, .comment = said->comment,
                        .sequence = said->sequence, .stamp = said->stamp};
    const ep_voice *voice = said->voice_count > 0 ? &said->voices[0] : NULL;
    for (size_t i = 0; voice != NULL && i < EP_VOICE_ADDRESSES; i++) {
        out->email = out->email != NULL ? out->email : voice->addresses[i];
    }
    out->answer = voice != NULL && said->kind != EPIC_REPLY_REFRESH ? voice->answer : EPIC_ANSWER_NONE;
    const epic_issued *issued = epic_ledger_find(own->ledger, said->uid);
    if (issued == NULL && said->uid != NULL) {
        refuse_unknown(own, said, out);
        return EPIC_OK;
    }
    if (said->wrong != NULL) {
        refuse(out, EPIC_REPLY_DAMAGED, said->wrong);
        return EPIC_OK;
    }
    out->entry = &own->entries[issued - own->issues->entries];
    return hold(own, issued, said, out);
}
