/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schema.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "diags.h"
#include "text.h"

void ep_report(ep_reader *reader, const char *code, epic_place place, const char *hint, const char *format, ...)
{
    char message[512];
    va_list args;
    if (code[0] == 'E' && ++reader->errors > EP_ERRORS_MAX) {
        if (reader->errors == EP_ERRORS_MAX + 1) {
            ep_diag(reader->diags, "E115", reader->file, place, "mend these first", "too many errors; the others are not shown");
        }
        return;
    }
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    ep_diag(reader->diags, code, reader->file, place, hint, "%s", message);
}

/* Says, once for each option (a literal), that it has no effect yet. */
static void report_later(ep_reader *reader, epic_place place, const char *option)
{
    size_t i = 0;
    while (i < EP_LATER_MAX && reader->later[i] != NULL && strcmp(reader->later[i], option) != 0) {
        i++;
    }
    if (i < EP_LATER_MAX && reader->later[i] == NULL) {
        reader->later[i] = option;
        ep_report(reader, "W801", place, NULL, "'%s' is kept but has no effect yet", option);
    }
}

/* No more errors are shown, so that looking for them is work for nothing. */
static bool is_full(const ep_reader *reader)
{
    return reader->errors > EP_ERRORS_MAX;
}

const char *ep_suggest(ep_reader *reader, const char *word, const char *const *words, size_t count)
{
    const char *near = reader->errors < EP_ERRORS_MAX ? ep_nearest(word, words, count) : NULL;
    if (near == NULL) {
        return NULL;
    }
    const char *hint = ep_arena_printf(reader->scratch, "did you mean '%s'?", near);
    reader->status = hint == NULL ? EPIC_ENOMEM : reader->status;
    return hint;
}

const char *ep_word_hint(ep_reader *reader, const char *word, const char *const *words, size_t count)
{
    const char *hint = ep_suggest(reader, word, words, count);
    if (hint != NULL) {
        return hint;
    }
    for (size_t i = 0; i < count; i++) {
        hint = ep_arena_printf(reader->scratch, "%s%s%s", i == 0 ? "one of: " : hint, i == 0 ? "" : ", ", words[i]);
        if (hint == NULL) {
            reader->status = EPIC_ENOMEM;
            return NULL;
        }
    }
    return hint;
}

const char *ep_node_name(const ep_node *node)
{
    return node->key == NULL ? "the item" : node->key;
}

static void *slot_of(void *record, const ep_field *field)
{
    return (char *)record + field->offset;
}

/* What a struct remembers: not the node that stands for a default. */
static const ep_node *stated(const ep_node *node)
{
    return node != NULL && node->place.line > 0 ? node : NULL;
}

/* The default of a field is read as if it had been written. */
static void read_absent(ep_reader *reader, const ep_field *field, void *slot)
{
    const ep_node node = {.kind = EP_NODE_SCALAR, .plain = true, .key = field->key, .text = field->absent};
    ep_schema_read(reader, field->type, field->absent == NULL ? NULL : &node, slot);
}

static void read_scalar(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    if (node == NULL) {
        return;
    }
    if (node->kind != EP_NODE_SCALAR) {
        ep_report(reader, "E202", node->place, NULL, "%s must be a %s, not a %s", ep_node_name(node), type->name,
                  node->kind == EP_NODE_LIST ? "list" : "mapping");
    } else if (type->read(reader, type, node, value)) {
        value->at = stated(node);
    }
}

static bool count_ok(ep_reader *reader, const ep_type *type, const ep_node *node, size_t count)
{
    if (count < type->least) {
        ep_report(reader, "E207", node->place, NULL, "%s needs at least %zu of them, not %zu", ep_node_name(node), type->least,
                  count);
    } else if (count > type->most) {
        ep_report(reader, "E207", node->place, NULL, "%s may hold at most %zu of them, not %zu", ep_node_name(node), type->most,
                  count);
    }
    return count <= type->most;
}

static void check_table_key(ep_reader *reader, const ep_type *type, const ep_node *node)
{
    const ep_node key = {.kind = EP_NODE_SCALAR, .plain = true, .place = node->key_place, .text = node->key};
    const ep_type *of = type->key == NULL ? &ep_type_id : type->key;
    ep_value value;
    of->read(reader, of, &key, &value);
}

static void fill_items(ep_reader *reader, const ep_type *type, const ep_node *item, ep_items *list)
{
    char *items = ep_arena_array(reader->scratch, list->count, type->item_size);
    if (items == NULL) {
        reader->status = EPIC_ENOMEM;
        list->count = 0;
        return;
    }
    list->items = items;
    for (size_t i = 0; i < list->count && reader->status == EPIC_OK; i++, item = item->next) {
        if (type->shape == EP_TABLE) {
            check_table_key(reader, type, item);
        }
        ep_schema_read(reader, type->item, item, items + i * type->item_size);
    }
}

static void read_items(ep_reader *reader, const ep_type *type, const ep_node *node, ep_items *list)
{
    if (node == NULL) {
        return;
    }
    bool alone = type->shape == EP_LIST && node->kind == EP_NODE_SCALAR && (type->lone || stated(node) == NULL);
    if (!alone && node->kind != (type->shape == EP_LIST ? EP_NODE_LIST : EP_NODE_MAP)) {
        ep_report(reader, "E202", node->place, NULL, "%s must be a %s", ep_node_name(node), type->name);
    } else if (alone || count_ok(reader, type, node, node->count)) {
        *list = (ep_items){stated(node), NULL, alone ? 1 : node->count};
        fill_items(reader, type, alone ? node : node->first, list);
    }
}

static const ep_field *find_field(const ep_type *type, const char *key)
{
    for (size_t i = 0; i < type->field_count; i++) {
        if (strcmp(type->fields[i].key, key) == 0) {
            return &type->fields[i];
        }
    }
    return NULL;
}

/* What is left of "{housing: 0,8}": in brackets a comma begins the next key. */
static const char *comma_hint(const ep_node *node)
{
    bool number = node->key != NULL && node->key[0] != '\0' && node->key[strspn(node->key, "0123456789")] == '\0';
    bool blank = node->kind == EP_NODE_SCALAR && node->plain && node->text[0] == '\0';
    return number && blank ? "numbers have a decimal point, not a comma: 0.25" : NULL;
}

static void unknown_key(ep_reader *reader, const ep_type *type, const ep_node *node)
{
    const char *keys[64], *hint = comma_hint(node);
    size_t count = 0;
    for (; count < type->field_count && count < sizeof keys / sizeof *keys; count++) {
        keys[count] = type->fields[count].key;
    }
    ep_report(reader, "E203", node->key_place, hint == NULL ? ep_suggest(reader, node->key, keys, count) : hint,
              "unknown key '%.80s' in %s", node->key, type->name);
}

/* An option whose work comes later says so when it is set to anything but its default. */
static void note_later(ep_reader *reader, const ep_field *field, const ep_node *node)
{
    bool idle = node->kind == EP_NODE_SCALAR && field->absent != NULL && strcmp(node->text, field->absent) == 0;
    if (field->need == EP_LATER && !idle) {
        report_later(reader, node->key_place, field->key);
    }
}

static void read_field(ep_reader *reader, const ep_field *field, const ep_node *node, void *record)
{
    void *slot = slot_of(record, field);
    ep_schema_read(reader, field->type, node, slot);
    note_later(reader, field, node);
}

/* Whether the key is there, with a wrong value perhaps, or misspelt: then that has been reported. */
static bool is_attempted(const ep_type *type, const ep_node *map, const char *key)
{
    bool attempted = false;
    for (const ep_node *child = map->first; child != NULL && !attempted; child = child->next) {
        attempted = strcmp(child->key, key) == 0 ||
                    (find_field(type, child->key) == NULL && ep_nearest(child->key, &key, 1) != NULL);
    }
    return attempted;
}

/* What is not there, or was wrong, gets its default. */
static void fill_absent(ep_reader *reader, const ep_type *type, const ep_node *node, void *record)
{
    for (size_t i = 0; i < type->field_count; i++) {
        const ep_field *field = &type->fields[i];
        bool there = *(const ep_node **)slot_of(record, field) != NULL;
        if (!there) {
            read_absent(reader, field, slot_of(record, field));
        }
        if (!there && field->need == EP_REQUIRED && node != NULL && !is_full(reader) && !is_attempted(type, node, field->key)) {
            ep_report(reader, "E201", node->place, NULL, "%s lacks '%s'", type->name, field->key);
        }
    }
}

static void read_map(ep_reader *reader, const ep_type *type, const ep_node *node, void *record)
{
    const ep_node *child = node->first;
    for (; child != NULL && reader->status == EPIC_OK && !is_full(reader); child = child->next) {
        const ep_field *field = find_field(type, child->key);
        if (field == NULL) {
            unknown_key(reader, type, child);
        } else {
            read_field(reader, field, child, record);
        }
    }
}

/* A mapping that has none of the record's keys is its short form, if there is one. */
static const ep_field *table_of(const ep_type *type, const ep_node *map)
{
    const ep_node *child = type->table == NULL || map->kind != EP_NODE_MAP ? NULL : map->first;
    while (child != NULL && find_field(type, child->key) == NULL) {
        child = child->next;
    }
    return child == NULL ? type->table : NULL;
}

static void read_record(ep_reader *reader, const ep_type *type, const ep_node *node, void *record)
{
    const ep_field *table = node == NULL ? NULL : table_of(type, node);
    const ep_field *const briefs[] = {[EP_NODE_SCALAR] = type->scalar, [EP_NODE_LIST] = type->list, [EP_NODE_MAP] = table};
    const ep_field *brief = node == NULL ? NULL : briefs[node->kind];
    *(const ep_node **)record = stated(node);
    if (brief != NULL) {
        ep_schema_read(reader, brief->type, node, slot_of(record, brief));
    } else if (node != NULL && node->kind != EP_NODE_MAP) {
        ep_report(reader, "E202", node->place, NULL, "%s must be a mapping: %s", ep_node_name(node), type->name);
        *(const ep_node **)record = NULL;
        node = NULL;
    } else if (node != NULL) {
        read_map(reader, type, node, record);
    }
    fill_absent(reader, type, brief == NULL ? node : NULL, record);
}

static void read_tuple(ep_reader *reader, const ep_type *type, const ep_node *node, void *record)
{
    if (node == NULL) {
        return;
    }
    if (node->kind != EP_NODE_LIST || node->count != type->field_count) {
        bool flat = node->kind == EP_NODE_SCALAR && node->key == NULL;
        ep_report(reader, "E202", node->place, flat ? "a list of lists has two brackets: [[...], [...]]" : NULL,
                  "%s must be a list of %zu: %s", ep_node_name(node), type->field_count, type->name);
        return;
    }
    const ep_node *child = node->first;
    bool all = true;
    for (size_t i = 0; i < type->field_count; i++, child = child->next) {
        void *slot = slot_of(record, &type->fields[i]);
        ep_schema_read(reader, type->fields[i].type, child, slot);
        all = all && *(const ep_node **)slot != NULL;
    }
    *(const ep_node **)record = all ? node : NULL;
}

/* A key with nothing behind it is as good as none, once it was reported. */
static const ep_node *refuse_blank(ep_reader *reader, const ep_node *node)
{
    bool blank = node != NULL && node->kind == EP_NODE_SCALAR && node->plain && node->text[0] == '\0';
    if (blank) {
        const char *hint = comma_hint(node);
        ep_report(reader, "E206", node->place, hint == NULL ? "state a value or leave the key out" : hint, "%s has no value",
                  ep_node_name(node));
    }
    return blank ? NULL : node;
}

void ep_schema_read(ep_reader *reader, const ep_type *type, const ep_node *node, void *into)
{
    if (is_full(reader)) {
        return;
    }
    node = refuse_blank(reader, node);
    switch (type->shape) {
    case EP_SCALAR: read_scalar(reader, type, node, into); break;
    case EP_RECORD: read_record(reader, type, node, into); break;
    case EP_TUPLE: read_tuple(reader, type, node, into); break;
    case EP_LIST:
    case EP_TABLE: read_items(reader, type, node, into); break;
    case EP_ANY: *(const ep_node **)into = node; break;
    }
}
