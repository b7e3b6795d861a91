/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reference.h"

#include <stdio.h>
#include <string.h>

#include "json.h"
#include "number.h"

#define PATH_ROOM 256

/* ---- Markdown ---- */

static void put_words(ep_writer *writer, const ep_type *type)
{
    for (size_t i = 0; i < type->word_count; i++) {
        ep_putf(writer, "%s`%s`", i == 0 ? "" : ", ", type->words[i]);
    }
}

static bool is_number(const ep_type *type)
{
    return type->read == ep_read_number || type->read == ep_read_integer;
}

static void put_range(ep_writer *writer, const ep_type *type)
{
    ep_put(writer, type->above ? ", above " : ", ");
    ep_put_double(writer, type->min);
    ep_put(writer, type->above ? ", at most " : " to ");
    ep_put_double(writer, type->max);
}

static void put_scalar(ep_writer *writer, const ep_type *type)
{
    if (type->words != NULL) {
        put_words(writer, type);
        return;
    }
    ep_put(writer, type->name);
    if (type->example != NULL) {
        ep_putf(writer, ", such as `%s`", type->example);
    }
    if (is_number(type)) {
        put_range(writer, type);
    }
}

static void put_type(ep_writer *writer, const ep_type *type);

static void put_tuple(ep_writer *writer, const ep_type *type)
{
    for (size_t i = 0; i < type->field_count; i++) {
        ep_putf(writer, "%s%s", i == 0 ? "[" : ", ", type->fields[i].key);
    }
    ep_put(writer, "]");
}

static void put_brief(ep_writer *writer, const ep_field *brief)
{
    if (brief != NULL) {
        put_type(writer, brief->type);
        ep_putf(writer, "%s%s%s or ", brief->key == NULL ? "" : " (short for `", brief->key == NULL ? "" : brief->key,
                brief->key == NULL ? "" : "`)");
    }
}

static void put_record(ep_writer *writer, const ep_type *type)
{
    put_brief(writer, type->scalar);
    put_brief(writer, type->list);
    put_brief(writer, type->table);
    ep_put(writer, type->name);
}

static void put_table(ep_writer *writer, const ep_type *type)
{
    const char *const keys[] = {"each ", "ids", "words"};
    size_t which = type->key == NULL ? 1 : type->key->words != NULL ? 2 : 0;
    ep_putf(writer, "mapping of %s%s to: ", keys[which], which == 0 ? type->key->name : "");
    put_type(writer, type->item);
}

static void put_type(ep_writer *writer, const ep_type *type)
{
    switch (type->shape) {
    case EP_SCALAR: put_scalar(writer, type); break;
    case EP_RECORD: put_record(writer, type); break;
    case EP_TUPLE: put_tuple(writer, type); break;
    case EP_LIST:
        ep_put(writer, type->lone ? "one or a list of: " : "list of: ");
        put_type(writer, type->item);
        break;
    case EP_TABLE: put_table(writer, type); break;
    case EP_ANY: ep_put(writer, "anything"); break;
    }
}

static void put_row(ep_writer *writer, const ep_field *field)
{
    ep_putf(writer, "| `%s` | ", field->key);
    put_type(writer, field->type);
    if (field->absent != NULL) {
        ep_putf(writer, " | `%s` | ", field->absent);
    } else {
        ep_put(writer, field->need == EP_REQUIRED ? " | required | " : " | | ");
    }
    ep_putf(writer, "%s%s |\n", field->meaning, field->need == EP_LATER ? "; no effect yet" : "");
}

static void put_sections(ep_writer *writer, const ep_type *type, const char *path);

/* The records inside a field have sections of their own. */
static void put_inner(ep_writer *writer, const ep_field *field, const char *path)
{
    char inner[PATH_ROOM];
    const ep_type *type = field->type;
    const char *part = type->shape == EP_TABLE ? ".ID" : type->shape == EP_LIST ? "[]" : "";
    snprintf(inner, sizeof inner, "%s%s%s%s", path, path[0] == '\0' ? "" : ".", field->key, part);
    put_sections(writer, type->shape == EP_TABLE || type->shape == EP_LIST ? type->item : type, inner);
}

static void put_sections(ep_writer *writer, const ep_type *type, const char *path)
{
    if (type->shape != EP_RECORD) {
        return;
    }
    ep_putf(writer, "\n## %s\n\n| key | value | default | meaning |\n| --- | --- | --- | --- |\n",
            path[0] == '\0' ? "The whole file" : path);
    for (size_t i = 0; i < type->field_count; i++) {
        put_row(writer, &type->fields[i]);
    }
    for (size_t i = 0; i < type->field_count; i++) {
        put_inner(writer, &type->fields[i], path);
    }
    if (type->list != NULL) {
        char items[PATH_ROOM];
        snprintf(items, sizeof items, "%s[]", path);
        put_sections(writer, type->list->type->item, items);
    }
}

void ep_reference_markdown(ep_writer *writer, const ep_type *root, const char *title)
{
    ep_putf(writer,
            "# %s\n\nThis page is what `epic schema` prints. A key that does not stand here is an error; keys without `required` "
            "may be left out.\n",
            title);
    put_sections(writer, root, "");
}

/* ---- JSON Schema ---- */

static void json_type(ep_json *json, const char *key, const ep_type *type, const ep_field *field);

static void json_words(ep_json *json, const char *key, const ep_type *type)
{
    ep_json_open(json, key, '[');
    for (size_t i = 0; i < type->word_count; i++) {
        ep_json_text(json, NULL, type->words[i]);
    }
    ep_json_close(json, ']');
}

static void json_default(ep_json *json, const ep_type *type, const char *text)
{
    double number = 0;
    if (ep_parse_double(text, strlen(text), &number)) {
        ep_json_double(json, "default", number);
    } else if (strcmp(type->json, "boolean") == 0) {
        ep_json_bool(json, "default", strcmp(text, "true") == 0);
    } else {
        ep_json_text(json, "default", text);
    }
}

static void json_scalar(ep_json *json, const ep_type *type, const ep_field *field)
{
    ep_json_text(json, "type", type->json);
    if (type->words != NULL) {
        json_words(json, "enum", type);
    }
    if (type->pattern != NULL) {
        ep_json_text(json, "pattern", type->pattern);
    }
    if (is_number(type)) {
        ep_json_double(json, type->above ? "exclusiveMinimum" : "minimum", type->min);
        ep_json_double(json, "maximum", type->max);
    }
    if (field != NULL && field->absent != NULL) {
        json_default(json, type, field->absent);
    }
}

static void json_properties(ep_json *json, const ep_type *type)
{
    ep_json_open(json, "properties", '{');
    for (size_t i = 0; i < type->field_count; i++) {
        json_type(json, type->fields[i].key, type->fields[i].type, &type->fields[i]);
    }
    ep_json_close(json, '}');
    ep_json_open(json, "required", '[');
    for (size_t i = 0; i < type->field_count; i++) {
        if (type->fields[i].need == EP_REQUIRED) {
            ep_json_text(json, NULL, type->fields[i].key);
        }
    }
    ep_json_close(json, ']');
}

static void json_object(ep_json *json, const ep_type *type)
{
    ep_json_text(json, "type", "object");
    json_properties(json, type);
    ep_json_bool(json, "additionalProperties", false);
}

static void json_record(ep_json *json, const ep_type *type)
{
    const ep_field *const briefs[] = {type->scalar, type->list, type->table};
    if (type->scalar == NULL && type->list == NULL && type->table == NULL) {
        json_object(json, type);
        return;
    }
    ep_json_open(json, "anyOf", '[');
    for (size_t i = 0; i < sizeof briefs / sizeof *briefs; i++) {
        if (briefs[i] != NULL) {
            json_type(json, NULL, briefs[i]->type, NULL);
        }
    }
    ep_json_open(json, NULL, '{');
    json_object(json, type);
    ep_json_close(json, '}');
    ep_json_close(json, ']');
}

static void json_tuple(ep_json *json, const ep_type *type)
{
    ep_json_text(json, "type", "array");
    ep_json_open(json, "prefixItems", '[');
    for (size_t i = 0; i < type->field_count; i++) {
        json_type(json, NULL, type->fields[i].type, &type->fields[i]);
    }
    ep_json_close(json, ']');
    ep_json_int(json, "minItems", (int64_t)type->field_count);
    ep_json_int(json, "maxItems", (int64_t)type->field_count);
}

static void json_list(ep_json *json, const ep_type *type)
{
    ep_json_text(json, "type", "array");
    json_type(json, "items", type->item, NULL);
    ep_json_int(json, "minItems", (int64_t)type->least);
    ep_json_int(json, "maxItems", (int64_t)type->most);
}

static void json_lone(ep_json *json, const ep_type *type)
{
    ep_json_open(json, "anyOf", '[');
    json_type(json, NULL, type->item, NULL);
    ep_json_open(json, NULL, '{');
    json_list(json, type);
    ep_json_close(json, '}');
    ep_json_close(json, ']');
}

static void json_table(ep_json *json, const ep_type *type)
{
    ep_json_text(json, "type", "object");
    ep_json_open(json, "propertyNames", '{');
    json_scalar(json, type->key == NULL ? &ep_type_id : type->key, NULL);
    ep_json_close(json, '}');
    json_type(json, "additionalProperties", type->item, NULL);
    ep_json_int(json, "minProperties", (int64_t)type->least);
    ep_json_int(json, "maxProperties", (int64_t)type->most);
}

static void json_shape(ep_json *json, const ep_type *type, const ep_field *field)
{
    switch (type->shape) {
    case EP_SCALAR: json_scalar(json, type, field); break;
    case EP_RECORD: json_record(json, type); break;
    case EP_TUPLE: json_tuple(json, type); break;
    case EP_LIST: (type->lone ? json_lone : json_list)(json, type); break;
    case EP_TABLE: json_table(json, type); break;
    case EP_ANY: break;
    }
}

static void json_type(ep_json *json, const char *key, const ep_type *type, const ep_field *field)
{
    ep_json_open(json, key, '{');
    if (field != NULL) {
        ep_json_text(json, "description", field->meaning);
    }
    json_shape(json, type, field);
    ep_json_close(json, '}');
}

void ep_reference_json(ep_writer *writer, const ep_type *root, const char *title)
{
    ep_json json;
    ep_json_init(&json, writer);
    ep_json_open(&json, NULL, '{');
    ep_json_text(&json, "$schema", "https://json-schema.org/draft/2020-12/schema");
    ep_json_text(&json, "title", title);
    json_shape(&json, root, NULL);
    ep_json_close(&json, '}');
    ep_put_char(writer, '\n');
}
