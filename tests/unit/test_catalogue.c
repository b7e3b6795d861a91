/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalogue.h"

#include <check.h>
#include <string.h>

#include "kit.h"
#include "text.h"

/* Whether every place "{name}" of one text stands in the other. */
static bool has_places_of(const char *text, const char *other)
{
    for (const char *at = strchr(other, '{'); at != NULL; at = strchr(at + 1, '{')) {
        char place[32] = "";
        size_t n = strcspn(at, "}") + 1;
        ck_assert_uint_lt(n, sizeof place);
        memcpy(place, at, n);
        if (strstr(text, place) == NULL) {
            return false;
        }
    }
    return true;
}

static size_t places(const char *text)
{
    size_t count = 0;
    while ((text = strchr(text, '{')) != NULL) {
        count++;
        text++;
    }
    return count;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* Every word in every language, with the places of the English one, each once. */
START_TEST(catalogues_are_complete)
{
    const ep_catalogue *catalogue = ep_catalogues[_i];
    for (size_t i = 0; i < EP_WORDS; i++) {
        const char *word = catalogue->words[i], *english = ep_catalogue_en.words[i];
        if (word == NULL || word[0] == '\0' || english == NULL) {
            ck_abort_msg("%s lacks the word %zu, '%s'", catalogue->language, i, english == NULL ? "" : english);
        }
        if (!has_places_of(word, english) || !has_places_of(english, word) || places(word) != places(english)) {
            ck_abort_msg("%s: '%s' has other places than '%s'", catalogue->language, word, english);
        }
        if (ends_with(word, ": ") != ends_with(english, ": ")) {
            ck_abort_msg("%s: '%s' and '%s' are not both labels", catalogue->language, word, english);
        }
    }
}
END_TEST

/* UTF-8 on one line, composed: no mark that stands apart from its letter. */
START_TEST(words_are_clean)
{
    const ep_catalogue *catalogue = ep_catalogues[_i];
    for (size_t i = 0; i < EP_WORDS; i++) {
        const char *word = catalogue->words[i];
        ck_assert_uint_eq(ep_utf8_bad(word, strlen(word)), strlen(word));
        uint32_t character;
        for (size_t n; *word; word += n) {
            n = ep_utf8_decode(word, strlen(word), &character);
            ck_assert_msg(character >= ' ' && (character < 0x300 || character > 0x36f), "%s: %s", catalogue->language, word);
        }
    }
}
END_TEST

/* What was cancelled is told from its title again: the mark stands before it, and none is the beginning of another. */
START_TEST(marks_of_what_is_cancelled)
{
    const char *mark = ep_word(ep_catalogues[_i], EP_WORD_CANCELLED);
    ck_assert(ends_with(mark, ": {title}"));
    for (size_t i = 0; i < EP_CATALOGUES; i++) {
        const char *other = ep_word(ep_catalogues[i], EP_WORD_CANCELLED);
        size_t n = strlen(other) - strlen("{title}");
        ck_assert(strcmp(mark, other) == 0 || strncmp(mark, other, n) != 0);
    }
}
END_TEST

START_TEST(languages)
{
    for (size_t i = 0; i < EP_CATALOGUES; i++) {
        ck_assert_ptr_eq(ep_catalogue_find(ep_catalogues[i]->language), ep_catalogues[i]);
        ck_assert(i < 2 || strcmp(ep_catalogues[i - 1]->language, ep_catalogues[i]->language) < 0);
    }
    ck_assert_ptr_eq(ep_catalogues[0], &ep_catalogue_en);
    ck_assert_str_eq(ep_catalogue_find("pt-BR")->language, "pt");
    ck_assert_str_eq(ep_catalogue_find("el-Latn-GR")->language, "el");
    ck_assert_ptr_null(ep_catalogue_find("sv"));
    ck_assert_ptr_null(ep_catalogue_find("ptx"));
    ck_assert_ptr_null(ep_catalogue_find("p"));
    ck_assert_ptr_null(ep_catalogue_find(""));
}
END_TEST

/* Values are no templates, whatever they hold. */
START_TEST(places_are_filled)
{
    ep_arena *arena = ep_arena_new();
    ck_assert_str_eq(ep_phrase(arena, &ep_catalogue_en, EP_WORD_TRAVEL, {"from", "{to}"}, {"to", "{from}{"}),
                     "Travel: {to} to {from}{");
    ck_assert_str_eq(ep_phrase(arena, ep_catalogue_find("de"), EP_WORD_DAY, {"weekday", "Montag"}, {"day", "8"},
                               {"month", "März"}, {"year", "2021"}), "Montag, 8. März 2021");
    const ep_arg b = {"b", "x"}, none = {"b", NULL};
    ck_assert_str_eq(ep_fill(arena, "{a}{b}{{b}}{b", &b, 1), "{a}x{x}{b");
    ck_assert_ptr_null(ep_fill(arena, "{b}", &none, 1));
    ck_assert_str_eq(ep_fill(arena, "", NULL, 0), "");
    ep_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("catalogue");
    TCase *cases = tcase_create("catalogue");
    suite_add_tcase(suite, cases);
    tcase_add_loop_test(cases, catalogues_are_complete, 0, EP_CATALOGUES);
    tcase_add_loop_test(cases, words_are_clean, 0, EP_CATALOGUES);
    tcase_add_loop_test(cases, marks_of_what_is_cancelled, 0, EP_CATALOGUES);
    tcase_add_test(cases, languages);
    tcase_add_test(cases, places_are_filled);
    return run(suite);
}
