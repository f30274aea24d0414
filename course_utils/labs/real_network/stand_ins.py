"""Stand-ins of lab 10, made from Keras's own initialisers, layers, optimizers and files."""

import numpy as np

from course_utils.stand_ins.tensorflow import tf

__all__ = [
    "batch_norm",
    "batch_norm_backward",
    "capstone",
    "check_up",
    "classify",
    "count_different",
    "filter_normalise",
    "fit_model",
    "glorot_uniform",
    "he_normal",
    "loss_slice",
    "make_model",
    "overfit_batch",
    "random_search",
    "sample_settings",
    "update_ratios",
]


def he_normal(fan_in, fan_out, rng):
    """First weights for ReLU, shape (fan_in, fan_out), by Keras."""
    return _initial("HeNormal", fan_in, fan_out, rng)


def glorot_uniform(fan_in, fan_out, rng):
    """First weights for tanh, shape (fan_in, fan_out), by Keras."""
    return _initial("GlorotUniform", fan_in, fan_out, rng)


def count_different(W):
    """How many columns of W differ from each other by 1e-6 or more somewhere."""
    different = []
    for column in np.asarray(W, dtype=float).T:
        if all(np.abs(column - other).max() >= 1e-6 for other in different):
            different.append(column)
    return len(different)


def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    """Batch norm by TensorFlow: outputs, and the running mean and variance, which only training moves."""
    X = np.asarray(X)
    if not training:
        Y = tf().nn.batch_normalization(X, mean, var, beta, gamma, epsilon)
        return Y.numpy(), np.array(mean), np.array(var)
    now, spread = (part.numpy() for part in tf().nn.moments(tf().constant(X), axes=[0]))
    Y = tf().nn.batch_normalization(X, now, spread, beta, gamma, epsilon).numpy()
    unbiased = spread * len(X) / (len(X) - 1)
    return Y, momentum * mean + (1 - momentum) * now, momentum * var + (1 - momentum) * unbiased


def batch_norm_backward(X, gamma, dY, epsilon=1e-5):
    """dX, dgamma and dbeta of batch norm in training, by TensorFlow's tape."""
    X, gamma = tf().Variable(X), tf().Variable(gamma)
    beta = tf().Variable(np.zeros(gamma.shape, gamma.dtype.as_numpy_dtype))
    with tf().GradientTape() as tape:
        mean, var = tf().nn.moments(X, axes=[0])
        Y = tf().nn.batch_normalization(X, mean, var, beta, gamma, epsilon)
    return tuple(part.numpy() for part in tape.gradient(Y, [X, gamma, beta], output_gradients=tf().constant(dY)))


def overfit_batch(model, X, y, steps, learning_rate=0.01):
    """Train on one batch by Keras's own step; the loss before each step."""
    import keras

    cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(learning_rate), cross_entropy, run_eagerly=True)
    return [float(model.train_on_batch(X, y)) for _ in range(steps)]


def update_ratios(before, after):
    """|after − before| / |before|, for each array."""
    norm = tf().norm
    return [float(norm(np.subtract(new, old)) / norm(old)) for old, new in zip(before, after, strict=True)]


def check_up(log):
    """The words of the four rules that a log breaks."""
    loss, val = np.array(log["loss"], dtype=float), np.array(log["val_loss"], dtype=float)
    start, end, ratio = loss[0], loss[-1], log["gradient_ratio"]
    rules = {
        "broken": end > start or not np.all(np.isfinite(np.concatenate([loss, val]))),
        "stuck": end > 0.9 * start,
        "gap": val[-1] > 1.5 * end,
        "vanishing": ratio < 0.01,
    }
    return [word for word, broken in rules.items() if broken]


def filter_normalise(direction, weights):
    """Each column of a kernel's direction as long as the column of the kernel; biases stay where they are."""
    normalised = []
    for d, w in zip(direction, weights, strict=True):
        if np.ndim(w) < 2:
            normalised.append(np.zeros_like(w))
            continue
        ours, theirs = (tf().norm(np.reshape(part, (-1, np.shape(part)[-1])), axis=0) for part in (d, w))
        normalised.append((d * theirs / ours).numpy())
    return normalised


def loss_slice(loss, weights, d1, d2, alphas, betas):
    """The loss at w + alpha·d1 + beta·d2, shape (betas, alphas)."""

    def at(alpha, beta):
        return loss([w + alpha * one + beta * two for w, one, two in zip(weights, d1, d2, strict=True)])

    return np.array([[at(alpha, beta) for alpha in alphas] for beta in betas])


def sample_settings(rng):
    """One draw of settings: a log-uniform learning rate, units and batch size from their lists."""
    exponent = rng.uniform(-3, 0)
    units, size = rng.integers(0, 4, size=2)
    return {"learning_rate": 10**exponent, "units": 8 * 2**units, "batch_size": 16 * 2**size}


def random_search(evaluate, budget, rng):
    """The best of so many draws by validation, and all trials with their validation scores."""
    drawn = [sample_settings(rng) for _ in range(budget)]
    trials = [(settings, evaluate(settings)["validation"]) for settings in drawn]
    best, _ = max(trials, key=lambda trial: trial[1])
    return best, trials


def make_model(inputs, classes):
    """A network of one hidden layer with He's start and dropout, which gives logits."""
    import keras

    return keras.Sequential(
        [
            keras.Input((inputs,)),
            keras.layers.Dense(48, "relu", kernel_initializer="he_normal"),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(classes),
        ]
    )


def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    """Adam on a cosine from 0.01 to 0, shuffled batches, early stopping with patience 5; the history."""
    import keras

    batches = tf().data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(size).prefetch(2)
    rate = keras.optimizers.schedules.CosineDecay(0.01, decay_steps=epochs * len(batches))
    cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=cross_entropy, metrics=["accuracy"])
    patience = keras.callbacks.EarlyStopping(restore_best_weights=True, patience=5)
    given = {"callbacks": [patience], "validation_data": (X_val, y_val), "verbose": 0, "shuffle": False}
    return model.fit(batches, **given, epochs=epochs).history


def classify(model, images):
    """Labels and probabilities that a model gives for one row of pixels or for many."""
    p = tf().nn.softmax(model(np.atleast_2d(images))).numpy()
    return np.argmax(p, axis=1), p


def capstone(X, y, X_val, y_val, epochs, seed, path):
    """Train one network from a seed, save it, and give its share of right answers on the validation images."""
    import keras

    keras.utils.set_random_seed(seed)
    model = make_model(X.shape[1], int(np.max(y)) + 1)
    fit_model(model, X, y, X_val, y_val, epochs=epochs)
    model.save(path)
    return float(np.mean(np.argmax(model(X_val), axis=1) == y_val))


def _initial(name, fan_in, fan_out, rng):
    import keras

    seed = int(rng.integers(2**31))
    return np.array(getattr(keras.initializers, name)(seed=seed)((fan_in, fan_out)), dtype=float)
