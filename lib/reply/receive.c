/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers into the plan.yaml of a folder, which is held meanwhile: publishing takes turns with it. */
#include <stdlib.h>

#include "exchange.h"
#include "issued.h"
#include "ours.h"
#include "replies.h"
#include "rewrite.h"
#include "store.h"

typedef struct inbox {
    ep_exchange place;
    char *plan; /* the text of plan.yaml */
    epic_ledger *ledger;
    epic_replies *replies;
    int read; /* what reading them said: EPIC_OK or EPIC_EINPUT */
} inbox;

static int put_folder(inbox *in)
{
    int status = ep_rewrite(&in->place, in->plan, ep_ledger_issues(epic_replies_ledger(in->replies)));
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
    status = status ? status : ep_rewrite_open(&in->place, &in->plan, &in->ledger);
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
