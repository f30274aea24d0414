"""The walls around student code: bubblewrap outside, namespaces and limits for each submission inside.

`command()` wraps the zygote in bubblewrap: no network, a read-only system without the course's folders, an empty
environment. `fork_apart()` and `enter()` put each forked child, before any student code, into its own user, process,
mount, network and IPC namespaces with an empty temporary home, no privileges and no way to get any, a short list of
system calls, and the limits of limits.toml. When the first process of a submission ends, the kernel ends everything
that it started.
"""

import ctypes
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from autograder.sandbox import system_calls
from autograder.sandbox.limits import ANYWHERE, Limits, Place, limits

try:
    import resource
except ImportError:  # Windows: `problem` says so before anything would be limited
    resource = None  # type: ignore[assignment]

PACKAGE = Path(__file__).parents[1]
HOME = "/home/student"
TEMPORARY = (HOME, "/tmp", "/dev/shm")  # each submission has its own, empty ones
SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin")
SETTINGS = (
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/fonts", "/etc/alternatives",
)  # fmt: skip
NEW = {"user": 0x10000000, "process": 0x20000000, "mount": 0x20000, "network": 0x40000000, "ipc": 0x8000000,
       "names": 0x4000000}  # fmt: skip
REC_PRIVATE, READ_ONLY, NOSUID, NODEV, NOEXEC, REMOUNT, BIND, RECURSIVE = 0x44000, 1, 2, 4, 8, 32, 4096, 0x4000
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 24, 38, 47
RESERVED_PIDS = 300  # once so many were given out, the kernel gives out only numbers above: room must be left there
NICE = 5
DEVICES = ("null", "zero", "full", "random", "urandom")
CAPABILITY_VERSION_3 = 0x20080522


class NoSandbox(Exception):
    """This machine cannot build the sandbox; the message says why and what helps."""


# ---------------------------------------------------------------------------------------------- outside


def command(words: Sequence[str], *, environment: Mapping[str, str], readable: Iterable[Path | str] = ()) -> list[str]:
    """The command line that runs `words` inside bubblewrap.

    Args:
        words: The program and its arguments.
        environment: All that the program sees of the environment.
        readable: Further folders that it may read.

    Raises:
        NoSandbox: bubblewrap is not installed.
    """
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        raise NoSandbox("bubblewrap is not installed: apt install bubblewrap (or dnf, pacman, zypper)")
    walls = [bubblewrap, "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--clearenv"]
    walls += ["--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETFCAP"]
    walls += ["--proc", "/proc", "--tmpfs", "/tmp", "--dir", HOME, *devices()]
    for folder in SYSTEM:
        walls += bind(folder)
    for path in SETTINGS:
        walls += ["--ro-bind-try", path, path]
    for folder in sorted({str(path) for path in (*interpreter_folders(), *readable)}, key=len):
        walls += ["--ro-bind", folder, folder]
    for name, value in environment.items():
        walls += ["--setenv", name, value]
    return [*walls, "--remount-ro", "/", "--remount-ro", "/dev", "--chdir", "/", "--", *words]


def devices() -> list[str]:
    """The harmless devices only, in a folder where nobody leaves anything: no terminals."""
    words = ["--tmpfs", "/dev", "--tmpfs", "/dev/shm", "--symlink", "/proc/self/fd", "/dev/fd"]
    for name in DEVICES:
        words += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    return words


def bind(folder: str) -> list[str]:
    """A folder of the system as it is: a link stays a link."""
    if os.path.islink(folder):
        return ["--symlink", os.readlink(folder), folder]
    return ["--ro-bind-try", folder, folder]


def interpreter_folders() -> set[str]:
    """Where this Python, its packages and the two packages of the course lie; never the course's own folder."""
    found = {sys.prefix, sys.base_prefix, *(sysconfig.get_paths()[name] for name in ("stdlib", "purelib", "platlib"))}
    found |= {str(PACKAGE), str(PACKAGE.parent / "course_utils")}
    return {os.path.realpath(path) if path == sys.base_prefix else path for path in found if os.path.isdir(path)}


def python(module: str, *arguments: str) -> list[str]:
    """The words that run a module of this very package, even where another copy of it is installed.

    Neither the folder it runs in nor the home is searched for modules. The environment holds (-I would drop
    PYTHONHASHSEED), so the caller gives one of its own.
    """
    start = f"import runpy, sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); "
    run = f"runpy.run_module({module!r}, run_name='__main__', alter_sys=True)"
    return [sys.executable, "-P", "-s", "-c", start + run, *arguments]


@cache
def problem() -> str:
    """Why this machine cannot build the sandbox, in a sentence with the cure; "" where it can.

    It is built once, as for a submission: what does not work here would not work there.
    """
    if not sys.platform.startswith("linux"):
        return f"the sandbox needs Linux, this is {sys.platform}: grade on a Linux machine, in WSL 2 or in a container"
    try:
        outside = command([sys.executable, "-I", "-c", ""], environment={"PATH": os.defpath})
        inside = command(python("autograder.sandbox.isolation"), environment={"PATH": os.defpath})
    except NoSandbox as error:
        return str(error)
    reason = failure(outside)
    if reason:
        return (
            f"this machine does not allow user namespaces ({reason}): as root, "
            "`sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000` or, on Ubuntu 24.04 and later, "
            "`sysctl kernel.apparmor_restrict_unprivileged_userns=0`"
        )
    reason = failure(inside)
    if reason:
        return (
            f"this machine does not allow a sandbox within a sandbox ({reason}): in a container, start it with "
            "`--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt "
            "systempaths=unconfined`; elsewhere, grade on a Linux with kernel 5.9 or newer"
        )
    return ""


def failure(words: Sequence[str]) -> str:
    """The last line that a command says when it fails, "" when it does not."""
    try:
        outcome = subprocess.run(words, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return "" if outcome.returncode == 0 else (outcome.stderr.strip().splitlines() or ["no reason given"])[-1]


# ---------------------------------------------------------------------------------------------- inside


def fork_apart() -> int:
    """`os.fork()` whose child is the first process of a process list of its own.

    When that child ends, or its parent kills it, the kernel ends all that it started, and it cannot prevent that.
    """
    own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    pid = None
    try:
        call("unshare", NEW["process"])
        try:
            pid = os.fork()
        finally:
            if pid != 0:
                call("setns", own, NEW["process"])
    finally:
        os.close(own)
    return pid


def enter(bounds: Limits, *, keep: Collection[int], place: Place = ANYWHERE) -> None:
    """Put the calling process, a child of `fork_apart()`, behind the inner walls, for good.

    Args:
        bounds: What it may use.
        keep: File descriptors that it may keep besides 0, 1 and 2.
        place: Where it runs, and what it shall not see.
    """
    give_way(place)
    call("unshare", NEW["mount"] | NEW["network"] | NEW["ipc"] | NEW["names"])
    processes = mounts(bounds, place.hidden)
    few_processes(bounds, processes)
    new_user(processes)
    write("sys/user/max_user_namespaces", "0", processes)
    write("self/oom_score_adj", "1000", processes)
    close_all_but({0, 1, 2, *keep})
    os.setsid()
    set_limits(bounds)
    drop_privileges()
    system_calls.refuse()
    os.chdir(HOME)


def give_way(place: Place) -> None:
    """Run on one core, and behind the grader's own processes, so that they can end this one at any time."""
    if place.core is not None:
        os.sched_setaffinity(0, {place.core})
    os.nice(NICE)


def mounts(bounds: Limits, paths: Iterable[str]) -> int:
    """A private view of the file system with fresh temporary folders and a process list of one's own.

    Args:
        bounds: How large the temporary folders are.
        paths: Files and folders that are empty in it.

    Returns:
        A file descriptor of a `/proc` that can be written; the one that is left in view cannot.
    """
    mount("none", "/", None, REC_PRIVATE)
    size = f"size={bounds.temporary_mb}m,nr_inodes=20000"
    hidden = {folder: os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC) for folder in hidden_folders()}
    for folder in TEMPORARY:
        mount("tmpfs", folder, "tmpfs", NOSUID | NODEV, f"{size},mode=700")
    bring_back(hidden)
    hide(paths)
    mount("proc", "/proc", "proc", NOSUID | NODEV | NOEXEC)
    processes = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    mount("/proc", "/proc", None, BIND)
    mount("none", "/proc", None, BIND | REMOUNT | READ_ONLY | NOSUID | NODEV | NOEXEC)
    return processes


def hidden_folders() -> list[str]:
    """The folders of Python and the grader that the fresh temporary folders cover: a course that lies in /tmp, say."""
    covered = tuple(f"{folder}/" for folder in TEMPORARY)
    return sorted((folder for folder in interpreter_folders() if folder.startswith(covered)), key=len)


def bring_back(hidden: Mapping[str, int]) -> None:
    """Show those folders again, read-only as they were, and read-only around them.

    Args:
        hidden: Path -> a file descriptor of the folder that was covered.
    """
    around = {folder: top_below_temporary(folder) for folder in hidden}
    for top in {top for folder, top in around.items() if top != folder}:
        os.mkdir(top)
        mount("tmpfs", top, "tmpfs", NOSUID | NODEV, "size=64k,mode=755")
    for folder, number in hidden.items():
        os.makedirs(folder, exist_ok=True)
        mount(f"/proc/self/fd/{number}", folder, None, BIND | RECURSIVE)
    for top in {top for folder, top in around.items() if top != folder}:
        mount("none", top, None, BIND | REMOUNT | READ_ONLY | NOSUID | NODEV)


def hide(paths: Iterable[str]) -> None:
    """Empty some files and folders, for this process and all that it starts."""
    empty = ""  # one folder serves for all: a file system of its own for each takes milliseconds
    for path in paths:
        if not os.path.isdir(path):
            mount("/dev/null", path, None, BIND)
        elif empty:
            mount(empty, path, None, BIND)
        else:
            mount("tmpfs", path, "tmpfs", NOSUID | NODEV | READ_ONLY, "size=4k")
            empty = path


def top_below_temporary(folder: str) -> str:
    """`/tmp/course` for `/tmp/course/.venv/lib`."""
    above = next(place for place in TEMPORARY if folder.startswith(f"{place}/"))
    return f"{above}/{folder.removeprefix(f'{above}/').split('/')[0]}"


def few_processes(bounds: Limits, processes: int) -> None:
    """Bound the process numbers where each process list has its own bound (Linux 6.14); holds for root as well."""
    if kernel() >= (6, 14):
        with suppress(OSError):
            write("sys/kernel/pid_max", str(RESERVED_PIDS + bounds.processes), processes)


def kernel() -> tuple[int, ...]:
    """The kernel's version, (6, 1) for "6.1.0-18-amd64"."""
    return tuple(int(part) for part in re.findall(r"\d+", os.uname().release)[:2])


def new_user(processes: int) -> None:
    """A user namespace of one's own, in which this process is nobody in particular."""
    uid, gid = os.getuid(), os.getgid()
    call("unshare", NEW["user"])
    write("self/setgroups", "deny", processes)
    write("self/uid_map", f"1000 {uid} 1", processes)
    write("self/gid_map", f"1000 {gid} 1", processes)


def restrain(bounds: Limits) -> None:
    """The judge's limits: it is trusted, and what it is told is not."""
    space = address_space() + bounds.address_space_mb * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    drop_privileges()


def set_limits(bounds: Limits, *, count_processes: bool = True) -> None:
    """The limits that the kernel keeps; the number of processes only where nobody else's are counted with them."""
    mb = 2**20
    space = address_space() + bounds.address_space_mb * mb
    for kind, value in {
        resource.RLIMIT_CPU: bounds.cpu_seconds,
        resource.RLIMIT_AS: space,
        resource.RLIMIT_NPROC: bounds.processes if count_processes else resource.RLIM_INFINITY,
        resource.RLIMIT_NOFILE: bounds.open_files,
        resource.RLIMIT_FSIZE: bounds.file_mb * mb,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }.items():
        hardest = resource.getrlimit(kind)[1]
        value = hardest if value == resource.RLIM_INFINITY else value
        value = value if hardest == resource.RLIM_INFINITY else min(value, hardest)
        resource.setrlimit(kind, (value, value))


def address_space() -> int:
    """The bytes of address space that this process has now."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def drop_privileges() -> None:
    """No capability, now or later, and no program that gives one."""
    for capability in range(64):
        libc().prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    libc().prctl(PR_CAP_AMBIENT, 4, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    call("capset", header, (ctypes.c_uint32 * 6)())
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def close_all_but(keep: Collection[int]) -> None:
    """Close every file descriptor that is not named."""
    for name in os.listdir("/proc/self/fd"):
        if int(name) not in keep:
            try:
                os.close(int(name))
            except OSError:
                continue


def mount(source: str, target: str, kind: str | None, flags: int = 0, options: str | None = None) -> None:
    words = [None if word is None else word.encode() for word in (source, target, kind, options)]
    call("mount", *words[:3], ctypes.c_ulong(flags), words[3])


def call(function: str, *arguments: object) -> None:
    if getattr(libc(), function)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")


@cache
def libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def write(path: str, text: str, folder: int) -> None:
    """Write a text to a file in an open folder."""
    number = os.open(path, os.O_WRONLY, dir_fd=folder)
    try:
        os.write(number, text.encode())
    finally:
        os.close(number)


def rehearse() -> int:
    """What `problem` runs inside bubblewrap: the inner walls, once."""
    try:
        child = fork_apart()
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    if child == 0:
        status = 1
        try:
            enter(limits(), keep=())
            status = 0
        except OSError as error:
            print(error, file=sys.stderr, flush=True)
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    sys.exit(rehearse())
