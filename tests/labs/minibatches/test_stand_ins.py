"""The stand-ins and helpers of lab 08: against NumPy, against TensorFlow, and the GPU path with few images."""

import subprocess
import sys

import numpy as np
import pytest

from course_utils import checks, stand_in
from course_utils.labs.minibatches import checks as lab_checks
from course_utils.labs.minibatches import experiments, pipelines, throughput
from course_utils.labs.minibatches.bench import Bench


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
    prepare = checks.build("minibatches.preparation", {})
    data = stand_in("pipeline")(np.arange(50.0).reshape(50, 1), np.arange(50), 8, prepare)
    first, second = ([int(label) for _, labels in data for label in labels] for _ in range(2))
    assert sorted(first) == sorted(second) == list(range(50))
    assert first != second
    assert prepare.calls == 50


def test_a_step_trains_as_by_hand_in_every_mode():
    rng = np.random.default_rng(0)
    batches = [(rng.normal(size=(n, 2)), rng.normal(size=n)) for n in (6, 6, 2)]
    bench, rates = checks.build("minibatches.bench", {"weights": [0.5, -0.5]}), [0.1, 0.05, 0.02]
    losses, _ = lab_checks.by_hand([0.5, -0.5], batches, [0.1] * 3)
    for compiled in (False, True):
        got = bench.train(stand_in("make_step"), batches, 0.1, compiled=compiled)
        assert got["losses"] == pytest.approx(losses, rel=1e-4)
        assert got["count"] == 3
    bench = checks.build("minibatches.compiling_bench", {"weights": [0.5, -0.5]})
    got = bench.compile(stand_in("compile_once"), batches, rates, jit_compile=True)
    assert got["losses"] == pytest.approx(lab_checks.by_hand([0.5, -0.5], batches, rates)[0], rel=1e-4)
    assert (got["traces"], got["xla"]) == (1, True)


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

    bench = Bench([0.0])
    with pytest.raises(AssertionError, match=r"looks like \.numpy\(\)"):
        lab_checks.while_tracing(lambda: bench.train(make_step, [(np.ones((2, 1)), np.ones(2))], 0.1, compiled=True))


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
