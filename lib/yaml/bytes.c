/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bytes.h"

#include <stdlib.h>
#include <string.h>

#include "diags.h"
#include "grow.h"
#include "node.h"
#include "text.h"

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

epic_place ep_bytes_place(const char *text, size_t offset)
{
    epic_place place = {1, 1};
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n') {
            place = (epic_place){place.line + 1, 1};
        } else if (!is_continuation(text[i])) {
            place.column++;
        }
    }
    return place;
}

/* A byte order mark, or a NUL beside each of the first two characters. */
static bool is_utf16(const char *text, size_t size)
{
    if (size < 2) {
        return false;
    }
    return memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0 ||
           (size >= 4 && (text[0] == '\0') != (text[1] == '\0') && (text[0] == '\0') == (text[2] == '\0') &&
            (text[1] == '\0') == (text[3] == '\0'));
}

bool ep_bytes_check(const char *text, size_t size, size_t most, const char *name, epic_diags *diags)
{
    const epic_place top = {1, 1};
    if (size > most) {
        ep_diag(diags, "E111", name, top, NULL, "the file is larger than %zu MiB", most >> 20);
        return false;
    }
    if (is_utf16(text, size)) {
        ep_diag(diags, "E104", name, top, "save the file as UTF-8", "the file is UTF-16, not UTF-8");
        return false;
    }
    const char *nul = memchr(text, '\0', size);
    if (nul != NULL) {
        ep_diag(diags, "E105", name, ep_bytes_place(text, (size_t)(nul - text)), NULL, "a NUL byte in the text");
        return false;
    }
    size_t bad = ep_utf8_bad(text, size);
    if (bad < size) {
        ep_diag(diags, "E103", name, ep_bytes_place(text, bad), "save the file as UTF-8", "byte 0x%02x is not UTF-8",
                (unsigned)(unsigned char)text[bad]);
    }
    return bad == size;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Whether text is an escape \uXYhh whose X is one of two characters and whose Y one of four. */
static bool is_escape(const char *text, const char *x, const char *y)
{
    return text[0] == '\\' && text[1] == 'u' && text[2] != '\0' && strchr(x, text[2]) != NULL && text[3] != '\0' &&
           strchr(y, text[3]) != NULL && is_hex(text[4]) && is_hex(text[5]);
}

#define PAIR_SIZE 12
static bool is_pair(const char *text, size_t size, const char *x)
{
    return size >= PAIR_SIZE && is_escape(text, x, "89abAB") && is_escape(text + 6, x, "cdefCDEF");
}

/* d <-> e, D <-> E */
static void flip(char *pair)
{
    pair[2] ^= 'd' ^ 'e';
    pair[8] ^= 'd' ^ 'e';
}

static bool note_pair(ep_surrogates *list, size_t character)
{
    void *at = list->at;
    if (!ep_grow(&at, &list->room, list->count + 1, sizeof *list->at)) {
        return false;
    }
    list->at = at;
    list->at[list->count++] = character;
    return true;
}

static bool copy_once(ep_surrogates *list, const char *text, size_t size)
{
    if (list->text == NULL) {
        list->text = malloc(size);
        if (list->text != NULL) {
            memcpy(list->text, text, size);
        }
    }
    return list->text != NULL;
}

bool ep_surrogates_mask(ep_surrogates *list, const char *text, size_t size)
{
    size_t character = 0;
    *list = (ep_surrogates){NULL, NULL, 0, 0};
    if (memchr(text, '\\', size) == NULL) {
        return true;
    }
    for (size_t i = 0; i < size; i++) {
        size_t step = 1;
        if (text[i] == '\\') {
            step = 2;
            if (is_pair(text + i, size - i, "dD")) {
                if (!copy_once(list, text, size) || !note_pair(list, character)) {
                    return false;
                }
                flip(list->text + i);
                step = PAIR_SIZE;
            }
        }
        for (; step > 1 && i + 1 < size; step--) {
            character += !is_continuation(text[i++]);
        }
        character += !is_continuation(text[i]);
    }
    return true;
}

void ep_surrogates_free(ep_surrogates *list)
{
    free(list->text);
    free(list->at);
}

bool ep_surrogates_within(const ep_surrogates *list, size_t from, size_t to)
{
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->at[middle] < from) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < list->count && list->at[low] < to;
}

/* The length of a masked pair of decoded characters, with the character it stands for; 0 when there is none. */
static size_t decoded_pair(const char *text, size_t size, uint32_t *character)
{
    uint32_t high = 0, low = 0;
    size_t n = ep_utf8_decode(text, size, &high);
    if (n == 0 || n == size || high < 0xE800 || high > 0xEBFF) {
        return 0;
    }
    size_t m = ep_utf8_decode(text + n, size - n, &low);
    if (m == 0 || low < 0xEC00 || low > 0xEFFF) {
        return 0;
    }
    *character = 0x10000 + ((high - 0xE800) << 10) + (low - 0xEC00);
    return n + m;
}

size_t ep_surrogates_restore(char *text, size_t size, bool decoded)
{
    size_t used = 0;
    for (size_t i = 0; i < size;) {
        uint32_t character = 0;
        size_t n = decoded ? decoded_pair(text + i, size - i, &character) : 0;
        if (n > 0) {
            used += ep_utf8_encode(character, text + used);
            i += n;
            continue;
        }
        if (!decoded && is_pair(text + i, size - i, "eE")) {
            flip(text + i);
        }
        text[used++] = text[i++];
    }
    return used;
}
