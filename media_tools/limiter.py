"""Puts limits on itself and then becomes another program. Run as a script, stdlib only.

    limiter.py PARENT MEMORY CPU_SOFT CPU_HARD FILE_SIZE OPEN_FILES PROGRAM [ARGUMENT ...]

PARENT is the process that starts it; sizes are in bytes, times in seconds. What it
sets, the program cannot raise again. On Linux it also gives up gaining rights and dies
with the process that started it.
"""

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38


def main() -> None:
    """Limit this process, then replace it."""
    parent, memory, cpu_soft, cpu_hard, file_size, open_files = map(int, sys.argv[1:7])
    limits = {
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_CPU: (cpu_soft, cpu_hard),
        resource.RLIMIT_FSIZE: (file_size, file_size),
        resource.RLIMIT_NOFILE: (open_files, open_files),
        resource.RLIMIT_CORE: (0, 0),
    }
    for name, (soft, hard) in limits.items():
        most = resource.getrlimit(name)[1]
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        resource.setrlimit(name, (soft, hard))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The process that started this one died before it could begin.")
    # Python ignores it; the program is to be ended when its file grows too large.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.execvp(sys.argv[7], sys.argv[7:])


if __name__ == "__main__":
    main()
