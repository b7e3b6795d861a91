// SPDX-License-Identifier: GPL-3.0-or-later
// date_holidays.js FROM TO COUNTRY...: the public holidays of npm's date-holidays as JSON: {"DE-NW": {"2020-01-01": name}}.
"use strict";
const Holidays = require("date-holidays");

const DAY = 86400000;
const [from, to] = process.argv.slice(2, 4).map(Number);

function list(holidays) {
    const days = {};
    for (let year = from; year <= to; year++) {
        for (const one of holidays.getHolidays(year).filter((h) => h.type === "public")) {
            const first = Date.parse(one.date.slice(0, 10) + "T00:00Z");
            const count = Math.max(1, Math.round((one.end - one.start) / DAY));
            for (let i = 0; i < count; i++) {
                days[new Date(first + i * DAY).toISOString().slice(0, 10)] = one.name;
            }
        }
    }
    return days;
}

const out = {};
for (const country of process.argv.slice(4)) {
    out[country] = list(new Holidays(country));
    const states = new Holidays().getStates(country) || {};
    for (const state of Object.keys(states)) {
        out[`${country}-${state}`] = list(new Holidays(country, state));
        for (const region of Object.keys(new Holidays().getRegions(country, state) || {})) {
            out[`${country}-${state}-${region}`] = list(new Holidays(country, state, region));
        }
    }
}
process.stdout.write(JSON.stringify(out));
