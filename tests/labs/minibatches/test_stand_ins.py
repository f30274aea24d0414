"""The stand-ins and helpers of lab 08: against NumPy, against TensorFlow, and the GPU path with few images."""

import subprocess
import sys

import numpy as np
import pytest

from course_utils import checks, stand_in
from course_utils.labs.minibatches import checks as lab_checks
from course_utils.labs.minibatches import experiments, pipelines, throughput
from course_utils.labs.minibatches.linear_model import LinearModel


def test_minibatches_deal_every_row_once_with_its_label():
    X, y = np.arange(10.0).reshape(10, 1), np.arange(10)
    batches = list(stand_in("minibatches")(X, y, 4, np.random.default_rng(0)))
    assert [len(labels) for _, labels in batches] == [4, 4, 2]
    assert all(np.array_equal(inputs[:, 0], labels) for inputs, labels in batches)
    assert sorted(np.concatenate([labels for _, labels in batches])) == list(range(10))


def test_the_cloud_and_its_spread():
    X, y = experiments.two_features(40)
    cloud = stand_in("batch_cloud")(experiments.mse_gradient, np.zeros(2), X, y, 5, 30, np.random.default_rng(0))
    assert cloud.shape == (30, 2)
    assert stand_in("spread")(cloud) == pytest.approx(np.sqrt(cloud.var(axis=0).sum()))


def test_all_rows_in_one_batch_are_gradient_descent():
    X, y = experiments.two_features(20)
    rng = np.random.default_rng(0)
    path = stand_in("sgd_path")(experiments.mse_gradient, np.zeros(2), X, y, 20, 0.1, 3, rng)
    assert path[1] == pytest.approx(-0.1 * experiments.mse_gradient(np.zeros(2), X, y))
    assert path.shape == (4, 2)


def test_a_grid_counts_nan_as_infinite():
    table = stand_in("loss_grid")(lambda size, rate, seed: float("nan") if seed < rate else size, [1, 2], [1, 2])
    assert table.tolist() == [[1, np.inf], [2, np.inf]]


def test_the_pipeline_prepares_once_and_deals_anew():
    prepare = checks.build("minibatches.preparation", {"seed": 3})
    data = stand_in("pipeline")(np.arange(100.0).reshape(50, 2), np.arange(50), 8, prepare)
    dealt = [list(data) for _ in range(2)]
    first, second = ([int(label) for _, labels in epoch for label in labels] for epoch in dealt)
    assert sorted(first) == sorted(second) == list(range(50))
    assert first != second
    runs = [pipelines.runs_seen(np.asarray(images), 3) for epoch in dealt for images, _ in epoch]
    assert sorted(np.concatenate(runs)) == sorted([*range(1, 51)] * 2)


def test_an_image_that_nothing_prepared_comes_from_no_run():
    images = np.stack([np.arange(4.0), np.append(pipelines.tickets(3)[:3], 0.3)], axis=1)
    assert pipelines.runs_seen(images, 3).tolist() == [1, 2, 3, 0]


def test_a_step_trains_as_by_hand_in_every_mode():
    rng = np.random.default_rng(0)
    batches = [(rng.normal(size=(n, 2)), rng.normal(size=n)) for n in (6, 6, 2)]
    w, rates = [0.5, -0.5, 0.2], [0.1, 0.05, 0.02]
    losses, weights = lab_checks.by_hand(w, batches, [0.1] * 3)
    for compiled in (False, True):
        model = checks.build("minibatches.linear_model", {"weights": w})
        step = model.step_of(stand_in("make_step"))
        step = checks.build("minibatches.compiled", step) if compiled else step
        assert lab_checks.run_steps(step, batches, [0.1] * 3) == pytest.approx(losses, rel=1e-4)
        assert model.weights() == pytest.approx(weights, rel=1e-4)
        assert model.steps_taken() == 3
    model = checks.build("minibatches.linear_model", {"weights": w, "marked": True})
    step = stand_in("compile_once")(model.step, 2, True)
    runs, got = lab_checks.read_marks(lab_checks.run_steps(step, batches, rates))
    assert got == pytest.approx(lab_checks.moved_by_means(w, batches, rates)[0], abs=1e-3)
    assert set(runs) == {1}


@pytest.mark.parametrize("jit_compile", [True, False])
def test_xla_refuses_a_step_on_words_and_tensorflow_does_not(jit_compile):
    model = checks.build("minibatches.linear_model", {"weights": [0.5, 0.2]})
    step = stand_in("compile_once")(model.words_step, 1, jit_compile)
    assert lab_checks.is_refused(step, (np.ones((2, 1)), np.ones(2)), 0.1) == jit_compile


def test_shared_and_accumulated_gradients_are_the_whole_ones():
    X, y = experiments.two_features(11)
    w = np.array([0.3, 0.1])
    whole = experiments.mse_gradient(w, X, y)
    assert stand_in("shared_gradient")(experiments.mse_gradient, w, X, y, 4) == pytest.approx(whole)
    assert stand_in("shared_gradient")(experiments.mse_gradient, w, X[:2], y[:2], 5).shape == (2,)
    parts = [(X[:3], y[:3]), (X[3:], y[3:])]
    assert stand_in("accumulated_gradient")(experiments.mse_gradient, w, parts) == pytest.approx(whole)


CODE = """
import numpy as np
from course_utils import stand_in
from course_utils.labs.minibatches import checks as lab_checks, devices
assert devices.split_cpu(2) == 2
rng = np.random.default_rng(0)
batches = [(rng.normal(size=(n, 3)), rng.normal(size=n)) for n in (7, 1, 4)]
strategy = devices.two_devices()
got = stand_in("mirrored_descent")(strategy, np.ones(3), batches, 0.05)
right = lab_checks.by_hand(np.ones(3), batches, [0.05] * 3)[1]
print(np.allclose(got, right), strategy.num_replicas_in_sync, strategy.runs)
print(devices.split_cpu(2), devices.split_cpu(3))
"""


def test_two_devices_give_the_weights_of_one_and_a_late_split_says_so():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if "stand-in" not in line]
    assert lines[0] == "True 2 3", done.stderr
    assert lines[1].startswith("note: TensorFlow began before this line, with 2 CPU device")
    assert lines[2] == "2 2"


@pytest.mark.parametrize("way", ["mean of means", "sum of means", "sum of sums", "mean of parts"])
def test_wrong_ways_to_combine_two_shares_differ_from_the_right_one(way):
    X, y = experiments.two_features(5)
    right = lab_checks.by_hand([1.0, 0.0], [(X, y)], [0.1])[1]
    assert lab_checks.by_hand_in_shares([1.0, 0.0], [(X, y)], 0.1, way) != pytest.approx(right)


def test_what_cannot_be_seen_while_tracing_is_said_in_a_sentence():
    def make_step(loss, variables, count):
        return lambda X, y, rate: loss(variables, X, y).numpy()

    model = LinearModel([0.0, 0.0])
    step = checks.build("minibatches.compiled", model.step_of(make_step))
    with pytest.raises(AssertionError, match=r"looks like \.numpy\(\)"):
        lab_checks.while_tracing(lambda: lab_checks.run_steps(step, [(np.ones((2, 1)), np.ones(2))], [0.1]))


def test_training_on_digits_learns_and_tells_divergence():
    assert experiments.train_digits(16, 0.2, 0) < 0.4
    assert not experiments.train_digits(64, 1e6, 0) < 2


def test_sorted_digits_are_sorted():
    _, y = pipelines.sorted_digits()
    assert (np.diff(y) >= 0).all()


@pytest.fixture
def fashion(tmp_path, monkeypatch):
    """The full profile, with 512 images of noise in the place of Fashion-MNIST."""
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 256, (512, 784), dtype=np.uint8), rng.integers(0, 10, 512)
    np.savez(tmp_path / "fashion_mnist.npz", X=X, y=y)
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    monkeypatch.setenv("COURSE_PROFILE", "full")


def test_the_full_path_runs_on_a_cpu_with_512_images(fashion):
    job = throughput.plan("fashion_mnist", n=512)
    assert (job.name, job.X.shape, job.sizes) == ("fashion_mnist", (512, 28, 28, 1), (32, 128, 512))
    assert job.units % 8 == 0
    small = throughput.Job(job.name, job.X[:64], job.y[:64], (16, 32), 2, 8)
    model = stand_in("image_model")
    speeds = throughput.compare_precision(model, small, 32)
    assert list(speeds) == ["float32", "float32, XLA", "mixed_float16", "mixed_float16, XLA"]
    assert all(speed > 0 for speed in speeds.values())
    assert throughput.compare_sizes(model, small, "mixed_float16")[32][1] is None


def test_every_estimate_of_the_full_profile_is_at_most_ten_minutes(fashion):
    X, y = np.zeros((1, 28, 28, 1)), np.zeros(1)
    job = throughput.Job("fashion_mnist", X, y, (32, 128, 512, 2048), 30, 64)
    for sentence in (job.estimate(runs=4, size=512), job.estimate(runs=4)):
        minutes = float(sentence.split("T4: ")[1].split(" minutes")[0])
        assert 1 < minutes < 10
