/* SPDX-License-Identifier: GPL-3.0-or-later */
/* embed RULES...: writes rule files as C tables, which the library holds in itself. Runs while it is built, with the reader that
 * it is built with, so that a file with an error ends the build. */
#include <stdio.h>
#include <string.h>

#include "rulebook.h"

/* Of any byte, as characters that every compiler reads alike: no UTF-8, no trigraphs. */
static void put_text(const char *text)
{
    putchar('"');
    for (; *text != '\0'; text++) {
        bool plain = *text >= ' ' && *text <= '~' && strchr("\"\\?", *text) == NULL;
        printf(plain ? "%c" : "\\%03o", (unsigned)(unsigned char)*text);
    }
    putchar('"');
}

static void put_texts(const ep_texts *texts)
{
    printf(texts->count > 0 ? "{(const char *const[]){" : "{NULL");
    for (size_t i = 0; i < texts->count; i++) {
        put_text(texts->list[i]);
        putchar(',');
    }
    printf(texts->count > 0 ? "}, %zu}" : ", %zu}", texts->count);
}

static void put_numbers(const char *key, const int *list, size_t count)
{
    printf(", .%s = %s", key, count > 0 ? "(const int[]){" : "NULL");
    for (size_t i = 0; i < count; i++) {
        printf("%d,", list[i]);
    }
    printf("%s", count > 0 ? "}" : "");
}

static void put_rule(const ep_holiday_rule *rule)
{
    printf("        {.name = ");
    put_text(rule->name);
    printf(", .local = ");
    put_text(rule->local);
    printf(", .anchor = %d, .month = %d, .day = %d, .weekday = %d, .offset = %d, .from = %d, .to = %d, .substitute = %u",
           (int)rule->anchor, rule->month, rule->day, rule->weekday, rule->offset, rule->from, rule->to, rule->substitute);
    put_numbers("dates", rule->dates, rule->date_count);
    put_numbers("except", rule->except, rule->except_count);
    printf(", .date_count = %zu, .except_count = %zu, .regions = ", rule->date_count, rule->except_count);
    put_texts(&rule->regions);
    printf(", .cities = ");
    put_texts(&rule->cities);
    printf("},\n");
}

static void put_book(const ep_rulebook *book)
{
    printf("    {\"%s\", ", book->country);
    put_texts(&book->regions);
    printf(", (const ep_holiday_rule[]){\n");
    for (size_t i = 0; i < book->count; i++) {
        put_rule(&book->rules[i]);
    }
    printf("    }, %zu},\n", book->count);
}

int main(int argc, char **argv)
{
    epic_diags *diags = epic_diags_new();
    int status = diags == NULL ? EPIC_ENOMEM : EPIC_OK;
    printf("#include \"rulebook.h\"\n\nconst ep_rulebook ep_built_in[] = {\n");
    for (int i = 1; i < argc && status == EPIC_OK; i++) {
        epic_holiday_rules *rules;
        status = epic_holiday_rules_load(&rules, argv[i], diags);
        if (status == EPIC_OK) {
            put_book(&rules->book);
        }
        epic_holiday_rules_unref(rules);
    }
    printf("    {NULL, {NULL, 0}, NULL, 0},\n};\n");
    (void)epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stderr);
    epic_diags_free(diags);
    return status != EPIC_OK || fflush(stdout) != 0;
}
