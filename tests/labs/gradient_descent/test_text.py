"""Lab 05: every number and formula of the prose, held against the reference solution."""

import re

import numpy as np
import pytest
import tensorflow as tf
from lab_text import lab_text

import course_utils
from course_utils import datasets
from course_utils.labs.gradient_descent.figures import descent, will_i_pass
from course_utils.models import landscapes
from course_utils.models.descent_paths import how_it_went
from course_utils.models.will_i_pass import chance_to_pass, train_by_hand, untrained_weights

CELLS, PROSE, CODE, lab = lab_text("05_gradient_descent")
RATES = (0.01, 0.2, 0.5, 0.9, 0.99, 1.02)
VALLEYS = landscapes.two_minima()
WALKS = re.findall(r"\| ([A-F]) \| \(([^)]+)\) \| ([\d.]+) \|", PROSE)
CASES = re.findall(r"\| ([A-G]) \| `([^`]+)` \| `([^`]+)` \|", PROSE)


def walk(gradient, start, rate, steps):
    return lab()["gradient_descent"](gradient, np.array(start, dtype=float), rate, steps)


def test_the_opening_names_work_and_lecture():
    minutes = sum(int(number) for number in re.findall(r"\((\d+) min\b", PROSE))
    assert "About 120 minutes" in PROSE
    assert 100 <= minutes <= 150
    assert "35:12–40:25" in PROSE


def test_the_warm_up_asks_what_its_answers_answer():
    names = lab()
    z = np.linspace(-5, 5, 1001)
    slope = 1 / (1 + np.exp(-z)) / (1 + np.exp(z))
    assert "the largest slope that the sigmoid has" in PROSE
    assert names["steepest_sigmoid"] == pytest.approx(slope.max())
    assert "two inputs, three hidden units, one output: how many weights and biases" in PROSE
    assert names["numbers_in_the_net"] == course_utils.stand_in("count_parameters")([2, 3, 1])
    assert "the truth is 1 and the network says 0.1" in PROSE
    assert names["loss_of_a_tenth"] == pytest.approx(-np.log(0.1), abs=0.005)
    assert "targets 1 and 3, predictions 2 and 5" in PROSE
    assert names["mean_squared"] == np.mean((np.array([1, 3]) - [2, 5]) ** 2)


def test_the_central_difference_moves_one_weight_at_a_time():
    assert r"\frac{J(w + h\,e_i) - J(w - h\,e_i)}{2h}" in PROSE
    J, w, h = (lambda v: v[0] ** 3 * v[1]), np.array([1.0, 2.0]), 0.1
    by_formula = [(J(w + h * e) - J(w - h * e)) / (2 * h) for e in np.eye(2)]
    assert lab()["numerical_gradient"](J, w, h) == pytest.approx(by_formula)
    assert "where $e_i$ is 1 at place $i$ and 0 elsewhere" in PROSE


def test_down_is_against_the_slope_and_the_bottom_is_flat():
    cut = lambda w: VALLEYS(np.array([w[0], 0.0]))  # noqa: E731
    assert "Down is always *against* the slope. At the bottom of a valley the slope is 0" in PROSE
    for place in (-1.6, 0.9):
        slope = lab()["numerical_gradient"](cut, np.array([place]))[0]
        assert cut([place - 0.01 * slope]) < cut([place])
    assert lab()["numerical_gradient"](cut, np.array([2.0])) == pytest.approx([0], abs=1e-8)


def test_the_first_walk_halves_the_weight():
    assert r"w \leftarrow w - \eta\,\nabla J(w)" in PROSE
    assert r"For $J(w) = w^2$ the gradient is $2w$. From $w = 4$ with $\eta = 0.25$ the walk is 4, 2, 1, 0.5" in PROSE
    assert walk(lambda w: 2 * w, [4.0], 0.25, 3).ravel().tolist() == [4, 2, 1, 0.5]


def test_each_step_multiplies_the_weight():
    assert r"(1 - \eta\lambda)\,w" in PROSE
    path = walk(lambda w: 2 * w, [-3.0], 0.2, 5)
    assert path[1:] / path[:-1] == pytest.approx(1 - 0.2 * 2)


def test_six_rates_do_what_the_solution_predicts():
    assert "Six walks of 20 steps begin at $w = -3$, with rates 0.01, 0.2, 0.5, 0.9, 0.99 and 1.02" in PROSE
    assert str(RATES) in CODE
    went = [how_it_went(walk(lambda w: 2 * w, [-3.0], rate, 20)) for rate in RATES]
    assert went == lab()["prediction_rates"]
    assert set(went) == {"crawl", "converge", "oscillate", "diverge"}
    assert all(f'`"{word}"`' in PROSE for word in went)


def test_the_marks_lie_at_a_half_and_at_one():
    assert r"curvature** $\lambda = 2$" in PROSE
    assert r"$\eta = 1/\lambda = 0.5$ it is 0: one step" in PROSE
    assert walk(lambda w: 2 * w, [-3.0], 0.5, 1)[-1] == 0
    assert r"beyond $2/\lambda = 1$ its size is above 1" in PROSE
    assert abs(1 - 1.0 * 2) == 1


def test_at_the_smallest_rate_two_thirds_of_the_way_are_left():
    assert "at 0.01 two thirds of the way are left" in PROSE
    assert walk(lambda w: 2 * w, [-3.0], 0.01, 20)[-1, 0] / -3 == pytest.approx(2 / 3, abs=0.01)


def test_a_bowl_has_gradient_h_w():
    assert r"J(w) = \frac12 w^\top H w$ has gradient $Hw$" in PROSE
    surface, w = landscapes.ravine(20, 45), np.array([0.3, -1.2])
    H = surface.hessian(w)
    assert surface(w) == pytest.approx(0.5 * w @ H @ w)
    assert surface.gradient(w) == pytest.approx(H @ w)


@pytest.mark.parametrize(("condition", "angle"), [(20, 45), (3, 0), (50, 45)])
def test_the_limit_is_two_over_the_largest_eigenvalue_to_one_percent(condition, angle):
    surface = landscapes.ravine(condition, angle)
    limit = lab()["rate_limit"](surface.hessian([0, 0]))
    below, above = (surface(walk(surface.gradient, surface.start, share * limit, 3000)[-1]) for share in (0.99, 1.01))
    assert "Within 1 % counts" in PROSE
    assert below < 1e-9 < 1 < above


def test_the_gentle_direction_shrinks_by_one_minus_one_over_kappa():
    surface = landscapes.ravine(20, 0)
    path = walk(surface.gradient, surface.start, 1 / 20, 5)
    assert r"each step multiplies the gentle direction by $1 - 1/\kappa$, for $\kappa = 20$ by 0.95" in PROSE
    assert path[1:, 0] / path[:-1, 0] == pytest.approx(0.95)


def test_the_walk_heads_across_the_contour_lines_and_not_for_the_minimum():
    surface = landscapes.ravine(20, 45)
    path = walk(surface.gradient, surface.start, 1 / 20, 1)
    assert "heads straight across the contour lines, which in a ravine is nearly sideways" in PROSE
    assert descent.first_step_off(path, (0, 0)) > 45


def test_the_valleys_lie_where_the_text_says():
    assert "The deep minimum lies at (2, 0) with loss 0, the shallow one at (−1, 0) with loss 2.25" in PROSE
    assert "At (0, 0) is a **saddle**" in PROSE
    assert VALLEYS.minima == ((2, 0), (-1, 0))
    assert [VALLEYS(place) for place in VALLEYS.minima] == pytest.approx([0, 2.25])
    low, high = np.linalg.eigvalsh(VALLEYS.hessian([0, 0]))
    assert low < 0 < high


@pytest.mark.parametrize(("name", "start", "rate"), WALKS)
def test_each_walk_of_the_table_ends_where_the_solution_says(name, start, rate):
    place = [float(number) for number in start.replace("−", "-").split(",")]
    end = walk(VALLEYS.gradient, place, float(rate), 200)[-1]
    words = {"deep minimum": "deep", "shallow minimum": "shallow", "saddle": "saddle", "not at rest": "nowhere"}
    assert "these walks of 200 steps" in PROSE
    assert words[descent.where(VALLEYS, end, near=1e-3)] == lab()["stops"][name]


def test_the_table_has_six_walks_and_the_limit_is_that_of_the_deep_minimum():
    assert [name for name, _, _ in WALKS] == list("ABCDEF")
    assert lab()["deep_limit"] == pytest.approx(lab()["rate_limit"](VALLEYS.hessian([2, 0])))


def test_no_step_below_the_limit_goes_up_by_the_stated_bound():
    assert r"\le J(w) - \eta\left(1 - \frac{\eta L}{2}\right) |\nabla J|^2" in PROSE
    assert r"let $\eta < 2/L$" in PROSE
    J, dJ, L = (lambda w: np.sin(w)), (lambda w: np.cos(w)), 1.0  # |J''| <= 1
    w = np.linspace(-6, 6, 200)
    for rate in (0.1, 1.0, 1.9):
        assert (J(w - rate * dJ(w)) <= J(w) - rate * (1 - rate * L / 2) * dJ(w) ** 2 + 1e-12).all()


def test_a_push_off_the_line_leaves_the_saddle_and_e_leaps_over_the_pass():
    assert "a push off the line $a = 0$, and it leaves" in PROSE
    for push in (-1e-3, 1e-3):
        assert abs(walk(VALLEYS.gradient, (push, 1), 0.1, 200)[-1, 0]) > 0.99
    assert "E leaps over the pass, F never rests" in PROSE
    assert walk(VALLEYS.gradient, (-2, 0.5), 0.3, 1)[-1, 0] > 0
    tail = walk(VALLEYS.gradient, (1, 1), 0.35, 5000)[-50:, 0]
    assert np.ptp(tail) > 0.1


def test_the_gradient_of_the_mean_squared_error_is_its_formula():
    rng = np.random.default_rng(0)
    X, y, w = rng.normal(size=(6, 3)), rng.normal(size=6), rng.normal(size=3)
    assert r"J(w) = \frac1n\,|Xw - y|^2 \qquad \nabla J(w) = \frac2n\,X^\top (Xw - y)" in PROSE
    measured = lab()["numerical_gradient"](lambda v: np.linalg.norm(X @ v - y) ** 2 / 6, w)
    assert lab()["mse_gradient"](w, X, y) == pytest.approx(measured, rel=1e-6)


def test_hours_run_from_0_to_10_and_the_arrow_misses_the_star():
    X, y = datasets.exam_scores(30, noise=6.0, seed=1)
    A, start = np.column_stack([np.ones(30), X]), np.array([60.0, 1.0])
    best = np.linalg.lstsq(A, y, rcond=None)[0]
    downhill, way = -lab()["mse_gradient"](start, A, y), best - start
    assert "the arrow misses the star: hours run from 0 to 10" in PROSE
    assert X.min() >= 0
    assert X.max() <= 10
    assert downhill @ way / np.linalg.norm(downhill) / np.linalg.norm(way) < 0.9


def test_weights_are_translated_back_as_the_text_says():
    X, y = datasets.exam_scores(60)
    mean, std = X.mean(axis=0), X.std(axis=0)
    inside, v = np.linalg.lstsq(np.column_stack([np.ones(60), (X - mean) / std]), y, rcond=None)[0]
    assert r"$s = (x - \mu) / \sigma$" in PROSE
    assert r"A weight $v$ for $s$ is $v / \sigma$ for $x$, and moves the bias by $-\mu v / \sigma$" in PROSE
    assert lab()["fit_linear"](X, y) == pytest.approx([inside - mean[0] * v / std[0], v / std[0]])


def test_the_fit_agrees_with_the_normal_equations_to_the_stated_bar():
    rng = np.random.default_rng(1)
    assert r"$X^\top X w = X^\top y$) to a relative $10^{-4}$" in PROSE
    for _ in range(20):
        X = rng.normal(size=(50, 3)) * 10 ** rng.uniform(-3, 3, 3) + rng.normal(size=3)
        y = (X / X.std(axis=0)) @ [1.0, 2.0, 3.0] + rng.normal(size=50)
        A = np.column_stack([np.ones(50), X])
        assert lab()["fit_linear"](X, y) == pytest.approx(np.linalg.lstsq(A, y, rcond=None)[0], rel=1e-7)


def test_a_rate_of_a_tenth_and_a_thousand_steps_are_plenty():
    assert "a rate of 0.1 and 1000 steps are plenty" in PROSE
    assert "0.1, 1000)[-1]" in CODE
    assert (1 - 0.1 * 2 * 0.1) ** 1000 < 1e-4  # even where the gentlest curvature is 2 · 0.1


def race(length, seed):
    names = lab()
    directions = np.random.default_rng(seed).normal(size=(200, 13))
    against = -names["numerical_gradient"](names["class_loss"], names["untrained"])[None]
    return [names["drops"](names["class_loss"], names["untrained"], rows, length) for rows in (directions, against)]


@pytest.mark.parametrize("seed", range(5))
def test_about_half_of_the_directions_lead_down_and_none_beats_the_gradient(seed):
    chance, gradient = race(0.01, seed)
    assert "About half lead down" in PROSE
    assert "None beats the gradient" in PROSE
    assert 0.35 < np.mean(chance > 0) < 0.65
    assert chance.max() < 0.9 * gradient[0]
    assert lab()["prediction_directions"] == "about half"


@pytest.mark.parametrize("seed", range(5))
def test_long_steps_are_another_matter(seed):
    chance, gradient = race(3.0, seed)
    assert "that holds for *short* steps. With steps of length 3" in PROSE
    assert gradient[0] < 0
    assert np.sum(chance > gradient[0]) > 50


def test_the_loss_of_13_numbers_is_the_networks_loss():
    names, (X, y) = lab(), datasets.will_i_pass()
    by_tensorflow = names["network_loss"]([tf.constant(part) for part in untrained_weights()], X, y)
    assert names["untrained"].shape == (13,)
    assert names["class_loss"](names["untrained"]) == pytest.approx(float(by_tensorflow))


@pytest.mark.parametrize(("letter", "made", "runs"), CASES)
def test_the_tape_answers_none_exactly_where_the_solution_says(letter, made, runs):
    names = {"tf": tf}
    exec(made, names)
    exec(runs, names)
    gradient = names["tape"].gradient(names["J"], names["w"])
    assert (gradient is None) == (letter in lab()["none_cases"])
    assert gradient is None or float(gradient) == 6


def test_the_quiz_has_seven_cases():
    assert [letter for letter, _, _ in CASES] == list("ABCDEFG")


def test_the_network_begins_at_a_tenth_and_ends_above_nine_tenths():
    yours = []
    for seed in (0, 1, 2):
        trained, _ = train_by_hand(untrained_weights(), *datasets.will_i_pass(seed=seed), 0.08, 800)
        yours.append(chance_to_pass(trained)[0])
    assert "with 4 lectures and 5 hours, a chance of 0.1" in PROSE
    assert chance_to_pass(untrained_weights())[0] == pytest.approx(0.1, abs=5e-4)
    assert "with rate 0.08 and 800 steps from the untrained weights" in PROSE
    assert "for (4, 5) must be above 0.9" in PROSE
    assert np.median(yours) > 0.94
    assert (will_i_pass.RATE, will_i_pass.STEPS[-1]) == (0.08, 800)


def test_ten_steps_do_most_of_the_work():
    X, y = datasets.will_i_pass()
    losses = lab()["train_network"](untrained_weights(), X, y, 0.08, 11)[1]
    assert "Ten steps bring the loss from 2.17 below 0.5, the other 790 straighten the line" in PROSE
    assert round(losses[0], 2) == 2.17
    assert losses[10] < 0.5


def test_backtracking_fulfils_armijos_condition_in_rosenbrocks_valley():
    surface, w = landscapes.rosenbrock(), np.array([-1.2, 1.0])
    a, b = w
    assert r"$J = (1 - a)^2 + 100\,(b - a^2)^2$" in PROSE
    assert surface(w) == pytest.approx((1 - a) ** 2 + 100 * (b - a**2) ** 2)
    assert r"J(w - \eta\,g) \le J(w) - c\,\eta\,|g|^2" in PROSE
    rate, g = lab()["backtracking"](surface, surface.gradient, w), surface.gradient(w)
    assert surface(w - rate * g) <= surface(w) - 1e-4 * rate * g @ g
    assert surface(w - 2 * rate * g) > surface(w) - 2e-4 * rate * g @ g


def test_backtracking_leaps_across_the_hill():
    surface, path = landscapes.rosenbrock(), [np.array([-1.2, 1.0])]
    for _ in range(200):
        rate = lab()["backtracking"](surface, surface.gradient, path[-1])
        path.append(path[-1] - rate * surface.gradient(path[-1]))
    assert "Backtracking even leaps across the hill" in PROSE
    assert np.abs(np.diff(np.array(path)[:, 0])).max() > 1


def test_testing_every_weight_takes_116_days():
    assert "13 numbers of our small network only 10 values: that is $10^{13}$ networks" in PROSE
    assert lab()["untrained"].size == 13
    assert "At a million per second it takes 116 days" in PROSE
    assert round(10**13 / 1e6 / 86400) == 116
    assert "The walk above took 800 steps" in PROSE
