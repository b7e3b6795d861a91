/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An atomic count of owners. */
#ifndef EP_REFCOUNT_H
#define EP_REFCOUNT_H

#include <stdatomic.h>
#include <stdbool.h>

typedef atomic_uint ep_refcount;

static inline void ep_ref_init(ep_refcount *count) { atomic_init(count, 1); }

static inline void ep_ref(ep_refcount *count) { atomic_fetch_add_explicit(count, 1, memory_order_relaxed); }

/* True for the last owner, who then frees. */
static inline bool ep_unref(ep_refcount *count)
{
    return atomic_fetch_sub_explicit(count, 1, memory_order_acq_rel) == 1;
}

#endif
