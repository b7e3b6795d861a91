/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_holidays FROM TO: the days of every country and region with built-in rules in these years, a line for each: country or
 * region, date, name. list_holidays FROM TO COUNTRY REGION CITY: those of a city; REGION - for none. */
#include <epic/holiday.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int list(epic_holiday_rules *rules, const char *region, const char *city, int from, int to)
{
    epic_holiday_options options = EPIC_HOLIDAY_OPTIONS_INIT;
    epic_holidays *holidays;
    char text[11];
    options.from = epic_date_make(from, 1, 1);
    options.to = epic_date_make(to, 12, 31);
    options.region = region;
    options.city = city;
    int status = epic_holidays_make(&holidays, rules, &options);
    for (size_t i = 0; i < epic_holidays_count(holidays); i++) {
        const epic_holiday *day = epic_holidays_get(holidays, i);
        printf("%s\t%s\t%s%s\n", region != NULL ? region : epic_holiday_rules_country(rules), epic_date_write(day->date, text),
               day->name, day->substitute ? " (substitute)" : "");
    }
    epic_holidays_unref(holidays);
    return status;
}

int main(int argc, char **argv)
{
    const char *country;
    int status = argc == 3 || argc == 6 ? EPIC_OK : EPIC_EARG;
    for (size_t i = 0; status == EPIC_OK && (country = epic_holiday_country(i)) != NULL; i++) {
        epic_holiday_rules *rules;
        if (argc == 6 && strcmp(argv[3], country) != 0) {
            continue;
        }
        status = epic_holiday_rules_of(&rules, country);
        const char *region = argc == 6 && strcmp(argv[4], "-") != 0 ? argv[4] : NULL, *city = argc == 6 ? argv[5] : NULL;
        status = status == EPIC_OK ? list(rules, region, city, atoi(argv[1]), atoi(argv[2])) : status;
        for (size_t r = 0; argc == 3 && status == EPIC_OK && r < epic_holiday_rules_regions(rules); r++) {
            status = list(rules, epic_holiday_rules_region(rules, r), NULL, atoi(argv[1]), atoi(argv[2]));
        }
        epic_holiday_rules_unref(rules);
    }
    return status != EPIC_OK;
}
