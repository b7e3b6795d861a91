/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit.h"

#include <epic/busy.h>

#include "civil.h"

static kit_text shown;

/* "0308T1030" in UTC, of 2021. */
static void put_time(epic_instant at)
{
    char date[11];
    epic_date_write((epic_date)ep_floor_div(at, EP_DAY), date);
    int second = (int)(at - ep_floor_div(at, EP_DAY) * EP_DAY);
    say(&shown, "%.2s%.2sT%02d%02d", date + 5, date + 8, second / 3600, second / 60 % 60);
}

static void put_times(const epic_busy *busy, epic_busy_class which, const char *mark)
{
    for (size_t i = 0; i < epic_busy_times(busy, which); i++) {
        const epic_busy_time *time = epic_busy_time_at(busy, which, i);
        say(&shown, "%s", mark);
        put_time(time->start);
        say(&shown, "-");
        put_time(time->end);
        say(&shown, " ");
    }
    ck_assert_ptr_null(epic_busy_time_at(busy, which, epic_busy_times(busy, which)));
}

static void put_notes(const epic_busy *busy)
{
    const epic_busy_note *note;
    for (size_t i = 0; (note = epic_busy_note_at(busy, i)) != NULL; i++) {
        say(&shown, "{%s %u%s %s}", note->code, (unsigned)note->line, note->skipped ? " skipped" : "", note->words);
    }
}

static epic_busy_options options(void)
{
    epic_busy_options own = EPIC_BUSY_OPTIONS_INIT;
    own.from = epic_date_make(2021, 3, 1);
    own.to = epic_date_make(2021, 3, 31);
    own.zone = "Europe/Rome";
    return own;
}

static const char *read_with(const char *text, size_t n, const epic_busy_options *own)
{
    epic_busy *busy;
    shown.used = 0;
    shown.bytes[0] = '\0';
    int status = epic_busy_read(&busy, text, n, NULL, own, NULL);
    if (status != EPIC_OK) {
        ck_assert_ptr_null(busy);
        say(&shown, "%d", status);
        return shown.bytes;
    }
    put_times(busy, EPIC_BUSY_FIRM, "");
    put_times(busy, EPIC_BUSY_TENTATIVE, "~");
    put_notes(busy);
    epic_busy_unref(busy);
    return shown.bytes;
}

static const char *wrap(const char *body)
{
    static kit_text text;
    text.used = 0;
    say(&text, "BEGIN:VCALENDAR\nVERSION:2.0\n%sEND:VCALENDAR\n", body);
    return text.bytes;
}

/* Components, each line ended by LF; the first stands in line 3. */
static void reads(const char *body, const char *expected)
{
    const char *text = wrap(body);
    epic_busy_options own = options();
    ck_assert_str_eq(read_with(text, strlen(text), &own), expected);
}

#define EVENT(lines) "BEGIN:VEVENT\n" lines "END:VEVENT\n"
/* Of the eighth at nine to ten in Rome, which is eight to nine in UTC. */
#define EIGHTH "DTSTART;TZID=Europe/Rome:20210308T090000\nDTEND;TZID=Europe/Rome:20210308T100000\n"
#define IS_EIGHTH "0308T0800-0308T0900 "

START_TEST(plain)
{
    reads(EVENT("UID:a\n" EIGHTH), IS_EIGHTH);
    reads(EVENT("DTSTART:20210308T080000Z\nDURATION:PT1H\n"), IS_EIGHTH);
    reads(EVENT("DTSTART:20210308T090000\nDTEND:20210308T100000\n"), IS_EIGHTH);
    reads("X-WR-TIMEZONE:Asia/Tokyo\n" EVENT("DTSTART:20210308T170000\nDTEND:20210308T180000\n"), IS_EIGHTH);
    reads("X-WR-TIMEZONE:Mars\n" EVENT("DTSTART:20210308T090000\nDTEND:20210308T100000\n"), IS_EIGHTH);
    reads(EVENT("DTSTART;TZID=Asia/Tokyo:20210308T170000\nDTEND;TZID=Europe/Rome:20210308T100000\n"), IS_EIGHTH);
    reads(EVENT("DTSTART;VALUE=DATE:20210308\n"), "0307T2300-0308T2300 ");
    reads(EVENT("DTSTART;VALUE=DATE:20210308T000000\nDTEND;VALUE=DATE:20210309T000000Z\n"), "0307T2300-0308T2300 ");
    reads(EVENT("DTSTART:20210308\nDTEND:20210310\n"), "0307T2300-0309T2300 ");
    reads(EVENT("DTSTART:20210308\nDURATION:P2D\n"), "0307T2300-0309T2300 ");
    reads(EVENT("DTSTART:20210327\nDTEND:20210329\n"), "0326T2300-0328T2200 ");
    reads(EVENT("DTSTART:20210308T090000\n"), "");
    reads(EVENT("DTSTART:20210201T090000\nDTEND:20210420T090000\n"), "0228T2300-0331T2200 ");
    reads(EVENT("DTSTART:20210131T090000\nDTEND:20210201T090000\n")
          EVENT("DTSTART:20210501T090000\nDTEND:20210501T100000\n"), "");
    reads(EVENT(EIGHTH) EVENT("DTSTART:20210308T083000Z\nDTEND:20210308T093000Z\n")
          EVENT("DTSTART:20210308T093000Z\nDURATION:PT1H\n"),
          "0308T0800-0308T1030 ");
    reads(EVENT("DTSTART:20210328T023000\nDURATION:PT15M\n"), "0328T0030-0328T0145 "); /* a time that the clock leaves out */
    reads("BEGIN:VTODO\n" EIGHTH "END:VTODO\nBEGIN:VJOURNAL\n" EIGHTH "END:VJOURNAL\n", "");
    reads(EVENT(EIGHTH "BEGIN:VALARM\nTRIGGER:-PT15M\nDURATION:PT9H\nEND:VALARM\n"), IS_EIGHTH);
}
END_TEST

START_TEST(marks)
{
    reads(EVENT(EIGHTH "TRANSP:TRANSPARENT\n"), "");
    reads(EVENT(EIGHTH "TRANSP:opaque\n"), IS_EIGHTH);
    reads(EVENT(EIGHTH "STATUS:CANCELLED\n"), "");
    reads(EVENT(EIGHTH "STATUS:CONFIRMED\n"), IS_EIGHTH);
    reads(EVENT(EIGHTH "STATUS:TENTATIVE\n"), "~" IS_EIGHTH);
    reads(EVENT(EIGHTH "X-MICROSOFT-CDO-BUSYSTATUS:FREE\n"), "");
    reads(EVENT(EIGHTH "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\n"), "~" IS_EIGHTH);
    reads(EVENT(EIGHTH "X-MICROSOFT-CDO-BUSYSTATUS:OOF\n"), IS_EIGHTH);
    reads(EVENT(EIGHTH "SUMMARY:Canceled: talk\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\n"), "");
    reads(EVENT(EIGHTH "SUMMARY:Canceled: talk\n"), IS_EIGHTH);
    reads(EVENT(EIGHTH "ATTENDEE;PARTSTAT=DECLINED:mailto:office@example.org\n"), IS_EIGHTH);
    epic_busy_options own = options();
    own.owner = "Office@example.org";
    static const char *const table[][2] = {
        {"ATTENDEE;PARTSTAT=DECLINED:mailto:office@example.org\n", ""},
        {"ATTENDEE;CN=\"a:b\";PARTSTAT=declined:MAILTO:OFFICE@example.org\n", ""},
        {"ATTENDEE;PARTSTAT=DECLINED:mailto:other@example.org\n", IS_EIGHTH},
        {"ATTENDEE;PARTSTAT=ACCEPTED:mailto:office@example.org\n", IS_EIGHTH},
        {"ATTENDEE:mailto:office@example.org\n", IS_EIGHTH},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        static kit_text body;
        body.used = 0;
        say(&body, "BEGIN:VEVENT\n" EIGHTH "%sEND:VEVENT\n", table[i][0]);
        const char *text = wrap(body.bytes);
        ck_assert_str_eq(read_with(text, strlen(text), &own), table[i][1]);
    }
}
END_TEST

#define WEEKLY "DTSTART;TZID=Europe/Rome:20210105T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n" /* Tuesdays */

START_TEST(repeats)
{
    reads(EVENT(WEEKLY), "0302T0800-0302T0900 0309T0800-0309T0900 0316T0800-0316T0900 0323T0800-0323T0900 0330T0700-0330T0800 ");
    reads(EVENT(WEEKLY "EXDATE;TZID=Europe/Rome:20210302T090000,20210309T090000\nEXDATE:20210316T080000Z\n"
                "EXDATE;VALUE=DATE:20210323\n"),
          "0330T0700-0330T0800 ");
    reads(EVENT(WEEKLY "EXDATE:20210302T090000\nEXDATE:20210309T100000\n"),
          "0309T0800-0309T0900 0316T0800-0316T0900 0323T0800-0323T0900 0330T0700-0330T0800 ");
    reads(EVENT("DTSTART:20210105T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20210309T080000Z\n"),
          "0302T0800-0302T0900 0309T0800-0309T0900 ");
    reads(EVENT("DTSTART:20210105T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20210309T075959Z\n"), "0302T0800-0302T0900 ");
    reads(EVENT("DTSTART:20210105\nRRULE:FREQ=WEEKLY;UNTIL=20210302\n"), "0301T2300-0302T2300 ");
    reads(EVENT("DTSTART:20210225\nDTEND:20210303\nRRULE:FREQ=YEARLY\n"), "0228T2300-0302T2300 ");
    reads(EVENT("DTSTART:20210226\nRRULE:FREQ=YEARLY\nRDATE;VALUE=DATE:20210310\n"), "0309T2300-0310T2300 ");
    reads(EVENT(EIGHTH "RDATE:20210309T080000Z\nRDATE;VALUE=PERIOD:20210310T080000Z/20210310T100000Z,20210311T080000Z/PT3H\n"),
          IS_EIGHTH "0309T0800-0309T0900 0310T0800-0310T1000 0311T0800-0311T1100 ");
    reads(EVENT(EIGHTH "RDATE;TZID=Asia/Tokyo:20210309T170000\n"), IS_EIGHTH "0309T0800-0309T0900 ");
    reads(EVENT(EIGHTH "RRULE:FREQ=DAILY;COUNT=2\nRRULE:FREQ=DAILY;INTERVAL=3;COUNT=2\n"),
          IS_EIGHTH "0309T0800-0309T0900 0311T0800-0311T0900 ");
    reads(EVENT("DTSTART:20210105\nRRULE:FREQ=WEEKLY\nEXDATE:20210302T000000\nEXDATE:20210308T230000Z\n"
                "EXDATE;VALUE=DATE:20210316\n"),
          "0322T2300-0323T2300 0329T2200-0330T2200 ");
    reads(EVENT(EIGHTH "RRULE:FREQ=DAILY;INTERVAL=0\n"),
          IS_EIGHTH "{W617 6 the rule is none, so that the first time alone counts: INTERVAL is no number from 1}");
}
END_TEST

START_TEST(overrides)
{
    reads(EVENT("UID:a\n" WEEKLY)
          EVENT("UID:a\nRECURRENCE-ID;TZID=Europe/Rome:20210309T090000\nDTSTART:20210310T100000Z\nDURATION:PT2H\n")
          EVENT("UID:a\nRECURRENCE-ID:20210316T080000Z\nSTATUS:CANCELLED\nDTSTART:20210316T080000Z\nDURATION:PT1H\n"),
          "0302T0800-0302T0900 0310T1000-0310T1200 0323T0800-0323T0900 0330T0700-0330T0800 ");
    reads(EVENT("UID:a\nRECURRENCE-ID:20210309T080000Z\nSEQUENCE:1\nDTSTART:20210310T100000Z\nDURATION:PT2H\n")
          EVENT("UID:a\nRECURRENCE-ID:20210309T080000Z\nSEQUENCE:2\nDTSTART:20210610T100000Z\nDURATION:PT2H\n")
          EVENT("UID:a\n" WEEKLY),
          "0302T0800-0302T0900 0316T0800-0316T0900 0323T0800-0323T0900 0330T0700-0330T0800 ");
    reads(EVENT("UID:a\n" WEEKLY)
          EVENT("UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20210316T080000Z\n"
                "DTSTART;TZID=Europe/Rome:20210317T110000\nDURATION:PT2H\n")
          EVENT("UID:a\nRECURRENCE-ID:20210323T080000Z\nDTSTART:20210323T200000Z\nDURATION:PT1H\n"),
          "0302T0800-0302T0900 0309T0800-0309T0900 0317T1000-0317T1200 0323T2000-0323T2100 0331T0900-0331T1100 ");
    reads(EVENT("UID:a\n" WEEKLY)
          EVENT("UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20210309T080000Z\nSTATUS:CANCELLED\nDTSTART:20210309T080000Z\n"),
          "0302T0800-0302T0900 ");
    reads(EVENT("UID:a\nRECURRENCE-ID:20210316T080000Z\n" EIGHTH), IS_EIGHTH);
    reads(EVENT("UID:a\n" WEEKLY "SEQUENCE:1\n") EVENT("UID:a\n" EIGHTH "SEQUENCE:2\n"), IS_EIGHTH);
    reads(EVENT("UID:a\n" EIGHTH "SEQUENCE:2\n") EVENT("UID:a\n" WEEKLY "SEQUENCE:1\n"), IS_EIGHTH);
    reads(EVENT("UID:a\n" EIGHTH) EVENT("UID:a\nSEQUENCE:1\nDTSTART:20220101\n"), "");
    reads(EVENT("UID:a\n" EIGHTH "DTSTAMP:20200102T000000Z\n") EVENT("UID:a\nDTSTAMP:20200103T000000Z\nDTSTART:20220101\n"), "");
    reads(EVENT("UID:a\n" EIGHTH) EVENT("UID:b\nSEQUENCE:1\nDTSTART:20220101\n"), IS_EIGHTH);
    reads(EVENT(EIGHTH) EVENT("DTSTART:20210309\n"), IS_EIGHTH "0308T2300-0309T2300 ");
}
END_TEST

#define LIST(lines) "BEGIN:VFREEBUSY\n" lines "END:VFREEBUSY\n"

START_TEST(lists)
{
    reads(LIST("DTSTART:20210101T000000Z\nFREEBUSY:20210308T080000Z/20210308T090000Z\n"), IS_EIGHTH);
    reads(LIST("FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20210308T080000Z/PT30M,20210308T083000Z/PT30M\n"
               "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20210309T080000Z/PT1H\nFREEBUSY;FBTYPE=X-OWN:20210310T080000Z/PT1H\n"),
          IS_EIGHTH "0310T0800-0310T0900 ~0309T0800-0309T0900 ");
    reads(LIST("FREEBUSY:20210308T080000Z/PT3H\nFREEBUSY;FBTYPE=FREE:20210308T090000Z/PT1H\n")
          LIST("FREEBUSY:20210308T090000Z/PT15M\n"),
          "0308T0800-0308T0915 0308T1000-0308T1100 ");
    reads(LIST("FREEBUSY:20210308T090000/PT1H\n"), IS_EIGHTH);
    reads(LIST("FREEBUSY:nonsense,20210308T080000Z/PT1H,20210308T080000Z\n"),
          IS_EIGHTH "{W617 4 a time of FREEBUSY is no period: it is left out}"
                    "{W617 4 a time of FREEBUSY is no period: it is left out}");
}
END_TEST

#define AVAILABLE(lines) "BEGIN:AVAILABLE\n" lines "END:AVAILABLE\n"

START_TEST(availabilities)
{
    reads("BEGIN:VAVAILABILITY\nDTSTART:20210308T000000\nDTEND:20210310T000000\n"
          AVAILABLE("UID:a\nDTSTART:20210301T090000\nDTEND:20210301T170000\nRRULE:FREQ=DAILY\n") "END:VAVAILABILITY\n",
          "0307T2300-0308T0800 0308T1600-0309T0800 0309T1600-0309T2300 ");
    reads("BEGIN:VAVAILABILITY\nBUSYTYPE:BUSY-TENTATIVE\nEND:VAVAILABILITY\n"
          "BEGIN:VAVAILABILITY\nPRIORITY:1\nDTSTART:20210308\nDTEND:20210331\n"
          AVAILABLE("UID:a\nDTSTART:20210308T000000\nDTEND:20210330T000000\n") "END:VAVAILABILITY\n",
          "0329T2200-0330T2200 ~0228T2300-0307T2300 ~0330T2200-0331T2200 ");
    reads("BEGIN:VAVAILABILITY\nDTSTART:nonsense\nEND:VAVAILABILITY\n",
          "{W615 3 skipped its start, end or length is none}");
    reads(AVAILABLE(EIGHTH), "");
}
END_TEST

START_TEST(broken)
{
    reads(EVENT("UID:a\n") EVENT(EIGHTH), IS_EIGHTH "{W615 3 skipped it has no start}");
    reads(EVENT("DTSTART:20210231T090000\n") EVENT(EIGHTH), IS_EIGHTH "{W615 3 skipped its start is no date or time}");
    reads(EVENT("DTSTART:20210308T090000\nDTEND:x\n"), "{W615 3 skipped its end or length is none}");
    reads(EVENT("DTSTART:20210308T090000\nDURATION:-PT1H\n"), "{W615 3 skipped its end or length is none}");
    reads(EVENT("DTSTART:20210308T090000\nDTEND:20210308T080000\n"), "{W615 3 skipped it ends before it starts}");
    reads(EVENT("DTSTART:20210308T090000Z\nDTEND;TZID=Europe/Rome:20210308T090000\n"),
          "{W615 3 skipped it ends before it starts}");
    reads(EVENT("DTSTART:20210308\nDTEND:20210307\n"), "{W615 3 skipped it ends before it starts}");
    reads(EVENT("DTSTART:20210308\nDTEND:20210308\n"),
          "0307T2300-0308T2300 {N618 3 it ends on the day on which it begins: taken as one day}");
    reads(EVENT("DTSTART:20210308\nDTEND:20210309T120000\n"), "0307T2300-0309T2300 ");
    reads(EVENT("DTSTART:20210308T090000\nDTEND;VALUE=DATE:20210309\n"), "0308T0800-0308T2300 ");
    reads(EVENT(EIGHTH "RECURRENCE-ID:x\n"), "{W615 3 skipped its RECURRENCE-ID is no date or time}");
    reads(EVENT(EIGHTH "EXDATE:x,20210308T090000\nRDATE:y\nSEQUENCE:-1\nDTSTAMP:z\nEXDATE:\nRDATE:\n"),
          IS_EIGHTH "{W617 6 an EXDATE is no date or time: it and what follows it are left out}"
                    "{W617 7 an RDATE is no date, time or period: it and what follows it are left out}");
    reads("BEGIN:VEVENT\n" EIGHTH EVENT("DTSTART:20210309\n"), "0308T2300-0309T2300 {W613 3 a component is not closed}"
                                                                "{W615 3 skipped it is not whole}");
    reads(EVENT(EIGHTH) "BEGIN:VFREEBUSY\nFREEBUSY:20210308T080000Z/PT5H\n",
          IS_EIGHTH "{W613 7 a component is not closed}{W615 7 skipped it is not whole}");
    reads(EVENT("DTSTART;TZID=Mars:20210308T090000\nDTEND;TZID=Mars:20210308T100000\n"),
          "0307T2300-0308T2300 {W616 4 the time zone 'Mars' is not known: its days count as busy in whole}");
}
END_TEST

#define ROME_AS_MINE                                                                                                            \
    "BEGIN:VTIMEZONE\nTZID:Mine\nBEGIN:STANDARD\nDTSTART:16011028T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"               \
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010325T020000\nTZOFFSETFROM:+0100\n"      \
    "TZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n"

START_TEST(zones)
{
    const char *mine = "DTSTART;TZID=Mine:20210308T090000\nDTEND;TZID=Mine:20210308T100000\nRDATE;TZID=Mine:20210330T090000\n";
    static kit_text body;
    for (int behind = 0; behind < 2; behind++) {
        body.used = 0;
        say(&body, "%sBEGIN:VEVENT\n%sEND:VEVENT\n%s", behind ? "" : ROME_AS_MINE, mine, behind ? ROME_AS_MINE : "");
        reads(body.bytes, IS_EIGHTH "0330T0700-0330T0800 ");
    }
    reads("BEGIN:VTIMEZONE\nTZID:Europe/Rome\nBEGIN:STANDARD\nDTSTART:20211031T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
          "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nEND:VTIMEZONE\n" EVENT(EIGHTH), IS_EIGHTH);
    reads("BEGIN:VTIMEZONE\nTZID:Mine\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\n"
          "RRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\n" EVENT("DTSTART;TZID=Mine:20210308T090000\nDURATION:PT1H\n"),
          "0307T2300-0308T2300 {W616 13 the time zone 'Mine' is not known: its days count as busy in whole}");
    reads("BEGIN:VTIMEZONE\nTZID:Europe/Rome\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0500\nTZOFFSETTO:+0500\n"
          "RDATE:19710101T000000,19720101T000000\nEND:STANDARD\nEND:VTIMEZONE\n" EVENT(EIGHTH),
          "0308T0400-0308T0500 {W616 3 a time zone is not what the system knows by its name: the file's is taken}");
}
END_TEST

START_TEST(holidays)
{
    epic_busy_options own = options();
    epic_busy *busy;
    own.holidays = true;
    const char *text = wrap(EVENT("SUMMARY:Patron\\, saint\nTRANSP:TRANSPARENT\nDTSTART:20210308\n")
                            EVENT("SUMMARY:Vigil\nTRANSP:TRANSPARENT\nDTSTART:20210307T200000\nDURATION:PT1H\n")
                            EVENT("SUMMARY:Off\nSTATUS:CANCELLED\nDTSTART:20210310\n")
                            EVENT("SUMMARY:Second\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\nDTSTART:20210309\n"));
    ck_assert_int_eq(epic_busy_read(&busy, text, strlen(text), "a.ics", &own, NULL), EPIC_OK);
    ck_assert_uint_eq(epic_busy_times(busy, EPIC_BUSY_FIRM), 2);
    ck_assert_str_eq(epic_busy_time_at(busy, EPIC_BUSY_FIRM, 0)->name, "Patron, saint");
    ck_assert_str_eq(epic_busy_time_at(busy, EPIC_BUSY_FIRM, 1)->name, "Second");
    ck_assert_uint_eq(epic_busy_get(busy)->events, 4);
    ck_assert_str_eq(epic_busy_get(busy)->name, "a.ics");
    epic_busy_unref(busy);
    static const char csv[] = "\xef\xbb\xbf\"Date\";Name\r\n2021-03-08;\"Mart\xedn \"\"the\"\"; saint\";x\r\n\r\n"
                              "# more\n2021-03-09\n2021-04-09,no\n"
                              "9.3.2021;no\n2021-02-30;no\n2021-03-10,";
    ck_assert_int_eq(epic_busy_read(&busy, csv, sizeof csv - 1, "a.csv", &own, NULL), EPIC_OK);
    ck_assert_uint_eq(epic_busy_times(busy, EPIC_BUSY_FIRM), 3);
    ck_assert_str_eq(epic_busy_time_at(busy, EPIC_BUSY_FIRM, 0)->name, "Mart\xc3\xadn \"the\"; saint");
    ck_assert_uint_eq(epic_busy_time_at(busy, EPIC_BUSY_FIRM, 0)->line, 2);
    ck_assert_ptr_null(epic_busy_time_at(busy, EPIC_BUSY_FIRM, 1)->name);
    ck_assert_uint_eq(epic_busy_get(busy)->events, 6);
    ck_assert_uint_eq(epic_busy_get(busy)->skipped, 2);
    shown.used = 0;
    put_times(busy, EPIC_BUSY_FIRM, "");
    put_notes(busy);
    ck_assert_str_eq(shown.bytes, "0307T2300-0308T2300 0308T2300-0309T2300 0309T2300-0310T2300 "
                                  "{W615 7 skipped it does not begin with a date such as 2021-12-25}"
                                  "{W615 8 skipped it does not begin with a date such as 2021-12-25}");
    epic_busy_unref(busy);
    own.holidays = false;
    ck_assert_str_eq(read_with(csv, sizeof csv - 1, &own), "-4");
}
END_TEST

START_TEST(reports)
{
    epic_busy_options own = options();
    epic_busy *busy;
    epic_diags *diags = epic_diags_new();
    static kit_text body;
    body.used = 0;
    for (int i = 0; i < 40; i++) {
        say(&body, "BEGIN:VEVENT\nUID:event %d\nDTSTART:202103%02dT090000%s\n", i, i % 28 + 1, i % 16 == 5 ? "?" : "");
        say(&body, "DURATION:PT1H\nSUMMARY:secret\nEND:VEVENT\n");
    }
    const char *text = wrap(body.bytes);
    ck_assert_int_eq(epic_busy_read(&busy, text, strlen(text), "city.ics", &own, diags), EPIC_OK);
    const epic_busy_report *report = epic_busy_get(busy);
    ck_assert(report->events == 40 && report->skipped == 3 && report->notes == 3);
    ck_assert_str_eq(epic_busy_time_at(busy, EPIC_BUSY_FIRM, 0)->uid, "event 0");
    ck_assert_uint_eq(epic_busy_time_at(busy, EPIC_BUSY_FIRM, 0)->line, 3);
    ck_assert_ptr_null(epic_busy_time_at(busy, EPIC_BUSY_FIRM, 0)->name);
    ck_assert_uint_eq(epic_diags_count(diags), 3);
    const epic_diag *diag = epic_diags_get(diags, 0);
    ck_assert_str_eq(diag->file, "city.ics");
    ck_assert_uint_eq(diag->line, 33);
    ck_assert_str_eq(diag->message, "an entry is skipped: its start is no date or time");
    epic_busy_unref(epic_busy_ref(busy));
    epic_busy_unref(busy);
    epic_diags_free(diags);
}
END_TEST

START_TEST(many_notes)
{
    epic_busy_options own = options();
    epic_busy *busy;
    epic_diags *diags = epic_diags_new();
    static kit_text body;
    for (int i = 0; i < 1200; i++) {
        say(&body, "BEGIN:VEVENT\nEND:VEVENT\n");
    }
    const char *text = wrap(body.bytes);
    ck_assert_int_eq(epic_busy_read(&busy, text, strlen(text), "city.ics", &own, diags), EPIC_OK);
    ck_assert(epic_busy_get(busy)->skipped == 1200 && epic_busy_get(busy)->notes == 1200);
    ck_assert(epic_busy_note_at(busy, 999) != NULL && epic_busy_note_at(busy, 1000) == NULL);
    ck_assert_uint_eq(epic_diags_count(diags), 21);
    ck_assert_str_eq(epic_diags_get(diags, 20)->message, "1180 more notes on this calendar are left out");
    epic_busy_unref(busy);
    epic_diags_free(diags);
}
END_TEST

START_TEST(arguments)
{
    epic_busy_options own = options(), wrong[5] = {own, own, own, own, own};
    epic_busy *busy;
    wrong[0].zone = NULL;
    wrong[1].from = EPIC_NO_DATE;
    wrong[2].to = own.from - 1;
    wrong[3].to = own.from + 20000;
    wrong[4].size = 3;
    for (size_t i = 0; i < 5; i++) {
        ck_assert_int_eq(epic_busy_read(&busy, "", 0, NULL, &wrong[i], NULL), EPIC_EARG);
    }
    ck_assert_int_eq(epic_busy_read(&busy, "", 0, NULL, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_busy_read(NULL, "", 0, NULL, &own, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_busy_read(&busy, NULL, 1, NULL, &own, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_busy_load(&busy, NULL, &own, NULL), EPIC_EARG);
    epic_diags *diags = epic_diags_new();
    ck_assert_int_eq(epic_busy_read(&busy, NULL, 0, NULL, &own, diags), EPIC_EINPUT);
    ck_assert_str_eq(epic_diags_get(diags, 0)->code, "E611");
    ck_assert_str_eq(epic_diags_get(diags, 0)->file, "calendar");
    ck_assert_int_eq(epic_busy_load(&busy, "/nowhere/a.ics", &own, diags), EPIC_EIO);
    ck_assert_str_eq(epic_diags_get(diags, 1)->message, "cannot read /nowhere/a.ics: there is no such file");
    ck_assert_int_eq(epic_busy_load(&busy, "/dev/zero", &own, diags), EPIC_EIO);
    ck_assert_int_eq(epic_busy_load(&busy, "/", &own, diags), EPIC_EIO);
    ck_assert_str_eq(epic_diags_get(diags, 3)->message, "cannot read /: it is a folder");
    own.zone = "Mars/Phobos";
    ck_assert_int_eq(epic_busy_read(&busy, NULL, 0, NULL, &own, diags), EPIC_EINPUT);
    ck_assert_str_eq(epic_diags_get(diags, 4)->code, "E503");
    ck_assert_ptr_null(busy);
    epic_diags_free(diags);
    ck_assert(epic_busy_times(NULL, EPIC_BUSY_FIRM) == 0 && epic_busy_get(NULL) == NULL && epic_busy_ref(NULL) == NULL);
    ck_assert(epic_busy_note_at(NULL, 0) == NULL && epic_busy_time_at(NULL, EPIC_BUSY_FIRM, 0) == NULL);
    epic_busy_unref(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("busy");
    TCase *tests = tcase_create("busy");
    tcase_add_test(tests, plain);
    tcase_add_test(tests, marks);
    tcase_add_test(tests, repeats);
    tcase_add_test(tests, overrides);
    tcase_add_test(tests, lists);
    tcase_add_test(tests, availabilities);
    tcase_add_test(tests, broken);
    tcase_add_test(tests, zones);
    tcase_add_test(tests, holidays);
    tcase_add_test(tests, reports);
    tcase_add_test(tests, many_notes);
    tcase_add_test(tests, arguments);
    suite_add_tcase(suite, tests);
    return run(suite);
}
