# SPDX-License-Identifier: GPL-3.0-or-later
"""generate.py OUT HEADER...: writes the C of the module. What it declares is taken from the public headers as they are."""
import pathlib
import re
import sys

import cffi

# What a caller of the library calls back.
CALLBACKS = """
extern "Python" bool epic_python_progress(void *user, const char *stage, double done);
extern "Python" int epic_python_write(void *user, const char *bytes, size_t n);
"""
MARKS = re.compile(r"\bEPIC_(API|MUST_USE|BEGIN_DECLS|END_DECLS)\b")
CONSTANT = re.compile(r"^#define (EPIC_[A-Z_]+) (INT\d+_M(?:IN|AX)|\d+)$", re.MULTILINE)
TYPES = {"INT32": "int32_t", "INT64": "int64_t"}


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/|//[^\n]*", " ", text, flags=re.DOTALL)


def constants(text: str) -> str:
    """Those of the preprocessor, for cffi to find out their values."""
    told = ""
    for name, value in CONSTANT.findall(text):
        kind = next((TYPES[key] for key in TYPES if key in value), None)
        told += f"static const {kind} {name};\n" if kind else f"#define {name} {value}\n"
    return told


def declarations(header: pathlib.Path) -> str:
    text = without_comments(header.read_text(encoding="utf-8"))
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    told = constants(text)
    text = re.sub(r"\\\n", " ", text)
    text = re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)
    text = re.sub(r'extern "C" \{', "", text)
    return told + MARKS.sub("", text)


def main() -> None:
    out, *headers = sys.argv[1:]
    names = {pathlib.Path(header).name: pathlib.Path(header) for header in headers}
    order: list[str] = []

    def visit(name: str) -> None:
        if name not in order:
            for needed in re.findall(r"#include <epic/(\w+\.h)>", names[name].read_text(encoding="utf-8")):
                visit(needed)
            order.append(name)

    for name in sorted(names):
        visit(name)
    ffi = cffi.FFI()
    ffi.cdef("".join(declarations(names[name]) for name in order if name not in ("export.h", "epic.h")) + CALLBACKS)
    ffi.cdef("static const size_t EPIC_NONE;")
    ffi.set_source("epic._epic", "#include <epic/epic.h>", py_limited_api=True)
    ffi.emit_c_code(out)


main()
