/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"

#include <epic/diag.h>
#include <string.h>

#include "grow.h"

static int add(void *user, const char *bytes, size_t n)
{
    ep_store *store = user;
    void *list = store->bytes;
    bool grown = ep_grow(&list, &store->room, store->used + n + 1, 1);
    store->bytes = list;
    if (grown) {
        memcpy(store->bytes + store->used, bytes, n);
        store->used += n;
        store->bytes[store->used] = '\0';
    }
    return !grown;
}

ep_writer *ep_store_begin(ep_store *store, ep_writer *writer)
{
    store->used = 0;
    ep_writer_init(writer, add, store);
    return writer;
}

int ep_store_end(ep_writer *writer)
{
    return ep_writer_end(writer) ? EPIC_ENOMEM : EPIC_OK;
}
