/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hash.h"

#include <string.h>

#include "text.h"

static uint32_t rotate(uint32_t x, unsigned n)
{
    return (x << n) | (x >> (32 - n));
}

static void read_words(const uint8_t *block, uint32_t w[16])
{
    for (int i = 0; i < 16; i++) {
        const uint8_t *b = block + 4 * i;
        w[i] = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
    }
}

/* The functions of the rounds, FIPS 180-4 section 4.1.1. */
#define CHOICE(b, c, d) ((d) ^ ((b) & ((c) ^ (d))))
#define PARITY(b, c, d) ((b) ^ (c) ^ (d))
#define MAJORITY(b, c, d) (((b) & (c)) | ((d) & ((b) | (c))))

/* Twenty rounds, five at a time, after which each word is where it was. A round also makes the word of the sixteenth round after
 * it, so that none has to wait for its own; the last sixteen are made in vain. */
#define ROUND(f, k, a, b, c, d, e, i)                                                                                         \
    (e += rotate(a, 5) + f(b, c, d) + (k) + w[i], b = rotate(b, 30),                                                          \
     w[(i) + 16] = rotate(w[(i) + 13] ^ w[(i) + 8] ^ w[(i) + 2] ^ w[i], 1))
#define TWENTY_ROUNDS(f, k, first)                                                                                            \
    for (int i = first; i < (first) + 20; i += 5) {                                                                           \
        ROUND(f, k, a, b, c, d, e, i);                                                                                        \
        ROUND(f, k, e, a, b, c, d, i + 1);                                                                                    \
        ROUND(f, k, d, e, a, b, c, i + 2);                                                                                    \
        ROUND(f, k, c, d, e, a, b, i + 3);                                                                                    \
        ROUND(f, k, b, c, d, e, a, i + 4);                                                                                    \
    }

static void compress(uint32_t state[5], const uint8_t *block)
{
    uint32_t w[80 + 16];
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    read_words(block, w);
    TWENTY_ROUNDS(CHOICE, 0x5a827999u, 0)
    TWENTY_ROUNDS(PARITY, 0x6ed9eba1u, 20)
    TWENTY_ROUNDS(MAJORITY, 0x8f1bbcdcu, 40)
    TWENTY_ROUNDS(PARITY, 0xca62c1d6u, 60)
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

void ep_sha1_start(ep_sha1_state *h)
{
    *h = (ep_sha1_state){.state = {0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u, 0xc3d2e1f0u}};
}

void ep_sha1_add(ep_sha1_state *h, const void *bytes, size_t n)
{
    const uint8_t *octets = bytes;
    while (n > 0) {
        size_t used = h->length % 64, part = n < 64 - used ? n : 64 - used;
        if (part == 64) {
            compress(h->state, octets); /* where it is */
        } else {
            memcpy(h->block + used, octets, part);
            if (used + part == 64) {
                compress(h->state, h->block);
            }
        }
        h->length += part;
        octets += part;
        n -= part;
    }
}

void ep_sha1_finish(ep_sha1_state *h, uint8_t digest[20])
{
    uint64_t bits = h->length * 8;
    uint8_t tail[8];
    for (int i = 0; i < 8; i++) {
        tail[i] = (uint8_t)(bits >> (56 - 8 * i));
    }
    static const uint8_t padding[64] = {0x80};
    ep_sha1_add(h, padding, 1 + (119 - h->length % 64) % 64);
    ep_sha1_add(h, tail, sizeof tail);
    for (int i = 0; i < 20; i++) {
        digest[i] = (uint8_t)(h->state[i / 4] >> (24 - 8 * (i % 4)));
    }
}

void ep_sha1(const void *bytes, size_t n, uint8_t digest[20])
{
    ep_sha1_state h;
    ep_sha1_start(&h);
    ep_sha1_add(&h, bytes, n);
    ep_sha1_finish(&h, digest);
}

void ep_uuid5(const uint8_t space[16], const char *name, size_t n, uint8_t uuid[16], char out[EP_UUID_ROOM])
{
    static const uint8_t groups[] = {4, 2, 2, 2, 6};
    ep_sha1_state h;
    uint8_t u[20];
    ep_sha1_start(&h);
    ep_sha1_add(&h, space, 16);
    ep_sha1_add(&h, name, n);
    ep_sha1_finish(&h, u);
    u[6] = (uint8_t)((u[6] & 0x0f) | 0x50);
    u[8] = (uint8_t)((u[8] & 0x3f) | 0x80);
    memcpy(uuid, u, 16);
    for (size_t i = 0, at = 0; i < sizeof groups; at += groups[i++]) {
        out = ep_hex_write(u + at, groups[i], out);
        *out++ = '-';
    }
    out[-1] = '\0';
}

uint64_t ep_fnv64(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (const char *c = text; *c != '\0'; c++) {
        hash = (hash ^ (uint8_t)*c) * 0x100000001b3u;
    }
    return hash;
}

uint64_t ep_mix64(uint64_t value)
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}
