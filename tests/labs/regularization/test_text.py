"""Lab 09: every number and formula of the prose, held against the reference solution."""

import re
from functools import cache
from itertools import product

import numpy as np
import pytest
from lab_text import lab_text

import course_utils
from course_utils import datasets
from course_utils.labs.regularization import calibration, contest
from course_utils.labs.regularization.figures import dropout, overfitting, overparameterization, weight_penalty
from course_utils.labs.regularization.random_features import sweep

CELLS, PROSE, CODE, lab = lab_text("09_regularization")


@cache
def compete(seeds=(0, 1, 2)):
    names = lab()
    masks = names["dropout_forward"], names["dropout_backward"]
    return contest.run(names["penalty"], masks, names["EarlyStopping"], names["augment"], seeds=seeds)[0]


@cache
def descents(ridge):
    """Errors and norms of figure 23, shape (seeds, widths, shares)."""
    runs = [
        sweep(lab()["min_norm"], overparameterization.WIDTHS, n=200, seed=seed, by_lot=(0.0, 0.3), ridge=ridge)
        for seed in overparameterization.SEEDS
    ]
    return [np.array(part) for part in zip(*runs, strict=True)]


def polynomial_errors():
    (X, y), (X_new, y_new) = datasets.noisy_curve(20, seed=1), datasets.noisy_curve(200, seed=2)
    fit = lab()["fit_and_score"]
    return np.array([fit(degree, (X[:, 0], y), (X_new[:, 0], y_new)) for degree in range(16)])


def test_the_opening_names_work_and_lecture():
    minutes = sum(int(number) for number in re.findall(r"\((\d+) min\b", PROSE))
    assert "About 170 minutes" in PROSE
    assert 150 <= minutes <= 190
    assert "51:25–57:16" in PROSE


def test_the_warm_up_asks_what_its_answers_answer():
    names = lab()
    assert "gives each of 10 classes the probability 0.1" in PROSE
    assert names["loss_of_guessing"] == pytest.approx(-np.log(0.1), abs=0.005)
    assert "$w = 2$, the gradient is 3, the learning rate 0.1" in PROSE
    assert names["after_the_step"] == pytest.approx(2 - 0.1 * 3)
    assert "a ReLU whose input was −2" in PROSE
    assert names["through_relu"] == course_utils.stand_in("relu_backward")(np.array([[-2.0]]), np.array([[5.0]]))[0, 0]
    assert "1000 examples in batches of 32" in PROSE
    assert names["steps_per_epoch"] == len(range(0, 1000, 32))


def test_the_test_part_of_the_contest_lies_in_the_vault():
    assert "the test digits of this lab lie in a **vault** that opens once" in PROSE
    parts = contest.parts()
    assert sum(len(y) for _, y in parts.values()) == 1797
    rows = [{row.tobytes() for row in parts[name][0]} for name in ("pool", "validation", "test")]
    assert [rows[a] & rows[b] for a, b in ((0, 1), (0, 2), (1, 2))] == [set()] * 3


def test_degree_5_is_the_best_of_the_three_on_new_points():
    errors = polynomial_errors()
    assert "Of the degrees 1, 5 and 14, which is best on 200 *new* points" in PROSE
    assert min((1, 5, 14), key=lambda degree: errors[degree, 1]) == lab()["prediction_degree"]


@pytest.mark.parametrize("seed", range(5))
def test_training_error_only_falls_and_validation_error_falls_and_rises(seed):
    (X, y), (X_new, y_new) = datasets.noisy_curve(20, seed=seed), datasets.noisy_curve(200, seed=100)
    fit = lab()["fit_and_score"]
    train, validation = np.transpose([fit(degree, (X[:, 0], y), (X_new[:, 0], y_new)) for degree in range(16)])
    assert "Training error can only fall: each degree contains all lower ones" in PROSE
    assert (np.diff(train) <= 1e-9).all()
    assert "Validation error falls, then rises" in PROSE
    assert 3 <= validation.argmin() <= 8
    assert validation[0] > 2 * validation.min()
    assert validation[15] > 2 * validation.min()


def test_no_curve_is_expected_below_the_noise():
    X, y = datasets.noisy_curve(20_000, noise=0.2, seed=3)
    assert "$0.2^2 = 0.04$" in PROSE
    assert np.mean((y - np.sin(2 * np.pi * X[:, 0])) ** 2) == pytest.approx(0.04, rel=0.05)


def dashboard(n, power):
    """Training and validation error of degree 15 after so many epochs, as figure 22 computes them."""
    found = {}
    original, overfitting.Live = overfitting.Live, lambda compute, *_, **__: compute
    try:
        found = overfitting.fit_dashboard(lab()["fit_and_score"])(degree=15, n=n, noise=0.3, power=power)
    finally:
        overfitting.Live = original
    return found


def test_more_points_close_the_gap_and_fewer_epochs_help():
    few, many = dashboard(16, 6.0), dashboard(100, 6.0)
    assert "at degree 15 the gap between the curves closes from 16 points to 100" in PROSE
    assert few.now[1] - few.now[0] > 1
    assert abs(many.now[1] - many.now[0]) < 0.1
    assert "Fewer epochs help too" in PROSE
    assert few.by_epoch[:, 1].min() < 0.2 * few.now[1]


def test_the_dashboards_formula_is_gradient_descent():
    rng = np.random.default_rng(0)
    Phi, y = overfitting.features(rng.uniform(0, 1, 12), 5), rng.normal(size=12)
    w, rate = np.zeros(6), 1 / np.linalg.norm(Phi, 2) ** 2
    for _ in range(40):
        w = w - rate * Phi.T @ (Phi @ w - y)
    assert overfitting.trained(Phi, y, np.array([40.0]))[:, 0] == pytest.approx(w)


def test_a_network_learns_labels_dealt_out_anew_and_nothing_else():
    names, shares = lab(), []
    X, y = datasets.load("digits", n=450, seed=3)
    for seed in range(5):
        labels, net = names["memorise"](X[:150], y[:150], np.random.default_rng(seed))
        shares.append((contest.accuracy(net, X[:150], labels), contest.accuracy(net, X[150:], y[150:])))
    assert "a network with 128 hidden units, and 150 digits" in PROSE
    assert net[0][0].shape == (64, 128)
    assert "must be at least 99 %, and the median on 300 digits with true labels below 25 %" in PROSE
    learned, unseen = np.transpose(shares)
    assert learned.min() == 1
    assert unseen.max() < 0.2
    assert names["prediction_random"] == 1


def test_the_same_network_with_true_labels_is_useful():
    X, y = datasets.load("digits", n=150, seed=1)
    net = contest.fit_net(X, y, np.random.default_rng(0))
    assert (
        "Both networks know their training labels by heart. On unseen digits one is useful, the other guesses" in PROSE
    )
    assert contest.accuracy(net, X, y) == 1
    assert contest.accuracy(net, *contest.parts()["validation"]) > 0.85


def test_the_slopes_of_the_penalties_are_their_formulas():
    assert r"\lambda w^2 = 2\lambda w" in PROSE
    assert r"\lambda |w| = \lambda\,\mathrm{sign}(w)" in PROSE
    price, h = (lambda w, **how: lab()["penalty"]([(np.array([[w]]), np.zeros(1))], **how)), 1e-6
    for how in ({"l1": 0.3}, {"l2": 0.3}):
        for w in (-2.0, 0.5):
            slope = (price(w + h, **how)[0] - price(w - h, **how)[0]) / (2 * h)
            assert price(w, **how)[1][0][0][0, 0] == pytest.approx(slope, rel=1e-6)


def test_l1_makes_weights_exactly_zero_and_l2_none():
    prices = {kind: weight_penalty.price_list(lab()["penalty"], kind) for kind in ("L1", "L2")}
    assert "L2 shrinks every weight by a factor and makes none of them zero" in PROSE
    assert "small weights end at exactly 0" in PROSE
    for strength in (0.2, 0.5, 1.0):
        weights = {kind: weight_penalty.smallest(strength * price) for kind, price in prices.items()}
        assert (weights["L1"] == 0).any()
        assert (weights["L2"] != 0).all()
        factor = 1 / (1 + 2 * strength)
        assert weights["L2"] == pytest.approx(factor * weight_penalty.BEST, abs=0.005)


def test_dividing_by_one_minus_the_rate_keeps_the_mean():
    rate, h = 0.3, np.array([0.5, -1.0, 2.0])
    masks = np.array(list(product((0, 1), repeat=3)))
    chance = np.prod(np.where(masks == 1, 1 - rate, rate), axis=1)
    assert r"\tilde h = \frac{m \odot h}{1 - r}" in PROSE
    assert "each 0 with probability $r$" in PROSE
    assert chance @ (masks * h / (1 - rate)) == pytest.approx(h)
    assert "for a *linear* next layer exactly, through further ReLUs only nearly" in PROSE
    w = np.array([1.0, 2.0, -0.5])
    assert chance @ (masks * h / (1 - rate) @ w) == pytest.approx(h @ w)
    assert chance @ np.maximum(masks * h / (1 - rate) @ w, 0) != pytest.approx(max(h @ w, 0), rel=0.01)


def test_the_figure_of_masks_shows_what_the_text_says():
    assert (dropout.ROWS, dropout.UNITS, dropout.MASKS) == (12, 16, 2000)
    assert "twelve examples with the same 16 activations" in PROSE
    assert "for 2000 masks" in PROSE


def test_dropout_makes_training_worse_and_some_of_it_helps_validation():
    masks = lab()["dropout_forward"], lab()["dropout_backward"]
    found = np.array(
        [
            [contest.train(contest.data(seed), seed, dropout=masks, rate=rate)[1:3] for rate in (0.0, 0.25, 0.5, 0.75)]
            for seed in range(3)
        ]
    )[..., -1]
    assert "Dropout makes training worse; validation is best somewhere between none and most" in PROSE
    assert (np.diff(found[:, :, 0], axis=1) > 0).all()
    median = np.median(found[:, :, 1], axis=0)
    assert median.argmin() in (1, 2)


def test_the_contest_has_100_digits_of_which_15_percent_have_a_label_by_lot():
    given = contest.data(0)
    assert "100 digits of which 15 % got a label by lot" in PROSE
    assert len(given.y) == 100
    assert contest.BY_LOT == 0.15
    assert "The full profile takes 400 MNIST images" in PROSE
    assert contest.SIZES["full"] == ("mnist", 6000, 400)


def test_patience_of_the_text_stops_after_the_fourth_epoch():
    stopper, losses = lab()["EarlyStopping"](patience=2), [0.9, 0.7, 0.75, 0.8, 0.6]
    assert "With patience 2 and validation losses 0.9, 0.7, 0.75, 0.8, 0.6 it stops after the fourth epoch" in PROSE
    stops = [stopper.update({"val_loss": loss}, epoch) for epoch, loss in enumerate(losses[:4], start=1)]
    assert stops == [False, False, False, True]
    assert "gives back the weights of the second" in PROSE
    assert stopper.best_weights == 2


@pytest.mark.parametrize("seed", range(3))
def test_after_the_best_epoch_the_wrong_labels_are_learned(seed):
    given, kept = contest.data(seed), lab()["EarlyStopping"](patience=100)
    run = contest.train(given, seed)
    stopped = contest.train(given, seed, stopper=kept)
    X, y = contest.parts()["pool"]
    truth = {row.tobytes(): label for row, label in zip(X, y, strict=True)}
    wrong = np.array([truth[row.tobytes()] != label for row, label in zip(given.X, given.y, strict=True)])
    assert "right of it it begins to learn the wrong labels by heart" in PROSE
    at_best, at_end = (contest.accuracy(one.params, given.X[wrong], given.y[wrong]) for one in (stopped, run))
    assert at_end > at_best
    assert run.val_loss[-1] > run.val_loss.min()


def test_the_factor_of_three_scores_is_students_t():
    stats = pytest.importorskip("scipy.stats")
    assert r"t = 4.303 \text{ for } k = 3" in PROSE
    assert stats.t.ppf(0.975, 2) == pytest.approx(4.303, abs=5e-4)
    scores = [0.7, 0.82, 0.79]
    mean, half = lab()["interval"](scores)
    assert (mean, half) == pytest.approx((np.mean(scores), 4.303 * np.std(scores, ddof=1) / np.sqrt(3)))


@pytest.mark.parametrize("seeds", [(0, 1, 2), (3, 4, 5)])
def test_all_five_intervals_overlap(seeds):
    rows = [lab()["interval"](scores) for scores in compete(seeds).values()]
    assert "all five **intervals overlap**" in PROSE
    assert max(mean - half for mean, half in rows) < min(mean + half for mean, half in rows)


@pytest.mark.parametrize("seeds", [(0, 1, 2), (3, 4, 5)])
def test_each_of_the_four_helps_on_average(seeds):
    means = {name: scores.mean() for name, scores in compete(seeds).items()}
    assert "On the small digits each of the four helps on average" in PROSE
    assert min(mean for name, mean in means.items() if name != "none") > means["none"]


def test_the_peak_stands_at_p_equal_n_and_the_second_valley_does_not_beat_the_first_with_wrong_labels():
    errors, norms = descents(0.0)
    widths = list(overparameterization.WIDTHS)
    at_n, small = widths.index(200), [k for k, width in enumerate(widths) if width < 200]
    clean, noisy = np.median(errors, axis=0).T
    assert "The peak stands at $p = n$" in PROSE
    assert widths[noisy.argmax()] == 200 == lab()["prediction_peak"]
    assert widths[2:][clean[2:].argmax()] == 200  # with 10 or 25 units the error is large for another reason
    assert "its weights are huge" in PROSE
    assert np.median(norms, axis=0).argmax(axis=0).tolist() == [at_n, at_n]
    assert "with 30 % of the labels by lot, 1600 units are no better than the best small width" in PROSE
    assert noisy[-1] >= noisy[small].min()
    assert noisy[-1] < 0.6 * noisy[at_n]
    assert "With true labels they are" in PROSE
    assert (errors[:, -1, 0] < errors[:, small, 0].min(axis=1)).all()


def test_a_ridge_of_1_removes_the_peak_and_helps_more_than_any_width():
    widths = list(overparameterization.WIDTHS)
    plain, ridge = (np.median(descents(strength)[0], axis=0)[:, 1] for strength in (0.0, 1.0))
    assert "A ridge of 1 removes the peak, and with wrong labels it helps more than any width" in PROSE
    assert ridge[widths.index(200)] < 1.2 * ridge.min()
    assert ridge.min() < 0.7 * plain.min()


def test_the_formula_of_the_ridge_minimises_what_the_text_says():
    rng = np.random.default_rng(0)
    Phi, Y, ridge = rng.normal(size=(6, 9)), rng.normal(size=(6, 2)), 0.7
    W = lab()["min_norm"](Phi, Y, ridge)
    assert r"W = \Phi^\top (\Phi\Phi^\top + \rho I)^{-1}\, Y" in PROSE
    assert Phi.T @ (Phi @ W - Y) + ridge * W == pytest.approx(np.zeros((9, 2)), abs=1e-12)
    smallest = lab()["min_norm"](Phi, Y)
    assert Phi @ smallest == pytest.approx(Y)
    assert np.linalg.norm(smallest) == pytest.approx(np.linalg.norm(lab()["min_norm"](Phi, Y, 1e-9)), rel=1e-6)


def test_a_network_that_knows_its_data_by_heart_is_too_sure():
    found = []
    for seed in range(3):
        given = contest.data(seed)
        halves = calibration.halves(contest.train(given, seed).params, given)
        found.append(lab()["best_temperature"](*halves["choose"], np.geomspace(0.3, 5, 40)))
    assert "A network that knows its data by heart is often too sure" in PROSE
    assert "on 150 digits" in PROSE
    assert len(halves["judge"][1]) == 150
    assert np.median(found) > 1


def test_l2_is_weight_decay_for_plain_descent():
    w, g, rate, strength = 2.0, 0.5, 0.1, 0.3
    assert "For plain descent yes" in PROSE
    assert w - rate * (g + 2 * strength * w) == pytest.approx((1 - 2 * rate * strength) * w - rate * g)
