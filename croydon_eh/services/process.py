"""Foreground child processes that never outlive the supervisor."""

import ctypes
import os
import signal
import subprocess
import sys
import time

from croydon_eh.services.errors import CannotStart

LINUX = sys.platform.startswith("linux")
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


class Child:
    """One foreground process in a session of its own, with its output in a log file.

    Its own session keeps Ctrl-C away from it: the supervisor alone stops it, in the right order.
    `stop_steps` is a sequence of (signal, seconds to wait).
    """

    def __init__(self, name, argv, *, log, env=None, cwd=None, user=None, stdin="", stop_steps):
        self.name, self.argv, self.log, self.env = name, [str(a) for a in argv], log, env
        self.cwd, self.user, self.stdin, self.stop_steps = cwd, user, stdin, stop_steps
        self.process = None

    def start(self):
        who = {}
        if self.user:
            who = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        with open(self.log, "ab" if self.process else "wb") as log:
            self.process = subprocess.Popen(
                self.argv,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.env,
                cwd=self.cwd,
                start_new_session=True,
                preexec_fn=die_with_parent(self.stop_steps[0][0]),
                **who,
            )
        try:
            self.process.stdin.write(self.stdin.encode())
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # it ended at once: whoever waits for it to be ready says so, with its log
        return self

    @property
    def pid(self):
        return self.process.pid

    def running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """Ask, then insist; returns the seconds it took."""
        began = time.monotonic()
        if self.process is None:
            return 0.0
        for signum, seconds in self.stop_steps:
            if not self.running():
                break
            self.process.send_signal(signum)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                continue
        if self.running():
            kill_group(self.process.pid)
            self.process.wait()
        return time.monotonic() - began

    def kill(self):
        """End it as a power cut would (for tests of what survives)."""
        kill_group(self.process.pid)
        self.process.wait()

    def log_tail(self, lines=15):
        with open(self.log, errors="replace") as log:
            return "".join(log.readlines()[-lines:]).rstrip()

    def failed(self, sentence):
        return CannotStart(f"{sentence} The end of {self.log}:\n{self.log_tail()}")


def kill_group(pgid):
    try:
        os.killpg(pgid, signal.SIGKILL)
    except ProcessLookupError:
        return


def die_with_parent(signum):
    """A preexec_fn: the kernel signals the child when its parent dies, even by kill -9."""
    if not LINUX:
        return None
    parent = os.getpid()

    def set_death_signal():
        _libc.prctl(PR_SET_PDEATHSIG, int(signum), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return set_death_signal


def adopt_orphans():
    """Children of a child that died become ours, so that `end_leftovers` finds them."""
    if LINUX:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_leftovers():
    """Kill whatever this process still has for children. Returns how many there were."""
    ended = 0
    while children := _children(os.getpid()):
        for pid in children:
            try:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            except (ProcessLookupError, ChildProcessError):
                continue
            ended += 1
    return ended


def _children(pid):
    found = []
    if not LINUX:
        return found
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat") as handle:
                parent = handle.read().rpartition(")")[2].split()[1]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid:
            found.append(int(entry))
    return found


def wait_until(ready, *, seconds, every=0.02):
    """Poll `ready` until it is true; False when the time is over. Time in seconds."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True
