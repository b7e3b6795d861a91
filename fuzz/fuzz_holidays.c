/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a rule file; what it says is in order and inside the days asked for. */
#include <epic/holiday.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    epic_holiday_options options = EPIC_HOLIDAY_OPTIONS_INIT;
    epic_diags *diags = epic_diags_new();
    epic_holiday_rules *rules = NULL;
    epic_holidays *days = NULL;
    options.from = epic_date_make(2019, 12, 1);
    options.to = epic_date_make(2024, 1, 5);
    options.city = "Town";
    if (epic_holiday_rules_read(&rules, (const char *)data, size, "fuzz.yaml", diags) == EPIC_OK) {
        options.region = epic_holiday_rules_region(rules, 0);
        if (epic_holidays_make(&days, rules, &options) != EPIC_OK) {
            abort();
        }
        for (size_t i = 0; i < epic_holidays_count(days); i++) {
            epic_date date = epic_holidays_get(days, i)->date, last = i > 0 ? epic_holidays_get(days, i - 1)->date : date;
            if (date < last || date < options.from || date > options.to) {
                abort();
            }
        }
    }
    epic_holidays_unref(days);
    epic_holiday_rules_unref(rules);
    epic_diags_free(diags);
    return 0;
}
