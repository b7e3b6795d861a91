// SPDX-License-Identifier: GPL-3.0-or-later
// Reads calendars with ical.js in strict mode and prints how many components and properties each has, a line a file.
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

function count(part) {
    return part.getAllSubcomponents().map(count).reduce((all, one) => [all[0] + one[0], all[1] + one[1]],
        [1, part.getAllProperties().length]);
}

process.argv.slice(2).forEach((path) => {
    console.log(count(new ICAL.Component(ICAL.parse(fs.readFileSync(path, "utf8")))).join(" "));
});
