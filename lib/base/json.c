/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <math.h>

void ep_json_init(ep_json *json, ep_writer *writer)
{
    *json = (ep_json){.writer = writer};
}

static void begin(ep_json *json, const char *key)
{
    uint32_t bit = (uint32_t)1 << (json->depth % 32);
    if (json->filled & bit) {
        ep_put(json->writer, ", ");
    }
    json->filled |= bit;
    if (key != NULL) {
        ep_put_json(json->writer, key);
        ep_put(json->writer, ": ");
    }
}

void ep_json_open(ep_json *json, const char *key, char bracket)
{
    begin(json, key);
    ep_put_char(json->writer, bracket);
    json->depth++;
    json->filled &= ~((uint32_t)1 << (json->depth % 32));
}

void ep_json_close(ep_json *json, char bracket)
{
    json->depth--;
    ep_put_char(json->writer, bracket);
}

void ep_json_text(ep_json *json, const char *key, const char *text)
{
    begin(json, key);
    ep_put_json(json->writer, text);
}

void ep_json_double(ep_json *json, const char *key, double value)
{
    if (!isfinite(value)) {
        ep_json_null(json, key);
        return;
    }
    begin(json, key);
    ep_put_double(json->writer, value);
}

void ep_json_int(ep_json *json, const char *key, int64_t value)
{
    begin(json, key);
    ep_put_int(json->writer, value);
}

void ep_json_bool(ep_json *json, const char *key, bool value)
{
    begin(json, key);
    ep_put(json->writer, value ? "true" : "false");
}

void ep_json_null(ep_json *json, const char *key)
{
    begin(json, key);
    ep_put(json->writer, "null");
}
