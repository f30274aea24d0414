"""Lab 08: every number and formula of the prose, held against the reference solution."""

import re
from functools import cache

import numpy as np
import pytest
import tensorflow as tf
from lab_text import lab_text

from course_utils.labs.minibatches import checks as lab_checks
from course_utils.labs.minibatches import devices, experiments, figures, pipelines
from course_utils.labs.minibatches.bench import Bench

CELLS, PROSE, CODE, lab = lab_text("08_minibatches")
SIZES, RATES = [16, 64, 256, 1024], [0.05, 0.2, 0.8, 3.2]


@cache
def valley():
    """Examples, the place where figure 19 measures, and the best weights."""
    X, y = experiments.two_features(figures.EXAMPLES)
    return X, y, experiments.best_weights(X, y)


def walk(size, rate, epochs, seed):
    """How far above the best loss each place of a walk lies."""
    X, y, best = valley()
    path = lab()["sgd_path"](
        experiments.mse_gradient, figures.START, X, y, size, rate, epochs, np.random.default_rng(seed)
    )
    return experiments.mse_loss(path, X, y) - experiments.mse_loss(best, X, y)


@cache
def grid(seeds):
    return lab()["loss_grid"](experiments.train_digits, SIZES, RATES, seeds)


def test_the_opening_names_work_and_lecture():
    minutes = sum(int(number) for number in re.findall(r"\((\d+) min\b", PROSE))
    assert "About 130 minutes" in PROSE
    assert 110 <= minutes <= 160
    assert "48:09–51:25" in PROSE


def test_the_warm_up_asks_what_its_answers_answer():
    names = lab()
    assert "an untrained network knows nothing about ten classes" in PROSE
    assert names["untrained_loss"] == pytest.approx(np.log(10), abs=0.005)
    assert "a bowl has curvatures 1 and 8" in PROSE
    assert names["largest_rate"] == 2 / 8
    assert "$J = w^2$, $w = 8$, rate 0.25" in PROSE
    assert names["after_two_steps"] == 8 * (1 - 2 * 0.25) ** 2
    v = 0.0
    for _ in range(500):
        v = 0.9 * v + 1
    assert "`v = 0.9 * v + g`" in PROSE
    assert names["momentum_reach"] == pytest.approx(v)


def test_a_hundred_examples_make_four_batches():
    batches = list(lab()["minibatches"](np.zeros((100, 1)), np.zeros(100), 32, np.random.default_rng(0)))
    assert "With 100 examples and a batch size of 32" in PROSE
    assert len(batches) == lab()["prediction_batches"] == 4


def test_mnist_in_batches_of_128():
    names = lab()
    sizes = [min(128, 60_000 - start) for start in range(0, 60_000, 128)]
    assert "MNIST has 60,000 training images, dealt in batches of 128" in PROSE
    assert (names["steps_per_epoch"], names["last_batch"]) == (len(sizes), sizes[-1])
    assert names["steps_in_five_epochs"] == 5 * len(sizes)
    assert "for batches of **32**" in PROSE
    assert names["epochs_in_10000_steps"] == pytest.approx(10_000 / (60_000 / 32), abs=0.005)


@pytest.mark.parametrize("seed", range(5))
def test_sixteen_point_roughly_right_and_one_often_does_not(seed):
    X, y, best = valley()
    w, rng = best + 2 * figures.ASIDE, np.random.default_rng(seed)
    whole = experiments.mse_gradient(w, X, y)
    off = {}
    for size in (1, 16):
        cloud = lab()["batch_cloud"](experiments.mse_gradient, w, X, y, size, 300, rng)
        off[size] = np.degrees(np.arccos(cloud @ whole / np.linalg.norm(cloud, axis=1) / np.linalg.norm(whole)))
    assert "A batch of 16 points roughly right, a batch of 1 often does not" in PROSE
    assert np.mean(off[16] < 30) > 0.85
    assert np.mean(off[1] > 60) > 0.25


def test_near_the_star_the_thick_arrow_fades_faster_than_the_noise():
    X, y, best = valley()
    far, near = (
        figures.look(lab()["minibatches"], X, y, best + distance * figures.ASIDE, 16) for distance in (2.0, 0.25)
    )
    assert "Near the star the thick arrow fades faster than the noise" in PROSE
    assert np.linalg.norm(near.whole) / np.linalg.norm(far.whole) < 0.5 * near.spread / far.spread


def test_a_batch_is_unbiased_and_the_spread_is_its_formula():
    X, y, _ = valley()
    w, rng = np.array([-1.0, 1.0]), np.random.default_rng(0)
    cloud = lab()["batch_cloud"](experiments.mse_gradient, w, X, y, 8, 4000, rng)
    error = cloud.std(axis=0) / np.sqrt(4000)
    assert r"s = \sqrt{\frac1m \sum_{k=1}^{m} |g_k - \bar g|^2}" in PROSE
    by_formula = np.sqrt(sum(np.linalg.norm(g - cloud.mean(axis=0)) ** 2 for g in cloud) / len(cloud))
    assert lab()["spread"](cloud) == pytest.approx(by_formula)
    assert "the mean over all batches is the gradient of the whole data" in PROSE
    assert (np.abs(cloud.mean(axis=0) - experiments.mse_gradient(w, X, y)) < 4 * error).all()


@pytest.mark.parametrize("seed", range(5))
def test_the_slope_is_minus_a_half(seed):
    X, y = experiments.two_features(5000)
    sizes, rng, names = [1, 4, 16, 64, 256], np.random.default_rng(seed), lab()
    spreads = [
        names["spread"](names["batch_cloud"](names["mse_gradient"], np.array([-1.0, 1.0]), X, y, size, 400, rng))
        for size in sizes
    ]
    assert r"The slope is −½: independent opinions average out like $1/\sqrt{B}$" in PROSE
    assert np.polyfit(np.log(sizes), np.log(spreads), 1)[0] == pytest.approx(-0.5, abs=0.05)
    assert lab()["prediction_half"] == 4


@pytest.mark.parametrize("seed", range(5))
def test_small_bites_win_by_examples_and_32_is_as_good_as_256_by_steps(seed):
    assert "After the same number of *examples* the small bites are far ahead" in PROSE
    assert "many steps where the whole data took four" in PROSE
    small, whole = walk(32, 0.05, 4, seed), walk(256, 0.05, 4, seed)
    assert len(whole) == 5
    assert small[-1] < whole[-1] / 5
    assert "a batch of 32 is about as good as all 256, for an eighth of the work" in PROSE
    assert 256 / 32 == 8
    by_steps, by_all = walk(32, 0.05, 5, seed)[40], walk(256, 0.05, 40, seed)[40]
    assert 1 / 2 < by_steps / by_all < 2


@pytest.mark.parametrize("seed", range(5))
def test_a_batch_of_one_arrives_first_never_settles_and_a_small_rate_calms_it(seed):
    one, some = walk(1, 0.05, 4, seed), walk(32, 0.05, 4, seed)
    assert "A batch of 1 arrives first and never settles" in PROSE
    assert one[: 256 + 1].min() < some[8]
    assert one[512:].max() > 10 * np.median(one[512:])
    assert "A smaller rate calms it and makes the way longer" in PROSE
    calm = walk(1, 0.01, 4, seed)
    assert np.mean(calm[768:]) < np.mean(one[768:])
    assert np.argmax(calm < 0.3) > np.argmax(one < 0.3)


@pytest.mark.parametrize("seeds", [(0, 1, 2), (3, 4, 5), (6, 7, 8)])
def test_linear_scaling_holds_up_to_a_limit(seeds):
    diagonal = np.diag(grid(seeds))
    assert f"sizes, rates = {SIZES}, {RATES}" in CODE
    assert "A 64-32-10 network on digits, three epochs for every combination" in PROSE
    assert (
        "For a while the loss stays about the same, then it gets worse, and in the last corner training fails" in PROSE
    )
    assert diagonal[1] / diagonal[0] == pytest.approx(1, abs=0.25)
    assert diagonal[2] > 1.1 * diagonal[:2].max()
    assert diagonal[3] > 2
    assert lab()["prediction_scaling"] == "up to a limit"


@pytest.mark.parametrize("seeds", [(0, 1, 2), (3, 4, 5), (6, 7, 8)])
def test_at_a_small_rate_larger_batches_do_worse(seeds):
    assert "at a small rate larger batches do worse, because three epochs give them fewer steps" in PROSE
    assert (np.diff(grid(seeds)[:, :2], axis=0) > 0).all()


def test_the_table_of_pipelines_is_the_one_that_is_tried():
    assert dict(re.findall(r"\| ([A-F]) \| `(data[^`]+)` \|", PROSE)) == pipelines.RECIPES
    assert "The 1797 digits below lie **sorted by class**" in PROSE


@pytest.mark.parametrize("letter", "ABCDEF")
def test_each_pipeline_has_the_fault_that_the_solution_names(letter):
    X, y = pipelines.sorted_digits()
    data = pipelines.recipe(letter, X, y)
    mix = pipelines.class_mix(data, 57)
    first, second = (np.concatenate([np.asarray(inputs) for inputs, _ in data]) for _ in range(2))
    sorted_by_class = np.median((mix > 0).sum(axis=1)) <= 2
    fault = "sorted" if sorted_by_class else "repeats" if np.array_equal(first, second) else "good"
    assert len(first) == 1797
    assert fault == lab()["pipeline_faults"][letter]


def test_the_calls_of_the_quiz_are_traced_as_often_as_the_solution_says():
    single = np.float32
    calls = {
        "A": [np.full(3, k, single) for k in range(5)],
        "B": [0.1, 0.2, 0.3, 0.4, 0.5],
        "C": [tf.constant(rate) for rate in (0.1, 0.2, 0.3, 0.4, 0.5)],
        "D": [np.zeros((n, 2), single) for n in (32, 32, 32, 4)],
        "E": [np.zeros(3, single), np.zeros(3)],
        "F": [1.0, 1.0, 2.0],
    }
    assert [letter for letter in "ABCDEF" if f"| {letter} | five " in PROSE] == ["A"]
    assert "batches of 32, 32, 32 and 4 rows" in PROSE
    assert "the Python numbers 1.0, 1.0, 2.0" in PROSE
    assert {letter: lab_checks.count_traces(some) for letter, some in calls.items()} == lab()["trace_counts"]


def test_a_python_counter_counts_once():
    bench, seen = Bench([0.0]), []

    def make_step(loss, variables, count):
        def step(X, y, rate):
            seen.append(1)
            return loss(variables, X, y)

        return step

    bench.train(make_step, [(np.ones((2, 1)), np.ones(2))] * 3, 0.1, compiled=True)
    assert "a Python counter counts once" in PROSE
    assert len(seen) == 1


def test_57_steps_make_an_epoch_of_the_digits():
    assert "57 steps make an epoch of the digits" in CODE
    assert -(-1797 // 32) == 57


def test_shared_work_is_weighted_by_rows():
    rng = np.random.default_rng(0)
    X, y, w = rng.normal(size=(7, 2)), rng.normal(size=7), np.array([1.0, -1.0])
    parts = [(X[:3], y[:3]), (X[3:5], y[3:5]), (X[5:], y[5:])]
    assert r"g = \sum_k \frac{n_k}{n}\, g_k" in PROSE
    by_formula = sum(len(b) / 7 * experiments.mse_gradient(w, a, b) for a, b in parts)
    assert lab()["shared_gradient"](experiments.mse_gradient, w, X, y, 3) == pytest.approx(by_formula)
    assert by_formula == pytest.approx(experiments.mse_gradient(w, X, y))
    assert np.mean([experiments.mse_gradient(w, a, b) for a, b in parts], axis=0) != pytest.approx(by_formula)


def test_two_devices_give_the_weights_of_one():
    X, y = experiments.two_features(101)
    batches = [(X[a : a + 25], y[a : a + 25]) for a in range(0, 101, 25)]
    together = lab()["mirrored_descent"](devices.two_devices(), np.array([-1.0, 1.0]), batches, 0.1)
    assert "The weights must equal those of one device" in PROSE
    assert together == pytest.approx(lab_checks.by_hand([-1.0, 1.0], batches, [0.1] * 5)[1])


def test_mixed_precision_computes_in_float16_and_answers_in_float32():
    model = lab()["image_model"]((8, 8, 1), 10, 8, "mixed_float16")
    assert "computes in float16 and keeps the weights in float32; the last layer computes in float32 too" in PROSE
    assert [layer.compute_dtype for layer in model.layers] == ["float16"] * 3 + ["float32"]
    assert {layer.variable_dtype for layer in model.layers} == {"float32"}


def test_a_batch_of_8192_makes_256_times_fewer_steps():
    assert "from 32 to 8192" in PROSE
    assert 8192 // 32 == 256
