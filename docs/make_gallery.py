"""Draw the gallery: every figure of the labs on one page, and the four pictures of README.md.

    make gallery

The labs are run with their solutions, in the quick profile, which takes a few minutes; a run that the tests have kept
is used again. The page and its pictures go to `artefacts/gallery/`, the four pictures to `docs/`.
"""

import argparse
import base64
import inspect
import io
import json
import os
import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import jinja2
import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "support")]

from lab_files import LABS, solved_run  # noqa: E402

from autograder.authoring.build import colab_link  # noqa: E402
from autograder.authoring.setup_cell import course_settings  # noqa: E402
from course_utils.labs import all_figures  # noqa: E402
from course_utils.labs.backpropagation.plots import plot_gradient_check  # noqa: E402
from course_utils.labs.minibatches.plots import plot_time_split  # noqa: E402

OUT, DOCS = ROOT / "artefacts" / "gallery", ROOT / "docs"
ON_README = ("bump_builder", "folding_space", "ravine", "double_descent")
STILL = {
    one.__name__: one for one in (plot_gradient_check, plot_time_split)
}  # figures that do not move; all others are live figures
CALL = re.compile(r"\bfigures\.(\w+)\(|\b(" + "|".join(STILL) + r")\(")
SENTENCES = tomllib.loads((DOCS / "gallery.toml").read_text(encoding="utf-8"))
WIDE, PHONE, COLOURS = 1200, 800, 128  # of a picture: pixels from side to side, and how many different colours
FILM_WIDE, FILM_COLOURS, LAST = 560, 32, 2500  # of a film on README; LAST: milliseconds of its last frame
VIEW = "application/vnd.jupyter.widget-view+json"


@dataclass
class Figure:
    """One figure of one lab: its static picture, and what the page says about it.

    A lab's second figure of one name is called `name-2`.
    """

    name: str
    lab: str
    lab_title: str
    section: str
    sentence: str
    alt: str
    png: bytes
    kind: str
    film: tuple | None = None

    @property
    def id(self):
        return f"{self.lab[:2]}-{self.name}"


def main():
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    os.environ["COURSE_PROFILE"] = "quick"
    found = [figure for lab in LABS for figure in figures(lab, solved_run(lab))]
    write_page(found)
    for name in ON_README:
        write_for_readme(next(figure for figure in found if figure.name == name))


def figures(lab, notebook):
    """The figures that a lab's run has shown, in order."""
    title, section, seen = "", "", Counter()
    for cell in notebook.cells:
        for level, text in re.findall(r"^(#+) +(.+)$", cell.source, re.M) if cell.cell_type == "markdown" else ():
            title, section = (text, "") if level == "#" else (title, text)
        called = CALL.search(cell.source) if cell.cell_type == "code" else None
        shown = [output["data"] for output in cell.get("outputs", []) if "data" in output]
        still = next((data for data in shown if "image/png" in data), None)
        if called and still:
            name = called[1] or called[2]
            seen[name] += 1
            own = name if seen[name] == 1 else f"{name}-{seen[name]}"
            png, alt = base64.b64decode(still["image/png"]), alt_of(still["text/html"])
            yield Figure(own, lab, title, section, sentence(name, own), alt, png, *kind(shown))


def kind(shown):
    """Does the figure move by sliders or as a film? With the frames and their milliseconds of a film."""
    films = [data["text/html"] for data in shown if "data-film" in data.get("text/html", "")]
    if films:
        return "film", frames(films[0])
    return ("live" if any(VIEW in data for data in shown) else "still"), None


def frames(html):
    """The pictures of a film's HTML, and how long each is shown."""
    arguments = re.search(r"\}\)\((.*)\);\n</script>", html, re.S)[1]
    _, images, _, _, milliseconds = json.loads(f"[{arguments}]")
    return [Image.open(io.BytesIO(base64.b64decode(image))) for image in images], milliseconds


def alt_of(html):
    return unescape(re.search(r'<img alt="([^"]*)"', html)[1])


def sentence(name, own=""):
    """What the figure shows: from gallery.toml, first under its own name, or the beginning of its docstring."""
    for key in (own, name):
        if key in SENTENCES:
            return SENTENCES[key]
    figure = (all_figures() | STILL)[name]
    text = " ".join(inspect.getdoc(figure).split("\n\n")[0].split())
    text = re.sub(r"^(Figure \d+[^:]*|Live figure|A film|Film): ", "", text)
    return text[0].upper() + text[1:]


def write_page(found):
    """The page, a small file for each picture, and one for narrow screens."""
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    for figure in found:
        image = Image.open(io.BytesIO(figure.png)).convert("RGB")
        (OUT / f"{figure.id}.png").write_bytes(small(image, WIDE))
        (OUT / f"{figure.id}-phone.png").write_bytes(small(stacked(image, panels(figure.alt)), PHONE))
    (OUT / "index.html").write_text(page(found), encoding="utf-8")
    size = sum(path.stat().st_size for path in OUT.glob("*.png"))
    print(f"wrote {(OUT / 'index.html').relative_to(ROOT)}: {len(found)} figures, {size / 1e6:.1f} MB")


def page(found):
    """The HTML of the gallery."""
    labs = {lab: [figure for figure in found if figure.lab == lab] for lab in sorted({one.lab for one in found})}
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(DOCS), autoescape=True)
    course = course_settings()
    address = f"{course['repository']}/blob/{course['branch']}/notebooks"
    return environment.get_template("gallery.html.j2").render(labs=labs, address=address, colab=colab_link)


def panels(alt):
    """How many panels a static picture has; its alternative text says so."""
    count = re.match(r"(\d+) panels\. ", alt)
    return int(count[1]) if count else 1


def stacked(image, count):
    """The panels of a static picture one below the other, where white lines part them into columns."""
    for columns in (1, 2, 3):
        rows = -(-count // columns)
        if _parted(image, columns, rows):
            break
    else:
        return image
    width, height = image.width // columns, image.height // rows
    corners = [(width * (number % columns), height * (number // columns)) for number in range(count)]
    parts = [image.crop((left, top, left + width, top + height)) for left, top in corners]
    return below_one_another([half for part in parts for half in halves(part)])


def halves(panel):
    """A panel as it is, or a very wide one cut in two at a white line near its middle."""
    columns = np.asarray(panel.convert("L")).min(axis=0)
    middle, reach = panel.width // 2, panel.width // 12
    white = [middle + way for way in range(-reach, reach + 1) if columns[middle + way] > 250]
    if panel.width < 2.5 * panel.height or not white:
        return [panel]
    cut = min(white, key=lambda place: abs(place - middle))
    return [panel.crop((0, 0, cut, panel.height)), panel.crop((cut, 0, panel.width, panel.height))]


def below_one_another(parts):
    """One picture of several, on white."""
    tall = Image.new("RGB", (max(part.width for part in parts), sum(part.height for part in parts)), "white")
    for number, part in enumerate(parts):
        tall.paste(part, (0, sum(earlier.height for earlier in parts[:number])))
    return tall


def _parted(image, columns, rows):
    """Are there white lines where so many columns and rows would meet?"""
    grey = np.asarray(image.convert("L"))
    across = [grey[:, image.width * column // columns] for column in range(1, columns)]
    down = [grey[image.height * row // rows] for row in range(1, rows)]
    return all(line.min() > 250 for line in across + down)


def small(image, width):
    """A PNG with at most so many pixels from side to side, and few colours."""
    if image.width > width:
        image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    return encoded(few_colours(image, COLOURS))


def few_colours(image, count):
    """The octree keeps the colour of a few pixels, as those of a small marker."""
    return image.quantize(count, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def encoded(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, "GIF" if options else "PNG", optimize=True, **options)
    return buffer.getvalue()


def write_for_readme(figure):
    """docs/gallery-NAME.png, or .gif for a film."""
    path = DOCS / f"gallery-{figure.name}.{'gif' if figure.film else 'png'}"
    path.write_bytes(
        moving(*figure.film) if figure.film else small(Image.open(io.BytesIO(figure.png)).convert("RGB"), WIDE)
    )
    print(f"wrote {path.relative_to(ROOT)}, {path.stat().st_size // 1000} kB")


def moving(images, milliseconds):
    """The film as an animated picture that stays on its last frame for a while and runs three times."""
    size = FILM_WIDE, round(images[0].height * FILM_WIDE / images[0].width)
    images = [image.convert("RGB").resize(size, Image.Resampling.LANCZOS) for image in images]
    first, *rest = [few_colours(image, FILM_COLOURS) for image in images]
    duration = [milliseconds] * len(rest) + [LAST]
    return encoded(first, save_all=True, append_images=rest, duration=duration, loop=2)


if __name__ == "__main__":
    main()
