/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names out of names: UUIDv5 (RFC 9562) and a mixing hash. */
#ifndef EP_HASH_H
#define EP_HASH_H

#include <stddef.h>
#include <stdint.h>

#define EP_UUID_ROOM 37

/* SHA-1 (FIPS 180-4) in pieces; */
typedef struct ep_sha1_state {
    uint32_t state[5];
    uint8_t block[64];
    uint64_t length;
} ep_sha1_state;
void ep_sha1_start(ep_sha1_state *h);
void ep_sha1_add(ep_sha1_state *h, const void *bytes, size_t n);
void ep_sha1_finish(ep_sha1_state *h, uint8_t digest[20]);
/* and of n bytes at once; for names only, never for security. */
void ep_sha1(const void *bytes, size_t n, uint8_t digest[20]);
/* UUIDv5 of a name in a namespace (16 bytes): lower-case text in out. */
void ep_uuid5(const uint8_t space[16], const char *name, size_t n, uint8_t uuid[16], char out[EP_UUID_ROOM]);
/* FNV-1a, 64 bits, of a NUL-terminated text. */
uint64_t ep_fnv64(const char *text);
/* A bijective mix of 64 bits (the finaliser of SplitMix64). */
uint64_t ep_mix64(uint64_t value);

#endif
