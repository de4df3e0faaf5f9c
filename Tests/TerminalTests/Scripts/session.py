"""One case of using the line editor on a pseudo-terminal: session.py PROBE CASE.

The exit status is 0 when the case went as it should, 77 when pexpect is missing.
"""
import os
import re
import signal
import subprocess
import sys
import tempfile
import termios
import time

try:
    import pexpect
except ImportError:
    sys.exit(77)

PROBE = sys.argv[1]
PROMPT = "练习\\$"
SGR = re.compile("\033\\[[0-9;?]*[a-zA-Z]")
CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


class Session:
    def __init__(self, rows=24, columns=80, **environment):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "NO_COLOR"))}
        env |= {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PROBE_PROMPT": "练习$ "}
        env |= {"SWIFT_BACKTRACE": "enable=no"} | environment
        self.child = pexpect.spawn(
            PROBE, env=env, dimensions=(rows, columns), encoding="utf-8", timeout=10)
        self.child.delaybeforesend = None
        self.prompt()

    def send(self, text):
        self.child.send(text)

    def expect(self, text):
        self.child.expect_exact(text)

    def prompt(self):
        self.child.expect(PROMPT)

    def line(self, keys, result):
        self.send(keys)
        self.send("\r")
        self.expect(f"<{result}>")
        self.prompt()

    def quiet(self, seconds=0.3):
        """What is drawn until nothing more is."""
        drawn = ""
        while True:
            try:
                drawn += self.child.read_nonblocking(65536, seconds)
            except (pexpect.TIMEOUT, pexpect.EOF):
                return drawn

    def end(self):
        self.child.expect(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus, self.child.signalstatus


def cooked(descriptor):
    return bool(termios.tcgetattr(descriptor)[3] & termios.ICANON) and bool(
        termios.tcgetattr(descriptor)[3] & termios.ECHO)


@case
def editing():
    s = Session()
    s.line("abc\033[D\033[DX", "aXbc")
    s.line("abc\x7f\x7fd", "ad")
    s.line("one two\x17three", "one three")
    s.line("tail\x01head ", "head tail")
    s.line("abc\x01\x0bz", "z")
    s.line("abc\x15", "")
    s.line("one two\033bX", "one Xtwo")
    s.line("a\x16b", "ab")


@case
def home_and_end():
    s = Session()
    homes = ["\033[H", "\033OH", "\033[1~", "\033[7~"]
    ends = ["\033[F", "\033OF", "\033[4~", "\033[8~"]
    for home, end in zip(homes, ends):
        s.line(f"b{home}a{end}c", "abc")
    s.line("Xab\033[H\033[3~", "ab")
    s.line("one two\033[1;5DX", "one Xtwo")
    # Keys that mean nothing leave nothing behind.
    s.line("a\033[15~\033[5~\033OP\033[1;2Pb", "ab")


@case
def chinese():
    for locale in ("C", "C.UTF-8", "POSIX", "nowhere"):
        s = Session(LC_ALL=locale)
        s.line("你好世界\033[D\033[D中文", "你好中文世界")
        s.line("你好\x7f们", "你们")
        s.line("🚀节点\033[H前", "前🚀节点")


@case
def history_persists():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "state", "kubestep", "history")
        s = Session(PROBE_HISTORY=path)
        s.line("first line", "first line")
        s.line("第二行", "第二行")
        s.child.kill(signal.SIGKILL)
        s.end()
        assert open(path, encoding="utf-8").read() == "first line\n第二行\n"
        assert os.stat(path).st_mode & 0o777 == 0o600
        s = Session(PROBE_HISTORY=path)
        s.line("\033[A\033[A", "first line")
        s.line("\033[A\033[A!", "第二行!")


@case
def search():
    s = Session()
    for word in ("kubectl get pods", "docker ps", "kubectl get nodes"):
        s.line(word, word)
    s.line("\x12pods", "kubectl get pods")
    s.line("\x12docker\033", "docker ps")
    s.send("\x12kube")
    time.sleep(0.2)
    s.send("\x03")
    s.expect("^C")
    s.prompt()
    s.line("after", "after")


@case
def completion():
    s = Session()
    s.line("kubele\t", "kubelet ")
    s.line("da\tx", "data/x")
    s.line("--o\tyaml", "--output=yaml")
    s.line("x 节\t一", "x 节点一")
    s.line("kubele x\033[D\033[D\ty", "kubelet yx")
    s.send("ku\t")
    s.expect("be")
    s.send("\t")
    drawn = SGR.sub("", s.quiet())
    assert "kubectl" in drawn and "kubelet" in drawn and drawn.rstrip("\r").endswith("练习$ kube"), drawn
    s.line("let", "kubelet")


@case
def paste():
    s = Session()
    s.send("\033[200~a\tb\r\nnext\x1b[D\nku\tbe\033[201~")
    s.expect("<a b>")
    s.expect("<next>")
    s.prompt()
    s.line("!", "ku be!")
    # The markers may come in pieces, and stray ones are nothing.
    for piece in ("\033", "[20", "0~x", "\033[2", "01~"):
        s.send(piece)
        time.sleep(0.03)
    s.line("\033[201~y", "xy")
    # Ctrl-C abandons the rest of a paste, its end too.
    s.send("\033[200~wait\ndropped\n")
    s.expect("waiting")
    s.send("\x03")
    s.expect("stopped")
    s.prompt()
    s.line("kubele\t", "kubelet ")


@case
def interrupt_line():
    s = Session()
    s.send("abandoned")
    s.expect("abandoned")
    s.send("\x03")
    s.expect("^C")
    s.prompt()
    s.line("kept", "kept")
    s.send("half\x03whole\r")
    s.expect("<whole>")
    s.prompt()
    # From the middle of a line that takes several rows the next prompt comes below them.
    s.send("字" * 70 + "\033[H")
    s.quiet()
    s.send("\x03")
    drawn = s.quiet()
    assert "\n" in drawn.split("^C")[0], drawn
    s.line("again", "again")


@case
def interrupt_command():
    s = Session()
    for _ in range(5):
        s.send("wait\r")
        s.expect("waiting")
        s.send("typed ahead")
        time.sleep(0.05)
        s.send("\x03")
        s.expect("stopped")
        assert "^C" not in s.child.before and "typed" not in s.child.before, s.child.before
        s.prompt()
        s.line("after", "after")


@case
def type_ahead():
    s = Session()
    s.send("work\r")
    time.sleep(0.2)
    s.send("ab\033[Dx\r")
    s.expect("worked")
    s.expect("<axb>")


@case
def end_of_input():
    s = Session()
    s.line("abc\033[H\x04", "bc")
    s.line("abc\x04", "abc")
    s.send("\x04")
    s.expect("\r\nend\r\n")
    assert s.end() == (0, None)


@case
def resize():
    s = Session()
    s.line("size", "80x24")
    s.send("一二三四五六七八九十" * 3)
    s.quiet()
    for columns in (40, 31, 120):
        s.child.setwinsize(30, columns)
        drawn = SGR.sub("", s.quiet())
        assert "练习$" in drawn and "一二三" in drawn, drawn
    s.send("\x15")
    s.line("size", "120x30")


@case
def progress():
    s = Session()
    s.send("work\r")
    s.expect("step")
    s.expect("worked")
    assert s.child.before.endswith("\r\033[K"), s.child.before
    s = Session(ACCESSIBLE="1")
    s.send("work\r")
    s.expect("worked")
    assert "step" not in s.child.before


@case
def dumb():
    for term in ("dumb", "no-such-terminal", ""):
        s = Session(TERM=term)
        s.line("plain 中文", "plain 中文")
        s.line("abc\x7f", "ab")
        s.send("x\x03")
        s.expect("^C")
        s.prompt()
        if term in ("dumb", ""):
            s.send("\x04")
            s.expect("end")
            assert "\033" not in s.child.before, s.child.before


@case
def no_terminal():
    run = subprocess.run(
        [PROBE], input=b"a\xff\r\n\xe4\xb8\xad\n\x00b\nlast", stdout=-1, stderr=-1, timeout=20)
    assert run.stdout.decode() == "<a\ufffd>\n<中>\n<\x00b>\n<last>\nend\n", run.stdout
    assert run.stderr.count(b"\n") == 1 and run.returncode == 0
    # Nobody reads: a quiet end.
    script = f"yes | {PROBE} | head -1; echo ${{PIPESTATUS[1]}}"
    run = subprocess.run(["bash", "-c", script], stdout=-1, stderr=-1, timeout=20)
    assert run.stdout == b"<y>\n141\n" and run.stderr == b"", run


@case
def interrupt_pipe():
    env = os.environ | {"PROBE_INTERRUPTS": "1"}
    run = subprocess.Popen([PROBE], env=env, stdin=-1, stdout=-1, stderr=-1)
    run.stdin.write(b"one\n")
    run.stdin.flush()
    assert run.stdout.readline() == b"<one>\n"
    time.sleep(0.1)
    run.send_signal(signal.SIGINT)
    assert run.stdout.readline() == b"interrupted\n"
    assert run.communicate(b"two\n", timeout=10) == (b"<two>\nend\n", b"")


@case
def history_of_several():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "history")
        sessions = [Session(PROBE_HISTORY=path) for _ in range(3)]
        for number in range(5):
            for name, s in enumerate(sessions):
                s.send(f"{name} line {number}\r")
        for s in sessions:
            s.expect("line 4>")
        lines = open(path).read().splitlines()
        assert sorted(lines) == [f"{n} line {i}" for n in range(3) for i in range(5)], lines


@case
def terminal_restored():
    endings = {
        "quit\r": lambda s: (s.send("quit\r"), (0, None))[1],
        "term": lambda s: (s.child.kill(signal.SIGTERM), (None, signal.SIGTERM))[1],
        "hup": lambda s: (s.child.kill(signal.SIGHUP), (None, signal.SIGHUP))[1],
        "quit": lambda s: (s.send("\x1c"), (None, signal.SIGQUIT))[1],
        "trap": lambda s: (s.send("trap\r"), None)[1],
    }
    for name, end in endings.items():
        # A second descriptor keeps the terminal's modes to be looked at.
        s = Session()
        keep = os.open(os.readlink(f"/proc/{s.child.pid}/fd/0"), os.O_RDWR | os.O_NOCTTY)
        assert not cooked(keep), name
        expected = end(s)
        drawn = s.quiet()
        assert "\033[?2004l" in drawn, (name, drawn)
        assert cooked(keep), name
        os.close(keep)
        status = s.end()
        assert expected is None or status == expected, (name, status)


@case
def suspend():
    env = os.environ | {"PROBE_PROMPT": "练习$ ", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    shell = pexpect.spawn(
        "bash", ["--norc", "--noprofile", "-i"], env=env | {"PS1": "SH> "}, encoding="utf-8",
        timeout=10)
    shell.delaybeforesend = None
    shell.expect_exact("SH> ")
    shell.send(PROBE + "\r")
    shell.expect(PROMPT)
    for round in range(3):
        shell.send("half")
        shell.expect_exact("half")
        shell.send("\x1a")
        shell.expect_exact("Stopped")
        shell.expect_exact("SH> ")
        shell.send("echo in shell $((1 + 1))\r")
        shell.expect_exact("in shell 2")
        shell.expect_exact("SH> ")
        shell.send("fg\r")
        shell.expect(PROMPT)
        shell.send(" line\r")
        shell.expect_exact("<half line>")
        shell.expect(PROMPT)
    # In a command, and by a signal that cannot be caught.
    shell.send("wait\r")
    shell.expect_exact("waiting")
    shell.send("\x1a")
    shell.expect_exact("SH> ")
    shell.send("fg\r")
    time.sleep(0.3)
    shell.send("\x03")
    shell.expect_exact("stopped")
    shell.expect(PROMPT)
    shell.send("quit\r")
    shell.expect_exact("SH> ")


@case
def suspend_without_job_control():
    s = Session()
    s.send("ab")
    s.expect("ab")
    s.send("\x1a")
    s.quiet()
    s.line("c", "abc")


@case
def start_up():
    times = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "history")
        with open(path, "w") as file:
            file.writelines(f"kubectl get pods --namespace n{i}\n" for i in range(10000))
        for _ in range(10):
            began = time.monotonic()
            s = Session(PROBE_HISTORY=path)
            times.append(time.monotonic() - began)
            s.child.close(force=True)
    print(f"start to prompt: {min(times) * 1000:.0f} ms at best, "
          f"{sorted(times)[5] * 1000:.0f} ms median")


if sys.argv[2] == "list":
    print(" ".join(CASES))
else:
    CASES[sys.argv[2]]()
