"""Files that editors, systems and platforms write in their own way: the points stay."""

import json
import re

import pytest
from damaged.cases import Cases
from damaged.lab import LAB

case = Cases()
OLD_FORM = "saved without cell ids, as Colab does: brought up to format 4.5"


@pytest.mark.parametrize("one", case, ids=lambda one: one.make.__name__)
def test_a_file_from_anywhere_gets_the_clean_files_points(one, file, check):
    check(one, one.bytes(file))


@case(OLD_FORM, "broken widget state was dropped")
def what_colab_saves(file):
    file.raw["nbformat_minor"] = 0
    file.raw["metadata"]["colab"] = {"provenance": [], "include_colab_link": True, "toc_visible": True}
    file.raw["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"a1": {"model_name": "Slider"}}}
    for number, cell in enumerate(file.cells):
        cell.pop("id")
        cell["source"] = cell["source"].splitlines(keepends=True)
        cell["metadata"]["outputId"] = f"{number:08x}"
        if cell["cell_type"] == "code":
            cell["metadata"]["executionInfo"] = {"status": "ok", "user": {"displayName": "A", "userId": "1"}}
    link = '<a href="https://colab.research.google.com/github/a/b"><img src="badge.svg"></a>'
    metadata = {"id": "view-in-github", "colab_type": "text"}
    file.cells.insert(0, {"cell_type": "markdown", "metadata": metadata, "source": [link]})


@case(OLD_FORM)
def what_colab_saves_with_new_ids_and_no_nbgrader(file):
    file.raw["nbformat_minor"] = 0
    for number, cell in enumerate(file.cells):
        cell.pop("id")
        nbgrader = cell["metadata"].get("nbgrader")
        cell["metadata"] = {"id": f"Xy{number}"} | ({"nbgrader": nbgrader} if nbgrader else {})


@case()
def what_vs_code_saves(file):
    file.raw["metadata"]["kernelspec"] = {"display_name": ".venv", "language": "python", "name": "python3"}
    file.raw["metadata"]["language_info"] = {"name": "python", "version": "3.12.1", "file_extension": ".py"}
    for cell in file.cells:
        cell["metadata"]["vscode"] = {"languageId": "python"}
        cell["source"] = cell["source"].splitlines(keepends=True)
    return file.text(indent=1).encode()


@case()
def what_jupyterlab_saves(file):
    for number, cell in enumerate(file.cells):
        cell["metadata"].update(editable=True, slideshow={"slide_type": ""}, jupyter={"source_hidden": True})
        if cell["cell_type"] == "code":
            cell.update(execution_count=number, outputs=[{"output_type": "stream", "name": "stdout", "text": ["1\n"]}])


@case("an old notebook (format 3) was brought up to format 4")
def format_3(file):
    cells = [dict(cell) for cell in file.cells]
    for cell in cells:
        cell.pop("id")
        if cell["cell_type"] == "code":
            cell |= {"input": cell.pop("source"), "language": "python", "prompt_number": 1}
    file.raw = {"nbformat": 3, "nbformat_minor": 0, "metadata": file.raw["metadata"], "worksheets": [{"cells": cells}]}


@case("the file was saved as UTF-8 with a byte order mark: read as such")
def a_byte_order_mark(file):
    return b"\xef\xbb\xbf" + file.bytes()


@case()
def windows_lines(file):
    for cell in file.cells:
        cell["source"] = cell["source"].replace("\n", "\r\n")
    return file.text(indent=1).replace("\n", "\r\n").encode()


@case()
def old_macintosh_lines(file):
    for cell in file.cells:
        cell["source"] = cell["source"].replace("\n", "\r")


@case("the file was saved as UTF-16: read as such")
def utf_16_with_a_mark(file):
    return file.text(ensure_ascii=False).encode("utf-16")


@case("the file was saved as UTF-16-LE: read as such")
def utf_16_without_a_mark(file):
    return file.text(ensure_ascii=False).encode("utf-16-le")


@case("the file was saved as UTF-16-BE: read as such")
def utf_16_from_the_big_end(file):
    return file.text(ensure_ascii=False).encode("utf-16-be")


@case("the file was saved as UTF-32: read as such")
def utf_32(file):
    return file.text().encode("utf-32")


@case("the file was saved as LATIN-1: read as such")
def latin_1(file):
    file.cell("norm")["source"] += "\n# die Länge"
    return file.text(ensure_ascii=False).encode("latin-1")


@case()
def accents_and_lone_surrogates(file):
    file.cell("norm")["source"] += "\n# die Länge \ud800 😀"


@case()
def null_characters_in_a_cell(file):
    file.cell("norm")["source"] += "\0\0"


@case("null characters in the file were dropped")
def null_bytes_after_the_end(file):
    return file.bytes() + b"\0" * 5000


@case("bare control characters in the file were accepted")
def line_ends_inside_the_strings(file):
    return file.text().replace("\\n", "\n").encode()


@case("something followed after the notebook's end: left out")
def the_end_of_an_older_longer_file_behind_it(file):
    return file.bytes() + b'"]}]}'


@case()
def outputs_of_every_odd_kind(file):
    for cell, outputs in zip(file.cells, (7, None, "x", [1], {}, [{"output_type": "?"}]) * 5, strict=False):
        cell["outputs"] = outputs


@case("saved without cell ids, as Colab does: brought up to format 4.5",
      "nbgrader's metadata was missing or changed in 14 cells: put back")  # fmt: skip
def odd_values_everywhere_else(file):
    file.raw |= {"metadata": 5, "nbformat": None, "nbformat_minor": "x", "more": [float("nan")]}
    for cell in file.cells:
        cell |= {"metadata": [], "execution_count": {}, "id": cell["id"], "attachments": 3}


@case("the file had 102 MB: its outputs were left out")
def a_hundred_megabytes_of_outputs(file):
    line = json.dumps('step 1 loss 0.1234 " ] } [ {' * 3 + "\n")
    file.cell("test_norm")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["OUTPUTS"]}]
    return file.text().replace('"OUTPUTS"', ",".join([line] * (101 * 2**20 // len(line)))).encode()


@case("the file had 60 MB: its outputs were left out")
def a_picture_of_sixty_megabytes(file):
    file.cell("test_norm")["outputs"] = [{"output_type": "display_data", "data": {"image/png": "A" * 60 * 2**20}}]


# ------------------------------------------------------------------------------------------ no notebook of this lab


@case(problem="larger than 20 MB, even without its outputs")
def a_hundred_megabytes_of_text(file):
    file.cell("norm")["source"] = "#" + "x" * 100 * 2**20


@case(problem="larger than 150 MB.")
def a_file_of_no_end(file):
    return b" " * (151 * 2**20)


@case(problem="The notebook holds more than 4 MB of code.")
def five_megabytes_of_code(file):
    file.cell("norm")["source"] += "\nx = 1" * 2**20


@case(problem="its JSON is nested too deeply")
def two_hundred_thousand_brackets(file):
    return b'{"cells": ' + b"[" * 200_000


@case(problem="its JSON is nested too deeply")
def two_hundred_thousand_closed_brackets(file):
    return b'{"cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"


@case(problem="The notebook has format 5; save it as nbformat 4.")
def format_5(file):
    file.raw["nbformat"] = 5


@case(problem="it is not JSON, or cut off")
def cut_off_in_the_middle(file):
    data = file.bytes()
    return data[: len(data) // 2]


@case(problem="The file holds the marks of a merge conflict")
def a_merge_conflict(file):
    rows = file.text(indent=1).split("\n")
    return "\n".join([*rows[:9], "<<<<<<< HEAD", rows[9], "=======", rows[9], ">>>>>>> main", *rows[10:]]).encode()


@case(problem="it is a PDF")
def a_pdf(file):
    return b"%PDF-1.7\n\xe2\xe3\xcf\xd3"


@case(problem="it is a zip archive")
def a_zip(file):
    return b"PK\x03\x04" + b"\0" * 100


@case(problem="it is a web page")
def a_web_page(file):
    return b"<!DOCTYPE html>\n<html><body>Sign in</body></html>"


@case(problem="it is a Python script")
def a_script(file):
    return b"# %%\nimport numpy as np\n\ndef norm(x):\n    return 1\n"


@case(problem="it is a picture")
def a_picture(file):
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@case(problem="The file is empty.")
def nothing(file):
    return b""


@case(problem="The file is empty.")
def nothing_but_zeros(file):
    return b"\0" * 4096


@case(problem="it has no cells")
def a_number(file):
    return b"7"


@case(problem="The notebook has no cells.")
def cells_that_are_no_list(file):
    file.raw["cells"] = {"a": 1}


@case(problem="The notebook has no cells.")
def worksheets_that_are_none(file):
    return b'{"nbformat": 3, "worksheets": [{"cells": 3}, 4]}'


@case(problem="more than 2000 cells")
def ten_thousand_cells(file):
    file.cells.extend({"cell_type": "code", "metadata": {}, "source": f"x = {n}", "outputs": []} for n in range(10_000))


@case(problem="This is the notebook of 00_start_here, not of 91_damaged.")
def another_labs_notebook(file):
    return re.sub(LAB, "00_start_here", file.text()).encode()


@case(problem="No cell of this notebook belongs to 91_damaged.")
def someones_poem(file):
    cell = {"cell_type": "markdown", "metadata": {}, "source": "A poem."}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}).encode()
