"""Lab 10: every number and formula of the prose, held against the reference solution."""

import re
from functools import cache

import keras
import numpy as np
import pytest
import tensorflow as tf
from lab_text import lab_text

import course_utils
from course_utils.labs.real_network import capstone, sick_runs, training_runs
from course_utils.labs.real_network.checks.one_batch import adam_losses, as_spec, small_batch
from course_utils.labs.real_network.figures import digit_drawing, initialization, training_dashboard
from course_utils.labs.real_network.loss_slices import losses_on_grid, moons_loss, random_direction, trained
from course_utils.models import dense_net
from course_utils.models.digit_classifier import digits

CELLS, PROSE, CODE, lab = lab_text("10_real_network")


@cache
def logs(seed=0):
    return sick_runs.sick_logs(seed)


def test_the_opening_names_work_and_lecture():
    minutes = sum(int(number) for number in re.findall(r"\((\d+) min\b", PROSE))
    assert "About 180 minutes" in PROSE
    assert 150 <= minutes <= 220
    assert "57:16 to the end" in PROSE


def test_the_warm_up_asks_what_its_answers_answer():
    names = lab()
    assert "takes 64 numbers and gives 10" in PROSE
    assert names["shape_of_dW"] == (64, 10)
    assert "momentum 0.9, gradient 1 in every step" in PROSE
    assert names["velocity"] == pytest.approx(0.9 * (0.9 * 0 + 1) + 1)
    assert "1200 examples in batches of 32, the last one may be smaller" in PROSE
    assert names["steps_per_epoch"] == -(-1200 // 32)
    assert "rate 0.2 keeps an activation of 1" in PROSE
    assert names["kept_value"] == pytest.approx(1 / (1 - 0.2))


def train_from(first, steps=100):
    X, y, X_held_out, y_held_out = digits()
    W1, W2 = first
    params = {"W1": W1, "b1": np.zeros(32), "W2": W2, "b2": np.zeros(10)}
    params, _ = course_utils.stand_in("train")(params, X, y, steps)
    H = np.maximum(X_held_out @ params["W1"] + params["b1"], 0)
    right = np.mean((H @ params["W2"] + params["b2"]).argmax(axis=1) == y_held_out)
    return params, right


def test_from_zeros_only_the_last_biases_learn_and_a_tenth_is_right():
    params, right = train_from((np.zeros((64, 32)), np.zeros((32, 10))))
    assert "From zero no blame gets through; only the last biases learn" in PROSE
    assert not params["W1"].any()
    assert not params["W2"].any()
    assert not params["b1"].any()
    assert params["b2"].any()
    assert 0.07 < right < 0.13
    assert lab()["prediction_zeros"] == "a tenth"


def test_from_a_constant_all_units_stay_one():
    params, _ = train_from((np.full((64, 32), 0.1), np.full((32, 10), 0.1)))
    assert "From 0.1 all units get the same blame and stay one unit" in PROSE
    assert params["W1"].std() > 1e-3
    assert lab()["count_different"](params["W1"]) == 1


def test_variances_add_up_and_a_uniform_number_has_a_third_of_the_square():
    rng = np.random.default_rng(0)
    x, W = np.maximum(rng.normal(size=200), 0), rng.normal(0, 0.3, (200, 20_000))
    assert r"\mathrm{Var}(z) = \text{fan\_in} \cdot \overline{x^2}\;\mathrm{Var}(w)" in PROSE
    assert np.var(x @ W) == pytest.approx(200 * np.mean(x**2) * 0.09, rel=0.05)
    assert "uniform number from $-a$ to $a$ has variance $a^2 / 3$" in PROSE
    assert np.var(rng.uniform(-2, 2, 100_000)) == pytest.approx(4 / 3, rel=0.02)


def test_he_and_glorot_have_the_stated_variances_and_those_of_keras():
    for name, twin, variance, formula in [
        ("he_normal", "HeNormal", 2 / 300, r"\mathrm{Var}(w) = 2 / \text{fan\_in}$"),
        ("glorot_uniform", "GlorotUniform", 2 / 400, r"2 / (\text{fan\_in} + \text{fan\_out})"),
    ]:
        mine = np.var(lab()[name](300, 100, np.random.default_rng(0)))
        theirs = np.var(np.array(getattr(keras.initializers, twin)(seed=0)((300, 100))))
        assert formula in PROSE
        assert mine == pytest.approx(variance, rel=0.05)
        assert theirs == pytest.approx(variance, rel=0.05)


def test_relu_throws_half_of_the_square_away():
    z = np.random.default_rng(0).normal(size=200_000)
    assert "throws half of the square away" in PROSE
    assert np.mean(np.maximum(z, 0) ** 2) == pytest.approx(np.mean(z**2) / 2, rel=0.02)


def test_24_layers_of_glorot_leave_a_ten_thousandth_and_he_keeps_the_signal():
    glorot, he = (initialization.flow(lab()[name], "relu", 24) for name in ("glorot_uniform", "he_normal"))
    assert "Glorot's start halves the variance at each square layer; 24 of them leave about a ten-thousandth" in PROSE
    assert glorot.signal[-1] == pytest.approx(0.5**12, rel=0.7)
    assert 0.5 * 1e-4 < glorot.signal[-1] < 3e-4
    assert 0.3 < he.signal[-1] < 3
    for name in ("glorot_uniform", "he_normal"):
        flow = initialization.flow(lab()[name], "tanh", 24)
        assert min(flow.signal[-1], flow.gradient[0]) > 0.05
    assert "With tanh both survive" in PROSE


def test_batch_norm_is_its_formula():
    rng = np.random.default_rng(1)
    X, gamma, beta = rng.normal(size=(8, 3)), rng.uniform(1, 2, 3), rng.normal(size=3)
    Y, mean, var = lab()["batch_norm"](X, gamma, beta, np.zeros(3), np.ones(3), True)
    assert r"\hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} \qquad y = \gamma\,\hat x + \beta" in PROSE
    assert pytest.approx(gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + 1e-5) + beta) == Y
    assert r"\bar\mu \leftarrow m\,\bar\mu + (1 - m)\,\mu" in PROSE
    assert mean == pytest.approx(0.1 * X.mean(axis=0))
    assert r"m\,\bar\sigma^2 + (1 - m)\,\tfrac{n}{n - 1}\,\sigma^2" in PROSE
    assert var == pytest.approx(0.9 + 0.1 * X.var(axis=0, ddof=1))


def test_the_variance_of_a_batch_comes_out_too_small():
    rng = np.random.default_rng(0)
    mean = np.mean([rng.normal(size=4).var() for _ in range(20_000)])
    assert "undoes that a batch's variance comes out too small" in PROSE
    assert mean * 4 / 3 == pytest.approx(1, rel=0.03)


def test_keras_leaves_the_factor_out_which_is_3_percent_at_32():
    layer = keras.layers.BatchNormalization(momentum=0.9)
    X = np.random.default_rng(0).normal(size=(32, 4)).astype("float32")
    layer(X, training=True)
    assert "(Keras leaves $n/(n-1)$ out; for a batch of 32 that is 3 %.)" in PROSE
    assert np.array(layer.moving_variance) == pytest.approx(0.9 + 0.1 * X.var(axis=0), rel=1e-4)
    assert round(100 * (32 / 31 - 1)) == 3


def test_with_batch_norm_the_signal_survives_and_the_gradient_grows():
    starts = {"too small": lambda i, o, rng: rng.normal(0, 0.05, (i, o)), "He": lab()["he_normal"]}
    assert "the signal survives any size of the first weights. But the gradient *grows*" in PROSE
    assert initialization.flow(starts["too small"], "relu", 24).signal[-1] < 1e-10
    for start in starts.values():
        flow = initialization.flow(start, "relu", 24, lab()["batch_norm"])
        assert 0.3 < flow.signal[-1] < 3
        assert flow.gradient[0] > 10


def test_the_way_back_is_its_formula():
    rng = np.random.default_rng(2)
    X, gamma, dY = rng.normal(size=(7, 3)), rng.uniform(1, 2, 3), rng.normal(size=(7, 3))
    mine, tape = lab()["batch_norm_backward"](X, gamma, dY), course_utils.stand_in("batch_norm_backward")(X, gamma, dY)
    assert r"\left(d\hat x - \overline{d\hat x} - \hat x\;\overline{d\hat x\,\hat x}\right)" in PROSE
    for one, other in zip(mine, tape, strict=True):
        assert one == pytest.approx(other)


def test_eight_random_labels_are_learned_by_heart():
    last = [adam_losses(*small_batch(seed), 60, 0.05)[-1] for seed in range(12)]
    assert "eight random labels, 60 steps and rate 0.05 the last loss must be below 0.01" in PROSE
    assert max(last) < 0.008


def test_the_students_loop_is_the_loop_of_the_check():
    params, X, y = small_batch(5)
    model = course_utils.checks.build("dense_net", as_spec(params))
    assert lab()["overfit_batch"](model, X, y, 5, 0.05) == pytest.approx(adam_losses(params, X, y, 5, 0.05), rel=1e-3)


def test_the_update_ratio_is_its_formula_and_rate_10_kills():
    assert r"r = \frac{|W_\text{after} - W_\text{before}|}{|W_\text{before}|}" in PROSE
    assert lab()["update_ratios"]([np.array([[3.0, 4.0]])], [np.array([[3.0, 5.0]])]) == pytest.approx([0.2])
    data = training_dashboard.watch(lab()["update_ratios"], 10.0, "he")
    assert "At rate 10 the first update is nearly as large as the weights" in PROSE
    assert 0.4 < np.median(data.ratios[0]) < 2
    assert data.active[-1].max() == 0
    assert data.gradients[-1, :2].max() == 0
    assert data.losses[-1] == pytest.approx(np.log(10), abs=0.3)


@pytest.mark.parametrize("seed", range(3))
def test_the_cards_show_what_the_hints_say(seed):
    found = logs(seed)
    begin = {letter: log["loss"][0] for letter, log in found.items()}
    assert all(loss < 3 for letter, loss in begin.items() if letter != "B")
    assert begin["B"] > 30  # "which run is wrong before the first step?"
    assert found["H"]["gradient_ratio"] == 0
    assert found["E"]["gradient_ratio"] < 0.005
    assert found["D"]["gradient_ratio"] > 0.5
    assert found["F"]["val_loss"][-1] > 2.25 > 2.25 * 0.999 > found["F"]["loss"][-1] - 0.05
    assert found["A"]["val_loss"][-1] > 5 * found["A"]["loss"][-1]
    assert found["G"]["loss"][-1] > 20


def test_two_softmaxes_never_come_below_1_46():
    assert "With ten classes their loss never falls below 1.46" in PROSE
    sure = np.eye(10)[:1] * 1e4
    assert training_runs.loss_of(sure, np.array([0]), softmaxes=2) == pytest.approx(1.46, abs=0.005)


def test_each_disease_occurs_once_and_its_one_setting_is_the_cure():
    names = lab()
    assert sorted(names["diagnosis"].values()) == sorted(sick_runs.DISEASES)
    assert all(f'"{disease}"' in PROSE for disease in sick_runs.DISEASES)
    for letter, change in names["cures"].items():
        assert list(change) == [sick_runs.DISEASES[names["diagnosis"][letter]]]


@pytest.mark.parametrize("letter", "ABCDEFGH")
def test_sick_runs_miss_the_bar_and_cured_ones_pass_it_with_room(letter):
    assert "must reach 90 % right and a loss below 0.5" in PROSE
    assert (sick_runs.GOAL, sick_runs.LOSS) == (0.9, 0.5)
    same = {"epochs": sick_runs.patient(letter)["epochs"]}
    right, loss = sick_runs.treated(letter, same)
    assert right < 0.9 or loss > 0.5
    for seeds in [(0, 1, 2), (11, 12, 13), (21, 22, 23)]:
        right, loss = sick_runs.treated(letter, lab()["cures"][letter], seeds)
        assert right > 0.92
        assert loss < 0.3


def test_the_false_cure_of_c_is_one():
    right, loss = sick_runs.treated("C", {"learning_rate": 1.0})
    assert "For C, a larger rate brings 90 % right" in PROSE
    assert right > 0.9
    assert loss > 1.4


@pytest.mark.parametrize(("seed", "missed"), [(0, "BC"), (1, "BCF"), (2, "BC")])
def test_b_and_c_slip_through_the_four_rules_and_f_with_another_seed(seed, missed):
    words = {letter: lab()["check_up"](log) for letter, log in logs(seed).items()}
    assert "B and C slip through, with another seed F too" in PROSE
    assert "".join(letter for letter, found in words.items() if not found) == missed
    assert lab()["check_up"](training_runs.run(sick_runs.BASE, seed)) == []


def test_the_rules_are_those_of_the_text():
    for words in ("above 0.9 times the first", "above 1.5 times the last training loss", "ratio is below 0.01"):
        assert words in PROSE
    assert all(word in CODE for word in ("0.9 * loss[0]", "1.5 * loss[-1]", "< 0.01"))


def test_the_small_network_has_337_numbers():
    assert "A small one of 337 numbers already has 337 dimensions" in PROSE
    assert sum(part.size for part in trained()) == 337


def shares(network, normalise, seed):
    rng, weights = np.random.default_rng(seed), trained(network)
    chosen = [random_direction(weights, rng) for _ in range(2)]
    if normalise:
        chosen = [lab()["filter_normalise"](direction, list(weights)) for direction in chosen]
    steps = np.linspace(-1, 1, 17)
    return losses_on_grid(weights, *chosen, steps, steps)


@pytest.mark.parametrize("seed", range(10))
def test_the_rescaled_network_computes_the_same_and_only_normalised_slices_agree(seed):
    twin = "no decay, rescaled"
    assert "Multiply a ReLU layer by 5 and divide the next by 5: the network computes the same" in PROSE
    assert moons_loss(trained(twin)) == pytest.approx(moons_loss(trained()))
    assert "their raw slices differ, normalised they are equal" in PROSE
    assert shares(twin, True, seed) == pytest.approx(shares("no decay", True, seed), rel=1e-3)
    assert np.abs(shares(twin, False, seed) - shares("no decay", False, seed)).max() > 1
    assert lab()["prediction_slice"] == "different"


def test_the_network_with_weight_decay_has_the_widest_valley():
    assert "The network with weight decay has the widest valley" in PROSE
    plain, decay = (
        [np.mean(shares(name, True, seed) < 0.5) for seed in range(10)] for name in ("no decay", "weight decay")
    )
    assert np.all(np.array(decay) > np.array(plain))


def test_a_column_of_the_direction_is_as_long_as_the_neurons_weights():
    weights = list(trained())
    direction = lab()["filter_normalise"](random_direction(weights, np.random.default_rng(0)), weights)
    assert r"\frac{|w_{\cdot j}|}{|d_{\cdot j}|}" in PROSE
    for d, w in zip(direction[::2], weights[::2], strict=True):
        assert np.linalg.norm(d, axis=0) == pytest.approx(np.linalg.norm(w, axis=0))
    assert not any(bias.any() for bias in direction[1::2])


def test_the_slice_is_the_direct_evaluation_and_its_centre_the_trained_loss():
    weights, rng = list(trained("weight decay")), np.random.default_rng(1)
    d1, d2 = random_direction(weights, rng), random_direction(weights, rng)
    steps = np.array([-0.3, 0.0, 0.6])
    got = lab()["loss_slice"](moons_loss, weights, d1, d2, steps, steps)
    assert r"f(\alpha, \beta) = J(w + \alpha\,d_1 + \beta\,d_2)" in PROSE
    assert got[0, 2] == pytest.approx(
        moons_loss([w + 0.6 * a - 0.3 * b for w, a, b in zip(weights, d1, d2, strict=True)])
    )
    assert got[1, 1] == pytest.approx(moons_loss(weights))
    assert losses_on_grid(weights, d1, d2, steps, steps) == pytest.approx(got, rel=1e-3)


def search(seed):
    def evaluate(settings):
        kept = {name: settings[name] for name in ("learning_rate", "batch_size")}
        log = training_runs.run({"hidden": (settings["units"],), "epochs": 8, **kept}, seed)
        return {"validation": log["val_accuracy"][-1]}

    return lab()["random_search"](evaluate, 16, np.random.default_rng(0))


def test_the_smallest_rates_end_low_and_another_seed_swaps_the_best():
    trials = [search(seed)[1] for seed in (0, 1, 2)]
    assert "The smallest learning rates end low, whatever the rest" in PROSE
    for found in trials:
        rates = np.array([settings["learning_rate"] for settings, _ in found])
        scores = np.array([share for _, share in found])
        small = scores[np.argsort(rates)[:3]]
        assert small.max() < 0.8 < scores.max()
    best = {int(np.argmax([share for _, share in found])) for found in trials}
    assert "another seed may swap the best few" in PROSE
    assert len(best) > 1


def test_the_rate_is_log_uniform():
    rates = [lab()["sample_settings"](np.random.default_rng(seed))["learning_rate"] for seed in range(600)]
    assert "rate $= 10^u$ with $u$ from −3 to 0" in PROSE
    assert np.mean(np.array(rates) < 0.01) == pytest.approx(1 / 3, abs=0.06)


def test_the_capstones_numbers():
    model = lab()["make_model"](64, 10)
    assert "$65u + 10(u + 1)$ numbers" in PROSE
    assert model.count_params() == 65 * 64 + 10 * 65 == lab()["card"]["parameters"]
    assert "at most 50,000 parameters for digits, and 12 epochs" in PROSE
    assert capstone.EPOCHS["quick"] == 12
    assert "rate on a cosine, **step by step** from 0.01 to 0" in PROSE
    assert "CosineDecay(0.01, epochs * len(batches))" in CODE


def test_the_margin_is_its_formula():
    assert r"1.96 \sqrt{\frac{p\,(1 - p)}{n}}" in PROSE
    card = lab()["card"]
    p, n = card["test_accuracy"], card["test_images"]
    assert card["margin"] == pytest.approx(1.96 * np.sqrt(p * (1 - p) / n))
    rng = np.random.default_rng(0)
    inside = np.abs(rng.binomial(n, p, 20_000) / n - p) < card["margin"]
    assert "in 95 of 100 such tests" in PROSE
    assert inside.mean() == pytest.approx(0.95, abs=0.02)
    assert round(100 * 1.96 * np.sqrt(0.94 * 0.06 / 200)) == 3  # the model answer


def test_the_vault_holds_a_fifth():
    task = capstone.load_task("digits")
    assert len(task.vault) == lab()["card"]["test_images"] == 360


@pytest.mark.parametrize("seed", range(3))
def test_a_two_that_lies_one_row_lower_is_no_two_any_more(seed, tmp_path):
    task = capstone.load_task("digits")
    names, path = lab(), str(tmp_path / "network.keras")
    share = names["capstone"](task.X, task.y, task.X_val, task.y_val, 12, seed, path)
    ink = digit_drawing.given_drawing()
    images = np.array([digit_drawing.as_image(one, 8) for one in (ink, np.roll(ink, 1, axis=0))])
    labels, _ = names["classify"](keras.saving.load_model(path), images)
    assert "Draw the 2 one row lower: none of our three networks still called it a 2" in PROSE
    assert share > 0.93
    assert labels[0] == 2 != labels[1]


def test_512_digits_and_3_epochs_without_a_gpu():
    (job,) = capstone.gpu_tasks()
    assert "without one on 512 digits for 3 epochs" in PROSE
    assert len(job.X) + len(job.X_val) + len(job.vault) == 512
    assert job.epochs == 3


def test_the_stand_ins_of_keras_and_tensorflow_are_used():
    assert dense_net.spread(300, 100, "relu") == pytest.approx((2 / 300) ** 0.5)
    assert tf.__version__ >= "2.17"
