# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples in the docstrings, what the docstrings cover, and the types."""
import doctest
import importlib
import inspect
import os
import pathlib
import pkgutil
import re
import subprocess
import sys

import pytest
from conftest import ROOT, quietly

import epic

MODULES = [importlib.import_module(f"epic.{found.name}") for found in pkgutil.iter_modules(epic.__path__) if found.name != "_epic"]
SOURCES = ROOT / "bindings/python/src"


@pytest.mark.parametrize("module", [epic, *MODULES], ids=lambda module: module.__name__)
def test_examples(module, monkeypatch):
    monkeypatch.chdir(ROOT)
    told = quietly(lambda: doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE))
    assert told.failed == 0


def test_the_readme(monkeypatch):
    monkeypatch.chdir(ROOT)
    told = quietly(lambda: doctest.testfile(str(ROOT / "bindings/python/README.md"), module_relative=False))
    assert told.failed == 0 and told.attempted > 5


def test_the_readme_of_the_library(monkeypatch, tmp_path):
    """Its lines of Python plan the programme that it shows."""
    blocks = dict(re.findall(r"^```(\w+)\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)[::-1])
    (tmp_path / "programme.yaml").write_text(blocks["yaml"], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(blocks["python"], "README.md", "exec"), {})
    assert (tmp_path / "out/report.html").is_file()


def test_all_that_is_public_is_documented():
    lacking = []
    for name in epic.__all__:
        one = getattr(epic, name)
        lacking += [] if inspect.getdoc(one) else [name]
        for part, value in vars(one).items() if inspect.isclass(one) and not hasattr(one, "__dataclass_fields__") else ():
            value = getattr(value, "__func__", getattr(value, "func", value))
            public = not part.startswith("_") and (callable(value) or isinstance(value, property))
            lacking += [f"{name}.{part}"] if public and not inspect.getdoc(value) else []
    assert lacking == []


@pytest.mark.parametrize("command", [["mypy", "--strict", str(SOURCES / "epic")], ["mypy.stubtest", "epic._epic", "--ignore-missing-stub"]],
                         ids=["mypy", "stubtest"])
def test_types(command, tmp_path):
    pytest.importorskip("mypy.version", minversion="1.8")
    here = pathlib.Path(epic.__file__).parents[1]
    path = {} if here.name == "site-packages" else {"MYPYPATH": str(here)}
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, cwd=tmp_path, env={**os.environ, **path},
                          timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
