/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the drivers in C++ share: reading the files of bench_pair, timing, saying the answer. Reading is not in the time. */
#ifndef BENCH_NUMBERS_H
#define BENCH_NUMBERS_H

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

struct edge {
    int u, v;
    long long weight;
};

struct answer {
    double seconds;
    long long total;
};

inline std::FILE *open_numbers(const char *path)
{
    std::FILE *file = std::fopen(path, "rb");
    if (file == NULL) {
        std::exit(1);
    }
    return file;
}

inline std::vector<int32_t> read_numbers(std::FILE *file, size_t count)
{
    std::vector<int32_t> numbers(count);
    if (std::fread(numbers.data(), sizeof(int32_t), count, file) != count) {
        std::exit(1);
    }
    return numbers;
}

// bench/instance.h says what the file holds.
struct matrix {
    bool mutual;
    int rows, columns;
    std::vector<int32_t> room, weight;

    explicit matrix(const char *path)
    {
        std::FILE *file = open_numbers(path);
        std::vector<int32_t> head = read_numbers(file, 3);
        mutual = head[0] != 0;
        rows = head[1];
        columns = head[2];
        room = read_numbers(file, size_t(rows) + size_t(columns));
        weight = read_numbers(file, size_t(rows) * size_t(columns));
        std::fclose(file);
    }

    int32_t at(int row, int column) const
    {
        return weight[size_t(row) * size_t(columns) + size_t(column)];
    }

    size_t count_pairs() const
    {
        size_t count = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = i + 1; j < columns; j++) {
                count += at(i, j) > 0;
            }
        }
        return count;
    }

    // Those worth something.
    std::vector<edge> pairs() const
    {
        std::vector<edge> found;
        for (int i = 0; i < rows; i++) {
            for (int j = i + 1; j < columns; j++) {
                if (at(i, j) > 0) {
                    found.push_back(edge{i, j, at(i, j)});
                }
            }
        }
        return found;
    }
};

inline std::vector<edge> read_edges(const char *path, int *nodes)
{
    std::FILE *file = open_numbers(path);
    std::vector<int32_t> head = read_numbers(file, 2), rest = read_numbers(file, 3 * size_t(head[1]));
    std::fclose(file);
    *nodes = head[0];
    std::vector<edge> edges;
    for (size_t i = 0; i < rest.size(); i += 3) {
        edges.push_back(edge{rest[i], rest[i + 1], rest[i + 2]});
    }
    return edges;
}

inline double cpu_seconds()
{
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

// The mean time; short work is done again until a quarter of a second is spent.
template <class Work> answer timed(Work work)
{
    answer out{0, 0};
    double start = cpu_seconds(), spent = 0;
    for (int runs = 1; spent < 0.25; runs++) {
        out.total = work();
        spent = cpu_seconds() - start;
        out.seconds = spent / runs;
    }
    return out;
}

inline void say(const answer &out)
{
    std::printf("{\"seconds\": %.9f, \"total\": %lld}\n", out.seconds, out.total);
}

#endif
