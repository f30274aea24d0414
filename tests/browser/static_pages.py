"""A lab without a kernel: nbconvert's page, nbgrader's feedback page, and what the browser shows and prints of them."""

import re
from html import unescape

from nbconvert import HTMLExporter
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from pypdf import PdfReader

VISIBLE = """() => [...document.images].map(image => ({alt: image.alt, drawn: image.complete && image.naturalWidth > 0,
                                                       width: image.width, height: image.height}))"""
EMPTY = """() => [...document.querySelectorAll('.jp-OutputArea-output, .output_subarea')]
    .filter(output => output.getBoundingClientRect().height > 40)
    .filter(output => !output.innerText.trim() && !output.querySelector('img, svg, math'))
    .map(output => output.outerHTML.slice(0, 300))"""


def figures(notebook):
    """Alt texts of all pictures that the cells of a notebook have displayed, in order."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            markup = output.get("data", {}).get("text/html", "").partition("<script")[0]
            yield from map(unescape, re.findall(r'<img alt="([^"]*)"', markup))


def converted(notebook):
    """The page of `jupyter nbconvert --to html`."""
    return HTMLExporter().from_notebook_node(notebook)[0]


def feedback(notebook, name):
    """The page of `nbgrader generate_feedback`, by its own template, with zero points in every cell."""
    exporter = HTMLExporter(config=GenerateFeedback(coursedir=CourseDirectory()).config)
    exporter.register_preprocessor(CSSHTMLHeaderPreprocessor, enabled=True)
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(score=0, comment=None)
    points = {"notebook": name, "score": 0, "max_score": 0, "late_penalty": 0}
    return exporter.from_notebook_node(notebook, resources={"nbgrader": points})[0]


def open_alone(page, path):
    """Open a file with nothing else to be had: no network, no kernel."""
    page.route("**/*", lambda route: route.abort() if route.request.url.startswith("http") else route.continue_())
    page.goto(path.as_uri())


def shown(page):
    """Alt texts of the pictures that a reader sees on the page."""
    return [
        image["alt"] for image in page.evaluate(VISIBLE) if image["drawn"] and image["width"] > 100 < image["height"]
    ]


def empty_places(page):
    """Outputs that take room and show nothing."""
    return page.evaluate(EMPTY)


def printed(page, path):
    """Alt texts of the figures in what the browser prints."""
    page.pdf(path=path, tagged=True)
    return list(tagged_figures(PdfReader(path).trailer["/Root"]["/StructTreeRoot"]))


def tagged_figures(element):
    """Alt texts of the figures in a PDF's tree of tags."""
    if element.get("/S") == "/Figure":
        yield str(element.get("/Alt", ""))
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        if isinstance(child.get_object(), dict):
            yield from tagged_figures(child.get_object())


def heading_levels(page):
    """The levels of the page's headings, in order; those of the notebook only."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.jp-RenderedMarkdown, .rendered_html')]
            .flatMap(cell => [...cell.querySelectorAll('h1, h2, h3, h4, h5, h6')]).map(h => Number(h.tagName[1]))"""
    )
