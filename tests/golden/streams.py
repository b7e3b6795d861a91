#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where results go: streams.py EPIC SOURCE. A standard output that fails gives 4; colour is for terminals that want it; with
--json both streams are JSON. An interruption gives 3."""
import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
import time

EPIC, SOURCE = os.path.abspath(sys.argv[1]), sys.argv[2]
FILE = "examples/epic/programme.yaml"
CALLS = [["check", FILE], ["score", FILE], ["pair", FILE], ["explain", FILE, "brescia", "oberhausen"], ["explain", FILE, "--event", "final"], ["plan", FILE],
         ["schema"], ["plan", "--help"], ["--help"], ["--version"],
         ["diff", "tests/golden/plans/old.yaml", "tests/golden/plans/new.yaml"]]
failed = 0


def check(good, *what):
    global failed
    if not good:
        failed += 1
        print("wrong:", *what)


def run(arguments, **keywords):
    return subprocess.run([EPIC, *arguments], cwd=SOURCE, stdin=subprocess.DEVNULL, timeout=60, **keywords)


def failing_output(arguments):
    with open("/dev/full", "w") as full:
        done = run(arguments, stdout=full, stderr=subprocess.PIPE)
    check(done.returncode == 4, arguments, "to a full device gave", done.returncode)
    check(b"cannot write to standard output: No space left on device" in done.stderr, arguments, done.stderr)
    read, write = os.pipe()
    os.close(read)
    done = run(arguments, stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    check(done.returncode == 4, arguments, "to a closed pipe gave", done.returncode)
    done = subprocess.run(["sh", "-c", '"$@" >&-', "sh", EPIC, *arguments], cwd=SOURCE, stderr=subprocess.PIPE, timeout=60)
    check(done.returncode == 4, arguments, "without standard output gave", done.returncode)


def on_terminal(arguments, **changes):
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm", **changes}
    for name in ("LD_LIBRARY_PATH", "ASAN_OPTIONS"):
        if name in os.environ:
            environment[name] = os.environ[name]
    master, slave = pty.openpty()
    process = subprocess.Popen([EPIC, *arguments], cwd=SOURCE, env=environment, stdin=subprocess.DEVNULL, stdout=slave,
                               stderr=subprocess.DEVNULL)
    os.close(slave)
    text = b""
    try:
        while part := os.read(master, 65536):
            text += part
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(master)
    check(process.wait(60) == 0, arguments, "on a terminal failed")
    return text


def colour(arguments):
    check(b"\033[" in on_terminal(arguments), arguments, "without colour on a terminal")
    check(b"\033[" not in on_terminal(arguments, NO_COLOR="1"), arguments, "with colour although NO_COLOR is set")
    check(b"\033[" in on_terminal(arguments, NO_COLOR=""), arguments, "without colour: an empty NO_COLOR means nothing")
    check(b"\033[" not in on_terminal(arguments, TERM="dumb"), arguments, "with colour on a dumb terminal")
    check(b"\033[" not in on_terminal([*arguments, "--json"]), arguments, "JSON in colour")
    check(b"\033[" not in run(arguments, capture_output=True).stdout, arguments, "in colour into a pipe")


def both_json(arguments):
    done = run([*arguments, "--json"], capture_output=True)
    if done.returncode == 0:
        json.loads(done.stdout)
    else:
        check(done.stdout == b"", arguments, "a result in spite of an error")
    said = json.loads(done.stderr)
    errors = sum(item["severity"] == "error" for item in said)
    check((done.returncode != 0) == (errors > 0), arguments, done.returncode, said)


def interrupt(*arguments):
    """While the command waits for a pipe that is its programme file; the work that then begins is to stop at once."""
    with tempfile.TemporaryDirectory() as folder:
        pipe = os.path.join(folder, "pipe")
        os.mkfifo(pipe)
        process = subprocess.Popen([EPIC, arguments[0], pipe, *arguments[1:]], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with open(pipe, "wb") as programme, open(os.path.join(SOURCE, FILE), "rb") as text:
            process.send_signal(signal.SIGINT)
            time.sleep(0.2)  # so that it is delivered before there is anything to read
            programme.write(text.read())
        said = process.communicate(timeout=60)
    check(process.returncode == 3, arguments, "interrupted gave", process.returncode, said)
    check(said[0] == b"" and b"epic: " in said[1], arguments, "interrupted wrote", said)


for call in CALLS:
    failing_output(call)
for call in CALLS[1:5] + CALLS[-1:]:
    colour(call)
for call in CALLS[:6] + CALLS[-1:] + [["diff", FILE, FILE], ["publish", "nothing"], ["check", "no-such-file.yaml"], ["pair", "VERSION"]]:
    both_json(call)
interrupt("pair")
interrupt("plan")
print("streams:", failed, "wrong")
sys.exit(1 if failed else 0)
