/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables that say what a file may hold. One table serves for checking, filling in, suggesting, the reference and the JSON Schema;
 * a key is named in its entry of the table and nowhere else.
 *
 * Reading fills structs: a scalar becomes an ep_value, a list or a table (a mapping of free ids to things) an ep_items, a record
 * (a mapping of known keys) or a tuple (a list of known places) a struct whose first member is `const ep_node *at`. Where a thing
 * is not stated, or was wrong and reported, its `at` is NULL and it holds its default; so that a rule which looks at `at` never
 * reports twice. */
#ifndef EP_SCHEMA_H
#define EP_SCHEMA_H

#include <epic/date.h>

#include "arena.h"
#include "node.h"

typedef struct ep_value {
    const ep_node *at;
    union {
        const char *text;
        double number;
        int64_t integer; /* also a bool, or the index of a word */
        struct {
            epic_date date;
            int32_t minute; /* -1: none */
        };
        epic_duration span;
        const void *other;
    };
} ep_value;

typedef struct ep_items {
    const ep_node *at;
    void *items;
    size_t count;
} ep_items;

typedef struct ep_type ep_type;

/* One key of a record, or one place of a tuple. */
typedef struct ep_field {
    const char *key; /* NULL: of a short form alone */
    const ep_type *type;
    size_t offset; /* of its ep_value, ep_items or struct */
    const char *absent; /* the default as it would be written, or NULL */
    const char *meaning;
    enum { EP_OPTIONAL, EP_REQUIRED, EP_LATER } need; /* EP_LATER: has no effect yet */
} ep_field;

#define EP_LATER_MAX 32

typedef struct ep_reader {
    ep_arena *keep;    /* of texts and other things that values point to */
    ep_arena *scratch; /* of the structs that are filled */
    const char *file;
    epic_diags *diags;
    void *user; /* of the types that ep_schema does not know itself */
    size_t errors;
    int status; /* EPIC_ENOMEM: give up */
    const char *later[EP_LATER_MAX]; /* options of which was said that they have no effect yet */
} ep_reader;

typedef enum ep_shape { EP_SCALAR, EP_RECORD, EP_TUPLE, EP_LIST, EP_TABLE, EP_ANY } ep_shape;

struct ep_type {
    ep_shape shape;
    const char *name; /* for people: "date" */
    /* EP_SCALAR: fills the value or reports; what JSON calls it and a pattern, or NULL */
    bool (*read)(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value);
    const char *json, *pattern;
    const char *example; /* or NULL */
    double min, max; /* of a number, */
    bool above;      /* or greater than min */
    const char *const *words; /* the words that can stand */
    size_t word_count;
    /* EP_RECORD, EP_TUPLE; what stands for a scalar, a list, or a mapping without any of its keys in its stead */
    const ep_field *fields;
    size_t field_count;
    const ep_field *scalar, *list, *table;
    /* EP_LIST, EP_TABLE; key: what its keys are, ids unless stated; lone: a single item needs no brackets */
    const ep_type *key;
    const ep_type *item;
    size_t item_size, least, most;
    bool lone;
};

/* Reads a node, which may be NULL (defaults), into what the type fills. */
void ep_schema_read(ep_reader *reader, const ep_type *type, const ep_node *node, void *into);

/* Reports an error or warning at a place. */
void ep_report(ep_reader *reader, const char *code, epic_place place, const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* The hint "did you mean 'x'?" or NULL; in the scratch arena. */
const char *ep_suggest(ep_reader *reader, const char *word, const char *const *words, size_t count);
/* The same, else all that can stand there; NULL when out of memory. */
const char *ep_word_hint(ep_reader *reader, const char *word, const char *const *words, size_t count);
/* The name of what a node is: its key, or "the item". */
const char *ep_node_name(const ep_node *node);

/* Readers of scalars. */
bool ep_read_text(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value);
bool ep_read_id(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value);
bool ep_read_number(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value);
bool ep_read_integer(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value);
bool ep_read_bool(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value);
bool ep_read_word(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value);

/* Types that need no more than their name. */
extern const ep_type ep_type_text, ep_type_id, ep_type_bool, ep_type_any;

/* To write tables in. */
#define EP_TYPE_RANGE(what, reader, json_type, low, high, over) \
    {.shape = EP_SCALAR, .name = (what), .read = (reader), .json = (json_type), .min = (low), .max = (high), .above = (over)}
#define EP_TYPE_NUMBER(low, high) EP_TYPE_RANGE("number", ep_read_number, "number", low, high, false)
#define EP_TYPE_ABOVE(low, high) EP_TYPE_RANGE("number", ep_read_number, "number", low, high, true)
#define EP_TYPE_INTEGER(low, high) EP_TYPE_RANGE("whole number", ep_read_integer, "integer", low, high, false)
#define EP_TYPE_WORDS(list, count) \
    {.shape = EP_SCALAR, .name = "word", .read = ep_read_word, .json = "string", .words = (list), .word_count = (count)}
#define EP_TYPE_LIST(of, size, low, high) \
    {.shape = EP_LIST, .name = "list", .item = (of), .item_size = (size), .least = (low), .most = (high)}
#define EP_TYPE_TABLE(of, size, low, high) \
    {.shape = EP_TABLE, .name = "mapping", .item = (of), .item_size = (size), .least = (low), .most = (high)}
#define EP_FIELDS(table) .fields = (table), .field_count = sizeof(table) / sizeof *(table)

#endif
