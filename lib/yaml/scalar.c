/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalars that any file has. Plain scalars are typed by the table, never by how they look: `country: NO` is Norway. */
#include <stdio.h>
#include <string.h>

#include "number.h"
#include "schema.h"
#include "text.h"
#include "writer.h"

const ep_type ep_type_text = {.shape = EP_SCALAR, .name = "text", .read = ep_read_text, .json = "string"};
const ep_type ep_type_id = {.shape = EP_SCALAR, .name = "id", .read = ep_read_id, .json = "string", .pattern = "^[a-z0-9-]+$"};
const ep_type ep_type_bool = {.shape = EP_SCALAR, .name = "true or false", .read = ep_read_bool, .json = "boolean"};
const ep_type ep_type_any = {.shape = EP_ANY, .name = "anything"};

static const char *keep(ep_reader *reader, const char *text)
{
    const char *copy = ep_arena_strdup(reader->keep, text);
    if (copy == NULL) {
        reader->status = EPIC_ENOMEM;
    }
    return copy;
}

static bool has_control(const char *text)
{
    for (size_t n = strlen(text); n > 0;) {
        uint32_t character = 0;
        size_t step = ep_utf8_decode(text, n, &character);
        if (step == 0 || (ep_is_control(character) && !ep_is_mark(character))) {
            return true;
        }
        text += step;
        n -= step;
    }
    return false;
}

bool ep_read_text(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    (void)type;
    if (node->text[strspn(node->text, " ")] == '\0') {
        ep_report(reader, "E206", node->place, "state a value or leave the key out", "%s has no value", ep_node_name(node));
        return false;
    }
    if (has_control(node->text)) {
        ep_report(reader, "E214", node->place, "texts stand on one line", "%s has a line break or control character in it",
                  ep_node_name(node));
        return false;
    }
    value->text = keep(reader, node->text);
    return value->text != NULL;
}

bool ep_read_id(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    (void)type;
    size_t good = strspn(node->text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (good == 0 || good > 64 || node->text[good] != '\0') {
        ep_report(reader, "E213", node->place, "ids are of a-z, 0-9 and -, at most 64 of them", "'%.80s' is not an id",
                  node->text);
        return false;
    }
    value->text = keep(reader, node->text);
    return value->text != NULL;
}

/* "0 to 1", "above 0, at most 1", "at least 0" */
static void range_words(const ep_type *type, char *words, size_t room)
{
    char low[EP_NUMBER_ROOM], high[EP_NUMBER_ROOM];
    ep_format_double(type->min, low);
    ep_format_double(type->max, high);
    snprintf(words, room, type->above ? "above %s, at most %s" : "%s to %s", low, high);
}

static bool in_range(ep_reader *reader, const ep_type *type, const ep_node *node, double number)
{
    char words[2 * EP_NUMBER_ROOM + 24];
    if (number >= type->min && number <= type->max && !(type->above && number <= type->min)) {
        return true;
    }
    range_words(type, words, sizeof words);
    ep_report(reader, "E205", node->place, NULL, "%s is %.40s, but must be %s", ep_node_name(node), node->text, words);
    return false;
}

static void not_a_number(ep_reader *reader, const ep_type *type, const ep_node *node, bool is_number)
{
    const char *form = type->read == ep_read_integer ? "whole numbers are written 3" : "numbers are written 0.25, with a point";
    ep_report(reader, "E204", node->place, is_number ? "write it without quotes" : form, "%s must be a %s, not '%.80s'",
              ep_node_name(node), type->name, node->text);
}

bool ep_read_number(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    bool ok = ep_parse_double(node->text, strlen(node->text), &value->number);
    if (!ok || !node->plain) {
        not_a_number(reader, type, node, ok);
        return false;
    }
    return in_range(reader, type, node, value->number);
}

bool ep_read_integer(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    bool ok = ep_parse_int(node->text, strlen(node->text), &value->integer);
    if (!ok || !node->plain) {
        not_a_number(reader, type, node, ok);
        return false;
    }
    return in_range(reader, type, node, (double)value->integer);
}

bool ep_read_bool(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    (void)type;
    bool yes = strcmp(node->text, "true") == 0;
    if (!node->plain || (!yes && strcmp(node->text, "false") != 0)) {
        ep_report(reader, "E208", node->place, NULL, "%s must be true or false, not '%.80s'", ep_node_name(node), node->text);
        return false;
    }
    value->integer = yes;
    return true;
}

bool ep_read_word(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    for (size_t i = 0; i < type->word_count; i++) {
        if (strcmp(node->text, type->words[i]) == 0) {
            value->integer = (int64_t)i;
            return true;
        }
    }
    ep_report(reader, "E209", node->place, ep_word_hint(reader, node->text, type->words, type->word_count),
              "unknown word '%.80s' for %s", node->text, node->key == NULL ? "a key" : node->key);
    return false;
}
