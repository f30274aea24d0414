"""Stand-ins of lab 08: batches, pipelines, compiled steps, and work shared among devices."""

import numpy as np

from course_utils.stand_ins.tensorflow import float_array, tf

__all__ = [
    "accumulated_gradient",
    "batch_cloud",
    "compile_once",
    "image_model",
    "loss_grid",
    "make_step",
    "minibatches",
    "mirrored_descent",
    "pipeline",
    "sgd_path",
    "shared_gradient",
    "spread",
]


def minibatches(X, y, size, rng):
    """Every row of X with its label once, in a new random order, in batches of `size`; the last may be smaller."""
    order = tf().data.Dataset.from_tensor_slices(rng.permutation(len(X)))
    for rows in order.batch(size).as_numpy_iterator():
        yield X[rows], y[rows]


def batch_cloud(gradient, w, X, y, size, draws, rng):
    """The gradients of `draws` random batches of `size` rows, shape (draws, d)."""
    batches = (rng.choice(len(X), size, replace=False) for _ in range(draws))
    return np.array([gradient(w, X[rows], y[rows]) for rows in batches])


def spread(cloud):
    """The root of the mean squared distance of the rows from their mean."""
    _, variances = tf().nn.moments(tf().constant(float_array(cloud)), axes=[0])
    return float(tf().sqrt(tf().reduce_sum(variances)))


def sgd_path(gradient, w, X, y, size, rate, epochs, rng):
    """The places of mini-batch descent, shape (steps + 1, d), the start first."""
    path = [float_array(w)]
    for _ in range(epochs):
        for inputs, labels in minibatches(X, y, size, rng):
            path.append(path[-1] - rate * gradient(path[-1], inputs, labels))
    return np.array(path)


def loss_grid(train, sizes, rates, seeds=(0, 1, 2)):
    """The median over the seeds of `train(size, rate, seed)`, shape (sizes, rates); nan counts as infinite."""
    losses = np.array([[[train(size, rate, seed) for seed in seeds] for rate in rates] for size in sizes], dtype=float)
    return np.median(np.where(np.isnan(losses), np.inf, losses), axis=2)


def pipeline(X, y, size, prepare):
    """Batches that are prepared once, kept, and dealt in a new order each epoch."""
    data = tf().data.Dataset.from_tensor_slices((X, y)).map(prepare, num_parallel_calls=tf().data.AUTOTUNE).cache()
    return data.shuffle(len(X)).batch(size).prefetch(tf().data.AUTOTUNE)


def make_step(loss, variables, count):
    """`step(X, y, rate)`: one step against the gradient, the loss before it, and one more on the count."""
    tensorflow = tf()

    def step(X, y, rate):
        with tensorflow.GradientTape() as tape:
            before = loss(variables, X, y)
        for variable, slope in zip(variables, tape.gradient(before, variables), strict=True):
            alpha = tensorflow.cast(rate, slope.dtype)
            tensorflow.raw_ops.ResourceApplyGradientDescent(var=variable.handle, alpha=alpha, delta=slope)
        count.assign_add(1)
        return before

    return step


def compile_once(step, features, jit_compile=False):
    """The step as a `tf.function` that is traced once for all batch sizes and rates."""
    tensorflow = tf()
    kinds = [tensorflow.TensorSpec([None, features]), tensorflow.TensorSpec([None]), tensorflow.TensorSpec([])]
    return tensorflow.function(step, input_signature=kinds, jit_compile=jit_compile)


def shared_gradient(gradient, w, X, y, workers):
    """The gradient of the whole batch, from the gradients of its parts."""
    parts = zip(np.array_split(X, workers), np.array_split(y, workers), strict=True)
    return accumulated_gradient(gradient, w, [(inputs, labels) for inputs, labels in parts if len(inputs)])


def accumulated_gradient(gradient, w, batches):
    """The gradient of all batches together: the mean of their gradients, weighted by their sizes."""
    sizes = np.array([len(X) for X, _ in batches], dtype=float)
    return np.average([gradient(w, X, y) for X, y in batches], axis=0, weights=sizes)


def mirrored_descent(strategy, w, batches, rate):
    """Descent on the mean squared error with every batch dealt to the devices of a strategy; the last weights."""
    from course_utils.labs.minibatches.devices import deal

    tensorflow = tf()
    with strategy.scope():
        weights = tensorflow.Variable(w)

    def own_part(X, y, n):
        with tensorflow.GradientTape() as tape:
            loss = tensorflow.reduce_sum((tensorflow.linalg.matvec(X, weights) - y) ** 2) / n
        return tape.gradient(loss, weights)

    for X, y in batches:
        parts = strategy.run(own_part, args=(deal(strategy, X), deal(strategy, y), len(X)))
        total = strategy.reduce("SUM", parts, axis=None)
        weights.assign_sub(rate * total)
    return weights.numpy()


def image_model(shape, classes, units, policy):
    """A small convolutional network with `policy` inside and float32 outputs."""
    import keras

    layers = keras.layers
    return keras.Sequential([
        keras.Input(shape),
        layers.Conv2D(units, 3, padding="same", activation="relu", dtype=policy),
        layers.Conv2D(2 * units, 3, padding="same", activation="relu", dtype=policy),
        layers.GlobalAveragePooling2D(dtype=policy),
        layers.Dense(classes, dtype="float32"),
    ])  # fmt: skip
