"""Reading what is not one's own: hidden tests, solutions, others' work, the environment, the network."""

from attacks.cases import breaking_out

ATTACKS = [
    breaking_out(
        "read the course by its path: gradebook, submissions, solutions",
        """
        import os
        for root in ("@COURSE@", "/work", "/home", "/root", "/tmp", "/srv", "/mnt", "/var", "/opt"):
            for folder, _, files in os.walk(root, onerror=None):
                found = any(name in ("gradebook.db", "92_attacked.py", "92_attacked.ipynb") for name in files)
                done = done or (found and "site-packages" not in folder)
        """,
    ),
    breaking_out(
        "the course's finished answers, under a name that no scan finds",
        """
        import importlib, os, course_utils
        folder = course_utils.__path__[0] + "/labs"
        for name in [f"{place}/{name}" for place, _, names in os.walk(folder) for name in names]:
            try:
                done = done or (b"mse" in open(name, "rb").read())
            except OSError as error:
                print(error)
        for name in ("losses", "gradient_descent", "networks", "perceptron"):
            try:
                module = importlib.import_module("course_utils.labs." + name + ".stand" + "_ins")
                done = done or bool(set(vars(module)) & {"mse", "gradient_descent", "dense", "sigmoid"})
            except ImportError as error:
                print(error)
        """,
    ),
    breaking_out(
        "reach the course through /proc",
        """
        import os
        for pid in os.listdir("/proc"):
            for way in ("root", "cwd", "fd"):
                path = f"/proc/{pid}/{way}"
                if pid.isdigit() and os.path.isdir(path) and os.path.exists(path + "/@COURSE@/gradebook.db"):
                    done = True
        done = done or os.path.exists("/proc/1/root/etc/passwd") or os.path.exists("/proc/1/root/sys")
        """,
    ),
    breaking_out(
        "hidden tests in memory that was inherited",
        r"""
        import re
        for row in open("/proc/self/maps"):
            low, high = (int(word, 16) for word in row.split()[0].split("-"))
            if " rw" in row and high - low < 2**28:
                with open("/proc/self/mem", "rb") as memory:
                    memory.seek(low)
                    try:
                        done = done or re.search(rb"list[(]range[(]101[)]+ == 50", memory.read(high - low))
                    except OSError:
                        continue
        """,
    ),
    breaking_out(
        "secrets in the environment",
        """
        import os
        words = "".join(os.environ.values()) + open("/proc/self/environ").read() + open("/proc/1/environ").read()
        done = "a-secret-of-the-instructor" in words
        """,
    ),
    breaking_out(
        "the host's name, processes and mounts",
        """
        import os
        pids = [name for name in os.listdir("/proc") if name.isdigit()]
        done = len(pids) > 1 or "/etc/passwd" in open("/proc/mounts").read() or os.path.exists("/sys/kernel")
        """,
    ),
    breaking_out(
        "a server on the host's loopback",
        """
        import socket
        socket.create_connection(("127.0.0.1", @PORT@), timeout=1)
        done = True
        """,
    ),
    breaking_out(
        "the wide world, by address and by name",
        """
        import socket
        places = ("1.1.1.1", 53), ("8.8.8.8", 443), ("169.254.169.254", 80), ("example.org", 80), ("::1", @PORT@)
        for address in places:
            try:
                socket.create_connection(address, timeout=0.5)
                done = True
            except OSError as error:
                print(error)
        """,
    ),
    breaking_out(
        "an abstract socket of the host",
        r"""
        import socket
        one = socket.socket(socket.AF_UNIX)
        one.connect("\0@TOKEN@")
        done = True
        """,
    ),
    breaking_out(
        "the sockets that network namespaces do not cover: virtual machine, kernel, raw",
        """
        import socket
        for family in (40, 16, 17, 38, 30, 21):
            for kind in (1, 2, 3, 5):
                try:
                    socket.socket(family, kind)
                    done = True
                except OSError as error:
                    print(family, kind, error)
        """,
    ),
    breaking_out(
        "another process's memory: ptrace, process_vm_readv, pidfd_getfd",
        """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        child = os.fork()
        if child == 0:
            os.kill(os.getpid(), 19)
            os._exit(0)
        buffer = ctypes.create_string_buffer(64)
        done = libc.ptrace(16, child, 0, 0) == 0 or libc.syscall(310, child, buffer, 1, buffer, 1, 0) > 0
        os.kill(child, 9)
        """,
    ),
    breaking_out(
        "what an earlier submission left: shared folders and key rings",
        """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        left = [os.path.join(folder, name) for place in ("/dev", "/tmp", "/home", "/var", "/run", "/etc")
                for folder, _, names in os.walk(place) for name in names if "forged" in name]
        for folder in ("/", "/dev", "/dev/shm", "/tmp", "/home", "/home/student", "/etc", "/usr", "/work", "/root"):
            try:
                open(folder + "/forged-@TOKEN@", "w").write("def mean")
            except OSError as error:
                print(error)
        key = libc.syscall(248, b"user", b"forged", b"mean", 4, -3)
        done = bool(left) or key > 0
        """,
    ),
]
