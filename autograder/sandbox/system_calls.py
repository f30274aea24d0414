"""System calls that no lab needs and that reach past the walls: refused by a seccomp filter.

Namespaces do not cover everything. Shared memory and memory files count for no limit, key rings outlive a submission,
a virtual machine's sockets ignore network namespaces, and a process that chooses its core can starve its neighbours.
"""

import ctypes
import errno
import os
import struct

FAMILIES = (1, 2, 10)  # unix, IPv4, IPv6: all of them dead ends in an empty network namespace
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32 = 0x40000000
SECCOMP = {"x86_64": 317, "aarch64": 277}
SOCKET = {"x86_64": 41, "aarch64": 198}
CLONE3 = 435
DENIED = {  # name: the number on x86_64, on aarch64
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "personality": (135, 92),
    "syslog": (103, 116),
    "sched_setaffinity": (203, 122),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265),
    "quotactl": (179, 60),
    "acct": (163, 89),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "init_module": (175, 105),
    "delete_module": (176, 106),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "perf_event_open": (298, 241),
    "fanotify_init": (300, 262),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
}

LOAD, JUMP_EQUAL, JUMP_FROM, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
ALLOW, REFUSE = 0x7FFF0000, 0x00050000


def refuse() -> None:
    """Install the filter in this process, for good and for all that it starts; needs no_new_privs.

    On a processor whose system calls are not listed here nothing is installed; the other walls stand.

    Raises:
        OSError: The kernel has no seccomp filters.
    """
    machine = os.uname().machine
    if machine not in ARCHITECTURES:
        return
    rows = program(machine)
    code = ctypes.create_string_buffer(b"".join(rows))
    pointer = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(rows), ctypes.addressof(code)))
    library = ctypes.CDLL(None, use_errno=True)
    set_filter, keep_speculation = 1, 4
    if library.syscall(SECCOMP[machine], set_filter, keep_speculation, pointer) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")


def program(machine: str) -> list[bytes]:
    """The filter: a list of 8-byte instructions of the kernel's packet filter machine."""
    column = list(ARCHITECTURES).index(machine)
    rows = [row(LOAD, ARCHITECTURE), row(JUMP_EQUAL, ARCHITECTURES[machine], 1, 0), answer(errno.EPERM)]
    rows.append(row(LOAD, NUMBER))
    if machine == "x86_64":
        rows += [row(JUMP_FROM, X32, 0, 1), answer(errno.EPERM)]
    for numbers in DENIED.values():
        rows += [row(JUMP_EQUAL, numbers[column], 0, 1), answer(errno.EPERM)]
    rows += [row(JUMP_EQUAL, CLONE3, 0, 1), answer(errno.ENOSYS)]  # its flags cannot be looked at: clone does as well
    rows += [row(JUMP_EQUAL, SOCKET[machine], 1, 0), row(RETURN, ALLOW), row(LOAD, FIRST_ARGUMENT)]
    for family in FAMILIES:
        rows += [row(JUMP_EQUAL, family, 0, 1), row(RETURN, ALLOW)]
    return [*rows, answer(errno.EAFNOSUPPORT)]


def row(operation: int, value: int, when_true: int = 0, when_false: int = 0) -> bytes:
    return struct.pack("HBBI", operation, when_true, when_false, value)


def answer(number: int) -> bytes:
    """Do not run the call; it fails with this error."""
    return row(RETURN, REFUSE | number)
