"""Changing what is not one's own: gradebook, other students, the grader, the machine."""

from attacks.cases import breaking_out

ATTACKS = [
    breaking_out(
        "write into the course: gradebook, submissions, results, settings",
        """
        import os, sqlite3
        work = "submitted/ann/92_attacked/92_attacked.ipynb"
        for name in ("gradebook.db", work, "nbgrader_config.py", "results/ann.json"):
            try:
                open("@COURSE@/" + name, "a").write("@TOKEN@")
                done = True
            except OSError as error:
                print(error)
        connection = sqlite3.connect("@COURSE@/gradebook.db")
        connection.execute("update grade set manual_score = 416")
        connection.commit()
        done = True
        """,
    ),
    breaking_out(
        "write into Python: site-packages, .pth, usercustomize, the grader itself",
        """
        import os, site, sys, autograder, course_utils
        places = [*sys.path, *site.getsitepackages(), os.path.dirname(autograder.__file__), sys.prefix, sys.base_prefix,
                  os.path.dirname(course_utils.__file__), os.path.dirname(os.__file__), "/usr/local/bin", "/usr/share"]
        for place in {p for p in places if p.startswith("/") and not p.startswith("/home/student")}:
            for name in ("forged.pth", "usercustomize.py", "__init__.py", "forged-@TOKEN@"):
                try:
                    open(os.path.join(place, name), "a").write("")
                    done = True
                except OSError as error:
                    print(error)
        """,
    ),
    breaking_out(
        "write through a link made at run time",
        """
        import os
        targets = "@COURSE@/gradebook.db", "/proc/1/root/@COURSE@/gradebook.db", "/etc/hostname"
        for number, target in enumerate(targets):
            os.symlink(target, f"link{number}")
            try:
                open(f"link{number}", "r+").write("@TOKEN@")
                done = True
            except OSError as error:
                print(error)
        """,
    ),
    breaking_out(
        "settings of the kernel: core_pattern, sysctl, sysrq",
        """
        import os
        for folder, _, names in os.walk("/proc/sys"):
            for name in names:
                try:
                    os.close(os.open(os.path.join(folder, name), os.O_WRONLY))
                    done = True
                    print(folder, name)
                except OSError:
                    continue
        for name in ("/proc/sysrq-trigger", "/proc/self/uid_map", "/proc/self/oom_score_adj", "/proc/1/mem"):
            try:
                os.close(os.open(name, os.O_WRONLY))
                done = True
            except OSError as error:
                print(error)
        """,
    ),
    breaking_out(
        "new namespaces, mounts and roots",
        """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        for flag in (0x10000000, 0x20000000, 0x20000, 0x40000000, 0x8000000, 0x4000000, 0x2000000, 0x80):
            done = done or libc.unshare(flag) == 0
        done = done or libc.mount(b"none", b"/usr", None, 32 | 4096, None) == 0 or libc.umount2(b"/proc", 2) == 0
        done = done or libc.chroot(b"/tmp") == 0 or libc.syscall(155, b"/tmp", b"/tmp") == 0
        done = done or libc.syscall(428, -100, b"/usr", 1) >= 0
        child = libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0)
        if child == 0:
            os._exit(0)
        done = done or child > 0
        """,
    ),
    breaking_out(
        "become somebody else: setuid, capabilities, setuid programs",
        """
        import ctypes, os, subprocess
        for change in (os.setuid, os.setgid, os.seteuid):
            try:
                change(0)
                done = True
            except OSError as error:
                print(error)
        with open("/proc/self/status") as file:
            state = dict(row.split(":", 1) for row in file)
        done = done or int(state["CapEff"], 16) != 0 or int(state["CapBnd"], 16) != 0
        done = done or state["NoNewPrivs"].strip() != "1"
        for program in ("su", "mount", "newuidmap", "passwd"):
            try:
                subprocess.run([program, "--version"], timeout=2)
            except (OSError, subprocess.SubprocessError) as error:
                print(error)
        """,
    ),
    breaking_out(
        "kill the judge, the zygote and everybody else",
        """
        import os
        for pid in [*range(2, 3000), os.getppid()]:
            for number in (9, 19):
                try:
                    if pid > 0:
                        os.kill(pid, number)
                        done = True
                except OSError:
                    continue
        """,
    ),
    breaking_out(
        "signal everybody through a pipe's owner",
        """
        import fcntl, os
        for number in range(0, 64):
            for owner in (-1, 1, 2, os.getppid()):
                try:
                    fcntl.fcntl(number, 8, owner)
                    fcntl.fcntl(number, 10, 9)
                    fcntl.fcntl(number, 4, fcntl.fcntl(number, 3) | 0o20000)
                except OSError:
                    continue
        """,
    ),
    breaking_out(
        "shared memory and queues with others: System V, POSIX, memory files",
        """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        done = libc.shmget(1234, 4096, 0o1666) >= 0 or libc.msgget(1234, 0o1666) >= 0
        done = done or libc.semget(1234, 1, 0o1666) >= 0
        done = done or libc.memfd_create(b"x", 0) >= 0 or libc.mq_open(b"/x", 66, 0o666, None) >= 0
        """,
    ),
    breaking_out(
        "choose one's core and one's priority",
        """
        import ctypes, os
        for change in (lambda: os.sched_setaffinity(0, os.sched_getaffinity(0)), lambda: os.nice(-5),
                       lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))):
            try:
                change()
                done = True
            except OSError as error:
                print(error)
        """,
    ),
    breaking_out(
        "raise one's own limits",
        """
        import resource
        for kind in (resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
            soft, hard = resource.getrlimit(kind)
            try:
                resource.setrlimit(kind, (soft, hard + 1))
                done = True
            except (OSError, ValueError) as error:
                print(error)
        """,
    ),
]
