"""How fast and how heavy are the live figures? Prints a table, and exits 1 when one is over its budget.

    python tests/benchmarks/figures.py [NAME ...]

A figure's controls are set to values over their whole range; the budgets are a median redraw of 100 ms and
200 kB for one picture; for a film 100 ms for each frame and 600 kB for all of them. On a machine that is busy with
other things the CPU column is the one to trust.
"""

import argparse
import inspect
import statistics
import sys
import time
import warnings

import numpy as np

from course_utils.display.film import Film
from course_utils.display.live import Choice
from course_utils.labs import all_figures
from course_utils.models.graph import Node
from course_utils.models.will_i_pass import train_by_hand

BUDGET_MS, BUDGET_KB, FILM_KB = 100, 200, 600
REDRAWS = 15


def sigmoid(z):
    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))


def perceptron(X, w, w0):
    return sigmoid(X @ w + w0)


def boundary(w, w0, x1):
    if w[1] == 0:
        raise ValueError("w2 is 0: the line is vertical")
    return -(w0 + w[0] * x1) / w[1]


def fit_perceptron(X, y, max_epochs):
    w, w0, signs = np.zeros(X.shape[1]), 0.0, np.where(y > 0, 1, -1)
    path = [(w, w0)]
    for _ in range(max_epochs):
        before = len(path)
        for x, sign in zip(X, signs, strict=True):
            if sign * (w @ x + w0) <= 0:
                w, w0 = w + sign * x, w0 + sign
                path.append((w, w0))
        if len(path) == before:
            break
    return path


def relu_basis(x, knots):
    return np.maximum(0, np.asarray(x)[:, None] - np.asarray(knots)[None, :])


def d_sigmoid(z):
    return sigmoid(z) * (1 - sigmoid(z))


def mlp_forward(params, X, activation):
    for W, b in params[:-1]:
        X = activation(X @ W + b)
    W, b = params[-1]
    return X @ W + b


def gradient_descent(gradient, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * gradient(path[-1]))
    return np.array(path)


def mse_gradient(w, X, y):
    return 2 / len(y) * X.T @ (X @ w - y)


def dJ_dw2(x, y, w1, w2):
    return 2 * (w2 * np.tanh(w1 * x) - y) * np.tanh(w1 * x)


def dJ_dw1(x, y, w1, w2):
    return 2 * (w2 * np.tanh(w1 * x) - y) * w2 * (1 - np.tanh(w1 * x) ** 2) * x


def small_graph():
    """h = tanh(a · x) and J = h · a, with its local slopes."""
    a, x = Node(0.5, name="a"), Node(2.0, name="x")
    z = Node(1.0, [(a, 2.0), (x, 0.5)], "·")
    h = Node(np.tanh(1.0), [(z, 1 - np.tanh(1.0) ** 2)], "tanh")
    return Node(h.data * a.data, [(h, a.data), (a, h.data)], "·")


def train(params, X, y, steps):
    return {**params, "W1": params["W1"] * 1.01**steps}, [2.3] * steps


def start(seed):
    rng = np.random.default_rng(seed)
    return {"W1": rng.normal(size=(64, 32)), "b1": np.zeros(32), "W2": rng.normal(size=(32, 10)), "b2": np.zeros(10)}


def penalty(params, l1=0.0, l2=0.0):
    value = sum(l1 * np.sum(np.abs(W)) + l2 * np.sum(W**2) for W, _ in params)
    return value, [(l1 * np.sign(W) + 2 * l2 * W, np.zeros_like(b)) for W, b in params]


def dropout_forward(H, rate, rng, training=True):
    mask = rng.random(H.shape) >= rate if training else np.ones_like(H)
    return H * mask / (1 - rate if training else 1), mask


def fit_and_score(degree, train, validation):
    curve = np.polynomial.Polynomial.fit(*train, degree)
    return tuple(np.mean((curve(x) - y) ** 2) for x, y in (train, validation))


def min_norm(Phi, Y, ridge=0.0):
    if ridge == 0:
        return np.linalg.pinv(Phi) @ Y
    return Phi.T @ np.linalg.solve(Phi @ Phi.T + ridge * np.eye(len(Phi)), Y)


def binary_cross_entropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def mse(y, p):
    return np.mean((np.ravel(p) - np.ravel(y)) ** 2)


def log_softmax(logits):
    shifted = logits - np.max(logits, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


def minibatches(X, y, size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        rows = order[start : start + size]
        yield X[rows], y[rows]


def sgd_path(gradient, w, X, y, size, rate, epochs, rng):
    path = [w]
    for _ in range(epochs):
        for batch in minibatches(X, y, size, rng):
            path.append(path[-1] - rate * gradient(path[-1], *batch))
    return np.array(path)


def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    m = [momentum * old - learning_rate * g for old, g in zip(state.get("m", [0.0] * len(grads)), grads, strict=True)]
    return [w + change for w, change in zip(params, m, strict=True)], {"m": m}


def sgd(params, grads, state, learning_rate=0.01):
    return [w - learning_rate * g for w, g in zip(params, grads, strict=True)], state


def rmsprop(params, grads, state, learning_rate=0.001, rho=0.9):
    v = [rho * old + (1 - rho) * g * g for old, g in zip(state.get("v", [0.0] * len(grads)), grads, strict=True)]
    return [w - learning_rate * g / np.sqrt(s + 1e-7) for w, g, s in zip(params, grads, v, strict=True)], {"v": v}


def cosine(step, total, peak):
    return peak / 2 * (1 + np.cos(np.pi * step / (total - 1)))


def warm_up(step, total, peak, warm):
    return peak * (step + 1) / warm if step < warm else cosine(step + 1 - warm, total - warm + 1, peak)


def he(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def update_ratios(before, after):
    return [np.linalg.norm(new - old) / np.linalg.norm(old) for old, new in zip(before, after, strict=True)]


def filter_normalise(direction, weights):
    pairs = zip(direction, weights, strict=True)
    lengths = [(d, w, np.linalg.norm(w, axis=0) / np.linalg.norm(d, axis=0)) for d, w in pairs]
    return [d * length if w.ndim > 1 else 0 * d for d, w, length in lengths]


def classify(images):
    return np.full(len(images), 2), np.full((len(images), 10), 0.1)


STUDENTS = {
    "starts": {"He": he, "half of it": lambda fan_in, fan_out, rng: he(fan_in, fan_out, rng) / 2},
    "update_ratios": update_ratios,
    "filter_normalise": filter_normalise,
    "classify": classify,
    "momentum": momentum,
    "optimizers": {"SGD": sgd, "momentum": momentum, "RMSProp": rmsprop},
    "decays": {"cosine": cosine, "linear": lambda step, total, peak: peak * (1 - step / total)},
    "warm_up": warm_up,
    "minibatches": minibatches,
    "sgd_path": sgd_path,
    "binary_cross_entropy": binary_cross_entropy,
    "mse": mse,
    "log_softmax": log_softmax,
    "dJ_dw1": dJ_dw1,
    "dJ_dw2": dJ_dw2,
    "root": small_graph(),
    "train": train,
    "start": start,
    "activation": sigmoid,
    "perceptron": perceptron,
    "boundary": boundary,
    "fit_perceptron": fit_perceptron,
    "relu_basis": relu_basis,
    "mlp_forward": mlp_forward,
    "hidden": [16, 16],
    "gradient_descent": gradient_descent,
    "mse_gradient": mse_gradient,
    "train_network": train_by_hand,
    "penalty": penalty,
    "dropout_forward": dropout_forward,
    "fit_and_score": fit_and_score,
    "min_norm": min_norm,
    "functions": {"sigmoid": (sigmoid, d_sigmoid), "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2)},
}


def make(name):
    """The figure, with a stand-in for each function that it wants from the student."""
    figure = all_figures()[name]
    wanted = [arg for arg in inspect.signature(figure).parameters.values() if arg.default is arg.empty]
    return figure(*(STUDENTS[arg.name] for arg in wanted))


def settings(figure, count=REDRAWS):
    """Values over the whole range of each slider, and every option of each choice in turn."""
    for index in range(count):
        yield {name: _value(figure, name, control, index, count) for name, control in figure.controls_by_name.items()}


def _value(figure, name, control, index, count):
    if isinstance(control, Choice):
        return control.options[index % len(control.options)]
    high = figure.limits.get(name, control.high)
    steps = round((high - control.low) / control.step)
    return control.low + control.step * (index * steps // (count - 1))


def measure_film(film):
    """Milliseconds for each frame, by the clock and of CPU, and all frames in kilobytes."""
    begin, begin_cpu = time.perf_counter(), time.process_time()
    size, count = len(film.html) / 1000, len(film.frames)
    clock, cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
    return 1000 * clock / count, 1000 * cpu / count, size


def measure(figure):
    """Median redraw in milliseconds, by the clock and of CPU, and the largest picture in kilobytes."""
    figure.html  # noqa: B018  the first drawing makes the axes
    times, cpu, sizes = [], [], []
    for values in settings(figure):
        begin, begin_cpu = time.perf_counter(), time.process_time()
        figure.set(**values)
        times.append(1000 * (time.perf_counter() - begin))
        cpu.append(1000 * (time.process_time() - begin_cpu))
        sizes.append(len(figure.html) / 1000)
    return statistics.median(times), statistics.median(cpu), max(sizes)


def measure_board(board):
    """The same for a drawing board: one more square each time."""
    times, cpu, sizes = [], [], []
    for square in range(REDRAWS):
        ink = board.ink.copy()
        ink.flat[square] = not ink.flat[square]
        begin, begin_cpu = time.perf_counter(), time.process_time()
        board.set(ink)
        times.append(1000 * (time.perf_counter() - begin))
        cpu.append(1000 * (time.process_time() - begin_cpu))
        sizes.append(len(board.picture.html) / 1000)
    return statistics.median(times), statistics.median(cpu), max(sizes)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="names of figures; all if left out")
    names = parser.parse_args().names or all_figures()
    over = 0
    print(f"{'figure':<24}{'median ms':>10}{'of CPU':>8}{'largest kB':>12}")
    for name in names:
        figure = make(name)
        film = type(figure) is Film
        way = measure_film if film else measure if hasattr(figure, "controls_by_name") else measure_board
        milliseconds, cpu, kilobytes = way(figure)
        slow, heavy = milliseconds > BUDGET_MS, kilobytes > (FILM_KB if film else BUDGET_KB)
        over += slow or heavy
        marks = f"{'  film' if film else ''}{'  too slow' if slow else ''}{'  too heavy' if heavy else ''}"
        print(f"{name:<24}{milliseconds:>10.0f}{cpu:>8.0f}{kilobytes:>12.0f}{marks}")
    return 1 if over else 0


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.exit(main())
