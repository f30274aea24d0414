"""What a tape's `None` means, in words that help."""


def from_tape(call):
    """Return what the call returns; an error about `None` or plain arrays becomes a sentence that names its cause.

    Args:
        call: A function without arguments that asks a tape for a gradient.

    Returns:
        Its result.

    Raises:
        AssertionError: If the call failed because there was no gradient.
    """
    try:
        return call()
    except NotImplementedError:
        raise
    except (TypeError, ValueError, AttributeError) as error:
        if not any(word in str(error) for word in ("None", "numpy", "_id")):  # plain arrays have no `_id`
            raise
        hint = "a tf.Variable that stays one, and the loss computed inside `with`"
        raise AssertionError(
            f"looks like the tape did not watch the weights, and answered None: it needs {hint}"
        ) from None
