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

for (const part of Object.values(ical.sync.parseFile(process.argv[2]))) {
    if (part.type === "VEVENT") {
        console.log(`${part.uid} ${moment(part.start)} ${moment(part.end)}`);
    }
}
