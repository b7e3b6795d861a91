/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crew.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

typedef struct crew {
    size_t count;
    ep_piece *piece;
    void *user;
    atomic_size_t next;
} crew;

typedef struct member {
    crew *crew;
    unsigned number;
    pthread_t thread;
} member;

static void *work(void *user)
{
    const member *me = user;
    for (size_t at; (at = atomic_fetch_add(&me->crew->next, 1)) < me->crew->count;) {
        me->crew->piece(me->crew->user, me->number, at);
    }
    return NULL;
}

/* The caller's thread asks between its pieces whether to go on. */
static int lead(crew *all, const ep_watch *watch)
{
    for (size_t at; (at = atomic_fetch_add(&all->next, 1)) < all->count;) {
        if (watch->progress != NULL && !watch->progress(watch->user, watch->stage, 0)) {
            atomic_store(&all->next, all->count);
            return EPIC_ECANCELLED;
        }
        all->piece(all->user, 0, at);
    }
    return EPIC_OK;
}

/* Threads inherit that they take no signal: the program's handlers run in its own threads only. */
static unsigned hire(crew *all, member *members, unsigned wanted)
{
    unsigned count = 0;
    sigset_t signals, before;
    sigfillset(&signals);
    pthread_sigmask(SIG_SETMASK, &signals, &before);
    for (bool more = true; more && count < wanted;) {
        members[count] = (member){.crew = all, .number = count + 1};
        more = pthread_create(&members[count].thread, NULL, work, &members[count]) == 0;
        count += more;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return count;
}

int ep_crew_run(unsigned threads, size_t count, ep_piece *piece, void *user, const ep_watch *watch)
{
    crew all = {.count = count, .piece = piece, .user = user};
    member members[EP_CREW_MOST];
    size_t workers = threads < EP_CREW_MOST ? threads : EP_CREW_MOST;
    workers = workers < count ? workers : count;
    unsigned hired = hire(&all, members, workers > 1 ? (unsigned)workers - 1 : 0);
    int status = lead(&all, watch);
    for (unsigned i = 0; i < hired; i++) {
        pthread_join(members[i].thread, NULL);
    }
    return status;
}
