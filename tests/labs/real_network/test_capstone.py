"""The capstone's task, its files, and what the checks say about models, histories and cards."""

import keras
import numpy as np
import pytest

from course_utils import checks
from course_utils.datasets.locked_test_set import VaultError
from course_utils.labs.real_network import capstone
from course_utils.labs.real_network.checks.capstone import check_history, check_outputs, check_saved, divided_digits
from course_utils.labs.real_network.checks.model_card import check_numbers, check_words

CARD = {
    **dict.fromkeys(("task", "data", "model", "training"), "five words that all differ"),
    "limits": "one two three four five six seven eight nine ten",
    "parameters": 100,
    "validation_accuracy": 0.9,
    "test_accuracy": 0.9,
    "test_images": 100,
    "margin": 1.96 * 0.03,
    "vault_opened": 1,
}


def test_the_parts_do_not_overlap_and_the_vault_opens_once():
    task = capstone.load_task("digits", 100, seed=7)
    assert (len(task.X), len(task.X_val), len(task.vault)) == (60, 20, 20)
    assert task.side == (8, 8, 1)
    assert task.classes == 10
    rows = np.concatenate([task.X, task.X_val])
    assert len(np.unique(rows, axis=0)) == len(rows)
    task.vault.open(lambda images: np.zeros(len(images)))
    with pytest.raises(VaultError):
        task.vault.open(lambda images: np.zeros(len(images)))


def test_a_set_that_cannot_be_fetched_is_named_for_what_it_is(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    monkeypatch.setenv("COURSE_GRADING", "1")
    task = capstone.load_task("cifar10", 512)
    assert task.name == "digits"
    assert task.side == (8, 8, 1)
    assert "cifar10 is not here" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "pixels"), [("mnist", 784), ("fashion_mnist", 784), ("cifar10", 3072)])
def test_the_full_profile_runs_on_few_images(name, pixels, monkeypatch, tmp_path):
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 256, (600, pixels), dtype=np.uint8), np.arange(600) % 10
    np.savez(tmp_path / f"{name}.npz", X=X, y=y)
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    monkeypatch.setenv("COURSE_PROFILE", "full")
    monkeypatch.setenv("COURSE_IMAGES", "512")
    task = capstone.load_task(name)
    assert task.name == name
    assert len(task.X) == 307
    assert np.prod(task.side) == pixels
    assert task.epochs == 20
    model = capstone.convolutional(task.side, task.classes)
    assert model(task.X[:3]).shape == (3, 10)
    assert "Estimate for a T4" in task.estimate()


@pytest.mark.parametrize("n", [70_000, 60_000])
def test_the_full_sections_keep_to_ten_minutes_by_their_own_estimate(n):
    parts = [np.zeros((size, 1), np.float32) for size in (int(0.6 * n), 1, 1)]
    task = capstone.Task("x", parts[0], np.zeros(1, int), parts[1], parts[1], None, (1, 1, 1), 20)
    assert float(task.estimate().split("T4: ")[1].split()[0]) <= 10


def test_a_saved_model_is_read_back():
    path = checks.build("capstone", {"what": "path"})
    model = checks.build("dense_net", [{"W": np.eye(3), "b": [1, 2, 3]}])
    model.save(path)
    saved = checks.build("capstone", {"what": "read", "path": path, "X": np.eye(3)})
    assert saved["logits"] == pytest.approx(np.eye(3) + [1, 2, 3])
    assert saved["parameters"] == 12


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(AssertionError, match="there is no file at `path`"):
        checks.build("capstone", {"what": "read", "path": "nowhere.keras", "X": np.eye(3)})


def test_a_network_that_was_saved_for_good_is_found_again_and_a_missing_one_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    with pytest.raises(NotImplementedError, match=r"^Exercise 10.7: no network for images of 3 pixels is saved yet"):
        capstone.saved_network("mine.keras", 3)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.save(capstone.model_path("mine.keras"))
    assert capstone.saved_network("mine.keras", 3).count_params() == 8
    with pytest.raises(NotImplementedError, match="images of 784 pixels"):
        capstone.saved_network("mine.keras", 784)


def test_the_checks_own_division_has_three_parts():
    parts = divided_digits(0)
    assert [len(part) for part in parts] == [1077, 1077, 360, 360, 360, 360]


def test_a_network_of_lines_is_recognised():
    X = np.random.default_rng(0).normal(size=(9, 4)).astype("float32")
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(5), keras.layers.Dense(3)])
    with pytest.raises(AssertionError, match="no hidden layer, or no activation"):
        check_outputs(*(model(part) for part in (0 * X, X, X[::-1], X + X[::-1])), 3)


def test_a_short_history_is_recognised():
    history = {key: [1.0, 2.0] for key in ("loss", "val_loss", "accuracy", "val_accuracy")}
    check_history(history, 2)
    with pytest.raises(AssertionError, match="expected 3 epochs, received 2"):
        check_history(history, 3)


def test_a_claim_that_the_saved_model_does_not_keep_is_recognised():
    saved = {"logits": np.eye(4), "parameters": 10}
    assert check_saved(saved, 1.0, np.array([0, 1]), np.array([2, 0])) == 0.5
    with pytest.raises(AssertionError, match="the saved model gets 100.0% of the validation images right"):
        check_saved(saved, 0.5, np.array([0, 1]), np.array([2, 3]))


def test_a_complete_card_passes():
    check_words(CARD)
    check_numbers(CARD)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"task": "..."}, "at least 5 different words, received 0"),
        ({"test_accuracy": 90}, "is it in percent"),
        ({"margin": 0.03}, "1.96 is missing"),
        ({"margin": float("nan")}, "expected a finite number"),
        ({"vault_opened": 2}, "expected 1, received 2"),
        ({"parameters": "many"}, "expected a number"),
    ],
)
def test_a_wrong_card_is_named(change, words):
    with pytest.raises(AssertionError, match=words):
        check_numbers({**CARD, **change})


def test_the_search_and_slice_checks_accept_the_stand_ins():
    from course_utils import stand_in
    from course_utils.labs.real_network.checks.loss_slices import wrong_directions
    from course_utils.labs.real_network.checks.random_search import check_draws

    rng = np.random.default_rng(0)
    check_draws([stand_in("sample_settings")(rng) for _ in range(400)])
    weights = [rng.normal(size=(3, 3, 2, 4)), rng.normal(size=4), rng.normal(size=(5, 2))]
    direction = [rng.normal(size=part.shape) for part in weights]
    right, _ = wrong_directions(direction, weights)
    for mine, theirs in zip(stand_in("filter_normalise")(direction, weights), right, strict=True):
        assert mine == pytest.approx(theirs)
