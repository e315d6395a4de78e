"""Runs a command for as long as standard input stays open.

Whoever starts this keeps the other end of the pipe. However that process ends, even by SIGKILL, the system closes the
pipe, and the command goes too.
"""

import signal
import subprocess
import sys
import threading

signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides when we end
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
signal.signal(signal.SIGTERM, lambda *_: child.kill())


def end_with_parent():
    sys.stdin.buffer.read()
    child.kill()


threading.Thread(target=end_with_parent, daemon=True).start()
sys.exit(abs(child.wait()))
