/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file that names libyaml. Its events are used, never its documents: those would follow aliases. */
#include "node.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "bytes.h"
#include "diags.h"
#include "text.h"

typedef struct level {
    ep_node *node, *last;
    bool has_key; /* of a map: the next node is a value */
} level;

typedef struct builder {
    yaml_parser_t parser;
    ep_arena *arena;
    epic_diags *diags;
    const char *name;
    ep_surrogates surrogates;
    const char *input; /* what libyaml reads */
    level levels[EP_DEPTH_MAX];
    size_t depth, nodes, nodes_max, errors, documents;
    const char *key; /* of the next value, or NULL: it is not kept */
    epic_place key_place;
    ep_node *root;
    bool done;
    int status; /* other than OK: stop */
} builder;

static epic_place place_of(yaml_mark_t mark)
{
    return (epic_place){(uint32_t)mark.line + 1, (uint32_t)mark.column + 1};
}

static void fail(builder *b, const char *code, epic_place place, const char *hint, const char *message)
{
    ep_diag(b->diags, code, b->name, place, hint, "%s", message);
    if (++b->errors == EP_ERRORS_MAX) {
        ep_diag(b->diags, "E115", b->name, place, "mend these first", "too many errors; the rest of the file was not read");
        b->status = EPIC_EINPUT;
    }
}

/* An error after which nothing can be read. */
static void stop(builder *b, const char *code, epic_place place, const char *hint, const char *message)
{
    fail(b, code, place, hint, message);
    b->status = EPIC_EINPUT;
}

static void attach(builder *b, ep_node *node)
{
    if (b->depth == 0) {
        b->root = node;
        return;
    }
    level *top = &b->levels[b->depth - 1];
    if (top->node->kind == EP_NODE_MAP) {
        top->has_key = false;
        if (b->key == NULL) {
            return;
        }
        node->key = b->key;
        node->key_place = b->key_place;
    }
    *(top->last == NULL ? &top->node->first : &top->last->next) = node;
    top->last = node;
    top->node->count++;
}

/* Whether the next event is the key of a map. */
static bool key_due(const builder *b)
{
    return b->depth > 0 && b->levels[b->depth - 1].node->kind == EP_NODE_MAP && !b->levels[b->depth - 1].has_key;
}

static void set_key(builder *b, const char *key, epic_place place)
{
    b->levels[b->depth - 1].has_key = true;
    b->key = key;
    b->key_place = place;
}

static ep_node *new_node(builder *b, ep_node_kind kind, epic_place place)
{
    if (++b->nodes > b->nodes_max) {
        char message[64];
        snprintf(message, sizeof message, "more than %zu,000 values in one file", b->nodes_max / 1000);
        stop(b, "E112", place, NULL, message);
        return NULL;
    }
    ep_node *node = ep_arena_new_of(b->arena, ep_node);
    if (node == NULL) {
        b->status = EPIC_ENOMEM;
        return NULL;
    }
    node->kind = kind;
    node->place = place;
    return node;
}

static void refuse_marks(builder *b, const yaml_char_t *anchor, const yaml_char_t *tag, epic_place place)
{
    if (anchor != NULL) {
        fail(b, "E106", place, "write the value out where it is needed", "anchors (&name) and aliases (*name) are not read");
    }
    if (tag != NULL) {
        fail(b, "E107", place, "leave the tag out: the key says of which type the value is", "tags (!name) are not read");
    }
}

/* The text of a scalar, in the arena; NULL when it was refused. */
static const char *scalar_text(builder *b, const yaml_event_t *event, epic_place place)
{
    char *text = (char *)event->data.scalar.value;
    size_t size = event->data.scalar.length;
    if (size > EP_SCALAR_MAX) {
        stop(b, "E114", place, NULL, "a text of more than 65,536 bytes");
        return NULL;
    }
    if (ep_surrogates_within(&b->surrogates, event->start_mark.index, event->end_mark.index)) {
        size = ep_surrogates_restore(text, size, event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE);
    }
    if (memchr(text, '\0', size) != NULL) {
        fail(b, "E105", place, NULL, "a NUL character in the text");
        size = strlen(text);
    }
    const char *copy = ep_arena_strndup(b->arena, text, size);
    if (copy == NULL) {
        b->status = EPIC_ENOMEM;
    }
    return copy;
}

static void on_scalar(builder *b, const yaml_event_t *event)
{
    epic_place place = place_of(event->start_mark);
    refuse_marks(b, event->data.scalar.anchor, event->data.scalar.tag, place);
    const char *text = scalar_text(b, event, place);
    if (text == NULL) {
        return;
    }
    if (key_due(b)) {
        set_key(b, text, place);
        return;
    }
    ep_node *node = new_node(b, EP_NODE_SCALAR, place);
    if (node != NULL) {
        node->text = text;
        node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        attach(b, node);
    }
}

static void on_open(builder *b, ep_node_kind kind, epic_place place)
{
    if (b->depth == EP_DEPTH_MAX) {
        stop(b, "E110", place, NULL, "nested more than 16 deep");
        return;
    }
    ep_node *node = new_node(b, kind, place);
    if (node == NULL) {
        return;
    }
    if (key_due(b)) { /* its nodes are read and dropped, and so is its value */
        fail(b, "E113", place, "a key is one word or text", "a list or mapping as a key");
        set_key(b, NULL, place);
    } else {
        attach(b, node);
    }
    b->levels[b->depth++] = (level){node, NULL, false};
}

static int by_key(const void *left, const void *right)
{
    const ep_node *a = *(const ep_node *const *)left, *b = *(const ep_node *const *)right;
    int order = strcmp(a->key, b->key);
    if (order != 0) {
        return order;
    }
    bool before = a->key_place.line != b->key_place.line ? a->key_place.line < b->key_place.line
                                                         : a->key_place.column < b->key_place.column;
    return before ? -1 : 1;
}

static void refuse_twin(builder *b, ep_node *twin, const ep_node *first)
{
    char hint[64];
    snprintf(hint, sizeof hint, "it stands in line %u already", (unsigned)first->key_place.line);
    char *message = ep_arena_printf(b->arena, "the key '%.80s' stands twice in one mapping", twin->key);
    if (message == NULL) {
        b->status = EPIC_ENOMEM;
        return;
    }
    fail(b, "E108", twin->key_place, hint, message);
    twin->key = NULL;
}

/* Takes the nodes without a key out of a map. */
static void drop_twins(ep_node *map)
{
    ep_node **link = &map->first;
    while (*link != NULL) {
        if ((*link)->key == NULL) {
            *link = (*link)->next;
            map->count--;
        } else {
            link = &(*link)->next;
        }
    }
}

static void check_keys(builder *b, ep_node *map)
{
    size_t n = 0;
    ep_node **sorted = ep_arena_array_of(b->arena, map->count, ep_node *);
    if (sorted == NULL) {
        b->status = EPIC_ENOMEM;
        return;
    }
    for (ep_node *node = map->first; node != NULL; node = node->next) {
        sorted[n++] = node;
    }
    if (n > 1) {
        qsort(sorted, n, sizeof *sorted, by_key);
    }
    size_t first = 0;
    for (size_t i = 1; i < n && b->status == EPIC_OK; i++) {
        if (strcmp(sorted[first]->key, sorted[i]->key) == 0) {
            refuse_twin(b, sorted[i], sorted[first]);
        } else {
            first = i;
        }
    }
    drop_twins(map);
}

static void on_close(builder *b)
{
    ep_node *node = b->levels[--b->depth].node;
    if (node->kind == EP_NODE_MAP) {
        check_keys(b, node);
    }
}

static void on_event(builder *b, const yaml_event_t *event)
{
    epic_place place = place_of(event->start_mark);
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (++b->documents > 1) {
            stop(b, "E109", place, "one file holds one programme", "a second document in the file");
        }
        break;
    case YAML_SCALAR_EVENT: on_scalar(b, event); break;
    case YAML_ALIAS_EVENT:
        stop(b, "E106", place, "write the value out where it is needed", "anchors (&name) and aliases (*name) are not read");
        break;
    case YAML_SEQUENCE_START_EVENT:
        refuse_marks(b, event->data.sequence_start.anchor, event->data.sequence_start.tag, place);
        on_open(b, EP_NODE_LIST, place);
        break;
    case YAML_MAPPING_START_EVENT:
        refuse_marks(b, event->data.mapping_start.anchor, event->data.mapping_start.tag, place);
        on_open(b, EP_NODE_MAP, place);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: on_close(b); break;
    case YAML_STREAM_END_EVENT: b->done = true; break;
    default: break;
    }
}

/* The parser's own words are of its grammar; what to do about them is said beside them. */
static const char *syntax_hint(const yaml_parser_t *parser, char *room, size_t size)
{
    static const char *const hints[][2] = {
        {"cannot start any token", "indent with blanks; texts that begin with a mark need quotes"},
        {"mapping values are not allowed",
         "a key has ': ' behind it, in the line before too; a text with ': ' in it needs quotes"},
        {"could not find expected ':'", "a key has ': ' behind it; a text of several lines needs quotes"},
        {"did not find expected key", "keys of one mapping stand in one column; nothing stands behind a text in quotes"},
        {"did not find expected '-' indicator", "items of one list stand in one column, each behind '- '"},
    };
    if (strstr(parser->problem, "did not find expected ','") != NULL) {
        snprintf(room, size, "a comma is missing, or the bracket opened in line %zu is not closed",
                 (size_t)parser->context_mark.line + 1);
        return room;
    }
    if (strstr(parser->problem, "unexpected end of stream") != NULL) {
        snprintf(room, size, "the quote opened in line %zu is not closed", (size_t)parser->context_mark.line + 1);
        return room;
    }
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        if (strstr(parser->problem, hints[i][0]) != NULL) {
            return hints[i][1];
        }
    }
    return NULL;
}

static void syntax_error(builder *b)
{
    const yaml_parser_t *parser = &b->parser;
    if (parser->error == YAML_MEMORY_ERROR) {
        b->status = EPIC_ENOMEM;
        return;
    }
    if (parser->error == YAML_READER_ERROR) {
        stop(b, "E101", ep_bytes_place(b->input, parser->problem_offset), NULL, parser->problem);
        return;
    }
    char message[160], room[96];
    snprintf(message, sizeof message, "%s%s%s", parser->problem, parser->context == NULL ? "" : " ",
             parser->context == NULL ? "" : parser->context);
    stop(b, "E101", place_of(parser->problem_mark), syntax_hint(parser, room, sizeof room), message);
}

static void read_events(builder *b)
{
    while (b->status == EPIC_OK && !b->done) {
        yaml_event_t event;
        if (!yaml_parser_parse(&b->parser, &event)) {
            syntax_error(b);
            return;
        }
        on_event(b, &event);
        yaml_event_delete(&event);
    }
}

static bool is_empty(const ep_node *root)
{
    return root == NULL || (root->kind == EP_NODE_SCALAR && root->plain && root->text[0] == '\0');
}

static int read_tree(builder *b, const char *text, size_t size)
{
    if (!ep_surrogates_mask(&b->surrogates, text, size) || !yaml_parser_initialize(&b->parser)) {
        return EPIC_ENOMEM;
    }
    b->input = b->surrogates.text == NULL ? text : b->surrogates.text;
    yaml_parser_set_encoding(&b->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&b->parser, (const unsigned char *)b->input, size);
    read_events(b);
    yaml_parser_delete(&b->parser);
    if (b->status == EPIC_OK && is_empty(b->root)) {
        stop(b, "E102", (epic_place){1, 1}, NULL, "the file is empty");
    }
    return b->status;
}

const ep_node *ep_node_child(const ep_node *map, const char *key)
{
    const ep_node *child = map != NULL && map->kind == EP_NODE_MAP ? map->first : NULL;
    while (child != NULL && strcmp(child->key, key) != 0) {
        child = child->next;
    }
    return child;
}

static int read_bytes(builder *b, const ep_node **root, const char *text, size_t size, size_t most)
{
    *root = NULL;
    if (!ep_bytes_check(text, size, most, b->name, b->diags)) {
        return EPIC_EINPUT;
    }
    size_t mark = ep_mark_size(text, size);
    int status = read_tree(b, text + mark, size - mark);
    ep_surrogates_free(&b->surrogates);
    if (status != EPIC_OK) {
        return status;
    }
    *root = b->root;
    return b->errors > 0 ? EPIC_EINPUT : EPIC_OK;
}

int ep_tree_read(const ep_node **root, ep_arena *arena, const char *text, size_t size, const char *name, epic_diags *diags)
{
    builder b = {.arena = arena, .diags = diags, .name = name, .nodes_max = EP_NODES_MAX};
    return read_bytes(&b, root, text, size, EP_FILE_MAX);
}

int ep_tree_read_own(const ep_node **root, ep_arena *arena, const char *text, size_t size, const char *name, epic_diags *diags)
{
    builder b = {.arena = arena, .diags = diags, .name = name, .nodes_max = EP_OWN_NODES_MAX};
    return read_bytes(&b, root, text, size, EP_OWN_FILE_MAX);
}
