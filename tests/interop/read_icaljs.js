// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a calendar with ical.js in strict mode, writes and reads it again, and prints a line "uid start end" for each event.
"use strict";
const fs = require("fs");
let ICAL;
try {
    ICAL = require("ical.js");
} catch (error) {
    console.error("ical.js is not installed");
    process.exit(77);
}
ICAL = ICAL.default || ICAL;
ICAL.design.strict = true;

function moment(time) {
    if (time.isDate) return time.toString();
    return new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");
}

function events(text) {
    const calendar = new ICAL.Component(ICAL.parse(text));
    ICAL.TimezoneService.reset(); // the file's own zones alone
    calendar.getAllSubcomponents("vtimezone").forEach((zone) => ICAL.TimezoneService.register(zone));
    const parts = calendar.getAllSubcomponents("vevent");
    const line = (uid, at) => `${uid} ${moment(at.startDate)} ${moment(at.endDate)}`;
    return parts.filter((part) => !part.hasProperty("recurrence-id")).map((part) => {
        const event = new ICAL.Event(part);
        const lines = [];
        if (!event.isRecurring()) return line(event.uid, event);
        parts.filter((other) => other.hasProperty("recurrence-id") && other.getFirstPropertyValue("uid") === event.uid)
            .forEach((other) => event.relateException(other));
        const turns = event.iterator();
        for (let next = turns.next(); next; next = turns.next()) lines.push(line(event.uid, event.getOccurrenceDetails(next)));
        return lines.join("\n");
    }).join("\n");
}

const text = fs.readFileSync(process.argv[2], "utf8");
const lines = events(text);
if (events(new ICAL.Component(ICAL.parse(text)).toString()) !== lines) {
    console.error("other events after writing and reading again");
    process.exit(1);
}
console.log(lines);
