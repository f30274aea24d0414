"""What must hold for the draws of a random search and for its result."""

import numpy as np

LISTS = {"units": (8, 16, 32, 64), "batch_size": (16, 32, 64, 128)}


def check_draws(draws):
    """Are these the settings that the text asks for, and is the learning rate log-uniform?

    Args:
        draws: Dictionaries with learning_rate, units and batch_size, a few hundred.

    Raises:
        AssertionError: If a setting is missing or out of range, or its distribution another.
    """
    for settings in draws:
        _check_one(settings)
    for name, options in LISTS.items():
        seen = {int(settings[name]) for settings in draws}
        assert seen == set(options), f"{name}: expected all of {options} in {len(draws)} draws, received {sorted(seen)}"
    rates = np.array([float(settings["learning_rate"]) for settings in draws])
    assert len(np.unique(rates)) > 0.9 * len(rates), (
        "learning_rate: few different values: draw a number, not from a list"
    )
    below = np.mean(rates < 10**-1.5)
    assert below > 0.1, (
        f"looks like a learning rate that is uniform, not log-uniform: expected about half of the draws below 0.0316, "
        f"received {below:.0%}; draw its exponent evenly"
    )
    assert 0.4 < below < 0.6, f"learning_rate: expected about half of the draws below 0.0316, received {below:.0%}"
    edges = np.mean(rates < 10**-2.5), np.mean(rates > 10**-0.5)
    assert all(0.1 < edge < 0.24 for edge in edges), (
        f"learning_rate: expected a sixth of the draws below 0.00316 and a sixth above 0.316, received {edges[0]:.0%}, "
        f"{edges[1]:.0%}"
    )


def _check_one(settings):
    assert hasattr(settings, "keys"), f"sample_settings: expected a dictionary, received {settings!r}"
    names = {"learning_rate", *LISTS}
    assert set(settings) == names, f"sample_settings: expected the keys {sorted(names)}, received {sorted(settings)}"
    rate = float(settings["learning_rate"])
    natural = " (looks like e to a power: take 10 to it)" if 0 < rate < 0.001 or rate > 1 else ""
    assert rate > 0, (
        f"learning_rate: expected a number from 0.001 to 1, received {rate}: is the exponent missing, 10**u?"
    )
    assert 0.001 <= rate <= 1, f"learning_rate: expected a number from 0.001 to 1, received {rate:.3g}{natural}"
    for name, options in LISTS.items():
        value = float(settings[name])
        assert value in options, f"{name}: expected one of {options}, received {settings[name]}"


def check_search(result, asked, shares):
    """Was the budget kept, was the choice made by validation, and is every trial listed?

    Args:
        result: What the student's `random_search` returned.
        asked: The settings that `evaluate` was asked for, in order.
        shares: Pairs of validation and test share that it answered; as many as the budget.

    Raises:
        AssertionError: If not.
    """
    budget, spent = len(shares), len(asked)
    assert spent == budget, f"a budget of {budget}: expected {budget} evaluations, received {spent}"
    assert _count(result) == 2, "random_search: expected a pair, the best settings and the list of trials"
    best, trials = result
    assert _count(trials) == budget, f"random_search: expected a list of {budget} trials"
    assert budget < 2 or any(asked[0] != other for other in asked[1:]), (
        "every trial has the same settings: draw in each"
    )
    by_validation, by_test = (int(np.argmax([pair[place] for pair in shares])) for place in (0, 1))
    worst = int(np.argmin([pair[0] for pair in shares]))
    for place, trial in enumerate(trials):
        assert _count(trial) == 2, f"trial {place}: expected a pair (settings, validation share)"
        assert dict(trial[0]) == asked[place], (
            f"trial {place}: expected the settings that were evaluated, {asked[place]}"
        )
        wrong = " (looks like the test share)" if trial[1] == shares[place][1] != shares[place][0] else ""
        assert np.isclose(float(trial[1]), shares[place][0]), (
            f"trial {place}: expected the validation share {shares[place][0]}, received {trial[1]}{wrong}"
        )
    assert hasattr(best, "keys"), f"random_search: expected the best settings, a dictionary, received {best!r}"
    if budget > 1 and dict(best) != asked[by_validation]:
        assert dict(best) != asked[by_test], "looks like a search on the test data: choose by validation"
        assert dict(best) != asked[worst], "looks like the worst trial in the place of the best"
    assert dict(best) == asked[by_validation], (
        f"expected the best settings by validation, {asked[by_validation]}, received {best}"
    )


def _count(value):
    return len(value) if hasattr(value, "__len__") else None
