"""Archives as platforms make them, with one hand-in of each of five students."""

import io
import json
import zipfile

FIVE = {  # login -> first and last name
    "jdoe": ("Jane", "Doe"),
    "jane_li": ("Jane", "Li"),
    "omar": ("Omar", "N'Diaye"),
    "mary-ann": ("Mary-Ann", "O'Neil"),
    "zoe.k": ("Zoë", "Köhler"),
}
SIDE = {  # platform -> files of its own
    "canvas": {},
    "moodle": {},
    "blackboard": {},
    "brightspace": {"index.html": "<html>"},
    "sakai": {"Lab 1/grades.csv": "Lab 1,Points\n"},
    "ilias": {"Lab 1/status.xlsx": "PK"},
    "gradescope": {},
    "exchange": {},
    "google": {},
    "github": {"lab-1-submissions/grades.csv": "login\n"},
    "clones": {},
    "folders": {"README.md": "# The class\n", "grades.csv": "a,b\n"},
    "files": {"README.md": "# The class\n"},
}


def entries(platform, works, lab, day=2):
    """`{path: text}` of an archive in which each student of `FIVE` handed in their work.

    Args:
        platform: A key of `SIDE`.
        works: Login -> text of the notebook.
        lab: The lab's name.
        day: The day of February 2026 on which all were handed in; later ones have higher numbers.
    """
    found = dict(SIDE[platform])
    for number, (login, work) in enumerate(works.items()):
        first, last = FIVE[login]
        who = 100 + list(FIVE).index(login)
        path = {
            "canvas": f"{_together(last + first)}_{who}_{day * 1000 + number}_{lab}.ipynb",
            "moodle": f"{first} {last}_{who}_assignsubmission_file_/{lab}.ipynb",
            "blackboard": f"Lab 1_{login}_attempt_2026-02-{day:02}-12-34-56_{lab}.ipynb",
            "brightspace": f"{who}-77 - {first} {last} - Feb {day}, 2026 1234 PM/{lab}.ipynb",
            "sakai": f"Lab 1/{last}, {first}({login})/Submission attachment(s)/{lab}.ipynb",
            "ilias": f"Lab 1/{last}_{first}_{login}_{who}/202602{day:02}123456_{lab}.ipynb",
            "gradescope": f"assignment_4711_export/submission_{day * 1000 + number}/{lab}.ipynb",
            "exchange": f"{login}+{lab}+2026-02-{day:02} 12:34:56 UTC+x{number}/{lab}.ipynb",
            "google": f"{first} {last} - {lab}.ipynb",
            "github": f"lab-1-submissions/lab-1-{login}/notebooks/{lab}.ipynb",
            "clones": f"lab-1-{login}/notebooks/{lab}.ipynb",
            "folders": f"{login}/{lab}.ipynb",
            "files": f"{login}_{lab}.ipynb",
        }[platform]
        found[path] = work
        if platform == "blackboard":
            found[path.removesuffix(f"_{lab}.ipynb") + ".txt"] = f"Name: {first} {last} ({login})\nAssignment: Lab 1\n"
        if platform == "sakai":
            found[f"Lab 1/{last}, {first}({login})/timestamp.txt"] = f"202602{day:02}123456789"
        if platform == "github":
            found[f"lab-1-submissions/lab-1-{login}/README.md"] = "# My work\n"
    if platform == "gradescope":
        found["assignment_4711_export/submission_metadata.yml"] = _metadata(works, day)
    return found


def _together(name):
    return name.lower().replace("'", "").replace("-", "")


def _metadata(works, day):
    text = "---\n"
    for number, login in enumerate(works):
        first, last = FIVE[login]
        text += f"submission_{day * 1000 + number}:\n  :submitters:\n  - :name: {json.dumps(f'{first} {last}')}\n"
        text += f"    :sid: '{3000 + number}'\n    :email: {login}@x.edu\n"
        text += f"  :created_at: 2026-02-{day:02} 12:34:56.000000000 Z\n  :score: 0.0\n"
    return text


def expected(platform):
    """Login -> what the student is called here after a first collect without a class list."""
    names = {}
    for login, (first, last) in FIVE.items():
        number = 100 + list(FIVE).index(login)
        full = f"{first} {last}".replace("'", "_").replace(" ", "_")
        names[login] = {
            "canvas": f"{_together(last + first)}_{number}",
            "moodle": full,
            "brightspace": full,
            "google": full,
        }.get(platform, login)
    return names


def pack(path, files):
    """Write an archive; a `str` is written as UTF-8."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    path.write_bytes(data.getvalue())
    return path


def unpack(folder, files):
    """Write the same files into a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder
