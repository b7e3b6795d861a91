/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hashes against the vectors of their standards. */
#include "hash.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"

static void check_sha1(const void *bytes, size_t n, const char *expected)
{
    uint8_t digest[20];
    char text[41];
    ep_sha1(bytes, n, digest);
    for (size_t i = 0; i < 20; i++) {
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    }
    ck_assert_str_eq(text, expected);
}

/* The examples of FIPS 180-4 (https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values, 2024-05). */
START_TEST(sha1_of_fips_180)
{
    check_sha1("abc", 3, "a9993e364706816aba3e25717850c26c9cd0d89d");
    check_sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    check_sha1("", 0, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    char *million = malloc(1000000);
    memset(million, 'a', 1000000);
    check_sha1(million, 1000000, "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
    free(million);
}
END_TEST

/* Where the padding needs one block or two; from Python's hashlib. */
START_TEST(sha1_around_a_block)
{
    static const struct {
        size_t n;
        const char *digest;
    } known[] = {
        {1, "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"},
        {54, "b05d71c64979cb95fa74a33cdb31a40d258ae02e"},
        {55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"},
        {56, "c2db330f6083854c99d4b5bfb6e8f29f201be699"},
        {57, "f08f24908d682555111be7ff6f004e78283d989a"},
        {63, "03f09f5b158a7a8cdad920bddc29b81c18a551f5"},
        {64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"},
        {65, "11655326c708d70319be2610e8a57d9a5b959d3b"},
        {119, "ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56"},
        {120, "f34c1488385346a55709ba056ddd08280dd4c6d6"},
        {127, "89d95fa32ed44a7c610b7ee38517ddf57e0bb975"},
        {128, "ad5b3fdbcb526778c2839d2f151ea753995e26a0"},
        {129, "d96debf1bdcbc896e6c134ea76e8141f40d78536"},
    };
    char text[130];
    memset(text, 'a', sizeof text);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        check_sha1(text, known[i].n, known[i].digest);
    }
}
END_TEST

START_TEST(uuid5_of_rfc_9562)
{
    /* RFC 9562, appendix A.4: the DNS namespace and www.example.com. */
    static const uint8_t dns[16] = {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1,
                                    0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
    uint8_t uuid[16];
    char text[EP_UUID_ROOM];
    ep_uuid5(dns, "www.example.com", 15, uuid, text);
    ck_assert_str_eq(text, "2ed6657d-e927-568b-95e1-2665a8aea6a2");
    ck_assert_uint_eq(uuid[0], 0x2e);
    ck_assert_uint_eq(uuid[15], 0xa2);
    ep_uuid5(dns, "python.org", 10, uuid, text); /* the example of Python's uuid module */
    ck_assert_str_eq(text, "886313e1-3b8a-5372-9b90-0c9aee199e5d");
}
END_TEST

START_TEST(fnv64_of_its_authors)
{
    /* draft-eastlake-fnv-21, appendix C. */
    ck_assert_uint_eq(ep_fnv64(""), 0xcbf29ce484222325u);
    ck_assert_uint_eq(ep_fnv64("a"), 0xaf63dc4c8601ec8cu);
    ck_assert_uint_eq(ep_fnv64("foobar"), 0x85944171f73967e8u);
}
END_TEST

START_TEST(mix64_is_splitmix)
{
    /* SplitMix64 from seed 1234567 gives 6457827717110365317, 3203168211198807973 (rosettacode.org, Splitmix64). */
    const uint64_t golden = 0x9e3779b97f4a7c15u;
    ck_assert_uint_eq(ep_mix64(1234567 + golden), 6457827717110365317u);
    ck_assert_uint_eq(ep_mix64(1234567 + 2 * golden), 3203168211198807973u);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hash");
    TCase *cases = tcase_create("hash");
    suite_add_tcase(suite, cases);
    tcase_add_test(cases, sha1_of_fips_180);
    tcase_add_test(cases, sha1_around_a_block);
    tcase_add_test(cases, uuid5_of_rfc_9562);
    tcase_add_test(cases, fnv64_of_its_authors);
    tcase_add_test(cases, mix64_is_splitmix);
    return run(suite);
}
