"""One case of `kubectl edit` on a pseudo-terminal: edit.py KUBESTEP CASE.

The exit status is 0 when the case went as it should, 77 when pexpect is missing.
"""
import os
import re
import stat
import subprocess
import sys
import tempfile

try:
    import pexpect
except ImportError:
    sys.exit(77)

KUBESTEP = sys.argv[1]
CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


class Prompt:
    """A sandbox at a terminal, with an editor that is a small script."""

    def __init__(self, script, *words, editor=None):
        self.folder = tempfile.mkdtemp()
        self.editor = os.path.join(self.folder, "editor")
        with open(self.editor, "w") as file:
            file.write("#!/bin/sh\n" + script)
        os.chmod(self.editor, stat.S_IRWXU)
        self.cast = os.path.join(self.folder, "session.cast")
        env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "NO_COLOR"))}
        for name in ("KUBE_EDITOR", "VISUAL"):
            env.pop(name, None)
        env |= {"TERM": "xterm", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no",
                "XDG_STATE_HOME": self.folder, "SEEN": os.path.join(self.folder, "seen"),
                "EDITOR": self.editor if editor is None else editor, "TMPDIR": self.folder}
        self.child = pexpect.spawn(
            KUBESTEP, ["sandbox", "--record", self.cast, *words], env=env, dimensions=(40, 200),
            encoding="utf-8", timeout=20)
        self.child.delaybeforesend = None
        self.prompt()

    def prompt(self):
        self.child.expect("kubestep…?> ")
        return re.sub("\033\\[[0-9;?]*[a-zA-Z]", "", self.child.before).replace("\r", "")

    def line(self, line):
        self.child.send(line + "\r")
        return self.prompt()

    def seen(self):
        with open(os.path.join(self.folder, "seen")) as file:
            return file.read()

    def replayed(self):
        """Ends the session; its recording must come out the same, and with no editor."""
        self.child.send("\x04")
        self.child.expect(pexpect.EOF)
        self.child.close()
        left = [name for name in os.listdir(self.folder) if name.startswith("kubestep-")]
        assert left == [], left
        env = dict(os.environ, EDITOR="/nonexistent/editor", SWIFT_BACKTRACE="enable=no")
        run = subprocess.run([KUBESTEP, "grade", self.cast], env=env, capture_output=True, text=True)
        assert run.returncode == 0, run.stdout + run.stderr
        played = subprocess.run(
            [KUBESTEP, "play", "--step", self.cast], env=env, stdin=subprocess.DEVNULL,
            capture_output=True, text=True)
        assert played.returncode == 0, played.stderr
        return played.stdout


WEB = "kubectl create deployment web --image=nginx:1.25 --replicas=1"


@case
def saved():
    p = Prompt('cp "$1" "$SEEN"; sed -i "s/replicas:.1$/replicas: 3/" "$1"\n')
    p.line(WEB)
    text = p.line("kubectl edit deployment web")
    assert "deployment.apps/web edited" in text, text
    assert p.seen().startswith("# Please edit the object below."), p.seen()
    assert "\napiVersion: apps/v1\nkind: Deployment\n" in p.seen(), p.seen()
    assert "managedFields" not in p.seen()
    text = p.line("kubectl get deployment web")
    assert "3/3" in text, text
    assert "deployment.apps/web edited" in p.replayed()


@case
def unchanged():
    p = Prompt("exit 0\n")
    p.line(WEB)
    text = p.line("kubectl edit deployment web")
    assert "Edit cancelled, no changes made." in text, text
    p.replayed()


@case
def emptied():
    p = Prompt(': > "$1"\n')
    p.line(WEB)
    text = p.line("kubectl edit deployment web")
    assert "Edit cancelled, saved file was empty." in text, text
    p.replayed()


@case
def refused():
    """The server says no, the file is opened again with the reason, and is left as it is."""
    p = Prompt('cp "$1" "$SEEN"; sed -i "s/replicas:.1$/replicas: -1/" "$1"\n')
    p.line(WEB)
    text = p.line("kubectl edit deployment web")
    assert 'error: deployments.apps "web" is invalid' in text, text
    copy = re.search('A copy of your changes has been stored to "(/tmp/kubectl-edit-[0-9]+.yaml)"', text)
    assert copy and "error: Edit cancelled, no valid changes were saved." in text, text
    assert '# deployments.apps "web" was not valid:\n# * spec.replicas: Invalid value: -1' in p.seen()
    text = p.line("cat " + copy[1] + " | grep replicas")
    assert "replicas: -1" in text, text
    assert copy[1] in p.replayed()


@case
def broken():
    """What is no YAML is opened again."""
    p = Prompt('cp "$1" "$SEEN"; grep -q "^  - {" "$1" || echo "  - {" >> "$1"\n')
    p.line(WEB)
    text = p.line("kubectl edit deployment web")
    assert 'error: deployments.apps "web" is invalid' in text, text
    assert '# * <nil>: Invalid value: "The edited file failed validation": yaml: line' in p.seen()
    p.replayed()


@case
def conflict():
    p = Prompt('sed -i "s/resourceVersion: .*/resourceVersion: \\"1\\"/" "$1"\n')
    p.line(WEB)
    text = p.line("kubectl edit deployment web")
    assert 'error: deployments.apps "web" could not be patched: ' in text, text
    assert re.search("You can run `kubectl replace -f /tmp/kubectl-edit-[0-9]+.yaml` to try", text)
    p.replayed()


@case
def several():
    p = Prompt('cp "$1" "$SEEN"; sed -i "0,/replicas:.1$/s//replicas: 2/" "$1"\n')
    p.line(WEB)
    p.line(WEB.replace("web", "shop"))
    text = p.line("kubectl edit deployments")
    assert "deployment.apps/shop edited" in text and "deployment.apps/web skipped" in text, text
    assert "\nkind: List\n" in p.seen()
    p.replayed()


@case
def as_json():
    p = Prompt('cp "$1" "$SEEN"; sed -i "s/\\"replicas\\": 1,/\\"replicas\\": 2,/" "$1"\n')
    p.line(WEB)
    text = p.line("kubectl edit deployment web -o json | grep replicas")
    assert '"replicas": 2' in text, text
    assert p.seen().startswith("{\n"), p.seen()
    p.replayed()


@case
def status():
    p = Prompt('sed -i "s/readyReplicas: 1$/readyReplicas: 0/" "$1"\n')
    p.line(WEB)
    text = p.line("kubectl edit deployment web --subresource=status")
    assert "deployment.apps/web edited" in text, text
    p.replayed()


@case
def created():
    p = Prompt('sed -i "s/name: web$/name: shop/" "$1"\n')
    p.line(WEB + " --dry-run=client -o yaml > web.yaml")
    text = p.line("kubectl create --edit -f web.yaml")
    assert "deployment.apps/shop created" in text, text
    p.replayed()


@case
def failing_editor():
    p = Prompt("", editor="false")
    p.line(WEB)
    text = p.line("kubectl edit deployment web")
    assert 'error: there was a problem with the editor "false"' in text, text
    p.replayed()
    p = Prompt("", editor="/nonexistent/editor -x")
    p.line(WEB)
    text = p.line("kubectl edit deployment web")
    assert 'error: unable to launch the editor "/nonexistent/editor -x"' in text, text
    p.replayed()


@case
def keyboard():
    """The editor has the terminal's own modes and Ctrl-C; the prompt has both back afterwards."""
    p = Prompt('trap "echo CAUGHT" INT; stty -a > "$SEEN"; echo READY; '
               'while ! read word; do :; done; '
               'sed -i "s/replicas:.1$/replicas: $word/" "$1"\n')
    p.line(WEB)
    p.child.send("kubectl edit deployment web\r")
    p.child.expect("READY")
    p.child.send("\x03")
    p.child.expect("CAUGHT")
    p.child.send("2\r")
    text = p.prompt()
    assert "deployment.apps/web edited" in text, text
    assert " icanon" in p.seen() and " echo " in p.seen(), p.seen()
    assert "2/2" in p.line("kubectl get deployment web")
    p.replayed()


@case
def nobody():
    """Where lines come from elsewhere there is no editor."""
    env = dict(os.environ, EDITOR="true", SWIFT_BACKTRACE="enable=no")
    run = subprocess.run(
        [KUBESTEP, "sandbox", "-c", WEB, "-c", "kubectl edit deployment web"], env=env,
        stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert run.returncode == 2 and "no editor can be opened here" in run.stderr, run
    child = pexpect.spawn(
        KUBESTEP, ["sandbox", "-c", WEB, "-c", "kubectl edit deployment web"], env=env,
        encoding="utf-8", timeout=20)
    child.expect("no editor can be opened here")


CASES[sys.argv[2]]()
