"""Data sets: shapes, the same for the same seed, what their names promise; real ones without the network."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from course_utils import datasets
from course_utils.datasets import downloaded

CLASSES = [datasets.blobs, datasets.moons, datasets.circles, datasets.spirals, datasets.xor, datasets.red_and_green]
NUMBERS = [datasets.exam_scores, datasets.noisy_curve]
ALL = [*CLASSES, datasets.will_i_pass, *NUMBERS]


def line_accuracy(X, y):
    return LogisticRegression(C=100).fit(X, y).score(X, y)


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("n", [2, 7, 50])
def test_the_shapes_are_as_the_text_says(make, n):
    X, y = make(n)
    assert X.shape == (n, 1 if make in NUMBERS else 2)
    assert y.shape == (n,)
    assert X.dtype == np.float64
    assert np.isfinite(X).all()


@pytest.mark.parametrize("make", ALL)
def test_the_same_seed_gives_the_same_data_and_another_seed_other_data(make):
    assert np.array_equal(make(30, seed=1)[0], make(30, seed=1)[0])
    assert not np.array_equal(make(30, seed=1)[0], make(30, seed=2)[0])


@pytest.mark.parametrize("make", ALL)
def test_global_chance_is_left_alone(make):
    np.random.seed(0)
    expected = np.random.rand()
    np.random.seed(0)
    make(30)
    assert np.random.rand() == expected


@pytest.mark.parametrize("make", CLASSES)
def test_the_classes_are_0_and_1_and_equally_large(make):
    _, y = make(100)
    assert np.bincount(y).tolist() == [50, 50]
    assert y.dtype.kind == "i"


@pytest.mark.parametrize("seed", range(20))
def test_blobs_are_separated_by_their_gap(seed):
    X, y = datasets.blobs(100, gap=0.8, seed=seed)
    distance = (X.sum(axis=1) - 1) / np.sqrt(2)
    assert (np.sign(distance) == 2 * y - 1).all()
    assert np.abs(distance).min() >= 0.4 - 1e-12


def test_blobs_overlap_where_the_gap_is_negative():
    X, y = datasets.blobs(400, gap=-4.0)
    assert line_accuracy(X, y) < 0.95


@pytest.mark.parametrize("make", CLASSES[1:])
@pytest.mark.parametrize("seed", range(3))
def test_no_line_separates_the_others_but_neighbours_do(make, seed):
    X, y = make(300, seed=seed)
    assert line_accuracy(X, y) < 0.92
    assert KNeighborsClassifier(3).fit(X[:200], y[:200]).score(X[200:], y[200:]) > 0.95


@pytest.mark.parametrize("seed", range(5))
def test_a_line_gets_about_three_of_four_red_and_green_points_right(seed):
    assert 0.65 < line_accuracy(*datasets.red_and_green(200, seed=seed)) < 0.85


def test_xor_of_four_points_is_the_four_corners():
    X, y = datasets.xor()
    assert X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert y.tolist() == [0, 1, 1, 0]


def test_xor_with_noise_stays_around_the_corners():
    X, y = datasets.xor(400)
    assert ((np.round(X[:, 0]) != np.round(X[:, 1])) == y).mean() > 0.98


@pytest.mark.parametrize("seed", range(20))
def test_the_class_is_plausible_and_the_lectures_student_is_not_in_it(seed):
    X, y = datasets.will_i_pass(120, seed=seed)
    assert 0 <= X.min() <= X.max() <= 10
    assert (X[:, 0] == np.round(X[:, 0])).all()
    assert (X[:, 1] * 4 == np.round(X[:, 1] * 4)).all()
    assert 0.5 < y.mean() < 0.85
    assert [4, 5] not in X.tolist()


@pytest.mark.parametrize("seed", range(20))
def test_the_lectures_student_should_pass(seed):
    X, y = datasets.will_i_pass(120, seed=seed)
    assert LogisticRegression(C=100).fit(X, y).predict_proba([[4, 5]])[0, 1] > 0.85
    merit = 0.6 * X[:, 0] + 0.8 * X[:, 1]
    alike = np.abs(merit - (0.6 * 4 + 0.8 * 5)) < 0.5
    assert y[alike].mean() > 0.8


@pytest.mark.parametrize("n", [2, 3, 10])
@pytest.mark.parametrize("seed", range(20))
def test_even_a_small_class_has_both_outcomes(n, seed):
    assert set(datasets.will_i_pass(n, seed=seed)[1]) == {0, 1}


def test_exam_scores_follow_the_line_and_stay_on_the_scale():
    X, y = datasets.exam_scores(2000, noise=5.0)
    middle = (X[:, 0] > 1) & (X[:, 0] < 8)  # the ends are clipped
    slope, intercept = np.polyfit(X[middle, 0], y[middle], 1)
    assert slope == pytest.approx(6, abs=0.3)
    assert intercept == pytest.approx(35, abs=1.5)
    assert y.min() >= 0
    assert y.max() <= 100


def test_outliers_are_the_most_diligent_and_only_they_change():
    X, y = datasets.exam_scores(60, seed=4)
    same_X, with_outliers = datasets.exam_scores(60, outliers=3, seed=4)
    changed = np.flatnonzero(y != with_outliers)
    assert np.array_equal(X, same_X)
    assert set(changed) == set(np.argsort(-X[:, 0])[:3])
    assert (with_outliers[changed] < 15).all()


def test_a_curve_without_noise_is_the_sine():
    X, y = datasets.noisy_curve(50, noise=0)
    assert y == pytest.approx(np.sin(2 * np.pi * X[:, 0]))


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"n": 1}, ValueError, "n: expected a whole number from 2 to 10000000, received 1"),
        ({"n": -3}, ValueError, "n: expected a whole number from 2 to 10000000, received -3"),
        ({"n": 2.5}, TypeError, "n: expected a whole number, received 2.5"),
        ({"n": "20"}, TypeError, "n: expected a whole number, received '20'"),
        ({"n": True}, TypeError, "n: expected a whole number, received True"),
        ({"n": None}, TypeError, "n: expected a whole number, received None"),
        ({"noise": -1}, ValueError, "noise: expected a number of at least 0, received -1"),
        ({"noise": float("nan")}, ValueError, "noise: expected a number of at least 0, received nan"),
        ({"noise": "much"}, TypeError, "noise: expected a number, received 'much'"),
        ({"noise": [1, 2]}, TypeError, "noise: expected a number, received [1, 2]"),
        ({"seed": -1}, ValueError, "seed: expected a whole number from 0 to 4294967295, received -1"),
        ({"seed": 0.5}, TypeError, "seed: expected a whole number, received 0.5"),
    ],
)
def test_bad_arguments_are_named(make, arguments, error, message):
    with pytest.raises(error) as caught:
        make(**arguments)
    assert str(caught.value) == message


def test_other_bad_arguments_are_named():
    with pytest.raises(ValueError, match=r"^gap: expected a finite number, received inf$"):
        datasets.blobs(gap=float("inf"))
    with pytest.raises(ValueError, match=r"^outliers: expected a whole number from 0 to 10, received 11$"):
        datasets.exam_scores(10, outliers=11)


# Real data. Nothing here touches the network: `download` is replaced.

PIXELS = np.arange(60 * 784).reshape(60, 784).astype(np.uint8)
LABELS = np.repeat(np.arange(10), 6)


@pytest.fixture(autouse=True)
def cache(monkeypatch, tmp_path):
    """An empty cache, and no way to the network."""

    def no_network(name):
        raise OSError("no route to host")

    for name in ("NBGRADER_EXECUTION", "COURSE_GRADING"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(downloaded, "download", no_network)
    return tmp_path / "cache"


@pytest.fixture
def network(monkeypatch):
    """A network that gives 60 images; the list counts how often it was asked."""
    asked = []

    def download(name):
        asked.append(name)
        return PIXELS, LABELS

    monkeypatch.setattr(downloaded, "download", download)
    return asked


@pytest.mark.parametrize(
    ("name", "shape"),
    [("digits", (1797, 64)), ("iris", (150, 4)), ("breast_cancer", (569, 30)), ("diabetes", (442, 10))],
)
def test_bundled_sets_are_there_without_the_network(name, shape, capsys):
    X, y = datasets.load(name)
    assert X.shape == shape
    assert y.shape == shape[:1]
    assert X.dtype == np.float64
    assert capsys.readouterr().out == ""


def test_digits_are_pixels_from_0_to_1():
    X, _ = datasets.load("digits")
    assert (X.min(), X.max()) == (0.0, 1.0)


def test_a_few_rows_keep_the_proportions_of_the_classes():
    _, y = datasets.load("breast_cancer", 100)
    assert np.bincount(y).tolist() == [37, 63]  # 212 and 357 of 569
    _, y = datasets.load("digits", 200)
    assert (np.abs(np.bincount(y) - 20) <= 1).all()


def test_the_same_seed_chooses_the_same_rows():
    first, again, other = (datasets.load("digits", 50, seed=seed)[0] for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_chosen_rows_are_mixed_keep_their_labels_and_come_once():
    X, y = datasets.load("iris", 90)
    all_X, all_y = datasets.load("iris")
    rows = {tuple(row): label for row, label in zip(all_X, all_y, strict=True)}
    assert all(rows[tuple(row)] == label for row, label in zip(X, y, strict=True))
    assert list(y) != sorted(y)
    X, _ = datasets.load("diabetes", 442)
    assert len({tuple(row) for row in X}) == 442


@pytest.mark.parametrize("name", ["mnist", "fashion_mnist", "cifar10"])
def test_without_the_network_a_note_says_what_is_used_and_how_to_get_the_real_set(name, capsys, cache):
    X, y = datasets.load(name, 100)
    assert X.shape == (100, 64)
    assert y.shape == (100,)
    size = {"mnist": 11, "fashion_mnist": 30, "cifar10": 170}[name]
    assert capsys.readouterr().out == (
        f"fetching {name} (about {size} MB, once) …\n"
        f"note: {name} is not here (OSError: no route to host). "
        "Using the bundled digits in its place: 1797 images of 8×8 pixels.\n"
        f'For the real {name}, connect to the network and run datasets.load("{name}") again; '
        f"it is then kept in {cache / name}.npz.\n"
    )


def test_in_place_of_a_larger_set_all_digits_are_given():
    X, _ = datasets.load("mnist", 10_000)
    assert X.shape == (1797, 64)


def test_a_fetched_set_is_kept_and_not_fetched_again(network, capsys, cache):
    X, y = datasets.load("mnist")
    again, _ = datasets.load("mnist")
    assert network == ["mnist"]
    assert X.dtype == np.float32
    assert np.array_equal(X, PIXELS.astype(np.float32) / 255)
    assert np.array_equal(X, again)
    assert y.tolist() == LABELS.tolist()
    assert capsys.readouterr().out == "fetching mnist (about 11 MB, once) …\n"
    assert [path.name for path in cache.iterdir()] == ["mnist.npz"]


def test_a_damaged_file_is_named_and_fetched_again(network, capsys, cache):
    cache.mkdir()
    (cache / "mnist.npz").write_bytes(b"half a file")
    X, _ = datasets.load("mnist", 10)
    assert X.shape == (10, 784)
    note = capsys.readouterr().out.splitlines()[0]
    assert note.startswith(f"note: {cache / 'mnist.npz'} is damaged (")
    assert note.endswith("); it is fetched again.")
    datasets.load("mnist", 10)
    assert capsys.readouterr().out == ""


def test_a_file_with_other_things_in_it_counts_as_damaged(network, capsys, cache):
    cache.mkdir()
    np.savez(cache / "mnist.npz", X=np.zeros((3, 2)), y=np.zeros(4))
    datasets.load("mnist")
    assert "expected X of shape (n, d) and y of shape (n,), received (3, 2) and (4,)" in capsys.readouterr().out
    assert network == ["mnist"]


def test_a_cache_that_cannot_be_written_costs_only_the_next_download(network, capsys, cache):
    cache.write_text("a file where the folder should be")
    X, _ = datasets.load("mnist")
    assert X.shape == (60, 784)
    assert "could not be written" in capsys.readouterr().out
    datasets.load("mnist")
    assert network == ["mnist", "mnist"]


def test_while_grading_nothing_is_fetched(network, capsys, monkeypatch):
    monkeypatch.setenv("COURSE_GRADING", "1")
    X, _ = datasets.load("mnist", 20)
    assert X.shape == (20, 64)
    assert network == []
    assert "note: mnist is not here (nothing is fetched while grading)." in capsys.readouterr().out


def test_the_real_downloader_flattens_and_joins_what_keras_gives(monkeypatch):
    from keras.datasets import mnist

    monkeypatch.undo()
    parts = (PIXELS[:50].reshape(50, 28, 28), LABELS[:50]), (PIXELS[50:].reshape(10, 28, 28), LABELS[50:, None][:, 0])
    monkeypatch.setattr(mnist, "load_data", lambda: parts)
    X, y = downloaded.download("mnist")
    assert np.array_equal(X, PIXELS)
    assert np.array_equal(y, LABELS)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            ("numbers",),
            ValueError,
            "load: expected one of digits, iris, breast_cancer, diabetes, mnist, fashion_mnist, cifar10, "
            "received 'numbers'",
        ),
        (("iris", 151), ValueError, "n: expected at most 150, the size of iris, received 151"),
        (("iris", 0), ValueError, "n: expected a whole number of at least 1, received 0"),
        (("iris", 1.5), TypeError, "n: expected a whole number, received 1.5"),
    ],
)
def test_a_bad_request_is_named(arguments, error, message):
    with pytest.raises(error) as caught:
        datasets.load(*arguments)
    assert str(caught.value) == message


def test_a_bad_seed_for_real_data_is_named():
    with pytest.raises(ValueError, match=r"^seed: expected a whole number of at least 0, received -1$"):
        datasets.load("iris", 10, seed=-1)
