"""Figure 19, the cloud and the paths, driven without a browser."""

import re

import numpy as np
import pytest

from course_utils.labs.minibatches import experiments, figures


def minibatches(X, y, size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        yield X[order[start : start + size]], y[order[start : start + size]]


def sgd_path(gradient, w, X, y, size, rate, epochs, rng):
    path = [w]
    for _ in range(epochs):
        for batch in minibatches(X, y, size, rng):
            path.append(path[-1] - rate * gradient(path[-1], *batch))
    return np.array(path)


@pytest.fixture(scope="module")
def cloud():
    return figures.minibatch_cloud(minibatches)


@pytest.fixture(scope="module")
def paths():
    return figures.minibatch_paths(sgd_path)


def spread(figure):
    return float(re.search(r"spread ([\d.]+)", figure.html)[1])


def test_the_cloud_tightens_with_the_batch_size(cloud):
    cloud.set(distance=2.0, size=1)
    wide = spread(cloud)
    cloud.set(size=16)
    assert wide / spread(cloud) == pytest.approx(4, rel=0.2)


def test_the_alt_text_of_the_cloud_follows_the_values(cloud):
    cloud.set(size=4, distance=0.25)
    assert "Batches of 4, at distance 0.25 from the best weights: 96 arrows" in cloud.html
    cloud.reset()
    assert "Batches of 4, at distance 2 from the best weights" in cloud.html


def test_the_bars_count_every_arrow():
    X, y = experiments.two_features(figures.EXAMPLES)
    data = figures.look(minibatches, X, y, np.zeros(2), 5)
    assert np.histogram(data.angles, figures.BINS)[0].sum() == figures.ARROWS
    assert data.gradients.shape == (figures.ARROWS, 2)


def test_batches_that_never_come_are_named():
    figure = figures.minibatch_cloud(lambda X, y, size, rng: [])
    assert "minibatches gave no batch of 1 examples" in figure.picture.alt


def test_an_unfinished_exercise_stops_the_figure():
    def stub(*_):
        raise NotImplementedError("Exercise 8.1: minibatches")

    with pytest.raises(NotImplementedError, match=r"Exercise 8\.1"):
        figures.minibatch_cloud(stub)


def test_by_examples_the_small_batches_are_lower(paths):
    paths.set(size=32, rate=0.05, against="examples")
    assert "batches of 32 take 32 steps, 1024 examples" in paths.html
    small, whole = re.findall(r"end ([\d.]+) above", paths.html)
    assert float(small) < float(whole) / 5


def test_by_steps_both_take_forty(paths):
    paths.set(size=32, rate=0.05, against="steps")
    assert "batches of 32 take 40 steps, 1280 examples" in paths.html
    assert "take 40 steps, 10240 examples" in paths.html


def test_single_examples_jitter(paths):
    paths.set(size=1, rate=0.05, against="examples")
    assert "jitter around the best weights" in paths.html


def test_a_walk_uphill_is_said_to_diverge():
    def uphill(gradient, w, X, y, size, rate, epochs, rng):
        return sgd_path(gradient, w, X, y, size, -rate, epochs, rng)

    assert "The small batches diverge" in figures.minibatch_paths(uphill).html


@pytest.mark.parametrize("figure", ["cloud", "paths"])
def test_the_picture_of_every_redraw_stays_small(figure, request):
    figure, sizes = request.getfixturevalue(figure), []
    for size in (1, 8, 32):
        for values in [{}, {"rate": 0.2}] if "rate" in figure.values else [{}, {"distance": 3.0}]:
            figure.set(size=size, **values)
            sizes.append(len(figure.html))
    assert max(sizes) < 200_000
