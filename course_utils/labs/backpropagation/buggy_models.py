"""The clinic's patients: five small models, their losses, and their right gradients by TensorFlow's tape.

tanh      tanh(X @ W + b)             penalty   X @ W, and 0.1 · Σ W² in the loss
stretch   X * s + b                   shared    X @ W @ Wᵀ
gate      sigmoid(X @ W) * (X @ V)    the loss: the mean of (output − T)²
"""

import numpy as np

PARAMETERS = {"tanh": "Wb", "stretch": "sb", "penalty": "W", "shared": "W", "gate": "WV"}
SHAPES = {"W": (3, 2), "V": (3, 2), "s": (3,)}


def sigmoid(z):
    """1 / (1 + exp(−z))."""
    return 0.5 * (1 + np.tanh(z / 2))


OUTPUTS = {
    "tanh": lambda p, X: np.tanh(X @ p["W"] + p["b"]),
    "stretch": lambda p, X: X * p["s"] + p["b"],
    "penalty": lambda p, X: X @ p["W"],
    "shared": lambda p, X: X @ p["W"] @ p["W"].T,
    "gate": lambda p, X: sigmoid(X @ p["W"]) * (X @ p["V"]),
}


def patient(name, seed=0):
    """Random numbers for a patient.

    Args:
        name: "tanh", "stretch", "penalty", "shared" or "gate".
        seed: The same seed gives the same numbers.

    Returns:
        The parameters p, a dictionary of arrays; inputs X of shape (4, 3); targets T of the shape of the output.
    """
    rng, width = np.random.default_rng(seed), 3 if name in ("stretch", "shared") else 2
    p = {key: rng.normal(size=SHAPES.get(key, (width,))) for key in PARAMETERS[name]}
    return p, rng.normal(size=(4, 3)), rng.normal(size=(4, width))


def patient_loss(name, p, X, T):
    """The mean of (output − T)², and for "penalty" 0.1 · Σ W² more."""
    loss = np.mean((OUTPUTS[name](p, X) - T) ** 2)
    return loss + 0.1 * np.sum(p["W"] ** 2) if name == "penalty" else loss


def true_slopes(name, p, X, T):
    """The gradient of `patient_loss`: name -> a NumPy array of the parameter's shape."""
    from course_utils.stand_ins.tensorflow import tf

    outputs = {
        "tanh": lambda: tf().tanh(X @ v["W"] + v["b"]),
        "stretch": lambda: X * v["s"] + v["b"],
        "penalty": lambda: X @ v["W"],
        "shared": lambda: X @ v["W"] @ tf().transpose(v["W"]),
        "gate": lambda: tf().sigmoid(X @ v["W"]) * (X @ v["V"]),
    }
    v = {key: tf().Variable(array) for key, array in p.items()}
    with tf().GradientTape() as tape:
        loss = tf().reduce_mean((outputs[name]() - T) ** 2)
        if name == "penalty":
            loss += 0.1 * tf().reduce_sum(v["W"] ** 2)
    return {key: slope.numpy() for key, slope in tape.gradient(loss, v).items()}
