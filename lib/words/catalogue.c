/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalogue.h"

#include <string.h>

#include "text.h"

extern const ep_catalogue ep_catalogue_cs, ep_catalogue_de, ep_catalogue_el, ep_catalogue_es, ep_catalogue_fr, ep_catalogue_hr,
    ep_catalogue_it, ep_catalogue_nl, ep_catalogue_pl, ep_catalogue_pt, ep_catalogue_sk;

const ep_catalogue *const ep_catalogues[EP_CATALOGUES] = {
    &ep_catalogue_en, &ep_catalogue_cs, &ep_catalogue_de, &ep_catalogue_el, &ep_catalogue_es, &ep_catalogue_fr,
    &ep_catalogue_hr, &ep_catalogue_it, &ep_catalogue_nl, &ep_catalogue_pl, &ep_catalogue_pt, &ep_catalogue_sk,
};

const ep_catalogue *ep_catalogue_find(const char *language)
{
    for (size_t i = 0; i < EP_CATALOGUES; i++) {
        const char *own = ep_catalogues[i]->language, *at = language;
        while (*own && ep_lower(*at) == *own) {
            own++;
            at++;
        }
        if (*own == '\0' && (*at == '\0' || *at == '-')) {
            return ep_catalogues[i];
        }
    }
    return NULL;
}

const char *ep_word(const ep_catalogue *catalogue, ep_word_id id)
{
    return catalogue->words[id];
}

/* The argument whose place begins here, "{name}"; NULL when none does. */
static const ep_arg *arg_at(const char *text, const ep_arg *args, size_t count)
{
    size_t n = *text == '{' ? strcspn(text + 1, "}") : 0;
    for (size_t i = 0; i < count && n > 0; i++) {
        if (text[1 + n] == '}' && strlen(args[i].name) == n && strncmp(text + 1, args[i].name, n) == 0) {
            return &args[i];
        }
    }
    return NULL;
}

char *ep_fill(ep_arena *arena, const char *text, const ep_arg *args, size_t count)
{
    size_t room = strlen(text) + 1;
    const ep_arg *arg;
    for (const char *at = text; *at; at++) {
        arg = arg_at(at, args, count);
        if (arg != NULL && arg->value == NULL) {
            return NULL;
        }
        room += arg != NULL ? strlen(arg->value) : 0;
    }
    char *filled = ep_arena_array(arena, room, 1), *to = filled;
    while (filled != NULL && *text) {
        arg = arg_at(text, args, count);
        if (arg == NULL) {
            *to++ = *text++;
        } else {
            size_t n = strlen(arg->value);
            memcpy(to, arg->value, n);
            to += n;
            text += strlen(arg->name) + 2;
        }
    }
    return filled;
}
