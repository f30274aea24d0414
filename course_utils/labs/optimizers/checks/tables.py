"""What a table of trainings must look like before its numbers are compared."""


def as_table(table, rates, name):
    """The table of a sweep, with an entry for each rate.

    Args:
        table: What the student's `sweep` returned.
        rates: The rates that were asked for.
        name: The call, for the message.

    Returns:
        The table.

    Raises:
        AssertionError: If it is no dict with just these rates.
    """
    assert hasattr(table, "keys"), f"expected {name} to return a dictionary, rate -> loss, received {table!r:.80}"
    missing = [rate for rate in rates if rate not in table]
    assert not missing, f"expected {name} to hold every rate, it lacks {missing}"
    extra = [key for key in table if key not in rates]
    assert not extra, f"expected {name} to hold the rates as keys, received the key {extra[0]!r}"
    return table


def as_race(table, names):
    """The table of `fair_race`, with a pair of best rate and losses for each optimizer.

    Args:
        table: What the student's `fair_race` returned.
        names: The optimizers that were asked for.

    Returns:
        The table.

    Raises:
        AssertionError: If it is no dict of such pairs.
    """
    wanted = "a dictionary, name -> (best rate, its losses)"
    assert hasattr(table, "keys"), f"expected fair_race to return {wanted}, received {table!r:.80}"
    missing = [name for name in names if name not in table]
    assert not missing, f"expected fair_race to return {wanted}: it lacks {missing}"
    for name in names:
        row = table[name]
        pair = hasattr(row, "__len__") and not isinstance(row, (dict, str)) and len(row) == 2
        assert pair, f"expected table[{name!r}] to be a pair, (best rate, its losses), received {row!r:.80}"
        assert not hasattr(row[0], "__len__"), f"expected one number first in table[{name!r}], received {row[0]!r:.80}"
    return table
