/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers into the plan.yaml of a folder, which is held meanwhile: publishing takes turns with it. */
#include <stdlib.h>
#include <string.h>

#include "diags.h"
#include "exchange.h"
#include "issued.h"
#include "ours.h"
#include "replies.h"
#include "rewrite.h"
#include "slurp.h"
#include "store.h"

#define MOST_BYTES ((size_t)1 << 30)

typedef struct inbox {
    ep_exchange place;
    char *plan; /* the text of plan.yaml */
    epic_ledger *ledger;
    epic_replies *replies;
    int read; /* what reading them said: EPIC_OK or EPIC_EINPUT */
} inbox;

static int read_plan(inbox *in)
{
    char *path = ep_arena_printf(in->place.arena, "%s/plan.yaml", in->place.target);
    size_t size;
    int status = path == NULL ? EPIC_ENOMEM : ep_slurp(&in->plan, &size, path, MOST_BYTES, in->place.diags);
    return status ? status : epic_ledger_parse(&in->ledger, in->plan, size, path, in->place.diags);
}

static int pour(void *user, epic_write_fn write, void *to)
{
    const ep_store *store = user;
    return store->used > 0 && write(to, store->bytes, store->used) != 0 ? EPIC_EIO : EPIC_OK;
}

static int put_plan(inbox *in)
{
    ep_store text = {NULL, 0, 0};
    ep_writer writer;
    bool last = ep_rewrite(ep_store_begin(&text, &writer), in->plan, ep_ledger_issues(epic_replies_ledger(in->replies)));
    int status = ep_store_end(&writer);
    if (!last) {
        ep_diag_plain(in->place.diags, "E606", "what was issued is not the last thing in '%s/plan.yaml'", in->place.target);
        status = EPIC_EINPUT;
    }
    status = status ? status : ep_exchange_file(&in->place, "plan.yaml", NULL, pour, &text);
    free(text.bytes);
    return status;
}

static int put_folder(inbox *in)
{
    int status = put_plan(in);
    status = status ? status : ep_exchange_keep(&in->place, "report.html");
    for (size_t i = 0; i < EP_OUR_FOLDERS && status == EPIC_OK; i++) {
        char room[EP_OUR_FOLDER_ROOM];
        status = ep_exchange_keep_all(&in->place, ep_ours_folder(i, room), NULL, NULL);
    }
    return status ? status : ep_exchange_put(&in->place);
}

static int receive(inbox *in, ep_arena *arena, const char *path, const epic_reply_source *sources, size_t count,
                   epic_diags *diags)
{
    int status = ep_exchange_open(&in->place, arena, path, diags);
    status = status ? status : read_plan(in);
    if (status == EPIC_OK) {
        in->read = epic_replies_read(&in->replies, in->ledger, sources, count, diags);
        status = in->replies != NULL ? EPIC_OK : in->read;
    }
    bool news = status == EPIC_OK && ep_replies_changed(in->replies);
    status = news ? put_folder(in) : status;
    ep_exchange_close(&in->place, news && status == EPIC_OK);
    return status;
}

int epic_receive(epic_replies **out, const char *path, const epic_reply_source *sources, size_t count, epic_diags *diags)
{
    inbox in = {.plan = NULL};
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (path == NULL) {
        return EPIC_EARG;
    }
    ep_arena *arena = ep_arena_new();
    int status = arena == NULL ? EPIC_ENOMEM : receive(&in, arena, path, sources, count, diags);
    ep_arena_free(arena);
    if (status == EPIC_OK) {
        *out = in.replies;
        in.replies = NULL;
        status = in.read;
    }
    epic_replies_unref(in.replies);
    epic_ledger_unref(in.ledger);
    free(in.plan);
    return status;
}
