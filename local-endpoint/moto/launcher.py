"""Runs a command for as long as standard input stays open, and then removes a folder: launcher.py FOLDER COMMAND …

The process that starts this keeps the other end of the pipe. However that process ends, even by SIGKILL, the system
closes the pipe; the command is then ended and the folder removed.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading

PR_SET_PDEATHSIG = 1


def end_with_launcher():
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides when we end
child = subprocess.Popen(
    sys.argv[2:],
    stdin=subprocess.DEVNULL,
    start_new_session=True,  # out of the group that Ctrl-C reaches
    preexec_fn=end_with_launcher,
)
signal.signal(signal.SIGTERM, lambda *_: child.kill())


def end_with_parent():
    while os.read(0, 1024):  # not sys.stdin, whose lock would be in the way of our own end
        pass
    parent_ended.set()
    child.kill()


parent_ended = threading.Event()
threading.Thread(target=end_with_parent, daemon=True).start()
code = child.wait()
if parent_ended.is_set():
    shutil.rmtree(sys.argv[1], ignore_errors=True)
sys.exit(abs(code))
