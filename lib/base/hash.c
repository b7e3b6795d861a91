/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hash.h"

#include <stdio.h>
#include <string.h>

static uint32_t rotate(uint32_t x, unsigned n)
{
    return (x << n) | (x >> (32 - n));
}

static void expand(const uint8_t block[64], uint32_t w[80])
{
    for (int i = 0; i < 16; i++) {
        const uint8_t *b = block + 4 * i;
        w[i] = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
    }
    for (int i = 16; i < 80; i++) {
        w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    }
}

/* The function and constant of a round, FIPS 180-4 sections 4.1.1 and 4.2.1. */
static uint32_t mix(int round, uint32_t b, uint32_t c, uint32_t d)
{
    switch (round / 20) {
    case 0: return ((b & c) | (~b & d)) + 0x5a827999u;
    case 1: return (b ^ c ^ d) + 0x6ed9eba1u;
    case 2: return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdcu;
    default: return (b ^ c ^ d) + 0xca62c1d6u;
    }
}

static void compress(ep_sha1_state *h)
{
    uint32_t w[80];
    expand(h->block, w);
    uint32_t s[5];
    memcpy(s, h->state, sizeof s);
    for (int i = 0; i < 80; i++) {
        uint32_t next = rotate(s[0], 5) + mix(i, s[1], s[2], s[3]) + s[4] + w[i];
        s[4] = s[3];
        s[3] = s[2];
        s[2] = rotate(s[1], 30);
        s[1] = s[0];
        s[0] = next;
    }
    for (int i = 0; i < 5; i++) {
        h->state[i] += s[i];
    }
}

void ep_sha1_start(ep_sha1_state *h)
{
    *h = (ep_sha1_state){.state = {0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u, 0xc3d2e1f0u}};
}

void ep_sha1_add(ep_sha1_state *h, const void *bytes, size_t n)
{
    const uint8_t *octets = bytes;
    for (size_t i = 0; i < n; i++) {
        h->block[h->length++ % 64] = octets[i];
        if (h->length % 64 == 0) {
            compress(h);
        }
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
    ep_sha1_state h;
    uint8_t u[20];
    ep_sha1_start(&h);
    ep_sha1_add(&h, space, 16);
    ep_sha1_add(&h, name, n);
    ep_sha1_finish(&h, u);
    u[6] = (uint8_t)((u[6] & 0x0f) | 0x50);
    u[8] = (uint8_t)((u[8] & 0x3f) | 0x80);
    memcpy(uuid, u, 16);
    snprintf(out, EP_UUID_ROOM, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", u[0], u[1], u[2], u[3],
             u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12], u[13], u[14], u[15]);
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
