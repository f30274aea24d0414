"""The network that has never seen a student: *Will I pass this class?* before any training.

lectures attended ─┐   ┌─ h1 ─┐
                   ├───┼─ h2 ─┼─── p, the chance to pass
hours on the work ─┘   └─ h3 ─┘

h = relu(x @ W1 + b1),   p = sigmoid(h @ W2 + b2),   p = 0.0998 at x = (4, 5)
"""

import numpy as np

YOU = (4.0, 5.0)
"""Lectures attended and hours on the project of the lecture's student, who passed."""


def untrained_net():
    """The weights with which the labs begin: plain numbers that nobody has chosen with care.

    Returns:
        A new list of layers `(W, b)`: W1 (2, 3), b1 (3,), W2 (3, 1), b2 (1,). ReLU follows the first layer, a sigmoid
        the last.
    """
    W1 = np.array([[0.6, 0.2, -0.3], [0.2, 0.4, 0.6]])
    W2 = np.array([[-1.1], [1.0], [-0.7]])
    return [(W1, np.zeros(3)), (W2, np.zeros(1))]
