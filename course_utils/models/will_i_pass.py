"""*Will I pass this class?*: the network before any training, and trained by plain gradient descent in NumPy.

lectures attended ─┐   ┌─ h1 ─┐
                   ├───┼─ h2 ─┼─── p, the chance to pass
hours on the work ─┘   └─ h3 ─┘

h = relu(x @ W1 + b1),   p = sigmoid(h @ W2 + b2),   p = 0.0998 at x = (4, 5)

The trained weights are four arrays in a list: W1 (2, 3), b1 (3,), W2 (3, 1), b2 (1,).
"""

import numpy as np

from course_utils.checks.tape import from_tape
from course_utils.datasets.generated import YOU
from course_utils.models import dense_net


def untrained_weights():
    """The four arrays before any training; new ones at each call."""
    return [array for layer in untrained_net() for array in layer]


def slightly_trained_weights():
    """The four arrays after one step, where no example of a class lies exactly on a kink of ReLU.

    The untrained weights put students such as (4, 2) there, and rounding decides which slope they get.
    """
    from course_utils import datasets

    return train_by_hand(untrained_weights(), *datasets.will_i_pass(), 0.01, 1)[0]


def as_layers(weights):
    """The four arrays as a list of layers `(W, b)`."""
    W1, b1, W2, b2 = (np.asarray(array, dtype=float) for array in weights)
    return [(W1, b1), (W2, b2)]


def train_by_hand(weights, X, y, learning_rate, steps, parts=(0, 1, 2, 3)):
    """Walk down the mean cross-entropy of the whole class.

        w ← w − learning_rate · dJ/dw

    Args:
        weights: The four arrays.
        X: Inputs of shape (n, 2).
        y: Labels 0 and 1, shape (n,).
        learning_rate: The learning rate; below zero it walks uphill.
        steps: How many steps.
        parts: Which of the four arrays move.

    Returns:
        The four arrays after the last step, and the list of losses, one before each step.
    """
    losses = []
    for _ in range(steps):
        loss, grads = dense_net.gradients(as_layers(weights), X, y, "relu")
        flat = [part for pair in grads for part in pair]
        rates = [learning_rate if part in parts else 0.0 for part in range(4)]
        weights = [array - rate * grad for array, rate, grad in zip(weights, rates, flat, strict=True)]
        losses.append(loss)
    return weights, losses


def run_training(call):
    """Call a student's training loop; say so where what comes back is no pair of four arrays and a list.

    Args:
        call: A function without arguments.

    Returns:
        The four arrays and the losses.

    Raises:
        AssertionError: If it returns something else, or a tape gave no gradient.
    """
    result = from_tape(call)
    assert result is not None, "train_network returned nothing: is there a `return`?"
    assert _count(result) == 2, (
        f"expected train_network to return a pair, the four arrays and the list of losses, received {_many(result)}"
    )
    trained, losses = result
    assert _count(trained) == 4, f"expected four arrays, W1, b1, W2 and b2, received {_many(trained)}"
    return trained, losses


def _count(value):
    return len(value) if hasattr(value, "__len__") else None


def _many(value):
    return f"{value!r:.60}" if _count(value) is None else f"{len(value)} items"


def chance_to_pass(weights, X=(YOU,)):
    """What the network says about each row of X, shape (n,); by default about you."""
    return dense_net.sigmoid(dense_net.forward(as_layers(weights), np.asarray(X, dtype=float), "relu"))[:, 0]


def untrained_net():
    """The weights with which the labs begin: plain numbers that nobody has chosen with care.

    Returns:
        A new list of layers `(W, b)`: W1 (2, 3), b1 (3,), W2 (3, 1), b2 (1,). ReLU follows the first layer, a sigmoid
        the last.
    """
    W1 = np.array([[0.6, 0.2, -0.3], [0.2, 0.4, 0.6]])
    W2 = np.array([[-1.1], [1.0], [-0.7]])
    return [(W1, np.zeros(3)), (W2, np.zeros(1))]
