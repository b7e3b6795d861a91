// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a calendar with node-ical and prints a line "uid start end" for each event.
"use strict";
let ical;
try {
    ical = require("node-ical");
} catch (error) {
    console.error("node-ical is not installed");
    process.exit(77);
}

function moment(time) {
    if (time.dateOnly) { // midnight of this process
        return [time.getFullYear(), time.getMonth() + 1, time.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    }
    return time.toISOString().replace(".000Z", "Z");
}

function print(uid, start, end) {
    console.log(`${uid} ${moment(start)} ${moment(end)}`);
}

// What recurs, on its days by the rule but those that are not held, or otherwise.
function printSeries(part) {
    const others = new Set(Object.values(part.recurrences || {}));
    const taken = new Set([...Object.values(part.exdate || {}), ...[...others].map((one) => one.recurrenceid)].map(Number));
    for (const day of part.rrule.all()) {
        const start = new Date(day), end = new Date(Number(day) + (part.end - part.start));
        if (part.start.dateOnly) { // here the rule counts in UTC
            start.setTime(new Date(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()).getTime());
            end.setTime(new Date(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + Math.round((part.end - part.start) / 864e5)).getTime());
            start.dateOnly = end.dateOnly = true;
        }
        if (!taken.has(Number(start))) {
            print(part.uid, start, end);
        }
    }
    others.forEach((one) => print(part.uid, one.start, one.end));
}

for (const part of Object.values(ical.sync.parseFile(process.argv[2]))) {
    if (part.type === "VEVENT" && part.rrule) {
        printSeries(part);
    } else if (part.type === "VEVENT") {
        print(part.uid, part.start, part.end);
    }
}
