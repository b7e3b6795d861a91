/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schema.h"

#include <check.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"
#include "reference.h"

/* A format of its own, with one field of each shape. */
typedef struct inner {
    const ep_node *at;
    ep_value weight, name;
} inner;

typedef struct couple {
    const ep_node *at;
    ep_value a, b;
} couple;

typedef struct outer {
    const ep_node *at;
    ep_value text, id, number, above, whole, yes, colour, later;
    ep_items list, table, lone;
    inner record;
    couple tuple;
} outer;

static const char *const colours[] = {"red", "green", "blue"};
static const ep_type number = EP_TYPE_NUMBER(0, 1), above = EP_TYPE_ABOVE(0, 1), whole = EP_TYPE_INTEGER(-3, 300);
static const ep_type colour = EP_TYPE_WORDS(colours, 3);
static const ep_field inner_fields[] = {
    {"weight", &number, offsetof(inner, weight), "0.5", "its weight", EP_OPTIONAL},
    {"name", &ep_type_text, offsetof(inner, name), NULL, "its name", EP_OPTIONAL},
};
static const ep_type record = {.shape = EP_RECORD, .name = "inner", EP_FIELDS(inner_fields), .scalar = &inner_fields[0]};
static const ep_field couple_fields[] = {
    {"a", &number, offsetof(couple, a), NULL, "one", EP_REQUIRED},
    {"b", &number, offsetof(couple, b), NULL, "other", EP_REQUIRED},
};
static const ep_type tuple = {.shape = EP_TUPLE, .name = "couple", EP_FIELDS(couple_fields)};
static const ep_type list = EP_TYPE_LIST(&whole, sizeof(ep_value), 1, 3);
static const ep_type table = EP_TYPE_TABLE(&record, sizeof(inner), 0, 9);
static const ep_type lone = {
    .shape = EP_LIST, .name = "list", .item = &colour, .item_size = sizeof(ep_value), .least = 1, .most = 3, .lone = true};
static const ep_field outer_fields[] = {
    {"text", &ep_type_text, offsetof(outer, text), NULL, "a text", EP_REQUIRED},
    {"id", &ep_type_id, offsetof(outer, id), NULL, "an id", EP_OPTIONAL},
    {"number", &number, offsetof(outer, number), "0.25", "a number", EP_OPTIONAL},
    {"above", &above, offsetof(outer, above), NULL, "above zero", EP_OPTIONAL},
    {"whole", &whole, offsetof(outer, whole), "7", "a whole number", EP_OPTIONAL},
    {"yes", &ep_type_bool, offsetof(outer, yes), "true", "a choice", EP_OPTIONAL},
    {"colour", &colour, offsetof(outer, colour), "green", "a colour", EP_OPTIONAL},
    {"later", &whole, offsetof(outer, later), "1", "not done", EP_LATER},
    {"list", &list, offsetof(outer, list), NULL, "numbers", EP_OPTIONAL},
    {"table", &table, offsetof(outer, table), NULL, "things", EP_OPTIONAL},
    {"lone", &lone, offsetof(outer, lone), "blue", "colours", EP_OPTIONAL},
    {"record", &record, offsetof(outer, record), NULL, "a thing", EP_OPTIONAL},
    {"tuple", &tuple, offsetof(outer, tuple), NULL, "two", EP_OPTIONAL},
};
static const ep_type format = {.shape = EP_RECORD, .name = "outer", EP_FIELDS(outer_fields)};

static ep_reader reader;

static void set_up(void)
{
    reader = (ep_reader){.keep = ep_arena_new(), .scratch = ep_arena_new(), .file = "file", .diags = epic_diags_new()};
}

static void tear_down(void)
{
    ep_arena_free(reader.keep);
    ep_arena_free(reader.scratch);
    epic_diags_free(reader.diags);
}

static outer read_text(const char *text)
{
    outer into = {.at = NULL};
    const ep_node *root = NULL;
    ck_assert_int_eq(ep_tree_read(&root, reader.scratch, text, strlen(text), "file", reader.diags), EPIC_OK);
    ep_schema_read(&reader, &format, root, &into);
    ck_assert_int_eq(reader.status, EPIC_OK);
    return into;
}

START_TEST(defaults)
{
    outer o = read_text("text: a");
    ck_assert_uint_eq(epic_diags_count(reader.diags), 0);
    ck_assert_str_eq(o.text.text, "a");
    ck_assert_ptr_nonnull(o.text.at);
    ck_assert_ptr_null(o.number.at);
    ck_assert_double_eq(o.number.number, 0.25);
    ck_assert_int_eq(o.whole.integer, 7);
    ck_assert_int_eq(o.yes.integer, 1);
    ck_assert_int_eq(o.colour.integer, 1);
    ck_assert_ptr_null(o.record.at);
    ck_assert_double_eq(o.record.weight.number, 0.5);
    ck_assert_ptr_null(o.lone.at);
    ck_assert_uint_eq(o.lone.count, 1);
    ck_assert_int_eq(((ep_value *)o.lone.items)->integer, 2);
}
END_TEST

START_TEST(stated)
{
    outer o = read_text("{text: NO, id: a-1, number: 1, above: 1e-9, whole: -3, yes: false, colour: red, list: [1, 300], "
                        "table: {x: 0.75, y: {name: n}}, lone: [red, blue], record: {weight: 0}, tuple: [0, 1]}");
    ck_assert_uint_eq(epic_diags_count(reader.diags), 0);
    ck_assert_str_eq(o.text.text, "NO");
    ck_assert_str_eq(o.id.text, "a-1");
    ck_assert_double_eq(o.above.number, 1e-9);
    ck_assert_int_eq(o.whole.integer, -3);
    ck_assert_int_eq(o.yes.integer, 0);
    ck_assert_uint_eq(o.list.count, 2);
    ck_assert_int_eq(((ep_value *)o.list.items)[1].integer, 300);
    const inner *things = o.table.items;
    ck_assert_str_eq(things[0].at->key, "x");
    ck_assert_double_eq(things[0].weight.number, 0.75);
    ck_assert_double_eq(things[1].weight.number, 0.5);
    ck_assert_str_eq(things[1].name.text, "n");
    ck_assert_double_eq(o.tuple.b.number, 1);
    ck_assert_ptr_nonnull(o.tuple.at);
}
END_TEST

typedef struct refusal {
    const char *text, *code;
    uint32_t column;
    const char *hint; /* NULL: not looked at */
} refusal;

static const refusal refusals[] = {
    {"{id: a}", "E201", 1, NULL},
    {"{id: a, txet: a}", "E203", 9, "did you mean 'text'?"}, /* and not that 'text' is lacking */
    {"{text: a, list: 1}", "E202", 17, NULL},
    {"{text: a, tuple: [1]}", "E202", 18, NULL},
    {"{text: a, record: [1]}", "E202", 19, NULL},
    {"{text: [a]}", "E202", 8, NULL},
    {"{text: a, nubmer: 1}", "E203", 11, "did you mean 'number'?"},
    {"{text: a, number: \"1\"}", "E204", 19, "write it without quotes"},
    {"{text: a, number: one}", "E204", 19, "numbers are written 0.25, with a point"},
    {"text: a\nnumber: 0,25", "E204", 9, "numbers are written 0.25, with a point"},
    {"{text: a, number: 0,25}", "E203", 21, "numbers have a decimal point, not a comma: 0.25"},
    {"{text: a, whole: 1.5}", "E204", 18, "whole numbers are written 3"},
    {"{text: a, number: 1.01}", "E205", 19, NULL},
    {"{text: a, above: 0}", "E205", 18, NULL},
    {"{text: a, whole: 301}", "E205", 18, NULL},
    {"{text: a, record: {weight: 2}}", "E205", 28, NULL},
    {"{text: a, number: }", "E206", 19, NULL},
    {"{text: a, list: []}", "E207", 17, NULL},
    {"{text: a, list: [1, 2, 3, 4]}", "E207", 17, NULL},
    {"{text: a, yes: yes}", "E208", 16, NULL},
    {"{text: a, yes: \"true\"}", "E208", 16, NULL},
    {"{text: a, colour: geren}", "E209", 19, "did you mean 'green'?"},
    {"{text: a, colour: transparent}", "E209", 19, "one of: red, green, blue"},
    {"{text: a, id: A}", "E213", 15, NULL},
    {"{text: a, table: {X: 1}}", "E213", 19, NULL},
    {"{text: \"a\\tb\"}", "E214", 8, NULL},
    {"{text: a, later: 2}", "W801", 11, NULL},
};

START_TEST(refused)
{
    const refusal *r = &refusals[_i];
    read_text(r->text);
    ck_assert_uint_eq(epic_diags_count(reader.diags), 1);
    const epic_diag *diag = epic_diags_get(reader.diags, 0);
    ck_assert_str_eq(diag->code, r->code);
    ck_assert_uint_eq(diag->column, r->column);
    if (r->hint != NULL) {
        ck_assert_pstr_eq(diag->hint, r->hint);
    }
}
END_TEST

/* A wrong value is as none: the default holds, and nothing else is said about it. */
START_TEST(wrong_is_absent)
{
    outer o = read_text("{text: a, number: 5, whole: x, later: 1, record: {weight: 9}}");
    ck_assert_uint_eq(epic_diags_count(reader.diags), 3);
    ck_assert_ptr_null(o.number.at);
    ck_assert_double_eq(o.number.number, 0.25);
    ck_assert_int_eq(o.whole.integer, 7);
    ck_assert_double_eq(o.record.weight.number, 0.5);
}
END_TEST

START_TEST(many_errors)
{
    char text[4096] = "";
    for (int i = 0; i < 300; i++) {
        snprintf(text + strlen(text), sizeof text - strlen(text), "k%d: 1\n", i);
    }
    read_text(text);
    ck_assert_uint_eq(epic_diags_count(reader.diags), 101);
    ck_assert_str_eq(epic_diags_get(reader.diags, 100)->code, "E115");
}
END_TEST

/* Each key of the tables stands in both references. */
START_TEST(references)
{
    void (*const writers[])(ep_writer *, const ep_type *, const char *) = {ep_reference_markdown, ep_reference_json};
    kit_text p = {.used = 0};
    ep_writer writer;
    ep_writer_init(&writer, keep, &p);
    writers[_i](&writer, &format, "Test");
    ck_assert_int_eq(ep_writer_end(&writer), EPIC_OK);
    for (size_t i = 0; i < format.field_count; i++) {
        char key[32];
        snprintf(key, sizeof key, _i == 0 ? "| `%s` |" : "\"%s\": {", outer_fields[i].key);
        ck_assert_msg(strstr(p.bytes, key) != NULL, "%s is missing", key);
        ck_assert_ptr_nonnull(strstr(p.bytes, outer_fields[i].meaning));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("schema");
    TCase *tests = tcase_create("schema");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, defaults);
    tcase_add_test(tests, stated);
    tcase_add_loop_test(tests, refused, 0, sizeof refusals / sizeof *refusals);
    tcase_add_test(tests, wrong_is_absent);
    tcase_add_test(tests, many_errors);
    tcase_add_loop_test(tests, references, 0, 2);
    suite_add_tcase(suite, tests);
    return run(suite);
}
