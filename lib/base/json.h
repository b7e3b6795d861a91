/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON out: keeps the commas, so that a publisher reads like its output. Depth at most 32. */
#ifndef EP_JSON_H
#define EP_JSON_H

#include "writer.h"

typedef struct ep_json {
    ep_writer *writer;
    uint32_t filled; /* bit per depth: whether a comma is due */
    unsigned depth;
} ep_json;

void ep_json_init(ep_json *json, ep_writer *writer);

/* `key` is NULL inside an array and for the top value. */
void ep_json_open(ep_json *json, const char *key, char bracket); /* '{' or '[' */
void ep_json_close(ep_json *json, char bracket);                 /* '}' or ']' */
void ep_json_text(ep_json *json, const char *key, const char *text); /* NULL: null */
void ep_json_double(ep_json *json, const char *key, double value);   /* NaN: null */
void ep_json_int(ep_json *json, const char *key, int64_t value);
void ep_json_bool(ep_json *json, const char *key, bool value);
void ep_json_null(ep_json *json, const char *key);

#endif
