/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Telling what libepic wrote from what it did not, so that it removes nothing but its own. */
#ifndef EP_OURS_H
#define EP_OURS_H

#include <stdbool.h>

#include "arena.h"
#include "catalogue.h"

/* Of bytes of a file that libepic wrote and reads again. */
#define EP_OUR_MOST ((size_t)1 << 30)

/* The folders within one of ours: "calendars" first, "messages", "reports", "vdir", then "calendars/de" and the like. */
#define EP_OUR_FOLDERS (4 + EP_CATALOGUES)
#define EP_OUR_FOLDER_ROOM 16
const char *ep_ours_folder(size_t i, char out[EP_OUR_FOLDER_ROOM]);
/* That of the calendars in a language. */
const char *ep_ours_calendars(const ep_catalogue *words, bool main, char out[EP_OUR_FOLDER_ROOM]);
/* Whether libepic gives this name to a file in one of them; "": to one beside them. */
bool ep_ours_name(const char *folder, const char *name);

/* The first thing, in the order of bytes, in a folder that libepic did not write: *foreign is its name, NULL when there is
 * none. A folder that is not empty and has no plan.yaml of ours is foreign as a whole. Returns 0 or an errno. */
int ep_ours_check(ep_arena *arena, const char *path, const char **foreign);
/* Removes a folder and the files in it that bear our names. Anything else makes it stay. Returns 0 or an errno. */
int ep_ours_remove(const char *path);
/* Removes what killed runs left beside `target`: folders of the names libepic gives, that hold nothing but files of ours and
 * that no running process has locked. */
void ep_ours_sweep(ep_arena *arena, const char *parent, const char *target);

#endif
