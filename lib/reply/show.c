/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was read of answers, for people and as JSON. */
#include "issued.h"
#include "json.h"
#include "paint.h"
#include "replies.h"
#include "when.h"

/* As an entry has them, to be written in the same way. */
static epic_issued times_of(const epic_wish *wish)
{
    return (epic_issued){.all_day = wish->all_day, .first = wish->first, .last = wish->last, .start = wish->start,
                         .end = wish->end};
}

/* ---- text ---- */

/* "leeds declines", "leeds asks for Wed 2026-06-10 08:00-09:30 UTC instead of". */
static void put_deed(ep_writer *out, const epic_reply *one)
{
    static const char *const verbs[] = {"does not answer to", "accepts", "perhaps takes part in", "declines", "delegates"};
    ep_put(out, one->city != NULL ? one->city : one->email != NULL ? one->email : "somebody");
    ep_put_char(out, ' ');
    if (one->kind == EPIC_REPLY_REFRESH) {
        ep_put(out, "wants to have once more");
    } else if (one->wish != NULL) {
        const epic_issued wish = times_of(one->wish);
        ep_put(out, "asks for ");
        ep_put_when(out, &wish);
        ep_put(out, " instead of");
    } else {
        ep_put(out, one->kind == EPIC_REPLY_WISH ? "asks for another time of" : verbs[one->answer]);
    }
    ep_put_char(out, ' ');
}

static void put_line(ep_writer *out, const char *label, const char *text)
{
    if (text != NULL) {
        ep_put(out, label);
        ep_put(out, text);
        ep_put_char(out, '\n');
    }
}

static void put_reply(ep_writer *out, const ep_paint *paint, const epic_reply *one)
{
    const char *look = one->fate == EPIC_REPLY_TAKEN ? paint->strong : one->fate == EPIC_REPLY_KNOWN ? paint->faint : paint->warn;
    ep_putf(out, "%s%s%s: ", look, epic_reply_fate_word(one->fate), paint->off);
    put_deed(out, one);
    if (one->entry != NULL) {
        ep_put(out, one->entry->title);
        ep_put(out, ", ");
        ep_put_when(out, one->entry);
    } else {
        ep_put(out, one->uid != NULL ? one->uid : "what it does not name");
    }
    ep_put_char(out, '\n');
    put_line(out, "  ", one->why);
    put_line(out, "  comment: ", one->comment);
    put_line(out, "  delegated to: ", one->delegate);
    put_line(out, "  is this meant: ", one->nearest != NULL ? one->nearest->title : NULL);
}

static void put_text(ep_writer *out, const epic_replies *replies, const ep_paint *paint)
{
    size_t count = epic_replies_count(replies), taken = 0;
    for (size_t i = 0; i < count; i++) {
        const epic_reply *one = epic_replies_get(replies, i);
        put_reply(out, paint, one);
        taken += one->fate == EPIC_REPLY_TAKEN;
    }
    ep_putf(out, "%s%zu of %zu %s taken.\n", count ? "\n" : "", taken, count, count == 1 ? "answer" : "answers");
}

/* ---- JSON ---- */

static void put_json_wish(ep_json *json, const epic_wish *wish)
{
    char start[EP_MOMENT_ROOM], end[EP_MOMENT_ROOM];
    if (wish == NULL) {
        ep_json_null(json, "wish");
        return;
    }
    ep_json_open(json, "wish", '{');
    ep_json_text(json, "start", wish->all_day ? epic_date_write(wish->first, start) : ep_moment_write(wish->start, start));
    ep_json_text(json, "end", wish->all_day ? epic_date_write(wish->last + 1, end) : ep_moment_write(wish->end, end));
    ep_json_close(json, '}');
}

static void put_json_reply(ep_json *json, const epic_reply *one)
{
    char stamp[EP_MOMENT_ROOM];
    ep_json_open(json, NULL, '{');
    ep_json_text(json, "file", one->file);
    ep_json_int(json, "line", one->line);
    ep_json_text(json, "kind", epic_reply_kind_word(one->kind));
    ep_json_text(json, "fate", epic_reply_fate_word(one->fate));
    ep_json_text(json, "why", one->why);
    ep_json_text(json, "uid", one->uid);
    ep_json_text(json, "title", one->entry != NULL ? one->entry->title : NULL);
    ep_json_text(json, "city", one->city);
    ep_json_text(json, "email", one->email);
    ep_json_text(json, "answer", one->kind == EPIC_REPLY_REFRESH ? NULL : epic_answer_word(one->answer));
    ep_json_text(json, "delegate", one->delegate);
    ep_json_int(json, "sequence", one->sequence);
    ep_json_text(json, "stamp", one->stamp == EPIC_NO_INSTANT ? NULL : ep_moment_write(one->stamp, stamp));
    put_json_wish(json, one->wish);
    ep_json_text(json, "comment", one->comment);
    ep_json_text(json, "consent",
                 one->entry == NULL || one->city == NULL ? NULL : epic_consent_word(epic_issued_consent(one->entry, one->city)));
    ep_json_text(json, "nearest", one->nearest != NULL ? one->nearest->uid : NULL);
    ep_json_close(json, '}');
}

static void put_json(ep_writer *out, const epic_replies *replies)
{
    ep_json json;
    ep_json_init(&json, out);
    ep_json_open(&json, NULL, '{');
    ep_json_open(&json, "replies", '[');
    for (size_t i = 0; i < epic_replies_count(replies); i++) {
        put_json_reply(&json, epic_replies_get(replies, i));
    }
    ep_json_close(&json, ']');
    ep_json_close(&json, '}');
    ep_put_char(out, '\n');
}

int epic_publish_replies(const epic_replies *replies, epic_format format, epic_write_fn write, void *user)
{
    const ep_paint *paint = ep_paint_of(format);
    ep_writer writer;
    if (replies == NULL || write == NULL || (paint == NULL && format != EPIC_JSON)) {
        return EPIC_EARG;
    }
    ep_writer_init(&writer, write, user);
    if (paint != NULL) {
        put_text(&writer, replies, paint);
    } else {
        put_json(&writer, replies);
    }
    return ep_writer_end(&writer);
}
