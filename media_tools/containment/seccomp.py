"""A filter of system calls for what Landlock leaves open.

Landlock hides the contents of files. It stops neither UDP nor Unix sockets (our own
queue listens on one), nor changes of a file's rights and dates, nor what one process
does to another of the same account. The children here parse a file and print: they
need none of that, and they start no processes.

The program is classic BPF over ``struct seccomp_data`` (seccomp(2)): the number of the
call at offset 0, the architecture at 4, the arguments from 16 on, eight bytes each.
"""

import errno
import platform
import struct
from dataclasses import dataclass

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_ALLOW, _KILL_PROCESS, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_CLONE_THREAD = 0x00010000
_X32_CALLS = 0x40000000


@dataclass(frozen=True, slots=True)
class _Machine:
    """An architecture: its name to the kernel, and which column of the tables is its."""

    audit: int
    column: int


_MACHINES = {"x86_64": _Machine(0xC000003E, 0), "aarch64": _Machine(0xC00000B7, 1)}

# Numbers on x86_64 and on aarch64, as in the kernel's tables; None where there is none.
_FORBIDDEN: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198),
    "io_uring_setup": (425, 425),
    "fork": (57, None),
    "vfork": (58, None),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "fchownat": (260, 54),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "setxattrat": (463, 463),
    "removexattrat": (466, 466),
    "file_setattr": (469, 469),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
    "mount": (165, 40),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "setns": (308, 268),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
}
_SIGNALS: dict[str, tuple[int | None, int | None]] = {
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
}
_CLONE, _PRLIMIT = (56, 220), (302, 261)
_CLONE3 = 435


def is_known_machine() -> bool:
    """Whether the numbers of this machine's system calls are in the tables."""
    return platform.machine() in _MACHINES


def filter_program(*, signals: bool) -> bytes:
    """The filter. Without ``signals`` not even the child itself can be sent one."""
    machine = _MACHINES[platform.machine()]
    forbidden = _FORBIDDEN if signals else _FORBIDDEN | _SIGNALS
    numbers = [pair[machine.column] for pair in forbidden.values()]
    fail = _one(_RETURN, _FAIL | errno.EPERM)
    allow = _one(_RETURN, _ALLOW)
    first = _one(_LOAD, _FIRST_ARGUMENT_AT)
    return b"".join(
        [
            _one(_LOAD, _ARCHITECTURE_AT),
            *(_one(_EQUAL, machine.audit, 1, 0), _one(_RETURN, _KILL_PROCESS)),
            _one(_LOAD, _NUMBER_AT),
            *(_one(_AT_LEAST, _X32_CALLS, 0, 1), fail),
            *(_one(_EQUAL, n, 0, 1) + fail for n in numbers if n is not None),
            # Its flags lie in memory that no filter sees. The C library falls back to clone.
            *(_one(_EQUAL, _CLONE3, 0, 1), _one(_RETURN, _FAIL | errno.ENOSYS)),
            # Threads, but no processes.
            _one(_EQUAL, _CLONE[machine.column], 0, 4),
            *(first, _one(_ANY_BIT, _CLONE_THREAD, 0, 1), allow, fail),
            # Its own limits, but nobody else's.
            _one(_EQUAL, _PRLIMIT[machine.column], 0, 3),
            *(first, _one(_EQUAL, 0, 1, 0), fail),
            allow,
        ]
    )


def _one(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
