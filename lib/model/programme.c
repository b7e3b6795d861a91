/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <epic/programme.h>
#include <stdlib.h>
#include <string.h>

#include "diags.h"
#include "loader.h"
#include "reference.h"
#include "slurp.h"

static void free_programme(epic_programme *programme)
{
    if (programme != NULL) {
        ep_arena_free(programme->arena);
        free(programme);
    }
}

static epic_programme *new_programme(void)
{
    epic_programme *programme = calloc(1, sizeof *programme);
    if (programme == NULL) {
        return NULL;
    }
    ep_ref_init(&programme->count);
    programme->arena = ep_arena_new();
    if (programme->arena == NULL) {
        free_programme(programme);
        return NULL;
    }
    return programme;
}

/* The version decides how all the rest is read, so that it alone is reported when it is not ours. */
static bool check_version(ep_reader *reader, const ep_node *root)
{
    const ep_node *node = ep_node_child(root, "epic");
    if (root->kind != EP_NODE_MAP) {
        ep_report(reader, "E301", root->place, "a programme file begins with the line epic: 1", "this is no programme file");
    } else if (node == NULL && ep_node_child(root, "epic-plan") != NULL) {
        ep_report(reader, "E301", root->place, "name the file that the plan was made from", "this is a plan, no programme file");
    } else if (node == NULL) {
        ep_report(reader, "E301", root->place, "write epic: 1 in the first line",
                  "the file does not say which version of the format it has");
    } else if (node->kind != EP_NODE_SCALAR || strcmp(node->text, "1") != 0) {
        ep_report(reader, "E301", node->place, "this library reads epic: 1; a newer one may read it",
                  "the file has another version of the format");
    }
    return reader->errors == 0;
}

static void bind(ep_loader *loader)
{
    void (*const binders[])(ep_loader *) = {ep_bind_info,  ep_bind_cities, ep_bind_moderators, ep_bind_costs,  ep_bind_pairing,
                                            ep_bind_steps, ep_bind_events, ep_bind_fixes,      ep_bind_blocks, ep_check_pins,
                                            ep_check_costs};
    for (size_t i = 0;
         i < sizeof binders / sizeof *binders && loader->reader.status == EPIC_OK && loader->reader.errors <= EP_ERRORS_MAX;
         i++) {
        binders[i](loader);
    }
}

static int read_file(ep_loader *loader, const char *text, size_t size)
{
    ep_reader *reader = &loader->reader;
    const ep_node *root = NULL;
    int status = ep_tree_read(&root, reader->scratch, text, size, reader->file, reader->diags);
    if (root == NULL) {
        return status;
    }
    loader->raw = ep_arena_new_of(reader->scratch, raw_file);
    if (loader->raw == NULL) {
        return EPIC_ENOMEM;
    }
    if (check_version(reader, root)) {
        ep_schema_read(reader, &ep_format, root, loader->raw);
        bind(loader);
    }
    return reader->status != EPIC_OK ? reader->status : reader->errors > 0 ? EPIC_EINPUT : status;
}

static int load(epic_programme *programme, const char *text, size_t size, const char *name, epic_diags *diags)
{
    size_t first = epic_diags_count(diags);
    ep_arena *scratch = ep_arena_new();
    if (scratch == NULL) {
        return EPIC_ENOMEM;
    }
    ep_loader loader = {.programme = programme, .zones = {scratch, NULL}};
    loader.reader =
        (ep_reader){.keep = programme->arena, .scratch = scratch, .file = name, .diags = diags, .user = &loader.zones};
    ep_diags_source(diags, name, text, size);
    programme->info.file = ep_keep_text(&loader, name);
    int status = loader.reader.status != EPIC_OK ? loader.reader.status : read_file(&loader, text, size);
    ep_diags_sort(diags, first);
    ep_arena_free(scratch);
    return status;
}

int epic_programme_parse(epic_programme **out, const char *text, size_t size, const char *name, epic_diags *diags)
{
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (text == NULL && size > 0) {
        return EPIC_EARG;
    }
    epic_programme *programme = new_programme();
    if (programme == NULL) {
        return EPIC_ENOMEM;
    }
    int status = load(programme, text == NULL ? "" : text, size, name == NULL ? "programme" : name, diags);
    if (status != EPIC_OK) {
        free_programme(programme);
        return status;
    }
    *out = programme;
    return EPIC_OK;
}

int epic_programme_load(epic_programme **out, const char *path, epic_diags *diags)
{
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (path == NULL) {
        return EPIC_EARG;
    }
    char *text;
    size_t size;
    int status = ep_slurp(&text, &size, path, EP_FILE_MAX, diags);
    if (status == EPIC_OK) {
        status = epic_programme_parse(out, text, size, path, diags);
    }
    free(text);
    return status;
}

epic_programme *epic_programme_ref(epic_programme *programme)
{
    if (programme != NULL) {
        ep_ref(&programme->count);
    }
    return programme;
}

void epic_programme_unref(epic_programme *programme)
{
    if (programme != NULL && ep_unref(&programme->count)) {
        free_programme(programme);
    }
}

int epic_schema_write(epic_format format, epic_write_fn write, void *user)
{
    ep_writer writer;
    if (write == NULL || (format != EPIC_TEXT && format != EPIC_JSON)) {
        return EPIC_EARG;
    }
    ep_writer_init(&writer, write, user);
    if (format == EPIC_TEXT) {
        ep_reference_markdown(&writer, &ep_format, "The programme file");
    } else {
        ep_reference_json(&writer, &ep_format, "libepic programme file");
    }
    return ep_writer_end(&writer);
}
