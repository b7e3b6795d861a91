// SPDX-License-Identifier: GPL-3.0-or-later
// A browser shows the pages of people: report.html and one of reports/.
//
//     report.js EPIC PROGRAMME...
//
// axe-core looks for barriers in light and dark, the Tab key walks, nothing is fetched, no page moves sideways on 320 pixels, it
// prints, and what a picture says of numbers and events stands in a table too.
'use strict';
const {execFileSync} = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

let results = 0, wrongs = 0;
function check(name, wrong) {
    results++;
    wrongs += wrong.length > 0;
    console.log(`${wrong.length ? 'not ok' : 'ok'} ${results} - ${name}`);
    wrong.slice(0, 10).forEach(text => console.log(`# ${text}`));
}

function skip(why) {
    console.log(`1..0 # SKIP ${why}`);
    process.exit(0);
}

function needed(name) {
    try {
        return require(name);
    } catch {
        return skip(`${name} is not installed`);
    }
}

const {chromium} = needed('playwright-core');
const axe = needed('axe-core').source;
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(fs.existsSync) || skip('chromium is not installed');

// In the page: what pictures say and no table does.
function untold() {
    const clean = text => text.replace(/\s+/g, ' ').trim();
    const rows = [...document.querySelectorAll('tbody tr')].map(r => clean(r.textContent));
    const wrong = [];
    for (const title of document.querySelectorAll('svg g > title')) { // "DAYS: TITLE, STATE"
        const [, days, event, state] = clean(title.textContent).match(/^(.*?): (.*), (\S+)$/);
        if (!rows.some(row => row.startsWith(days) && row.includes(event) && row.endsWith(state))) {
            wrong.push(`${title.textContent}: no row of a table says so`);
        }
    }
    const names = [...document.querySelectorAll('#map tbody th')].map(t => clean(t.textContent));
    const pairs = names.flatMap(a => names.flatMap(b => [`${a} and ${b}`, `${a} from ${b}`]));
    for (const title of document.querySelectorAll('svg line > title, svg circle > title, .map rect > title')) {
        if (!names.concat(pairs).includes(clean(title.textContent))) {
            wrong.push(`${title.textContent}: in no table`);
        }
    }
    const numbers = [...document.querySelectorAll('#pairs .no')].map(n => n.textContent);
    for (const badge of document.querySelectorAll('svg text.badge, svg text.no')) {
        if (!numbers.includes(badge.textContent)) {
            wrong.push(`pair ${badge.textContent} is in no table`);
        }
    }
    const sums = [...document.querySelectorAll('svg[aria-labelledby^=months] text.month')].map(t => t.textContent);
    const cells = [...document.querySelectorAll('#timeline td.number:last-child')].map(t => t.textContent);
    wrong.push(...sums.filter(s => /^\d+$/.test(s) && !cells.includes(s)).map(s => `${s} events a month are in no table`));
    const shaded = document.querySelectorAll('svg .lane').length > 0 ? document.querySelectorAll('.scroll rect.off').length : 0;
    if (shaded > 0 && document.querySelectorAll('details tbody tr').length === 0) {
        wrong.push('lanes are shaded, and no table says why');
    }
    if (document.querySelectorAll('svg title').length === 0) {
        wrong.push('no picture says anything');
    }
    return wrong;
}

// In the page: names that lie upon each other, or outside of the picture.
function crowded() {
    const boxes = [...document.querySelectorAll('.map text.city')].map(t => [t.textContent, t.getBBox()]);
    const size = document.querySelector('.map svg')?.viewBox.baseVal;
    return boxes.flatMap(([name, a], i) => [
        ...boxes.slice(i + 1).filter(([, b]) => a.x < b.x + b.width - 2 && b.x < a.x + a.width - 2 && a.y < b.y + b.height - 4 &&
                                                b.y < a.y + a.height - 4).map(([other]) => `${name} and ${other}`),
        ...(a.x < -2 || a.x + a.width > size.width + 2 ? [`${name} is cut off`] : [])]);
}

// In the page: numbers of the table of benefits that stand below another city's name.
function shifted() {
    const heads = [...document.querySelectorAll('.heat thead th')].map(t => t.getBoundingClientRect().left);
    return [...document.querySelectorAll('.heat tbody tr')].flatMap(row => [...row.querySelectorAll('td')]
        .filter((cell, i) => Math.abs(cell.getBoundingClientRect().left - heads[i]) > 1)
        .map(cell => `${row.firstChild.textContent}: '${cell.textContent}'`));
}

async function barriers(page) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document, {resultTypes: ['violations']}));
    return found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target}: ${n.failureSummary}`));
}

// Each link, each <details> and each part that moves is reached by Tab, and the focus is seen.
async function walk(page) {
    const wanted = await page.evaluate(() => document.querySelectorAll('a[href], summary, [tabindex="0"]').length);
    const seen = new Set();
    for (let i = 0; i < wanted; i++) {
        await page.keyboard.press('Tab');
        const [at, outline] = await page.evaluate(() => [
            [...document.querySelectorAll('*')].indexOf(document.activeElement), getComputedStyle(document.activeElement).outlineStyle]);
        if (outline !== 'none') {
            seen.add(at);
        }
    }
    return seen.size === wanted ? [] : [`${seen.size} of ${wanted} are reached`];
}

async function look(browser, name, file) {
    const fetched = [], said = [];
    for (const colorScheme of ['light', 'dark']) {
        const context = await browser.newContext({bypassCSP: true, colorScheme, viewport: {width: 1200, height: 900}});
        const page = await context.newPage();
        page.on('request', r => r.url().startsWith('file:///') && r.isNavigationRequest() || fetched.push(r.url()));
        page.on('console', m => said.push(m.text()));
        await page.goto(`file://${file}`);
        check(`${name}, ${colorScheme}: no barrier`, await barriers(page));
        if (colorScheme === 'light') {
            check(`${name}: the Tab key reaches all`, await walk(page));
            check(`${name}: tables have what pictures say`, await page.evaluate(untold));
            check(`${name}: names on the map are apart`, await page.evaluate(crowded));
            const pdf = await page.pdf({format: 'A4'});
            check(`${name}: prints`, pdf.subarray(0, 5).toString() === '%PDF-' ? [] : ['no PDF']);
        }
        await page.setViewportSize({width: 320, height: 640}); // as 1280 pixels at 400 %
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        check(`${name}, ${colorScheme}: 320 pixels are enough`, wide > 320 ? [`it is ${wide} wide`] : []);
        check(`${name}, ${colorScheme}: numbers keep their columns there`, await page.evaluate(shifted));
        check(`${name}, ${colorScheme}: no barrier there`, await barriers(page));
        await context.close();
    }
    const context = await browser.newContext({bypassCSP: true, forcedColors: 'active'});
    const page = await context.newPage();
    await page.goto(`file://${file}`);
    check(`${name}: no barrier in forced colours`, await barriers(page));
    check(`${name}: nothing is fetched or refused`, fetched.concat(said));
    await context.close();
}

async function main([epic, ...programmes]) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'));
    const browser = await chromium.launch({executablePath: browserPath, args: ['--no-sandbox']});
    try {
        for (const [i, programme] of programmes.entries()) {
            const out = path.join(folder, `${i}`);
            execFileSync(epic, ['plan', programme, '-o', out], {stdio: 'ignore'});
            const name = path.basename(path.dirname(programme));
            await look(browser, name, path.join(out, 'report.html'));
            const cities = fs.readdirSync(path.join(out, 'reports')).sort();
            await look(browser, `${name} ${cities[0]}`, path.join(out, 'reports', cities[0]));
        }
    } finally {
        await browser.close();
        fs.rmSync(folder, {recursive: true});
    }
    console.log(`1..${results}`);
    process.exit(wrongs ? 1 : 0);
}

main(process.argv.slice(2)).catch(error => {
    console.log(`Bail out! ${error.stack}`);
    process.exit(1);
});
