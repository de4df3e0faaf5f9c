"""Ctrl-C at the instants around the prompt.

Usage: race.py RUNS PROBE [ARGUMENT...]

Each run starts the probe on a pseudo-terminal, waits for the second prompt, sends some text and,
0 to 5 ms later, ^C; then a line must be answered, and nothing of the text before ^C may be in it.
Prints how many runs were ok, lost, killed or hung; the exit status is 0 when all were ok.
"""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

PROMPT = b"ready$"
DELAYS = [0, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005]
TEXTS = [b"", b"abc", "中文".encode(), b"wait\r"]


class Gone(Exception):
    pass


class Hung(Exception):
    pass


def until(master, have, marker, seconds=10.0):
    deadline = time.monotonic() + seconds
    while marker not in have:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([master], [], [], left)[0]:
            raise Hung(have)
        try:
            chunk = os.read(master, 65536)
        except OSError:
            raise Gone(have)
        if not chunk:
            raise Gone(have)
        have += chunk
    return have[have.index(marker) + len(marker) :]


def spin(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def diagnose(pid, master):
    status = open(f"/proc/{pid}/status").read().split("\n")
    print([line for line in status if line[:3] in ("Sig", "Shd", "Sta")], file=sys.stderr)
    print(open(f"/proc/{pid}/wchan").read(), os.tcgetpgrp(master), pid, file=sys.stderr)
    for text in (b"x", b"\x03", b"after\r"):
        os.write(master, text)
        time.sleep(0.3)
        ready = select.select([master], [], [], 0.1)[0]
        print(text, os.read(master, 4096) if ready else None, file=sys.stderr)


def run(command, number):
    delay, text = DELAYS[number % len(DELAYS)], TEXTS[number // len(DELAYS) % len(TEXTS)]
    early = number % 3 == 2
    pid, master = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", PROBE_PROMPT="ready$ ")
        os.execv(command[0], command)
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    state, detail = "ok", b""
    try:
        rest = until(master, b"", PROMPT)
        os.write(master, b"first\r")
        # As early as the answer (the prompt is still being drawn), or at the second prompt.
        rest = until(master, rest, b"<first>")
        if not early:
            rest = until(master, rest, PROMPT)
        if text:
            os.write(master, text)
        spin(delay)
        os.write(master, b"\x03")
        rest = until(master, rest, PROMPT)
        # The line goes on to be usable, whatever was abandoned. What the early ^C drew may be one
        # prompt or two.
        if early:
            time.sleep(0.05)
        os.write(master, b"after\r")
        try:
            until(master, rest, b"<after>", 3)
        except Hung as hung:
            state, detail = "lost", hung.args[0]
    except Gone as gone:
        state, detail = "killed", gone.args[0]
    except Hung as hung:
        state, detail = "hung", hung.args[0]
    if state != "ok":
        modes = termios.tcgetattr(master)[3] if state != "killed" else 0
        print(f"run {number}: {state}: delay {delay} text {text!r} early {early} "
              f"ISIG {bool(modes & termios.ISIG)} ICANON {bool(modes & termios.ICANON)} {detail!r}",
              file=sys.stderr)
    if state in ("hung", "lost") and os.environ.get("DIAGNOSE"):
        diagnose(pid, master)
    os.kill(pid, signal.SIGKILL)
    os.close(master)
    os.waitpid(pid, 0)
    return state


def main():
    counts = {"ok": 0, "lost": 0, "killed": 0, "hung": 0}
    for number in range(int(sys.argv[1])):
        counts[run(sys.argv[2:], number)] += 1
    print(" ".join(f"{count} {state}" for state, count in counts.items()))
    return 0 if counts["ok"] == sum(counts.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
