"""Lab 07: every number and formula of the prose, held against the reference solution."""

import re
from functools import cache

import keras
import numpy as np
import pytest
from lab_text import lab_text

import course_utils
from course_utils import datasets
from course_utils.labs.optimizers import noisy_neuron, race, race_network
from course_utils.labs.optimizers.checks.optimizer_rules import NUMBERS
from course_utils.labs.optimizers.checks.optimizer_steps import keras_path
from course_utils.labs.optimizers.checks.range_test import range_curve
from course_utils.labs.optimizers.figures import learning_rate_schedules, momentum_paths
from course_utils.labs.optimizers.optimizer_measures import largest_difference, where_is_epsilon
from course_utils.labs.optimizers.race_plane import fixed_slice

CELLS, PROSE, CODE, lab = lab_text("07_optimizers")
SEEDS = (0, 1, 2)


def one_weight(name, w, gradients, state=None, **numbers):
    """The weights after each step of the lab's optimizer, for a single weight, and the last state."""
    params, state, path = [np.array([float(w)])], state or {}, []
    for g in gradients:
        params, state = lab()[name](params, [np.array([float(g)])], state, **numbers)
        path.append(float(params[0][0]))
    return path, state


def ends(name, rate, seeds=SEEDS, data="arms", steps=300):
    with np.errstate(all="ignore"):
        return [lab()["train"](lab()[name], rate, seed, lab()[data], steps)[-1] for seed in seeds]


@cache
def race_table():
    """The lab's fair race: name -> (best rate, losses of three seeds)."""
    names = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "adamw")
    losses = {(name, rate): ends(name, rate) for name in names for rate in (0.001, 0.01, 0.1, 1.0, 10.0)}
    train = lambda name, rate, seed: losses[name, rate][seed]  # noqa: E731
    return lab()["fair_race"](train, names, [0.001, 0.01, 0.1, 1.0, 10.0], SEEDS), losses


def test_the_opening_names_work_and_lecture():
    minutes = sum(int(number) for number in re.findall(r"\((\d+) min\b", PROSE))
    assert "About 150 minutes" in PROSE
    assert 130 <= minutes <= 170
    assert "44:05–48:09" in PROSE


def test_the_warm_up_asks_what_its_answers_answer():
    names = lab()
    assert "curvatures 3 and 8" in PROSE
    assert names["limit"] == course_utils.stand_in("rate_limit")(np.diag([3.0, 8.0]))
    assert "curvature 2, rate 0.1" in PROSE
    assert names["factor"] == pytest.approx(1 - 0.1 * 2)
    assert "says 0.5 to everything" in PROSE
    assert names["undecided"] == pytest.approx(np.log(2), abs=0.005)
    assert "`X` has shape (32, 5) and `W` has (5, 4)" in PROSE
    assert names["columns"] == (np.ones((32, 5)).T @ np.ones((32, 4))).shape[1]


def test_the_network_has_the_sizes_of_the_text():
    assert "a network 2-16-16-1" in PROSE
    assert [w.shape for w in race_network.start()] == [(2, 16), (16,), (16, 16), (16,), (16, 1), (1,)]


@pytest.mark.parametrize("seeds", [(0, 1, 2), (3, 4, 5)])
def test_small_rates_crawl_and_large_ones_end_worse_than_they_began(seeds):
    rates = (0.001, 0.01, 0.1, 1, 10, 100, 1000)
    assert (
        "the rates 0.001, 0.01, 0.1, 1, 10, 100 and 1000, 200 steps each, and take the median of three seeds" in PROSE
    )
    table = {rate: np.median(ends("sgd", rate, seeds, "rings", 200)) for rate in rates}
    assert 'hardly more than "0.5", whose loss is 0.69' in PROSE
    assert round(np.log(2), 2) == 0.69
    assert 0.6 < table[0.001] < 0.8
    assert "Too large: it ends far worse than it began" in PROSE
    assert min(table[100], table[1000]) > 10
    assert min(table, key=table.get) == 1 == lab()["prediction_rate"]


@pytest.mark.parametrize("name", list(NUMBERS))
def test_every_optimizer_of_the_lab_is_keras_own(name):
    assert "ten steps with given gradients, against Keras run at that very moment" in PROSE
    assert "What is left is rounding: Keras keeps β in single precision" in PROSE
    assert largest_difference(lab()[name], name) < 2e-5


def test_momentum_and_nesterov_are_their_formulas():
    assert r"$$m \leftarrow \beta\,m - \eta\,g \qquad w \leftarrow w + m$$" in PROSE
    m = -0.1 * 2
    then = 0.9 * m - 0.1 * 3
    assert one_weight("momentum", 1, [2, 3], learning_rate=0.1)[0] == pytest.approx([1 + m, 1 + m + then])
    assert r"$$m \leftarrow \beta\,m - \eta\,g \qquad w \leftarrow w + \beta\,m - \eta\,g$$" in PROSE
    first = 1 + 0.9 * m - 0.1 * 2
    assert one_weight("nesterov", 1, [2, 3], learning_rate=0.1)[0] == pytest.approx(
        [first, first + 0.9 * then - 0.1 * 3]
    )


@pytest.mark.parametrize("beta", [0.0, 0.3, 0.9])
def test_momentum_bears_rates_up_to_two_times_one_plus_beta(beta):
    assert r"up to $2(1 + \beta)/\lambda$ in place of $2/\lambda$" in PROSE
    below, above = (momentum_paths.factor(share * 2 * (1 + beta), beta) for share in (0.99, 1.01))
    assert below < 1 < above
    path = momentum_paths.ride(lab()["momentum"], 0.95 * 2 * (1 + beta), beta)
    assert abs(path[-1]) < 1


def test_near_beta_one_the_walk_swings_for_ever():
    assert r"near $\beta = 1$ it swings for ever" in PROSE
    assert momentum_paths.factor(0.1, 1.0) == pytest.approx(1)
    assert np.abs(momentum_paths.ride(lab()["momentum"], 0.1, 1.0)[-20:]).max() > 0.9


def test_a_constant_gradient_makes_the_steps_ten_times_as_long():
    assert r"grow to $\frac{1}{1 - \beta}$ times their length: tenfold for $\beta = 0.9$" in PROSE
    path, _ = one_weight("momentum", 0, [1] * 300, learning_rate=0.1)
    assert path[-2] - path[-1] == pytest.approx(0.1 / (1 - 0.9))


def test_adagrad_and_rmsprop_are_their_formulas():
    assert r"$$v \leftarrow v + g^2 \qquad w \leftarrow w - \eta\,\frac{g}{\sqrt{v + \varepsilon}}$$" in PROSE
    assert "Keras begins $v$ at 0.1, not 0" in PROSE
    assert keras.optimizers.Adagrad().initial_accumulator_value == 0.1
    path, _ = one_weight("adagrad", 1, [2], learning_rate=0.1, epsilon=0.5)
    assert path == pytest.approx([1 - 0.1 * 2 / np.sqrt(0.1 + 4 + 0.5)])
    assert (
        r"$$v \leftarrow \rho\,v + (1 - \rho)\,g^2 \qquad w \leftarrow w - \eta\,\frac{g}{\sqrt{v + \varepsilon}}$$"
        in PROSE
    )
    path, _ = one_weight("rmsprop", 1, [2], learning_rate=0.1, epsilon=0.5)
    assert path == pytest.approx([1 - 0.1 * 2 / np.sqrt(0.1 * 4 + 0.5)])


def test_adagrads_steps_only_shrink():
    path, _ = one_weight("adagrad", 0, [1] * 50, learning_rate=0.1)
    assert "Its $v$ only grows, so its steps only shrink" in PROSE
    assert (np.diff(np.abs(np.diff(path))) < 0).all()


def test_adadelta_takes_the_old_d():
    assert r"s = \frac{\sqrt{d + \varepsilon}}{\sqrt{v + \varepsilon}}\;g" in PROSE
    assert r"d \leftarrow \rho\,d + (1 - \rho)\,s^2 \qquad w \leftarrow w - \eta\,s" in PROSE
    assert "The order matters: $s$ uses the old $d$" in PROSE
    v, d, w, expected = 0.0, 0.0, 1.0, []
    for g in (2.0, -1.0):
        v = 0.95 * v + 0.05 * g * g
        s = np.sqrt(d + 0.01) / np.sqrt(v + 0.01) * g
        d, w = 0.95 * d + 0.05 * s * s, w - 0.5 * s
        expected.append(w)
    assert one_weight("adadelta", 1, [2, -1], learning_rate=0.5, epsilon=0.01)[0] == pytest.approx(expected)


def test_the_mean_of_equal_gradients_is_too_small_by_one_minus_beta_to_the_t():
    assert r"If every gradient is $g$, then after $t$ steps $m = (1 - \beta_1^t)\,g$" in PROSE
    _, state = one_weight("adam", 0, [3.0] * 7)
    assert state["m"][0] == pytest.approx((1 - 0.9**7) * 3)
    assert state["v"][0] == pytest.approx((1 - 0.999**7) * 9)
    assert state["t"] == 7


def test_adam_is_its_formula():
    assert (
        r"w \leftarrow w - \eta\,\frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}\,\frac{m}{\sqrt{v} + \varepsilon}" in PROSE
    )
    assert "$t$ counts the steps: 1 in the first one" in PROSE
    m, v = 0.1 * 2, 0.001 * 4
    step = 0.5 * np.sqrt(0.001) / 0.1 * m / (np.sqrt(v) + 0.01)
    assert one_weight("adam", 1, [2], learning_rate=0.5, epsilon=0.01)[0] == pytest.approx([1 - step])


def test_epsilon_stands_where_the_text_says():
    places = {name: where_is_epsilon(name) for name in ("adagrad", "rmsprop", "adadelta", "adam", "adamw")}
    assert "Inside for three, outside for Adam" in PROSE
    assert places == dict.fromkeys(("adagrad", "rmsprop", "adadelta"), "inside") | dict.fromkeys(
        ("adam", "adamw"), "outside"
    )
    assert (
        r"the paper adds it after the correction, $\hat m / (\sqrt{\hat v} + \varepsilon)$; Keras to $\sqrt v$ itself"
        in PROSE
    )
    right = keras_path("adam", [np.zeros(1)], [[np.array([0.1])]], learning_rate=1.0, epsilon=0.01)[0, 0]
    assert right == pytest.approx(-np.sqrt(0.001) * 0.1 / (np.sqrt(0.001) * 0.1 + 0.01), rel=1e-4)
    assert abs(right + 0.1 / (0.1 + 0.01)) > 0.1


def test_adamw_shrinks_the_weights_apart_from_adams_step():
    assert r"$$w \leftarrow w - \eta\,\lambda\,w - \text{Adam's step}$$" in PROSE
    plain = 5 - one_weight("adam", 5, [2], learning_rate=0.1)[0][0]
    assert one_weight("adamw", 5, [2], learning_rate=0.1, weight_decay=0.3)[0] == pytest.approx(
        [5 - 0.1 * 0.3 * 5 - plain]
    )


def test_the_race_is_run_as_the_text_says():
    assert (
        f"Each has the best of {len(race.RATES)} rates *for that surface*, found beforehand, and {race.STEPS} steps"
        in PROSE
    )
    assert "in steps of at most 0.5" in PROSE
    racers = {"SGD": lab()["sgd"], "momentum": lab()["momentum"], "RMSProp": lab()["rmsprop"], "Adam": lab()["adam"]}
    won = race.winners(racers)
    assert "No walker wins everywhere" in PROSE
    assert len(set(won.values())) > 1
    assert set(won) == {"ravine", "saddle", "rosenbrock", "two minima"}


@pytest.mark.parametrize("scale", [0.01, 1.0, 100.0])
def test_rmsprop_and_adam_take_steps_of_about_the_rate_however_steep_the_ground(scale):
    assert r"RMSProp and Adam take steps of about $\eta$, however steep or gentle the ground" in PROSE
    for name in ("rmsprop", "adam"):
        path, _ = one_weight(name, 0, [scale] * 60, learning_rate=0.1)
        assert path[-2] - path[-1] == pytest.approx(0.1, rel=0.05)


def test_ten_times_too_small_crawls_and_ten_times_too_large_leaps():
    surface = race.SURFACES["ravine"]()
    for name in ("rmsprop", "adam"):
        best, run = race.best_run(lab()[name], "ravine")
        slow, fast = (race.walk(lab()[name], surface, factor * best) for factor in (0.1, 10))
        assert slow.losses[-1] > 100 * run.losses[-1]
        assert fast.moves.max() > 5 * run.moves.max()


def test_the_two_directions_are_fixed_and_at_right_angles():
    plane, again = fixed_slice(), fixed_slice()
    assert "the same two fixed directions, chosen without looking at the racers" in PROSE
    assert "a network of 13 weights" in PROSE
    assert plane.origin.shape == (13,)
    assert plane.directions @ plane.directions.T == pytest.approx(np.eye(2), abs=1e-12)
    assert (plane.directions == again.directions).all()


def test_the_lazy_race_is_a_triumph_for_adam():
    lazy = {name: np.median(ends(name, 0.01)) for name in ("sgd", "momentum", "rmsprop", "adam")}
    assert "everybody at rate 0.01" in PROSE
    assert "A triumph for Adam" in PROSE
    assert lazy["adam"] < 0.1 < 0.4 < min(lazy["sgd"], lazy["momentum"], lazy["rmsprop"])


def test_at_their_own_rates_four_end_below_a_fiftieth():
    table, losses = race_table()
    assert "momentum, Nesterov, Adam and AdamW all end below 0.02" in PROSE
    assert max(max(table[name][1]) for name in ("momentum", "nesterov", "adam", "adamw")) < 0.02
    assert "it ends below 0.05 with two of the five rates, momentum with one" in PROSE
    good = lambda name: sum(np.median(losses[name, rate]) < 0.05 for rate in (0.001, 0.01, 0.1, 1.0, 10.0))  # noqa: E731
    assert (good("adam"), good("momentum")) == (2, 1)
    assert "Plain SGD, AdaGrad and AdaDelta have not finished after 300 steps" in PROSE
    assert min(min(table[name][1]) for name in ("sgd", "adagrad", "adadelta")) > 0.2
    assert "AdaDelta's best rate is the largest we tried" in PROSE
    assert table["adadelta"][0] == 10.0


def test_the_rate_of_batch_k_is_its_formula():
    assert r"\left(\frac{\text{highest}}{\text{lowest}}\right)^{k/(K-1)}" in PROSE
    formula = 0.001 * (10 / 0.001) ** (np.arange(5) / 4)
    assert formula == pytest.approx(np.geomspace(0.001, 10, 5))


def test_keras_shows_the_mean_of_the_epoch_until_its_metrics_are_reset():
    assert '`logs["loss"]` is the mean over all batches of the epoch so far' in PROSE
    assert "It starts anew after the model's `reset_metrics()`" in PROSE
    seen = {}

    class Look(keras.callbacks.Callback):
        def __init__(self, reset):
            super().__init__()
            self.reset = reset

        def on_train_batch_begin(self, batch, logs=None):
            if self.reset:
                self.model.reset_metrics()

        def on_train_batch_end(self, batch, logs=None):
            seen.setdefault(self.reset, []).append(float(logs["loss"]))

    for reset in (False, True):
        model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="zeros")])
        model.compile(keras.optimizers.SGD(0.0), "mse", run_eagerly=True)
        X, y = np.ones((4, 1)), np.array([[1.0], [2.0], [3.0], [4.0]])
        model.fit(X, y, batch_size=1, shuffle=False, verbose=0, callbacks=[Look(reset)])
    assert seen[True] == pytest.approx([1, 4, 9, 16])
    assert seen[False] == pytest.approx([1, 2.5, 14 / 3, 7.5])


def test_a_tenth_of_the_best_rate_is_still_on_the_slope():
    rates, losses = range_curve(best=0.3, noise=0.0)
    found = lab()["suggest_rate"](rates, losses)
    assert "a tenth of the rate at which the loss is smallest" in PROSE
    assert found == pytest.approx(rates[int(np.argmin(losses))] / 10, rel=0.2)
    here = np.searchsorted(rates, found)
    assert losses[here + 1] < losses[here]


def test_the_suggestion_trains_the_digits_and_its_neighbours_do_not():
    from course_utils.labs.optimizers.range_images import network

    X, y = datasets.load("digits")
    for seed in SEEDS:
        model, finder = network(X, seed), lab()["RangeTest"](1e-4, 10.0, 100)
        model.fit(X, y, batch_size=32, epochs=100, callbacks=[finder], verbose=0)
        found, start, right = lab()["suggest_rate"](finder.rates, finder.losses), model.get_weights(), []
        for rate in (found / 100, found, 100 * found):
            model.set_weights(start)
            model.optimizer.learning_rate = rate
            right.append(model.fit(X, y, batch_size=32, epochs=3, verbose=0).history["accuracy"][-1])
        assert right[1] > 0.7 > 0.5 > max(right[0], right[2])
    assert "A hundred batches replace seven trainings" in PROSE
    assert len(finder.rates) == 100


def test_the_schedules_are_their_formulas():
    names = lab()
    assert (
        r"$\frac{\text{peak}}{2}\,(1 + \cos \pi p)$ with progress $p = \frac{\text{step}}{\text{total} - 1}$" in PROSE
    )
    assert [names["cosine"](step, 101, 2.0) for step in (0, 50, 100)] == pytest.approx([2, 1, 0])
    by_keras = keras.optimizers.schedules.CosineDecay(2.0, 100)
    assert names["cosine"](30, 101, 2.0) == pytest.approx(float(by_keras(30)), rel=1e-5)
    assert r"$\text{peak} \cdot \frac{\text{step} + 1}{\text{warm}}$" in PROSE
    assert r"$p = \frac{\text{step} + 1 - \text{warm}}{\text{total} - \text{warm}}$" in PROSE
    assert [names["warm_up"](step, 101, 2.0, 10) for step in (0, 9, 100)] == pytest.approx([0.2, 2, 0])
    assert names["warm_up"](54, 101, 2.0, 10) == pytest.approx(1 + np.cos(np.pi * 45 / 91))
    assert "from `peak / 25` at step 0 up to `peak` at step `0.3 * (total - 1)`, and down to 0 at the last" in PROSE
    assert [names["one_cycle"](step, 101, 2.0) for step in (0, 30, 65, 100)] == pytest.approx([0.08, 2, 1, 0])
    assert "it halves the rate four times" in PROSE
    assert len({names["step_decay"](step, 100, 1.0) for step in range(100)}) == 5


@pytest.mark.parametrize("name", ["step_decay", "cosine", "one_cycle"])
def test_the_loss_ends_about_ten_times_nearer_with_decay(name):
    rates = learning_rate_schedules.rates_of(name, lab()[name], lab()["warm_up"], 0)
    ratio = learning_rate_schedules.end(
        noisy_neuron.above_the_best(np.ones(noisy_neuron.STEPS))
    ) / learning_rate_schedules.end(noisy_neuron.above_the_best(rates))
    assert "the loss ends about ten times nearer to the best" in PROSE
    assert 6 < ratio < 20
    assert f"Each step sees {noisy_neuron.BATCH} of {noisy_neuron.N} points" in PROSE
    assert noisy_neuron.PEAK == 1
    assert "Dashed: a constant rate, 1" in PROSE


def test_a_short_warm_up_changes_little():
    ends_of = [
        learning_rate_schedules.end(
            noisy_neuron.above_the_best(
                learning_rate_schedules.rates_of("cosine", lab()["cosine"], lab()["warm_up"], warm)
            )
        )
        for warm in (0, 20, 60)
    ]
    assert "A short warm-up changes little here" in PROSE
    assert max(ends_of) < 2 * min(ends_of)


def test_l2_adds_lambda_w_to_the_gradient():
    assert r"adds $\frac{\lambda}{2}|w|^2$ to the loss, so $\lambda\,w$ to the gradient" in PROSE
    w, h = np.array([1.5, -2.0]), 1e-6
    slopes = [
        (0.3 / 2 * ((w + h * e) @ (w + h * e)) - 0.3 / 2 * ((w - h * e) @ (w - h * e))) / (2 * h) for e in np.eye(2)
    ]
    assert slopes == pytest.approx(0.3 * w)
    assert "For plain SGD that is weight decay" in PROSE
    shrunk = w - 0.1 * (0.3 * w + 2.0)
    assert shrunk == pytest.approx(w - 0.1 * 0.3 * w - 0.1 * 2.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_adamw_shrinks_both_groups_alike_and_l2_does_not(seed):
    groups = {}
    for name in ("adamw", "adam_l2"):
        rng, params, state = np.random.default_rng(seed), [np.ones(200), np.ones(200)], {}
        for _ in range(1000):
            grads = [size * rng.normal(size=200) for size in (10, 0.1)]
            params, state = lab()[name](params, grads, state, learning_rate=0.01, weight_decay=0.1)
        groups[name] = [w.mean() for w in params]
    assert (
        r"AdamW shrinks both groups to about $e^{-1} \approx 0.37$, as 1000 steps of $1 - \eta\lambda = 0.999$ should"
        in PROSE
    )
    assert pytest.approx(np.exp(-1), abs=1e-3) == 0.999**1000
    assert groups["adamw"] == pytest.approx([0.37, 0.37], abs=0.05)
    assert groups["adam_l2"][0] > 0.8
    assert abs(groups["adam_l2"][1]) < 0.05


def test_power_iteration_is_its_formula():
    assert r"Hu \approx \frac{g(w + hu) - g(w - hu)}{2h} \qquad \lambda = u^\top Hu" in PROSE
    H = np.diag([1.0, -7.0, 3.0])
    assert lab()["largest_curvature"](lambda w: H @ w, np.ones(3)) == pytest.approx(-7)


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_the_limit_predicts_the_leap_and_not_the_end(seed):
    gradient, loss, w = race_network.trained(100, lab()["rings"], seed=seed)
    limit, losses = 2 / lab()["largest_curvature"](gradient, w), {}
    for share in (0.5, 4.0):
        path = course_utils.stand_in("gradient_descent")(gradient, w, share * limit, 30)
        losses[share] = [loss(place) for place in path]
    assert "Well below the limit the loss falls step by step, far above it leaps up" in PROSE
    assert np.diff(losses[0.5]).max() < 1e-9
    assert max(losses[4.0]) > 10 * losses[4.0][0]
    assert "The limit predicts the leap, not the end" in PROSE


def test_some_leap_lands_lower_than_it_began():
    gradient, loss, w = race_network.trained(100, lab()["rings"])
    limit = 2 / lab()["largest_curvature"](gradient, w)
    path = course_utils.stand_in("gradient_descent")(gradient, w, 1.5 * limit, 30)
    losses = [loss(place) for place in path]
    assert "the leap may land where the ground is flatter" in PROSE
    assert max(losses) > 3 * losses[0] > 3 * losses[-1]


def test_keras_default_rate_of_adadelta_is_a_thousandth():
    assert "Keras's default rate of 0.001" in PROSE
    assert keras.optimizers.Adadelta().get_config()["learning_rate"] == pytest.approx(0.001)
