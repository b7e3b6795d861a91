/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of a file format as its reference. */
#ifndef EP_REFERENCE_H
#define EP_REFERENCE_H

#include "schema.h"
#include "writer.h"

/* Markdown: a section with a table for each record. `title` is the heading of the whole. */
void ep_reference_markdown(ep_writer *writer, const ep_type *root, const char *title);
/* A JSON Schema (draft 2020-12). */
void ep_reference_json(ep_writer *writer, const ep_type *root, const char *title);

#endif
