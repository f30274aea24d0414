"""The environment in which a student's code is graded, and what each of the three places that do it adds."""

ONE_THREAD = "1"  # a sum in parts rounds otherwise than one in a row; and many submissions run at a time

GRADING_ENVIRONMENT = {  # whatever can change a result: the same for the sandbox, stock nbgrader and a probe
    "COURSE_GRADING": "1",
    "COURSE_PROFILE": "quick",
    "CUDA_VISIBLE_DEVICES": "-1",  # a machine with a GPU gives the points that one without it gives
    "MPLBACKEND": "Agg",
    "PYTHONHASHSEED": "0",  # sets keep their order; a probe's own Python runs already, so it holds for what that starts
    "TF_CPP_MIN_LOG_LEVEL": "3",  # no C-level log lines
    "TF_ENABLE_ONEDNN_OPTS": "0",  # one less notice, and the same sums on every processor
    "TF_NUM_INTEROP_THREADS": ONE_THREAD,
    "TF_NUM_INTRAOP_THREADS": ONE_THREAD,
    **{f"{library}_NUM_THREADS": ONE_THREAD for library in ("MKL", "OMP", "OPENBLAS")},
}

SANDBOX_ADDS = {  # the walls let nothing of the caller's environment in; HOME is theirs
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",  # files are UTF-8, as on the machines where the others inherit it
    "MPLCONFIGDIR": "/tmp",  # the only place beside HOME that can be written to
    "XDG_CACHE_HOME": "/tmp",
    "PYTHONDONTWRITEBYTECODE": "1",  # the packages are read-only there
}

NBGRADER_ADDS = {
    "JUPYTER_PREFER_ENV_PATH": "1",  # its kernels are this environment's, whatever a person has installed at home
}
