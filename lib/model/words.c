/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

const char *const ep_kind_words[EPIC_KINDS] = {"preparation", "online",     "visit",    "reply",   "follow-up",
                                               "local",       "meeting",    "training", "forum",   "webinar",
                                               "networking",  "conference", "pilot",    "deadline"};
const char *const ep_mode_words[EP_MODES] = {"in-person", "online", "hybrid"};

const char *epic_kind_word(epic_kind kind)
{
    return (unsigned)kind < EPIC_KINDS ? ep_kind_words[kind] : "unknown";
}

const char *epic_mode_word(epic_mode mode)
{
    return (unsigned)mode < EP_MODES ? ep_mode_words[mode] : "unknown";
}

epic_mode ep_kind_mode(epic_kind kind)
{
    const uint32_t online =
        1u << EPIC_PREPARATION | 1u << EPIC_ONLINE | 1u << EPIC_FOLLOW_UP | 1u << EPIC_WEBINAR | 1u << EPIC_DEADLINE;
    return (online >> kind & 1u) != 0 ? EPIC_MODE_ONLINE : EPIC_IN_PERSON;
}

bool ep_kind_in_days(epic_kind kind)
{
    return kind == EPIC_PREPARATION || kind == EPIC_VISIT || kind == EPIC_REPLY || kind == EPIC_DEADLINE;
}
