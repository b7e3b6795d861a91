/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "uid.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define PATH_ROOM 4096 /* what ep_uuid5() hashes in whole */

/* UUIDv5 of "libepic" in the name space of DNS names: b49f6337-1197-5f22-a14a-2e0ff50b2e8d. */
static const uint8_t name_space[16] = {0xb4, 0x9f, 0x63, 0x37, 0x11, 0x97, 0x5f, 0x22,
                                       0xa1, 0x4a, 0x2e, 0x0f, 0xf5, 0x0b, 0x2e, 0x8d};

static const char *const leg_words[] = {"", "/travel-out", "/travel-back", "/online"};

static void uid_of(const char *path, char out[EP_UUID_ROOM])
{
    uint8_t uuid[16];
    ep_uuid5(name_space, path, strlen(path), uuid, out);
}

void ep_uid_step(const char *programme, const char *a, const char *b, const char *step, ep_leg leg, char out[EP_UUID_ROOM])
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/pair/%s~%s/%s%s", programme, a, b, step, leg_words[leg]);
    uid_of(path, out);
}

void ep_uid_joint(const char *programme, const char *event, uint32_t number, ep_leg leg, char out[EP_UUID_ROOM])
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/event/%s/%" PRIu32 "%s", programme, event, number ? number : 1, leg_words[leg]);
    uid_of(path, out);
}

void ep_uid_series(const char *programme, const char *event, char out[EP_UUID_ROOM])
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/event/%s/every", programme, event);
    uid_of(path, out);
}
