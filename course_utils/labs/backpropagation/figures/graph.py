"""Figure 15: backpropagation step by step, with a question before each answer."""

from typing import NamedTuple

import numpy as np

from course_utils.display.live import Live, Slider
from course_utils.labs.backpropagation.plots import plot_graph
from course_utils.models.graph import read
from course_utils.plots.number_format import in_product, number

X, Y = 2.0, 1.0
CHAIN = ["x", "w₁", "z₁", "w₂", "ŷ", "y", "J"]
CHAIN_PLACES = [(0, 1), (0, 0), (1, 1), (1, 0), (2, 1), (2, 0), (3, 1)]
DATA = ("x", "y")  # nobody asks for their blame
FORMULAS = {"z₁": "z₁ = w₁ · x", "ŷ": "ŷ = w₂ · tanh(z₁)", "J": "J = (ŷ − y)²"}


class Walk(NamedTuple):
    """A graph at one moment of the walk: what is known so far, and which number comes next."""

    names: list
    places: np.ndarray
    values: np.ndarray
    blames: np.ndarray
    edges: list
    asked: int | None
    question: str
    notes: list


def backprop_steps(dJ_dw1, dJ_dw2):
    """Live figure: the lecture's smallest network, forward and back, one number at a time.

    Args:
        dJ_dw1, dJ_dw2: The student's slopes, functions of (x, y, w1, w2); they stand under the boxes at the end.

    Returns:
        The live figure.
    """

    def walk(step, w1, w2):
        values, edges = smallest_graph(w1, w2)
        now = at_step(CHAIN, CHAIN_PLACES, values, edges, step, formulas=FORMULAS)
        mine = {"w₁": dJ_dw1, "w₂": dJ_dw2}
        seen = {name: CHAIN.index(name) for name in mine if not np.isnan(now.blames[CHAIN.index(name)])}
        notes = [(node, f"yours: {number(mine[name](X, Y, w1, w2))}") for name, node in seen.items()]
        return now._replace(notes=notes)

    last = count_steps(CHAIN, smallest_graph(0.5, -1.0)[1])
    controls = {
        "step": Slider("step", 0, last, 0, 1),
        "w1": Slider("weight w₁", -1.5, 1.5, 0.5, 0.1),
        "w2": Slider("weight w₂", -2.0, 2.0, -1.0, 0.1),
    }
    static = [{"step": step} for step in (0, 4, last - 1, last)]
    return Live(walk, draw_walk, controls, say_walk, static=static, size=(6.4, 3.4), panel_height=2.9)


def graph_steps(root):
    """Live figure: any graph that a student's engine has built, forward and back, one number at a time.

    Args:
        root: The result, a node with `data`, `name` and `parents`; its `grad` is not looked at.

    Returns:
        The live figure.
    """
    graph = read(root)
    names = [name or "number" for name in graph.names]

    def walk(step):
        return at_step(names, graph.places, graph.values, graph.edges, step)

    last = count_steps(names, graph.edges)
    forward = len({child for _, child, _ in graph.edges})
    controls = {"step": Slider("step", 0, last, forward + 1, 1)}
    static = [{"step": step} for step in (last - 1, last)]
    return Live(walk, draw_walk, controls, say_walk, static=static, size=(8.2, 3.4), columns=1, panel_height=3.2)


def smallest_graph(w1, w2):
    """Values and edges of x → z₁ → ŷ → J; the edges from x and y carry no blame, their slope is nan."""
    z1 = w1 * X
    h = np.tanh(z1)
    y_hat = w2 * h
    values = np.array([X, w1, z1, w2, y_hat, Y, (y_hat - Y) ** 2])
    edges = [(0, 2, np.nan), (1, 2, X), (2, 4, w2 * (1 - h**2)), (3, 4, h), (4, 6, 2 * (y_hat - Y)), (5, 6, np.nan)]
    return values, edges


def made(edges):
    """The nodes that are made from others, in order."""
    return sorted({child for _, child, _ in edges})


def way_back(edges):
    """The edges that carry blame, from the result backwards."""
    return sorted((edge for edge in edges if not np.isnan(edge[2])), key=lambda edge: (-edge[1], -edge[0]))


def count_steps(names, edges):
    """Steps from nothing known to everything known: each made node, the 1 at the result, each edge back."""
    return len(made(edges)) + 1 + len(way_back(edges))


def at_step(names, places, values, edges, step, formulas=None):
    """The walk after so many steps: the numbers forward, then the result's own 1, then the blame, edge by edge."""
    forward, back = made(edges), way_back(edges)
    known, blames = np.array(values, dtype=float), np.full(len(names), np.nan)
    known[forward[step:]] = np.nan
    arrived = max(step - len(forward) - 1, 0)
    if step > len(forward):
        blames[-1] = 1.0
    for parent, child, slope in back[:arrived]:
        blames[parent] = np.nan_to_num(blames[parent]) + slope * blames[child]
    shown = [(p, c, slope if step >= len(forward) else np.nan) for p, c, slope in edges]
    if step < len(forward):
        asked = forward[step]
        question = f"forward: {(formulas or {}).get(names[asked], names[asked])} = ?"
    elif step == len(forward):
        asked, question = len(names) - 1, "back: how fast does the result move with itself?"
    elif arrived < len(back):
        asked, question = back[arrived][0], ask(names, blames, back[arrived])
    else:
        asked, question = None, "all blame has arrived"
    return Walk(names, np.asarray(places, dtype=float), known, blames, shown, asked, question, [])


def ask(names, blames, edge):
    """The question of one edge: what the parent has already, and blame times slope."""
    parent, child, slope = edge
    product = f"{number(blames[child])} · {in_product(slope)}"
    before = "" if np.isnan(blames[parent]) else f"{number(blames[parent])} + "
    return f"back, from {names[child]} to {names[parent]}: {before}{product} = ?"


def draw_walk(figure, data, artists=None):
    """The graph, with the question as its title."""
    ax = artists or figure.subplots()
    ax.clear()
    some = {"asked": data.asked, "notes": data.notes}
    plot_graph(data.names, data.places, data.values, data.blames, data.edges, ax=ax, **some)
    ax.set_title(data.question, fontsize=11)
    return ax


def say_walk(data, step, **weights):
    """What is known at this step, and what is asked."""
    settings = f" with w₁ = {number(weights['w1'])}, w₂ = {number(weights['w2'])}" if weights else ""
    forward = [f"{n} = {number(v)}" for n, v in zip(data.names, data.values, strict=True) if not np.isnan(v)]
    back = [f"{n}: {number(b)}" for n, b in zip(data.names, data.blames, strict=True) if not np.isnan(b)]
    blame = f" Blame: {', '.join(back)}." if back else " No blame yet."
    notes = "".join(f" At {data.names[node]}, {text}." for node, text in data.notes)
    return f"Step {step}{settings}. Numbers: {', '.join(forward)}.{blame}{notes} Next: {data.question}."
