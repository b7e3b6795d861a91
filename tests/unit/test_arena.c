/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arena.h"

#include <check.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "grow.h"
#include "kit.h"

START_TEST(memory_is_zeroed_aligned_and_kept)
{
    ep_arena *arena = ep_arena_new();
    unsigned char *parts[3000];
    size_t wrong = 0; /* counted, because an assertion a byte takes minutes */
    for (size_t i = 0; i < 3000; i++) {
        parts[i] = ep_arena_array(arena, i % 97, 7);
        ck_assert_ptr_nonnull(parts[i]);
        ck_assert_uint_eq((uintptr_t)parts[i] % alignof(max_align_t), 0);
        for (size_t j = 0; j < i % 97 * 7; j++) {
            wrong += parts[i][j] != 0;
        }
        memset(parts[i], (int)(i % 251), i % 97 * 7);
    }
    for (size_t i = 0; i < 3000; i++) {
        for (size_t j = 0; j < i % 97 * 7; j++) {
            wrong += parts[i][j] != i % 251;
        }
    }
    ck_assert_uint_eq(wrong, 0);
    ep_arena_free(arena);
}
END_TEST

START_TEST(sizes_at_the_edge)
{
    ep_arena *arena = ep_arena_new();
    ck_assert_ptr_null(ep_arena_array(arena, SIZE_MAX / 2, 3));
    ck_assert_ptr_null(ep_arena_array(arena, SIZE_MAX, 1));
    ck_assert_ptr_null(ep_arena_strndup(arena, "x", SIZE_MAX));
    ck_assert_ptr_nonnull(ep_arena_array(arena, 0, 8));
    ck_assert_ptr_nonnull(ep_arena_array(arena, SIZE_MAX, 0));
    char *big = ep_arena_array(arena, 3000000, 1);
    ck_assert_ptr_nonnull(big);
    big[2999999] = 'x';
    ep_arena_free(arena);
    ep_arena_free(NULL);
}
END_TEST

START_TEST(texts_are_copied)
{
    ep_arena *arena = ep_arena_new();
    char text[] = "Gdansk";
    char *copy = ep_arena_strdup(arena, text);
    char *part = ep_arena_strndup(arena, text, 2);
    char *made = ep_arena_printf(arena, "%s-%d-%5000s", text, 7, "end");
    text[0] = 'X';
    ck_assert_str_eq(copy, "Gdansk");
    ck_assert_str_eq(part, "Gd");
    ck_assert_uint_eq(strlen(made), 9 + 5000);
    ck_assert_int_eq(strncmp(made, "Gdansk-7-  ", 11), 0);
    ck_assert_str_eq(ep_arena_strndup(arena, NULL, 0), "");
    ep_arena_free(arena);
}
END_TEST

START_TEST(lists_grow_and_keep_their_items)
{
    uint64_t *items = NULL;
    size_t room = 0;
    for (uint64_t i = 0; i < 1000; i++) {
        ck_assert(ep_grow((void **)&items, &room, i + 1, sizeof *items));
        items[i] = i * i;
    }
    ck_assert_uint_le(room, 2000);
    for (uint64_t i = 0; i < 1000; i++) {
        ck_assert_uint_eq(items[i], i * i);
    }
    size_t before = room;
    ck_assert(!ep_grow((void **)&items, &room, SIZE_MAX / 4, sizeof *items));
    ck_assert_uint_eq(room, before);
    ck_assert_uint_eq(items[999], 998001);
    free(items);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("arena");
    TCase *cases = tcase_create("arena");
    suite_add_tcase(suite, cases);
    tcase_add_test(cases, memory_is_zeroed_aligned_and_kept);
    tcase_add_test(cases, sizes_at_the_edge);
    tcase_add_test(cases, texts_are_copied);
    tcase_add_test(cases, lists_grow_and_keep_their_items);
    return run(suite);
}
