/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "windows.h"

#include <string.h>

#include "content.h"

/* Facts taken from windowsZones.xml of the Unicode CLDR, version 48 (October 2025), https://github.com/unicode-org/cldr, rows
 * of territory 001: the name in Windows, the zone, and the first place of what people are shown. Copyright Unicode, Inc., under
 * Unicode License v3, https://www.unicode.org/license.txt. Eight zones stand here under the names that tzdata prefers today. */
typedef struct windows_zone {
    const char *name, *zone, *place;
} windows_zone;

static const windows_zone zones[] = {
    {"Afghanistan Standard Time", "Asia/Kabul", "Kabul"},
    {"Alaskan Standard Time", "America/Anchorage", "Alaska"},
    {"Aleutian Standard Time", "America/Adak", "Aleutian Islands"},
    {"Altai Standard Time", "Asia/Barnaul", "Barnaul"},
    {"Arab Standard Time", "Asia/Riyadh", "Kuwait"},
    {"Arabian Standard Time", "Asia/Dubai", "Abu Dhabi"},
    {"Arabic Standard Time", "Asia/Baghdad", "Baghdad"},
    {"Argentina Standard Time", "America/Argentina/Buenos_Aires", "City of Buenos Aires"},
    {"Astrakhan Standard Time", "Europe/Astrakhan", "Astrakhan"},
    {"Atlantic Standard Time", "America/Halifax", "Atlantic Time (Canada)"},
    {"AUS Central Standard Time", "Australia/Darwin", "Darwin"},
    {"Aus Central W. Standard Time", "Australia/Eucla", "Eucla"},
    {"AUS Eastern Standard Time", "Australia/Sydney", "Canberra"},
    {"Azerbaijan Standard Time", "Asia/Baku", "Baku"},
    {"Azores Standard Time", "Atlantic/Azores", "Azores"},
    {"Bahia Standard Time", "America/Bahia", "Salvador"},
    {"Bangladesh Standard Time", "Asia/Dhaka", "Dhaka"},
    {"Belarus Standard Time", "Europe/Minsk", "Minsk"},
    {"Bougainville Standard Time", "Pacific/Bougainville", "Bougainville Island"},
    {"Canada Central Standard Time", "America/Regina", "Saskatchewan"},
    {"Cape Verde Standard Time", "Atlantic/Cape_Verde", "Cabo Verde Is."},
    {"Caucasus Standard Time", "Asia/Yerevan", "Yerevan"},
    {"Cen. Australia Standard Time", "Australia/Adelaide", "Adelaide"},
    {"Central America Standard Time", "America/Guatemala", "Central America"},
    {"Central Asia Standard Time", "Asia/Bishkek", "Astana"},
    {"Central Brazilian Standard Time", "America/Cuiaba", "Cuiaba"},
    {"Central Europe Standard Time", "Europe/Budapest", "Belgrade"},
    {"Central European Standard Time", "Europe/Warsaw", "Sarajevo"},
    {"Central Pacific Standard Time", "Pacific/Guadalcanal", "Solomon Is."},
    {"Central Standard Time", "America/Chicago", "Central Time (US & Canada)"},
    {"Central Standard Time (Mexico)", "America/Mexico_City", "Guadalajara"},
    {"Chatham Islands Standard Time", "Pacific/Chatham", "Chatham Islands"},
    {"China Standard Time", "Asia/Shanghai", "Beijing"},
    {"Cuba Standard Time", "America/Havana", "Havana"},
    {"Dateline Standard Time", "Etc/GMT+12", "International Date Line West"},
    {"E. Africa Standard Time", "Africa/Nairobi", "Nairobi"},
    {"E. Australia Standard Time", "Australia/Brisbane", "Brisbane"},
    {"E. Europe Standard Time", "Europe/Chisinau", "Chisinau"},
    {"E. South America Standard Time", "America/Sao_Paulo", "Brasilia"},
    {"Easter Island Standard Time", "Pacific/Easter", "Easter Island"},
    {"Eastern Standard Time", "America/New_York", "Eastern Time (US & Canada)"},
    {"Eastern Standard Time (Mexico)", "America/Cancun", "Chetumal"},
    {"Egypt Standard Time", "Africa/Cairo", "Cairo"},
    {"Ekaterinburg Standard Time", "Asia/Yekaterinburg", "Ekaterinburg"},
    {"Fiji Standard Time", "Pacific/Fiji", "Fiji"},
    {"FLE Standard Time", "Europe/Kyiv", "Helsinki"},
    {"Georgian Standard Time", "Asia/Tbilisi", "Tbilisi"},
    {"GMT Standard Time", "Europe/London", "Dublin"},
    {"Greenland Standard Time", "America/Nuuk", "Greenland"},
    {"Greenwich Standard Time", "Atlantic/Reykjavik", "Monrovia"},
    {"GTB Standard Time", "Europe/Bucharest", "Athens"},
    {"Haiti Standard Time", "America/Port-au-Prince", "Haiti"},
    {"Hawaiian Standard Time", "Pacific/Honolulu", "Hawaii"},
    {"India Standard Time", "Asia/Kolkata", "Chennai"},
    {"Iran Standard Time", "Asia/Tehran", "Tehran"},
    {"Israel Standard Time", "Asia/Jerusalem", "Jerusalem"},
    {"Jordan Standard Time", "Asia/Amman", "Amman"},
    {"Kaliningrad Standard Time", "Europe/Kaliningrad", "Kaliningrad"},
    {"Korea Standard Time", "Asia/Seoul", "Seoul"},
    {"Libya Standard Time", "Africa/Tripoli", "Tripoli"},
    {"Line Islands Standard Time", "Pacific/Kiritimati", "Kiritimati Island"},
    {"Lord Howe Standard Time", "Australia/Lord_Howe", "Lord Howe Island"},
    {"Magadan Standard Time", "Asia/Magadan", "Magadan"},
    {"Magallanes Standard Time", "America/Punta_Arenas", "Punta Arenas"},
    {"Marquesas Standard Time", "Pacific/Marquesas", "Marquesas Islands"},
    {"Mauritius Standard Time", "Indian/Mauritius", "Port Louis"},
    {"Middle East Standard Time", "Asia/Beirut", "Beirut"},
    {"Montevideo Standard Time", "America/Montevideo", "Montevideo"},
    {"Morocco Standard Time", "Africa/Casablanca", "Casablanca"},
    {"Mountain Standard Time", "America/Denver", "Mountain Time (US & Canada)"},
    {"Mountain Standard Time (Mexico)", "America/Mazatlan", "Chihuahua"},
    {"Myanmar Standard Time", "Asia/Yangon", "Yangon (Rangoon)"},
    {"N. Central Asia Standard Time", "Asia/Novosibirsk", "Novosibirsk"},
    {"Namibia Standard Time", "Africa/Windhoek", "Windhoek"},
    {"Nepal Standard Time", "Asia/Kathmandu", "Kathmandu"},
    {"New Zealand Standard Time", "Pacific/Auckland", "Auckland"},
    {"Newfoundland Standard Time", "America/St_Johns", "Newfoundland"},
    {"Norfolk Standard Time", "Pacific/Norfolk", "Norfolk Island"},
    {"North Asia East Standard Time", "Asia/Irkutsk", "Irkutsk"},
    {"North Asia Standard Time", "Asia/Krasnoyarsk", "Krasnoyarsk"},
    {"North Korea Standard Time", "Asia/Pyongyang", "Pyongyang"},
    {"Omsk Standard Time", "Asia/Omsk", "Omsk"},
    {"Pacific SA Standard Time", "America/Santiago", "Santiago"},
    {"Pacific Standard Time", "America/Los_Angeles", "Pacific Time (US & Canada)"},
    {"Pacific Standard Time (Mexico)", "America/Tijuana", "Baja California"},
    {"Pakistan Standard Time", "Asia/Karachi", "Islamabad"},
    {"Paraguay Standard Time", "America/Asuncion", "Asuncion"},
    {"Qyzylorda Standard Time", "Asia/Qyzylorda", "Qyzylorda"},
    {"Romance Standard Time", "Europe/Paris", "Brussels"},
    {"Russia Time Zone 10", "Asia/Srednekolymsk", "Chokurdakh"},
    {"Russia Time Zone 11", "Asia/Kamchatka", "Anadyr"},
    {"Russia Time Zone 3", "Europe/Samara", "Izhevsk"},
    {"Russian Standard Time", "Europe/Moscow", "Moscow"},
    {"SA Eastern Standard Time", "America/Cayenne", "Cayenne"},
    {"SA Pacific Standard Time", "America/Bogota", "Bogota"},
    {"SA Western Standard Time", "America/La_Paz", "Georgetown"},
    {"Saint Pierre Standard Time", "America/Miquelon", "Saint Pierre and Miquelon"},
    {"Sakhalin Standard Time", "Asia/Sakhalin", "Sakhalin"},
    {"Samoa Standard Time", "Pacific/Apia", "Samoa"},
    {"Sao Tome Standard Time", "Africa/Sao_Tome", "Sao Tome"},
    {"Saratov Standard Time", "Europe/Saratov", "Saratov"},
    {"SE Asia Standard Time", "Asia/Bangkok", "Bangkok"},
    {"Singapore Standard Time", "Asia/Singapore", "Kuala Lumpur"},
    {"South Africa Standard Time", "Africa/Johannesburg", "Harare"},
    {"South Sudan Standard Time", "Africa/Juba", "Juba"},
    {"Sri Lanka Standard Time", "Asia/Colombo", "Sri Jayawardenepura"},
    {"Sudan Standard Time", "Africa/Khartoum", "Khartoum"},
    {"Syria Standard Time", "Asia/Damascus", "Damascus"},
    {"Taipei Standard Time", "Asia/Taipei", "Taipei"},
    {"Tasmania Standard Time", "Australia/Hobart", "Hobart"},
    {"Tocantins Standard Time", "America/Araguaina", "Araguaina"},
    {"Tokyo Standard Time", "Asia/Tokyo", "Osaka"},
    {"Tomsk Standard Time", "Asia/Tomsk", "Tomsk"},
    {"Tonga Standard Time", "Pacific/Tongatapu", "Nuku'alofa"},
    {"Transbaikal Standard Time", "Asia/Chita", "Chita"},
    {"Turkey Standard Time", "Europe/Istanbul", "Istanbul"},
    {"Turks And Caicos Standard Time", "America/Grand_Turk", "Turks and Caicos"},
    {"Ulaanbaatar Standard Time", "Asia/Ulaanbaatar", "Ulaanbaatar"},
    {"US Eastern Standard Time", "America/Indiana/Indianapolis", "Indiana (East)"},
    {"US Mountain Standard Time", "America/Phoenix", "Arizona"},
    {"UTC", "UTC", "Coordinated Universal Time"},
    {"UTC+12", "Etc/GMT-12", "Coordinated Universal Time+12"},
    {"UTC+13", "Etc/GMT-13", "Coordinated Universal Time+13"},
    {"UTC-02", "Etc/GMT+2", "Coordinated Universal Time-02"},
    {"UTC-08", "Etc/GMT+8", "Coordinated Universal Time-08"},
    {"UTC-09", "Etc/GMT+9", "Coordinated Universal Time-09"},
    {"UTC-11", "Etc/GMT+11", "Coordinated Universal Time-11"},
    {"Venezuela Standard Time", "America/Caracas", "Caracas"},
    {"Vladivostok Standard Time", "Asia/Vladivostok", "Vladivostok"},
    {"Volgograd Standard Time", "Europe/Volgograd", "Volgograd"},
    {"W. Australia Standard Time", "Australia/Perth", "Perth"},
    {"W. Central Africa Standard Time", "Africa/Lagos", "West Central Africa"},
    {"W. Europe Standard Time", "Europe/Berlin", "Amsterdam"},
    {"W. Mongolia Standard Time", "Asia/Hovd", "Hovd"},
    {"West Asia Standard Time", "Asia/Tashkent", "Ashgabat"},
    {"West Bank Standard Time", "Asia/Hebron", "Gaza"},
    {"West Pacific Standard Time", "Pacific/Port_Moresby", "Guam"},
    {"Yakutsk Standard Time", "Asia/Yakutsk", "Yakutsk"},
    {"Yukon Standard Time", "America/Whitehorse", "Yukon"},
};

static bool is_word(const char *text, size_t n, const char *word)
{
    size_t i = 0;
    while (i < n && word[i] != '\0' && ep_upper(text[i]) == ep_upper(word[i])) {
        i++;
    }
    return i == n && word[n] == '\0';
}

/* "Amsterdam" of "(UTC+01:00) Amsterdam, Berlin"; nothing of a name that has no such form. */
static const char *first_place(const char *name, size_t *n)
{
    const char *close = is_word(name, 4, "(UTC") || is_word(name, 4, "(GMT") ? strchr(name, ')') : NULL;
    const char *place = close != NULL ? close + 1 + strspn(close + 1, " ") : "";
    *n = strcspn(place, ",");
    return place;
}

const char *ep_windows_zone(const char *name)
{
    size_t length = strlen(name), n;
    const char *place = length > 4 ? first_place(name, &n) : (n = 0, "");
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (is_word(name, length, zones[i].name) || (n > 0 && is_word(place, n, zones[i].place))) {
            return zones[i].zone;
        }
    }
    return NULL;
}
