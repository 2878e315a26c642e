"""Puts limits and walls on itself and then becomes another program. A script, stdlib only.

    limiter.py PARENT MEMORY CPU_SOFT CPU_HARD FILE_SIZE OPEN_FILES [WALLS] -- PROGRAM [ARGUMENT]

PARENT is the process that starts it, PROGRAM a path; sizes are in bytes, times in seconds.
What it sets, the program cannot raise again. On Linux it also gives up gaining rights and
dies with the process that started it. WALLS are a Landlock ruleset and a system call filter,
both in hex, and then RIGHTS=PATH for each file or folder that stays open to the program.
"""

import ctypes
import os
import resource
import struct
import sys

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_FILTER = 1, 38, 22, 2
# Python's own module for signals takes a quarter of the time that all this takes.
_SIGKILL, _SIGPIPE, _SIGXFSZ = 9, 13, 25
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF, _PATH_BENEATH = 444, 445, 446, 1
_CAPABILITIES_VERSION = 0x20080522


def main() -> None:
    """Limit this process, wall it in, then replace it."""
    ours, program = sys.argv[1 : sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1 :]
    try:
        _limit(*map(int, ours[:6]))
        if walls := ours[6:]:
            _wall_in(bytes.fromhex(walls[0]), bytes.fromhex(walls[1]), walls[2:])
        os.execv(program[0], program)
    except OSError as error:
        sys.exit(f"limiter: {error.filename or program[0]}: {error.strerror}")


def _limit(
    parent: int, memory: int, cpu_soft: int, cpu_hard: int, file_size: int, open_files: int
) -> None:
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
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux":
        _check(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        _check(libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0))
    if os.getppid() != parent:
        sys.exit("The process that started this one died before it could begin.")
    # Python ignores it; the program is to be ended when its file grows too large.
    libc.signal(_SIGXFSZ, None)
    libc.signal(_SIGPIPE, None)


def _wall_in(ruleset: bytes, call_filter: bytes, rules: list[str]) -> None:
    libc = ctypes.CDLL(None, use_errno=True)

    def call(number: int, *arguments: object) -> int:
        return _check(libc.syscall(ctypes.c_long(number), *arguments))

    size, none = ctypes.c_size_t(len(ruleset)), ctypes.c_uint(0)
    walls = ctypes.c_int(call(_CREATE_RULESET, ruleset, size, none))
    for rule in rules:
        rights, _, path = rule.partition("=")
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        beneath = struct.pack("=Qi", int(rights), opened)
        call(_ADD_RULE, walls, ctypes.c_int(_PATH_BENEATH), beneath, none)
        os.close(opened)
    call(_RESTRICT_SELF, walls, none)
    os.close(walls.value)
    header = struct.pack("=Ii", _CAPABILITIES_VERSION, 0)
    _check(libc.capset(header, bytes(24)))
    # `struct sock_fprog`, and the C library's own rules of where its members lie.
    kept = ctypes.create_string_buffer(call_filter)
    program = struct.pack("HP", len(call_filter) // 8, ctypes.addressof(kept))
    _check(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_FILTER, program, 0, 0))


def _check(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), "its walls")
    return result


if __name__ == "__main__":
    main()
