/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"
#include "node.h"

static ep_arena *arena;
static epic_diags *diags;

static void set_up(void)
{
    arena = ep_arena_new();
    diags = epic_diags_new();
    ck_assert(arena != NULL && diags != NULL);
}

static void tear_down(void)
{
    ep_arena_free(arena);
    epic_diags_free(diags);
}

static const ep_node *read_all(const char *text, size_t size)
{
    const ep_node *root = NULL;
    int status = ep_tree_read(&root, arena, text, size, "file", diags);
    ck_assert_int_eq(status, epic_diags_errors(diags) > 0 ? EPIC_EINPUT : EPIC_OK);
    return root;
}

static const ep_node *read_text(const char *text)
{
    return read_all(text, strlen(text));
}

static void expect(const char *code, uint32_t line, uint32_t column)
{
    const epic_diag *diag = epic_diags_get(diags, 0);
    ck_assert_ptr_nonnull(diag);
    ck_assert_str_eq(diag->code, code);
    ck_assert_uint_eq(diag->line, line);
    ck_assert_uint_eq(diag->column, column);
}

START_TEST(tree)
{
    const ep_node *root = read_text("a: 1\nb: [x, 'y', {c: d}]\n");
    ck_assert_int_eq(root->kind, EP_NODE_MAP);
    ck_assert_uint_eq(root->count, 2);
    const ep_node *a = root->first, *b = a->next;
    ck_assert_str_eq(a->key, "a");
    ck_assert_str_eq(a->text, "1");
    ck_assert(a->plain);
    ck_assert_uint_eq(a->place.column, 4);
    ck_assert_int_eq(b->kind, EP_NODE_LIST);
    ck_assert_uint_eq(b->count, 3);
    ck_assert_uint_eq(b->key_place.line, 2);
    ck_assert_uint_eq(b->key_place.column, 1);
    ck_assert(!b->first->next->plain);
    ck_assert_str_eq(b->first->next->next->first->key, "c");
    ck_assert_ptr_null(b->next);
}
END_TEST

START_TEST(columns_are_characters)
{
    const ep_node *root = read_text("{\u00e9\u00e9\u00e9: \U0001F600, b: c}");
    ck_assert_uint_eq(root->first->place.column, 7);
    ck_assert_uint_eq(root->first->next->key_place.column, 10);
}
END_TEST

/* JSON's surrogate pairs, in values and keys; what stands behind keeps its column. */
START_TEST(surrogates)
{
    const ep_node *root = read_text("{\"\\ud83d\\uDE00k\": \"x\\uD83D\\ude00\\u00e9\", \"b\": 1}");
    ck_assert_str_eq(root->first->key, "\U0001F600k");
    ck_assert_str_eq(root->first->text, "x\U0001F600\u00e9");
    ck_assert_uint_eq(root->first->next->key_place.column, 42);
}
END_TEST

/* Outside double quotes a backslash is a backslash, and private-use characters that are meant stay. */
START_TEST(no_surrogates)
{
    const ep_node *root = read_text("[\\uD83D\\ude00, '\\ud83d\\uDEab', \"\ue83d\uee00\", \"\\\\ud83d\"]");
    const ep_node *item = root->first;
    ck_assert_str_eq(item->text, "\\uD83D\\ude00");
    ck_assert_str_eq((item = item->next)->text, "\\ud83d\\uDEab");
    ck_assert_str_eq((item = item->next)->text, "\ue83d\uee00");
    ck_assert_str_eq(item->next->text, "\\ud83d");
}
END_TEST

START_TEST(lone_surrogate)
{
    ck_assert_ptr_null(read_text("[\"\\ud83d\"]"));
    expect("E101", 1, 5); /* behind the backslash and the u */
}
END_TEST

/* Every character above U+FFFF that the loop meets comes back as itself. */
START_TEST(all_planes)
{
    for (uint32_t c = 0x10000; c <= 0x10ffff; c += 0x3fd) {
        char json[32], expected[5] = "";
        uint32_t v = c - 0x10000;
        snprintf(json, sizeof json, "\"\\u%04x\\u%04X\"", (unsigned)(0xd800 + (v >> 10)), (unsigned)(0xdc00 + (v & 0x3ff)));
        expected[0] = (char)(0xf0 | c >> 18);
        expected[1] = (char)(0x80 | (c >> 12 & 0x3f));
        expected[2] = (char)(0x80 | (c >> 6 & 0x3f));
        expected[3] = (char)(0x80 | (c & 0x3f));
        ck_assert_str_eq(read_text(json)->text, expected);
    }
}
END_TEST

typedef struct refusal {
    const char *text;
    size_t size; /* 0: up to the NUL */
    const char *code;
    uint32_t line, column;
    bool rest; /* the tree is there nevertheless */
} refusal;

static const refusal refusals[] = {
    {"a: [1\nb: 2\n", 0, "E101", 2, 2, false},
    {"", 0, "E102", 1, 1, false},
    {"# nothing\n", 0, "E102", 1, 1, false},
    {"a: b\nc\xc3: d", 0, "E103", 2, 2, false},
    {"\xff\xfe" "a\0", 4, "E104", 1, 1, false},
    {"\0a\0b", 4, "E104", 1, 1, false},
    {"a: b\0c", 6, "E105", 1, 5, false},
    {"a: \"b\\0c\"", 0, "E105", 1, 4, true},
    {"a: &x b", 0, "E106", 1, 4, true},
    {"a: *x", 0, "E106", 1, 4, false},
    {"a: !t b", 0, "E107", 1, 4, true},
    {"a: ! b", 0, "E107", 1, 4, true},
    {"a: 1\nb: 2\na: 3", 0, "E108", 3, 1, true},
    {"a: 1\n---\nb: 2", 0, "E109", 2, 1, false},
    {"[[[[[[[[[[[[[[[[[", 0, "E110", 1, 17, false},
    {"{[a]: b, c: d}", 0, "E113", 1, 2, true},
};

START_TEST(refused)
{
    const refusal *r = &refusals[_i];
    const ep_node *root = read_all(r->text, r->size > 0 ? r->size : strlen(r->text));
    ck_assert_uint_eq(epic_diags_count(diags), 1);
    expect(r->code, r->line, r->column);
    ck_assert(r->rest == (root != NULL));
}
END_TEST

/* The first of two keys is kept, and a value under a list as a key is not. */
START_TEST(dropped)
{
    const ep_node *root = read_text("{a: 1, a: 2, [x]: {y: z}, b: 3}");
    ck_assert_uint_eq(epic_diags_count(diags), 2);
    ck_assert_uint_eq(root->count, 2);
    ck_assert_str_eq(root->first->text, "1");
    ck_assert_str_eq(root->first->next->key, "b");
    ck_assert_ptr_null(root->first->next->next);
}
END_TEST

START_TEST(sixteen_deep)
{
    ck_assert_ptr_nonnull(read_text("[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]"));
}
END_TEST

START_TEST(byte_order_mark)
{
    ck_assert_str_eq(read_text("\xef\xbb\xbf" "a: b")->first->key, "a");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("node");
    TCase *tests = tcase_create("node");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, tree);
    tcase_add_test(tests, columns_are_characters);
    tcase_add_test(tests, surrogates);
    tcase_add_test(tests, no_surrogates);
    tcase_add_test(tests, lone_surrogate);
    tcase_add_test(tests, all_planes);
    tcase_add_loop_test(tests, refused, 0, sizeof refusals / sizeof *refusals);
    tcase_add_test(tests, dropped);
    tcase_add_test(tests, sixteen_deep);
    tcase_add_test(tests, byte_order_mark);
    suite_add_tcase(suite, tests);
    return run(suite);
}
