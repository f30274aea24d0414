# Answers to lab 10, as students write them: each cell takes the place of one exercise's solution.

# %% exercise="warm_up" expect="right"
shape_of_dW = [64, 10]
velocity = 0.9 * 1.0 + 1
steps_per_epoch = -(-1200 // 32)
kept_value = 1 / 0.8

# %% exercise="warm_up" expect="right"
shape_of_dW = np.array([64, 10])
velocity = np.float32(1.9)
steps_per_epoch = 38.0
kept_value = tf.constant(1.25)

# %% exercise="warm_up" expect="wrong" says="dW transposed"
shape_of_dW = (10, 64)
velocity = 1.9
steps_per_epoch = 38
kept_value = 1.25

# %% exercise="warm_up" expect="wrong" says="one step only"
shape_of_dW = (64, 10)
velocity = 1.0
steps_per_epoch = 38
kept_value = 1.25

# %% exercise="warm_up" expect="wrong" says="a mean"
shape_of_dW = (64, 10)
velocity = 0.19
steps_per_epoch = 38
kept_value = 1.25

# %% exercise="warm_up" expect="wrong" says="smaller batch left out"
shape_of_dW = (64, 10)
velocity = 1.9
steps_per_epoch = 37
kept_value = 1.25

# %% exercise="warm_up" expect="wrong" says="examples, not steps"
shape_of_dW = (64, 10)
velocity = 1.9
steps_per_epoch = 1200
kept_value = 1.25

# %% exercise="warm_up" expect="wrong" says="no scaling in training"
shape_of_dW = (64, 10)
velocity = 1.9
steps_per_epoch = 38
kept_value = 1.0

# %% exercise="warm_up" expect="wrong" says="scaled by what is kept"
shape_of_dW = (64, 10)
velocity = 1.9
steps_per_epoch = 38
kept_value = 0.8

# %% exercise="warm_up" expect="wrong" says="divided by the rate"
shape_of_dW = (64, 10)
velocity = 1.9
steps_per_epoch = 38
kept_value = 5

# %% exercise="prediction_zeros" expect="right"
prediction_zeros = "A tenth"

# %% exercise="prediction_zeros" expect="right"
prediction_zeros = "nearly all "

# %% exercise="prediction_zeros" expect="wrong" says="prediction_zeros"
prediction_zeros = "10%"

# %% exercise="prediction_zeros" expect="wrong" says="prediction_zeros"
prediction_zeros = 0.1

# %% exercise="prediction_zeros" expect="wrong" says="prediction_zeros"
prediction_zeros = "all"

# %% exercise="prediction_zeros" expect="wrong" says="prediction_zeros"
prediction_zeros = None

# %% exercise="prediction_slice" expect="right"
prediction_slice = "Different"

# %% exercise="prediction_slice" expect="right"
prediction_slice = "same "

# %% exercise="prediction_slice" expect="wrong" says="prediction_slice"
prediction_slice = "yes"

# %% exercise="prediction_slice" expect="wrong" says="prediction_slice"
prediction_slice = True

# %% exercise="prediction_slice" expect="wrong" says="prediction_slice"
prediction_slice = 0

# %% exercise="prediction_slice" expect="wrong" says="prediction_slice"
prediction_slice = "equal"

# %% exercise="count_different" expect="right"
def count_different(W):
    return len({tuple(column) for column in np.round(np.asarray(W).T, 6)})

# %% exercise="count_different" expect="right"
def count_different(W):
    seen = []
    for j in range(W.shape[1]):
        if not any(np.allclose(W[:, j], other, rtol=0, atol=1e-6) for other in seen):
            seen.append(W[:, j])
    return len(seen)

# %% exercise="count_different" expect="wrong" says="the rows were counted"
def count_different(W):
    return np.unique(np.round(W, 6), axis=1).shape[0]

# %% exercise="count_different" expect="wrong" says="no rounding"
def count_different(W):
    return np.unique(W, axis=1).shape[1]

# %% exercise="count_different" expect="wrong" says="count_different"
def count_different(W):
    return np.unique(np.round(W, 6), axis=1).shape

# %% exercise="count_different" expect="wrong" says="different numbers"
def count_different(W):
    return len(np.unique(np.round(W, 6)))

# %% exercise="count_different" expect="wrong" says="equal ones too"
def count_different(W):
    return W.shape[1]

# %% exercise="first_weights" expect="right"
def he_normal(fan_in, fan_out, rng):
    return tf.constant(rng.standard_normal((fan_in, fan_out)) * (2 / fan_in) ** 0.5)


def glorot_uniform(fan_in, fan_out, rng):
    return (2 * rng.random((fan_in, fan_out)) - 1) * (6 / (fan_in + fan_out)) ** 0.5

# %% exercise="first_weights" expect="right"
def he_normal(fan_in, fan_out, rng):
    a = np.sqrt(6 / fan_in)
    return rng.uniform(-a, a, (fan_in, fan_out)).astype("float32")


def glorot_uniform(fan_in, fan_out, rng):
    initial = keras.initializers.GlorotUniform(seed=int(rng.integers(10**6)))
    return initial((fan_in, fan_out))

# %% exercise="first_weights" expect="wrong" says="fan-in and fan-out swapped"
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_out), (fan_in, fan_out))


def glorot_uniform(fan_in, fan_out, rng):
    a = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-a, a, (fan_in, fan_out))

# %% exercise="first_weights" expect="wrong" says="√3 in the place of √6"
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def glorot_uniform(fan_in, fan_out, rng):
    a = np.sqrt(3 / (fan_in + fan_out))
    return rng.uniform(-a, a, (fan_in, fan_out))

# %% exercise="first_weights" expect="wrong" says="without the 2 for ReLU"
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(1 / fan_in), (fan_in, fan_out))


def glorot_uniform(fan_in, fan_out, rng):
    a = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-a, a, (fan_in, fan_out))

# %% exercise="first_weights" expect="wrong" says="the variance in the place"
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, 2 / fan_in, (fan_in, fan_out))


def glorot_uniform(fan_in, fan_out, rng):
    a = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-a, a, (fan_in, fan_out))

# %% exercise="first_weights" expect="wrong" says="√2 as the limit"
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def glorot_uniform(fan_in, fan_out, rng):
    a = np.sqrt(2 / (fan_in + fan_out))
    return rng.uniform(-a, a, (fan_in, fan_out))

# %% exercise="first_weights" expect="wrong" says="fan_in alone"
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def glorot_uniform(fan_in, fan_out, rng):
    a = np.sqrt(6 / fan_in)
    return rng.uniform(-a, a, (fan_in, fan_out))

# %% exercise="first_weights" expect="wrong" says="numbers from 0 to a"
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def glorot_uniform(fan_in, fan_out, rng):
    a = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(0, a, (fan_in, fan_out))

# %% exercise="first_weights" expect="wrong" says="fan-in and fan-out swapped"
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in))


def glorot_uniform(fan_in, fan_out, rng):
    a = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-a, a, (fan_in, fan_out))

# %% exercise="first_weights" expect="wrong" says="Glorot's rule"
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))


def glorot_uniform(fan_in, fan_out, rng):
    a = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-a, a, (fan_in, fan_out))

# %% exercise="first_weights" expect="wrong" says="draw all of them from `rng`"
def he_normal(fan_in, fan_out, rng):
    return np.random.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def glorot_uniform(fan_in, fan_out, rng):
    a = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-a, a, (fan_in, fan_out))

# %% exercise="first_weights" expect="wrong" says="the largest of Glorot's weights"
def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def glorot_uniform(fan_in, fan_out, rng):
    a = np.sqrt(6 / (fan_in + fan_out))
    return rng.normal(0, a / 3**0.5, (fan_in, fan_out))

# %% exercise="batch_norm" expect="right"
def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    if not training:
        return (X - mean) * (gamma / np.sqrt(var + epsilon)) + beta, mean, var
    mu = np.sum(X, axis=0) / len(X)
    centred = X - mu
    y = gamma * centred / np.sqrt(np.mean(centred**2, axis=0) + epsilon) + beta
    new_mean = mean + (1 - momentum) * (mu - mean)
    new_var = var + (1 - momentum) * (X.var(axis=0, ddof=1) - var)
    return y, new_mean, new_var

# %% exercise="batch_norm" expect="right"
def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    if training:
        m, v = tf.nn.moments(tf.constant(X), axes=[0])
        n = X.shape[0]
        out = tf.nn.batch_normalization(X, m, v, beta, gamma, epsilon)
        return [out, momentum * mean + (1 - momentum) * m, momentum * var + (1 - momentum) * v * (n / (n - 1))]
    return [tf.nn.batch_normalization(X, mean, var, beta, gamma, epsilon), mean.copy(), var.copy()]

# %% exercise="batch_norm" expect="wrong" says="the wrong axis"
def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    now, spread = mean, var
    if training:
        now, spread, n = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True), len(X)
        mean = momentum * mean + (1 - momentum) * now
        var = momentum * var + (1 - momentum) * spread * n / (n - 1)
    return gamma * (X - now) / np.sqrt(spread + epsilon) + beta, mean, var

# %% exercise="batch_norm" expect="wrong" says="a biased running variance"
def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    now, spread = mean, var
    if training:
        now, spread, n = X.mean(axis=0), X.var(axis=0), len(X)
        mean = momentum * mean + (1 - momentum) * now
        var = momentum * var + (1 - momentum) * spread
    return gamma * (X - now) / np.sqrt(spread + epsilon) + beta, mean, var

# %% exercise="batch_norm" expect="wrong" says="epsilon outside the root"
def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    now, spread = mean, var
    if training:
        now, spread, n = X.mean(axis=0), X.var(axis=0), len(X)
        mean = momentum * mean + (1 - momentum) * now
        var = momentum * var + (1 - momentum) * spread * n / (n - 1)
    return gamma * (X - now) / (np.sqrt(spread) + epsilon) + beta, mean, var

# %% exercise="batch_norm" expect="wrong" says="momentum on the new value"
def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    now, spread = mean, var
    if training:
        now, spread, n = X.mean(axis=0), X.var(axis=0), len(X)
        mean = (1 - momentum) * mean + momentum * now
        var = momentum * var + (1 - momentum) * spread * n / (n - 1)
    return gamma * (X - now) / np.sqrt(spread + epsilon) + beta, mean, var

# %% exercise="batch_norm" expect="wrong" says="gamma and beta left out"
def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    now, spread = mean, var
    if training:
        now, spread, n = X.mean(axis=0), X.var(axis=0), len(X)
        mean = momentum * mean + (1 - momentum) * now
        var = momentum * var + (1 - momentum) * spread * n / (n - 1)
    return (X - now) / np.sqrt(spread + epsilon), mean, var

# %% exercise="batch_norm" expect="wrong" says="its root is missing"
def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    now, spread = mean, var
    if training:
        now, spread, n = X.mean(axis=0), X.var(axis=0), len(X)
        mean = momentum * mean + (1 - momentum) * now
        var = momentum * var + (1 - momentum) * spread * n / (n - 1)
    return gamma * (X - now) / (spread + epsilon) + beta, mean, var

# %% exercise="batch_norm" expect="wrong" says="expected three arrays"
def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    now, spread = mean, var
    if training:
        now, spread, n = X.mean(axis=0), X.var(axis=0), len(X)
        mean = momentum * mean + (1 - momentum) * now
        var = momentum * var + (1 - momentum) * spread * n / (n - 1)
    return gamma * (X - now) / np.sqrt(spread + epsilon) + beta

# %% exercise="batch_norm" expect="wrong" says="was changed in place"
def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    now, spread = mean, var
    if training:
        now, spread, n = X.mean(axis=0), X.var(axis=0), len(X)
        mean *= momentum
        mean += (1 - momentum) * now
        var = momentum * var + (1 - momentum) * spread * n / (n - 1)
    return gamma * (X - now) / np.sqrt(spread + epsilon) + beta, mean, var

# %% exercise="batch_norm" expect="wrong" says="the variance of n - 1 in the outputs"
def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    now, spread = mean, var
    if training:
        now, spread, n = X.mean(axis=0), X.var(axis=0, ddof=1), len(X)
        mean = momentum * mean + (1 - momentum) * now
        var = momentum * var + (1 - momentum) * spread * n / (n - 1)
    return gamma * (X - now) / np.sqrt(spread + epsilon) + beta, mean, var

# %% exercise="batch_norm" expect="wrong" says="the running mean and variance in training"
def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    now, spread = mean, var
    if training:
        n = len(X)
        mean = momentum * mean + (1 - momentum) * X.mean(axis=0)
        var = momentum * var + (1 - momentum) * X.var(axis=0) * n / (n - 1)
    return gamma * (X - now) / np.sqrt(spread + epsilon) + beta, mean, var

# %% exercise="batch_norm" expect="wrong" says="an update of the running mean at inference"
def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    now, spread, n = X.mean(axis=0), X.var(axis=0), len(X)
    used = (now, spread) if training else (mean, var)
    Y = gamma * (X - used[0]) / np.sqrt(used[1] + epsilon) + beta
    return Y, momentum * mean + (1 - momentum) * now, momentum * var + (1 - momentum) * spread * n / (n - 1)

# %% exercise="batch_norm" expect="wrong" says="the batch's own mean and variance at inference"
def batch_norm(X, gamma, beta, mean, var, training, momentum=0.9, epsilon=1e-5):
    now, spread, n = X.mean(axis=0), X.var(axis=0), len(X)
    if training:
        mean = momentum * mean + (1 - momentum) * now
        var = momentum * var + (1 - momentum) * spread * n / (n - 1)
    return gamma * (X - now) / np.sqrt(spread + epsilon) + beta, mean, var

# %% exercise="overfit_batch" expect="right"
def overfit_batch(model, X, y, steps, learning_rate=0.01):
    model.compile(keras.optimizers.Adam(learning_rate), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return np.array([model.train_on_batch(X, y) for _ in range(steps)])

# %% exercise="overfit_batch" expect="right"
def overfit_batch(model, X, y, steps, learning_rate=0.01):
    adam = keras.optimizers.Adam(learning_rate=learning_rate)
    cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    losses = []

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            loss = cross_entropy(y, model(X, training=True))
        adam.apply_gradients(zip(tape.gradient(loss, model.trainable_weights), model.trainable_weights))
        return loss

    for _ in range(steps):
        losses.append(step())
    return losses

# %% exercise="overfit_batch" expect="wrong" says="weights that never move"
def overfit_batch(model, X, y, steps, learning_rate=0.01):
    optimizer, losses = keras.optimizers.Adam(learning_rate), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(X)))
        losses.append(float(loss))
    return losses

# %% exercise="overfit_batch" expect="wrong" says="the sum over the batch"
def overfit_batch(model, X, y, steps, learning_rate=0.01):
    optimizer, losses = keras.optimizers.Adam(learning_rate), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(X)))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        losses.append(float(loss))
    return losses

# %% exercise="overfit_batch" expect="wrong" says="a softmax too many"
def overfit_batch(model, X, y, steps, learning_rate=0.01):
    optimizer, losses = keras.optimizers.Adam(learning_rate), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=tf.nn.softmax(model(X))))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        losses.append(float(loss))
    return losses

# %% exercise="overfit_batch" expect="wrong" says="a new optimizer in each step"
def overfit_batch(model, X, y, steps, learning_rate=0.01):
    optimizer, losses = keras.optimizers.Adam(learning_rate), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(X)))
        optimizer = keras.optimizers.Adam(learning_rate)
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        losses.append(float(loss))
    return losses

# %% exercise="overfit_batch" expect="wrong" says="the default rate"
def overfit_batch(model, X, y, steps, learning_rate=0.01):
    optimizer, losses = keras.optimizers.Adam(0.01), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(X)))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        losses.append(float(loss))
    return losses

# %% exercise="overfit_batch" expect="wrong" says="the last loss alone"
def overfit_batch(model, X, y, steps, learning_rate=0.01):
    optimizer, losses = keras.optimizers.Adam(learning_rate), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(X)))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        losses.append(float(loss))
    return losses[-1]

# %% exercise="overfit_batch" expect="wrong" says="steps uphill"
def overfit_batch(model, X, y, steps, learning_rate=0.01):
    optimizer, losses = keras.optimizers.Adam(learning_rate), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(X)))
        optimizer.apply([-g for g in tape.gradient(loss, model.trainable_variables)], model.trainable_variables)
        losses.append(float(loss))
    return losses

# %% exercise="overfit_batch" expect="wrong" says="losses after each step"
def overfit_batch(model, X, y, steps, learning_rate=0.01):
    optimizer, losses = keras.optimizers.Adam(learning_rate), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(X)))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        after = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=model(X))
        losses.append(float(tf.reduce_mean(after)))
    return losses

# %% exercise="update_ratios" expect="right"
def update_ratios(before, after):
    return np.array([np.sqrt(np.sum((b - a) ** 2) / np.sum(a**2)) for a, b in zip(before, after)])

# %% exercise="update_ratios" expect="right"
def update_ratios(before, after):
    ratios = []
    for i in range(len(before)):
        ratios.append(float(tf.norm(after[i] - before[i]) / tf.norm(before[i])))
    return tuple(ratios)

# %% exercise="update_ratios" expect="wrong" says="divided by the new weights"
def update_ratios(before, after):
    return [np.linalg.norm(new - old) / np.linalg.norm(new) for old, new in zip(before, after)]

# %% exercise="update_ratios" expect="wrong" says="the length of the update alone"
def update_ratios(before, after):
    return [np.linalg.norm(new - old) for old, new in zip(before, after)]

# %% exercise="update_ratios" expect="wrong" says="with their signs"
def update_ratios(before, after):
    return [np.mean(new - old) / np.mean(old) for old, new in zip(before, after)]

# %% exercise="update_ratios" expect="wrong" says="sums of absolute values"
def update_ratios(before, after):
    return [np.sum(np.abs(new - old)) / np.sum(np.abs(old)) for old, new in zip(before, after)]

# %% exercise="update_ratios" expect="wrong" says="upside down"
def update_ratios(before, after):
    return [np.linalg.norm(old) / np.linalg.norm(new - old) for old, new in zip(before, after)]

# %% exercise="update_ratios" expect="wrong" says="without the root"
def update_ratios(before, after):
    return [np.sum((new - old) ** 2) / np.sum(old**2) for old, new in zip(before, after)]

# %% exercise="update_ratios" expect="wrong" says="one number for all arrays"
def update_ratios(before, after):
    moved = sum(np.sum((new - old) ** 2) for old, new in zip(before, after))
    return np.sqrt(moved / sum(np.sum(old**2) for old in before))

# %% exercise="diagnosis" expect="right"
diagnosis = {
    "A": "Too few examples",
    "B": "inputs not scaled",
    "C": "softmax applied twice",
    "D": "learning rate too low",
    "E": "vanishing gradient ",
    "F": "labels shuffled",
    "G": "learning rate too high",
    "H": "all weights start at zero",
}

# %% exercise="diagnosis" expect="right"
diseases = ["too few examples", "inputs not scaled", "softmax applied twice", "learning rate too low", "vanishing gradient"]
diseases += ["labels shuffled", "learning rate too high", "all weights start at zero"]
diagnosis = dict(zip("ABCDEFGH", diseases))

# %% exercise="diagnosis" expect="wrong" says="patient A"
diagnosis = {
    "A": "labels shuffled",
    "B": "inputs not scaled",
    "C": "softmax applied twice",
    "D": "learning rate too low",
    "E": "vanishing gradient",
    "F": "labels shuffled",
    "G": "learning rate too high",
    "H": "all weights start at zero",
}

# %% exercise="diagnosis" expect="wrong" says="look at the loss before the first step"
diagnosis = {
    "A": "too few examples",
    "B": "learning rate too high",
    "C": "softmax applied twice",
    "D": "learning rate too low",
    "E": "vanishing gradient",
    "F": "labels shuffled",
    "G": "learning rate too high",
    "H": "all weights start at zero",
}

# %% exercise="diagnosis" expect="wrong" says="every step makes it worse"
diagnosis = {
    "A": "too few examples",
    "B": "inputs not scaled",
    "C": "softmax applied twice",
    "D": "learning rate too low",
    "E": "vanishing gradient",
    "F": "labels shuffled",
    "G": "vanishing gradient",
    "H": "all weights start at zero",
}

# %% exercise="diagnosis" expect="wrong" says="the loss still stays high"
diagnosis = {
    "A": "too few examples",
    "B": "inputs not scaled",
    "C": "learning rate too low",
    "D": "learning rate too low",
    "E": "vanishing gradient",
    "F": "labels shuffled",
    "G": "learning rate too high",
    "H": "all weights start at zero",
}

# %% exercise="diagnosis" expect="wrong" says="but slowly"
diagnosis = {
    "A": "too few examples",
    "B": "inputs not scaled",
    "C": "softmax applied twice",
    "D": "vanishing gradient",
    "E": "vanishing gradient",
    "F": "labels shuffled",
    "G": "learning rate too high",
    "H": "all weights start at zero",
}

# %% exercise="diagnosis" expect="wrong" says="worse on unseen digits than a guess"
diagnosis = {
    "A": "too few examples",
    "B": "inputs not scaled",
    "C": "softmax applied twice",
    "D": "learning rate too low",
    "E": "vanishing gradient",
    "F": "too few examples",
    "G": "learning rate too high",
    "H": "all weights start at zero",
}

# %% exercise="diagnosis" expect="wrong" says="exactly 0"
diagnosis = {
    "A": "too few examples",
    "B": "inputs not scaled",
    "C": "softmax applied twice",
    "D": "learning rate too low",
    "E": "vanishing gradient",
    "F": "labels shuffled",
    "G": "learning rate too high",
    "H": "vanishing gradient",
}

# %% exercise="diagnosis" expect="wrong" says="expected diagnosis"
diagnosis = {
    "A": "too few examples",
    "B": "inputs not scaled",
    "C": "softmax applied twice",
    "D": "learning rate too low",
    "E": "vanishing gradient",
    "F": "labels shuffled",
    "G": "learning rate too high",
    "H": "dead",
}

# %% exercise="diagnosis" expect="wrong" says="a dictionary such as"
diagnosis = ["too few examples"] * 8

# %% exercise="diagnosis" expect="wrong" says="hardly anything of the gradient"
diagnosis = {
    "A": "too few examples",
    "B": "inputs not scaled",
    "C": "softmax applied twice",
    "D": "learning rate too low",
    "E": "all weights start at zero",
    "F": "labels shuffled",
    "G": "learning rate too high",
    "H": "all weights start at zero",
}

# %% exercise="cures" expect="right"
cures = {
    "A": {"examples": 1000},
    "B": {"largest_pixel": 2.0},
    "C": {"softmaxes": 1},
    "D": {"learning_rate": 0.3},
    "E": {"activation": "tanh"},
    "F": {"labels": "own"},
    "G": {"learning_rate": 0.3},
    "H": {"start": "he"},
}

# %% exercise="cures" expect="right"
cures = {"A": {"examples": np.int64(1200)}, "B": dict(largest_pixel=1.0), "C": dict(softmaxes=1), "D": dict(learning_rate=0.2)}
cures |= {"E": {"activation": "relu"}, "F": {"labels": "own"}, "G": {"learning_rate": 0.2}, "H": {"start": "he"}}

# %% exercise="cures" expect="wrong" says="cure B"
cures = {
    "A": {"examples": 1200},
    "B": {"epochs": 40},
    "C": {"softmaxes": 1},
    "D": {"learning_rate": 0.1},
    "E": {"activation": "tanh"},
    "F": {"labels": "own"},
    "G": {"learning_rate": 0.1},
    "H": {"start": "he"},
}

# %% exercise="cures" expect="wrong" says="cure D"
cures = {
    "A": {"examples": 1200},
    "B": {"largest_pixel": 1},
    "C": {"softmaxes": 1},
    "D": {"learning_rate": 0.002},
    "E": {"activation": "tanh"},
    "F": {"labels": "own"},
    "G": {"learning_rate": 0.1},
    "H": {"start": "he"},
}

# %% exercise="cures" expect="wrong" says="cure G"
cures = {
    "A": {"examples": 1200},
    "B": {"largest_pixel": 1},
    "C": {"softmaxes": 1},
    "D": {"learning_rate": 0.1},
    "E": {"activation": "tanh"},
    "F": {"labels": "own"},
    "G": {"batch_size": 256},
    "H": {"start": "he"},
}

# %% exercise="cures" expect="wrong" says="expected one changed setting"
cures = {
    "A": {"examples": 1200},
    "B": {"largest_pixel": 1},
    "C": {"softmaxes": 1},
    "D": {"learning_rate": 0.1},
    "E": {"activation": "tanh"},
    "F": {"labels": "own"},
    "G": {"learning_rate": 0.1, "epochs": 20},
    "H": {"start": "he"},
}

# %% exercise="cures" expect="wrong" says="cure C"
cures = {
    "A": {"examples": 1200},
    "B": {"largest_pixel": 1},
    "C": {"learning_rate": 1.0},
    "D": {"learning_rate": 0.1},
    "E": {"activation": "tanh"},
    "F": {"labels": "own"},
    "G": {"learning_rate": 0.1},
    "H": {"start": "he"},
}

# %% exercise="cures" expect="wrong" says="cure A"
cures = {
    "A": {"epochs": 100},
    "B": {"largest_pixel": 1},
    "C": {"softmaxes": 1},
    "D": {"learning_rate": 0.1},
    "E": {"activation": "tanh"},
    "F": {"labels": "own"},
    "G": {"learning_rate": 0.1},
    "H": {"start": "he"},
}

# %% exercise="cures" expect="wrong" says="cure E"
cures = {
    "A": {"examples": 1200},
    "B": {"largest_pixel": 1},
    "C": {"softmaxes": 1},
    "D": {"learning_rate": 0.1},
    "E": {"learning_rate": 1.0},
    "F": {"labels": "own"},
    "G": {"learning_rate": 0.1},
    "H": {"start": "he"},
}

# %% exercise="cures" expect="wrong" says="cure H"
cures = {
    "A": {"examples": 1200},
    "B": {"largest_pixel": 1},
    "C": {"softmaxes": 1},
    "D": {"learning_rate": 0.1},
    "E": {"activation": "tanh"},
    "F": {"labels": "own"},
    "G": {"learning_rate": 0.1},
    "H": {"learning_rate": 0.5},
}

# %% exercise="cures" expect="wrong" says="cure F"
cures = {
    "A": {"examples": 1200},
    "B": {"largest_pixel": 1},
    "C": {"softmaxes": 1},
    "D": {"learning_rate": 0.1},
    "E": {"activation": "tanh"},
    "F": {"epochs": 5},
    "G": {"learning_rate": 0.1},
    "H": {"start": "he"},
}

# %% exercise="cures" expect="wrong" says="expected some of"
cures = {
    "A": {"examples": 1200},
    "B": {"pixels": 1},
    "C": {"softmaxes": 1},
    "D": {"learning_rate": 0.1},
    "E": {"activation": "tanh"},
    "F": {"labels": "own"},
    "G": {"learning_rate": 0.1},
    "H": {"start": "he"},
}

# %% exercise="cures" expect="wrong" says="expected one of he, zeros"
cures = {
    "A": {"examples": 1200},
    "B": {"largest_pixel": 1},
    "C": {"softmaxes": 1},
    "D": {"learning_rate": 0.1},
    "E": {"activation": "tanh"},
    "F": {"labels": "own"},
    "G": {"learning_rate": 0.1},
    "H": {"start": "random"},
}

# %% exercise="cures" expect="wrong" says="a dictionary such as"
cures = ["examples", "largest_pixel"]

# %% exercise="check_up" expect="right"
def check_up(log):
    words = set()
    first, last = log["loss"][0], log["loss"][-1]
    if any(not np.isfinite(x) for x in list(log["loss"]) + list(log["val_loss"])) or last > first:
        words.add("broken")
    if last > 0.9 * first:
        words.add("stuck")
    if log["val_loss"][-1] > 1.5 * last:
        words.add("gap")
    if log["gradient_ratio"] < 0.01:
        words.add("vanishing")
    return words

# %% exercise="check_up" expect="right"
def check_up(log):
    loss, val = np.array(log["loss"]), np.array(log["val_loss"])
    finite = np.isfinite(loss.sum() + val.sum())
    holds = [not finite or loss[-1] > loss[0], loss[-1] / loss[0] > 0.9, val[-1] / loss[-1] > 1.5, log["gradient_ratio"] < 1e-2]
    return tuple(np.array(["broken", "stuck", "gap", "vanishing"])[holds].tolist())

# %% exercise="check_up" expect="wrong" says="a loss that became nan"
def check_up(log):
    loss, val = log["loss"], log["val_loss"]
    rules = {
        "broken": loss[-1] > loss[0],
        "stuck": loss[-1] > 0.9 * loss[0],
        "gap": val[-1] > 1.5 * loss[-1],
        "vanishing": log["gradient_ratio"] < 0.01,
    }
    return [word for word, holds in rules.items() if holds]

# %% exercise="check_up" expect="wrong" says="a loss from 2 to 2.5"
def check_up(log):
    loss, val = log["loss"], log["val_loss"]
    rules = {
        "broken": not np.isfinite([*loss, *val]).all(),
        "stuck": loss[-1] > 0.9 * loss[0],
        "gap": val[-1] > 1.5 * loss[-1],
        "vanishing": log["gradient_ratio"] < 0.01,
    }
    return [word for word, holds in rules.items() if holds]

# %% exercise="check_up" expect="wrong" says="a loss from 2 to 1.9"
def check_up(log):
    loss, val = log["loss"], log["val_loss"]
    rules = {
        "broken": not np.isfinite([*loss, *val]).all() or loss[-1] > loss[0],
        "stuck": loss[-1] > 1.1 * loss[0],
        "gap": val[-1] > 1.5 * loss[-1],
        "vanishing": log["gradient_ratio"] < 0.01,
    }
    return [word for word, holds in rules.items() if holds]

# %% exercise="check_up" expect="wrong" says="check_up of"
def check_up(log):
    loss, val = log["loss"], log["val_loss"]
    rules = {
        "broken": not np.isfinite([*loss, *val]).all() or loss[-1] > loss[0],
        "stuck": loss[-1] > 0.9 * loss[0],
        "gap": val[-1] > 1.5 * min(val),
        "vanishing": log["gradient_ratio"] < 0.01,
    }
    return [word for word, holds in rules.items() if holds]

# %% exercise="check_up" expect="wrong" says="a healthy run"
def check_up(log):
    loss, val = log["loss"], log["val_loss"]
    rules = {
        "broken": not np.isfinite([*loss, *val]).all() or loss[-1] > loss[0],
        "stuck": loss[-1] > 0.9 * loss[0],
        "gap": val[-1] > 1.5 * loss[-1],
        "vanishing": log["gradient_ratio"] > 0.01,
    }
    return [word for word, holds in rules.items() if holds]

# %% exercise="check_up" expect="wrong" says="returned nothing"
def check_up(log):
    loss, val = log["loss"], log["val_loss"]
    rules = {
        "broken": not np.isfinite([*loss, *val]).all() or loss[-1] > loss[0],
        "stuck": loss[-1] > 0.9 * loss[0],
        "gap": val[-1] > 1.5 * loss[-1],
        "vanishing": log["gradient_ratio"] < 0.01,
    }
    [word for word, holds in rules.items() if holds]

# %% exercise="check_up" expect="wrong" says="check_up of"
def check_up(log):
    loss, val = log["loss"], log["val_loss"]
    rules = {
        "broken": not np.isfinite([loss[-1], val[-1]]).all() or loss[-1] > loss[0],
        "stuck": loss[-1] > 0.9 * loss[0],
        "gap": val[-1] > 1.5 * loss[-1],
        "vanishing": log["gradient_ratio"] < 0.01,
    }
    return [word for word, holds in rules.items() if holds]

# %% exercise="check_up" expect="wrong" says="check_up of"
def check_up(log):
    loss, val = log["loss"], log["val_loss"]
    rules = {
        "broken": not np.isfinite([*loss, *val]).all() or max(loss) > loss[0],
        "stuck": loss[-1] > 0.9 * loss[0],
        "gap": val[-1] > 1.5 * loss[-1],
        "vanishing": log["gradient_ratio"] < 0.01,
    }
    return [word for word, holds in rules.items() if holds]

# %% exercise="filter_normalise" expect="right"
def filter_normalise(direction, weights):
    result = []
    for d, w in zip(direction, weights):
        if w.ndim == 1:
            result.append(0 * d)
            continue
        flat_d, flat_w = d.reshape(-1, d.shape[-1]), w.reshape(-1, w.shape[-1])
        scale = np.linalg.norm(flat_w, axis=0) / np.linalg.norm(flat_d, axis=0)
        result.append((flat_d * scale).reshape(d.shape))
    return tuple(result)

# %% exercise="filter_normalise" expect="right"
def filter_normalise(direction, weights):
    new = [d.astype("float32") for d in direction]
    for d, w in zip(new, weights):
        if d.ndim == 1:
            d[:] = 0
        else:
            for j in range(d.shape[-1]):
                d[..., j] *= np.sqrt((w[..., j] ** 2).sum()) / np.sqrt((d[..., j] ** 2).sum())
    return [tf.constant(d) for d in new]

# %% exercise="filter_normalise" expect="wrong" says="one norm for the whole kernel"
def filter_normalise(direction, weights):
    normalised = []
    for d, w in zip(direction, weights):
        axes = tuple(range(w.ndim - 1))
        size = np.sqrt(np.sum(w**2) / np.sum(d**2))
        normalised.append(d * size if w.ndim > 1 else np.zeros_like(d))
    return normalised

# %% exercise="filter_normalise" expect="wrong" says="the length of its weights is missing"
def filter_normalise(direction, weights):
    normalised = []
    for d, w in zip(direction, weights):
        axes = tuple(range(w.ndim - 1))
        size = 1 / np.sqrt(np.sum(d**2, axis=axes))
        normalised.append(d * size if w.ndim > 1 else np.zeros_like(d))
    return normalised

# %% exercise="filter_normalise" expect="wrong" says="not divided by its own length"
def filter_normalise(direction, weights):
    normalised = []
    for d, w in zip(direction, weights):
        axes = tuple(range(w.ndim - 1))
        size = np.sqrt(np.sum(w**2, axis=axes))
        normalised.append(d * size if w.ndim > 1 else np.zeros_like(d))
    return normalised

# %% exercise="filter_normalise" expect="wrong" says="a bias that moves"
def filter_normalise(direction, weights):
    normalised = []
    for d, w in zip(direction, weights):
        axes = tuple(range(w.ndim - 1))
        size = np.sqrt(np.sum(w**2, axis=axes) / np.sum(d**2, axis=axes))
        normalised.append(d * size if w.ndim > 1 else d * np.sqrt(np.sum(w**2) / np.sum(d**2)))
    return normalised

# %% exercise="filter_normalise" expect="wrong" says="the raw direction"
def filter_normalise(direction, weights):
    normalised = []
    for d, w in zip(direction, weights):
        axes = tuple(range(w.ndim - 1))
        size = np.sqrt(np.sum(w**2, axis=axes) / np.sum(d**2, axis=axes))
        normalised.append(d)
    return normalised

# %% exercise="filter_normalise" expect="wrong" says="was changed in place"
def filter_normalise(direction, weights):
    normalised = []
    for d, w in zip(direction, weights):
        axes = tuple(range(w.ndim - 1))
        size = np.sqrt(np.sum(w**2, axis=axes) / np.sum(d**2, axis=axes))
        d *= size if w.ndim > 1 else 0
        normalised.append(d)
    return normalised

# %% exercise="filter_normalise" expect="wrong" says="shape (3, 3, 2, 4)"
def filter_normalise(direction, weights):
    normalised = []
    for d, w in zip(direction, weights):
        axes = 0
        size = np.sqrt(np.sum(w**2, axis=axes) / np.sum(d**2, axis=axes))
        normalised.append(d * size if w.ndim > 1 else np.zeros_like(d))
    return normalised

# %% exercise="filter_normalise" expect="wrong" says="one global norm"
def filter_normalise(direction, weights):
    scale = np.sqrt(sum(np.sum(w**2) for w in weights) / sum(np.sum(d**2) for d in direction))
    return [scale * d for d in direction]

# %% exercise="filter_normalise" expect="wrong" says="rows in the place of columns"
def filter_normalise(direction, weights):
    scale = lambda d, w: np.linalg.norm(w, axis=1, keepdims=True) / np.linalg.norm(d, axis=1, keepdims=True)
    return [d * scale(d, w) if d.ndim > 1 else 0 * d for d, w in zip(direction, weights)]

# %% exercise="loss_slice" expect="right"
def loss_slice(loss, weights, d1, d2, alphas, betas):
    losses = np.zeros((len(betas), len(alphas)))
    for i in range(len(betas)):
        for j in range(len(alphas)):
            moved = [weights[k] + alphas[j] * d1[k] + betas[i] * d2[k] for k in range(len(weights))]
            losses[i, j] = loss(moved)
    return losses

# %% exercise="loss_slice" expect="right"
def loss_slice(loss, weights, d1, d2, alphas, betas):
    def at(a, b):
        return loss([tf.constant(w + a * one + b * two).numpy() for w, one, two in zip(weights, d1, d2)])

    return [[at(a, b) for a in alphas] for b in betas]

# %% exercise="loss_slice" expect="wrong" says="rows and columns swapped"
def loss_slice(loss, weights, d1, d2, alphas, betas):
    rows = []
    for beta in betas:
        rows.append([loss([w + alpha * a + beta * b for w, a, b in zip(weights, d1, d2)]) for alpha in alphas])
    return np.array(rows).T

# %% exercise="loss_slice" expect="wrong" says="without the weights in the middle"
def loss_slice(loss, weights, d1, d2, alphas, betas):
    rows = []
    for beta in betas:
        rows.append([loss([alpha * a + beta * b for w, a, b in zip(weights, d1, d2)]) for alpha in alphas])
    return np.array(rows)

# %% exercise="loss_slice" expect="wrong" says="alphas along d2"
def loss_slice(loss, weights, d1, d2, alphas, betas):
    rows = []
    for beta in betas:
        rows.append([loss([w + alpha * b + beta * a for w, a, b in zip(weights, d1, d2)]) for alpha in alphas])
    return np.array(rows)

# %% exercise="loss_slice" expect="wrong" says="loss_slice of a bowl"
def loss_slice(loss, weights, d1, d2, alphas, betas):
    rows = []
    for beta in betas:
        rows.append([loss([w + (alpha + beta) * (a + b) for w, a, b in zip(weights, d1, d2)]) for alpha in alphas])
    return np.array(rows)

# %% exercise="loss_slice" expect="wrong" says="loss_slice of a bowl"
def loss_slice(loss, weights, d1, d2, alphas, betas):
    rows = []
    for beta in betas:
        rows.append([loss([w + alpha * a for w, a, b in zip(weights, d1, d2)]) for alpha in alphas])
    return np.array(rows)

# %% exercise="loss_slice" expect="wrong" says="loss_slice of a bowl"
def loss_slice(loss, weights, d1, d2, alphas, betas):
    rows = []
    for beta in betas:
        row = []
        for alpha in alphas:
            weights = [w + alpha * a + beta * b for w, a, b in zip(weights, d1, d2)]
            row.append(loss(weights))
        rows.append(row)
    return np.array(rows)

# %% exercise="search" expect="right"
def sample_settings(rng):
    rate = np.exp(rng.uniform(np.log(0.001), 0))
    return dict(learning_rate=float(rate), units=2 ** rng.integers(3, 7), batch_size=2 ** rng.integers(4, 8))


def random_search(evaluate, budget, rng):
    settings = [sample_settings(rng) for _ in range(budget)]
    shares = [evaluate(one)["validation"] for one in settings]
    return settings[int(np.argmax(shares))], list(zip(settings, shares))

# %% exercise="search" expect="right"
def sample_settings(rng):
    return {"units": rng.choice([8, 16, 32, 64]), "batch_size": rng.choice((16, 32, 64, 128)), "learning_rate": np.power(10.0, -3 * rng.random())}


def random_search(evaluate, budget, rng):
    best, most, trials = None, -1, []
    while len(trials) < budget:
        settings = sample_settings(rng)
        share = evaluate(settings)["validation"]
        trials.append([settings, share])
        if share > most:
            best, most = settings, share
    return [best, trials]

# %% exercise="search" expect="wrong" says="uniform, not log-uniform"
def sample_settings(rng):
    rate = rng.uniform(0.001, 1)
    return {"learning_rate": rate, "units": int(rng.choice([8, 16, 32, 64])), "batch_size": int(rng.choice([16, 32, 64, 128]))}


def random_search(evaluate, budget, rng):
    trials = []
    for _ in range(budget):
        settings = sample_settings(rng)
        trials.append((settings, evaluate(settings)["validation"]))
    return max(trials, key=lambda trial: trial[1])[0], trials

# %% exercise="search" expect="wrong" says="looks like the test share"
def sample_settings(rng):
    rate = 10 ** rng.uniform(-3, 0)
    return {"learning_rate": rate, "units": int(rng.choice([8, 16, 32, 64])), "batch_size": int(rng.choice([16, 32, 64, 128]))}


def random_search(evaluate, budget, rng):
    trials = []
    for _ in range(budget):
        settings = sample_settings(rng)
        trials.append((settings, evaluate(settings)["test"]))
    return max(trials, key=lambda trial: trial[1])[0], trials

# %% exercise="search" expect="wrong" says="evaluations, received"
def sample_settings(rng):
    rate = 10 ** rng.uniform(-3, 0)
    return {"learning_rate": rate, "units": int(rng.choice([8, 16, 32, 64])), "batch_size": int(rng.choice([16, 32, 64, 128]))}


def random_search(evaluate, budget, rng):
    trials = []
    for _ in range(budget + 1):
        settings = sample_settings(rng)
        trials.append((settings, evaluate(settings)["validation"]))
    return max(trials, key=lambda trial: trial[1])[0], trials

# %% exercise="search" expect="wrong" says="the worst trial"
def sample_settings(rng):
    rate = 10 ** rng.uniform(-3, 0)
    return {"learning_rate": rate, "units": int(rng.choice([8, 16, 32, 64])), "batch_size": int(rng.choice([16, 32, 64, 128]))}


def random_search(evaluate, budget, rng):
    trials = []
    for _ in range(budget):
        settings = sample_settings(rng)
        trials.append((settings, evaluate(settings)["validation"]))
    return min(trials, key=lambda trial: trial[1])[0], trials

# %% exercise="search" expect="wrong" says="is the exponent missing"
def sample_settings(rng):
    rate = rng.uniform(-3, 0)
    return {"learning_rate": rate, "units": int(rng.choice([8, 16, 32, 64])), "batch_size": int(rng.choice([16, 32, 64, 128]))}


def random_search(evaluate, budget, rng):
    trials = []
    for _ in range(budget):
        settings = sample_settings(rng)
        trials.append((settings, evaluate(settings)["validation"]))
    return max(trials, key=lambda trial: trial[1])[0], trials

# %% exercise="search" expect="wrong" says="looks like e to a power"
def sample_settings(rng):
    rate = np.exp(rng.uniform(-9, 0))
    return {"learning_rate": rate, "units": int(rng.choice([8, 16, 32, 64])), "batch_size": int(rng.choice([16, 32, 64, 128]))}


def random_search(evaluate, budget, rng):
    trials = []
    for _ in range(budget):
        settings = sample_settings(rng)
        trials.append((settings, evaluate(settings)["validation"]))
    return max(trials, key=lambda trial: trial[1])[0], trials

# %% exercise="search" expect="wrong" says="expected a pair"
def sample_settings(rng):
    rate = 10 ** rng.uniform(-3, 0)
    return {"learning_rate": rate, "units": int(rng.choice([8, 16, 32, 64])), "batch_size": int(rng.choice([16, 32, 64, 128]))}


def random_search(evaluate, budget, rng):
    trials = []
    for _ in range(budget):
        settings = sample_settings(rng)
        trials.append((settings, evaluate(settings)["validation"]))
    return max(trials, key=lambda trial: trial[1])[0]

# %% exercise="search" expect="wrong" says="expected one of (8, 16, 32, 64)"
def sample_settings(rng):
    rate = 10 ** rng.uniform(-3, 0)
    return {"learning_rate": rate, "units": int(rng.integers(8, 65)), "batch_size": int(rng.choice([16, 32, 64, 128]))}


def random_search(evaluate, budget, rng):
    trials = []
    for _ in range(budget):
        settings = sample_settings(rng)
        trials.append((settings, evaluate(settings)["validation"]))
    return max(trials, key=lambda trial: trial[1])[0], trials

# %% exercise="search" expect="wrong" says="the same settings"
def sample_settings(rng):
    rate = 10 ** rng.uniform(-3, 0)
    return {"learning_rate": rate, "units": int(rng.choice([8, 16, 32, 64])), "batch_size": int(rng.choice([16, 32, 64, 128]))}


def random_search(evaluate, budget, rng):
    trials = []
    settings = sample_settings(rng)
    for _ in range(budget):
        trials.append((settings, evaluate(settings)["validation"]))
    return max(trials, key=lambda trial: trial[1])[0], trials

# %% exercise="search" expect="wrong" says="few different values"
def sample_settings(rng):
    rate = float(rng.choice([0.001, 0.01, 0.1, 1]))
    return {"learning_rate": rate, "units": int(rng.choice([8, 16, 32, 64])), "batch_size": int(rng.choice([16, 32, 64, 128]))}


def random_search(evaluate, budget, rng):
    trials = []
    for _ in range(budget):
        settings = sample_settings(rng)
        trials.append((settings, evaluate(settings)["validation"]))
    return max(trials, key=lambda trial: trial[1])[0], trials

# %% exercise="search" expect="wrong" says="a search on the test data"
def sample_settings(rng):
    rate = 10 ** rng.uniform(-3, 0)
    return {"learning_rate": rate, "units": int(rng.choice([8, 16, 32, 64])), "batch_size": int(rng.choice([16, 32, 64, 128]))}


def random_search(evaluate, budget, rng):
    found = []
    for _ in range(budget):
        settings = sample_settings(rng)
        found.append((settings, evaluate(settings)))
    best = max(found, key=lambda one: one[1]["test"])[0]
    return best, [(settings, shares["validation"]) for settings, shares in found]

# %% exercise="make_model" expect="right"
def make_model(inputs, classes):
    x = image = keras.Input((inputs,))
    for _ in range(2):
        x = keras.layers.Dense(48, activation="tanh", kernel_regularizer=keras.regularizers.L2(1e-4))(x)
    return keras.Model(image, keras.layers.Dense(classes)(x))

# %% exercise="make_model" expect="right"
class Network(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.hidden = keras.layers.Dense(40, kernel_initializer="he_normal")
        self.norm = keras.layers.BatchNormalization()
        self.drop, self.out = keras.layers.Dropout(0.1), keras.layers.Dense(classes)

    def call(self, x, training=False):
        h = keras.ops.relu(self.norm(self.hidden(x), training=training))
        return self.out(self.drop(h, training=training))


def make_model(inputs, classes):
    model = Network(classes)
    model.build((None, inputs))
    return model

# %% exercise="make_model" expect="wrong" says="a softmax at the end"
def make_model(inputs, classes):
    hidden = keras.layers.Dense(64, "relu", kernel_initializer="he_normal")
    return keras.Sequential([keras.Input((inputs,)), hidden, keras.layers.Dropout(0.2), keras.layers.Dense(classes, "softmax")])

# %% exercise="make_model" expect="wrong" says="no hidden layer, or no activation"
def make_model(inputs, classes):
    hidden = keras.layers.Dense(64)
    return keras.Sequential([keras.Input((inputs,)), hidden, keras.layers.Dropout(0.2), keras.layers.Dense(classes)])

# %% exercise="make_model" expect="wrong" says="nothing against overfitting"
def make_model(inputs, classes):
    hidden = keras.layers.Dense(64, "relu", kernel_initializer="he_normal")
    return keras.Sequential([keras.Input((inputs,)), hidden, keras.layers.Dense(classes)])

# %% exercise="make_model" expect="wrong" says="the number of parameters"
def make_model(inputs, classes):
    hidden = keras.layers.Dense(1000, "relu", kernel_initializer="he_normal")
    return keras.Sequential([keras.Input((inputs,)), hidden, keras.layers.Dropout(0.2), keras.layers.Dense(classes)])

# %% exercise="make_model" expect="wrong" says="expected outputs of shape"
def make_model(inputs, classes):
    hidden = keras.layers.Dense(64, "relu", kernel_initializer="he_normal")
    return keras.Sequential([keras.Input((inputs,)), hidden, keras.layers.Dropout(0.2), keras.layers.Dense(1)])

# %% exercise="make_model" expect="wrong" says="looks like an activation on the last layer"
def make_model(inputs, classes):
    hidden = keras.layers.Dense(64, "relu", kernel_initializer="he_normal")
    return keras.Sequential([keras.Input((inputs,)), hidden, keras.layers.Dropout(0.2), keras.layers.Dense(classes, "relu")])

# %% exercise="make_model" expect="wrong" says="start from random weights"
def make_model(inputs, classes):
    keras.utils.set_random_seed(0)
    hidden = keras.layers.Dense(64, "relu", kernel_initializer="he_normal")
    return keras.Sequential([keras.Input((inputs,)), hidden, keras.layers.Dropout(0.2), keras.layers.Dense(classes)])

# %% exercise="make_model" expect="wrong" says="returned nothing"
def make_model(inputs, classes):
    hidden = keras.layers.Dense(64, "relu", kernel_initializer="he_normal")
    keras.Sequential([keras.Input((inputs,)), hidden, keras.layers.Dropout(0.2), keras.layers.Dense(classes)])

# %% exercise="fit_model" expect="right"
class Cosine(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, steps):
        self.steps = steps

    def __call__(self, step):
        done = keras.ops.cast(step, "float32") / self.steps
        return 0.005 * (1 + keras.ops.cos(np.pi * keras.ops.minimum(done, 1.0)))


def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    data = tf.data.Dataset.from_tensor_slices((X, y)).cache().shuffle(1000).batch(size).prefetch(tf.data.AUTOTUNE)
    held_out = tf.data.Dataset.from_tensor_slices((X_val, y_val)).batch(256)
    steps = int(np.ceil(len(X) / size))
    model.compile(optimizer=keras.optimizers.Adam(Cosine(epochs * steps)), metrics=["accuracy"],
                  loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
    return model.fit(data, validation_data=held_out, epochs=epochs, callbacks=[stop], shuffle=False, verbose=0).history

# %% exercise="fit_model" expect="right"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    steps = epochs * -(-len(X) // size)
    adam = keras.optimizers.Adam(learning_rate=keras.optimizers.schedules.CosineDecay(0.01, steps))
    model.compile(adam, keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"], jit_compile=False)
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    run = model.fit(X, y, batch_size=size, epochs=epochs, validation_data=(X_val, y_val), callbacks=[stop], verbose=0)
    return {name: np.array(values) for name, values in run.history.items()}

# %% exercise="fit_model" expect="wrong" says="did not restore the best"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    batches = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(size).prefetch(2)
    schedule = keras.optimizers.schedules.CosineDecay(0.01, epochs * len(batches))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(schedule), loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(patience=5)
    given = {"validation_data": (X_val, y_val), "callbacks": [stop], "shuffle": False, "verbose": 0}
    return model.fit(batches, epochs=epochs, **given).history

# %% exercise="fit_model" expect="wrong" says="a rate that stays"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    batches = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(size).prefetch(2)
    schedule = keras.optimizers.schedules.CosineDecay(0.01, epochs * len(batches))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.01), loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    given = {"validation_data": (X_val, y_val), "callbacks": [stop], "shuffle": False, "verbose": 0}
    return model.fit(batches, epochs=epochs, **given).history

# %% exercise="fit_model" expect="wrong" says="a cosine over epochs"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    batches = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(size).prefetch(2)
    schedule = keras.optimizers.schedules.CosineDecay(0.01, epochs)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(schedule), loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    given = {"validation_data": (X_val, y_val), "callbacks": [stop], "shuffle": False, "verbose": 0}
    return model.fit(batches, epochs=epochs, **given).history

# %% exercise="fit_model" expect="wrong" says="batches of another size"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    batches = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(32).prefetch(2)
    schedule = keras.optimizers.schedules.CosineDecay(0.01, epochs * len(batches))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(schedule), loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    given = {"validation_data": (X_val, y_val), "callbacks": [stop], "shuffle": False, "verbose": 0}
    return model.fit(batches, epochs=epochs, **given).history

# %% exercise="fit_model" expect="wrong" says="the last, smaller batch left out"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    batches = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(size, drop_remainder=True).prefetch(2)
    schedule = keras.optimizers.schedules.CosineDecay(0.01, epochs * len(batches))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(schedule), loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    given = {"validation_data": (X_val, y_val), "callbacks": [stop], "shuffle": False, "verbose": 0}
    return model.fit(batches, epochs=epochs, **given).history

# %% exercise="fit_model" expect="wrong" says="one batch of all examples"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    batches = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(len(X)).prefetch(2)
    schedule = keras.optimizers.schedules.CosineDecay(0.01, epochs * len(batches))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(schedule), loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    given = {"validation_data": (X_val, y_val), "callbacks": [stop], "shuffle": False, "verbose": 0}
    return model.fit(batches, epochs=epochs, **given).history

# %% exercise="fit_model" expect="wrong" says="no 'val_loss'"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    batches = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(size).prefetch(2)
    schedule = keras.optimizers.schedules.CosineDecay(0.01, epochs * len(batches))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(schedule), loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    given = {"shuffle": False, "verbose": 0}
    return model.fit(batches, epochs=epochs, **given).history

# %% exercise="fit_model" expect="wrong" says="no 'accuracy'"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    batches = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(size).prefetch(2)
    schedule = keras.optimizers.schedules.CosineDecay(0.01, epochs * len(batches))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(schedule), loss)
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    given = {"validation_data": (X_val, y_val), "callbacks": [stop], "shuffle": False, "verbose": 0}
    return model.fit(batches, epochs=epochs, **given).history

# %% exercise="fit_model" expect="wrong" says="patience 5"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    batches = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(size).prefetch(2)
    schedule = keras.optimizers.schedules.CosineDecay(0.01, epochs * len(batches))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(schedule), loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)
    given = {"validation_data": (X_val, y_val), "callbacks": [stop], "shuffle": False, "verbose": 0}
    return model.fit(batches, epochs=epochs, **given).history

# %% exercise="fit_model" expect="wrong" says="returned nothing"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    batches = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(size).prefetch(2)
    schedule = keras.optimizers.schedules.CosineDecay(0.01, epochs * len(batches))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(schedule), loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    given = {"validation_data": (X_val, y_val), "callbacks": [stop], "shuffle": False, "verbose": 0}
    model.fit(batches, epochs=epochs, **given).history

# %% exercise="fit_model" expect="wrong" says="expected the history as a dictionary"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    batches = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(size).prefetch(2)
    schedule = keras.optimizers.schedules.CosineDecay(0.01, epochs * len(batches))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(schedule), loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    given = {"validation_data": (X_val, y_val), "callbacks": [stop], "shuffle": False, "verbose": 0}
    return model.fit(batches, epochs=epochs, **given)

# %% exercise="fit_model" expect="wrong" says="another rate at the start"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    batches = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(size).prefetch(2)
    schedule = keras.optimizers.schedules.CosineDecay(0.001, epochs * len(batches))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(schedule), loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    given = {"validation_data": (X_val, y_val), "callbacks": [stop], "shuffle": False, "verbose": 0}
    return model.fit(batches, epochs=epochs, **given).history

# %% exercise="fit_model" expect="wrong" says="a straight line"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    batches = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(size).prefetch(2)
    schedule = keras.optimizers.schedules.PolynomialDecay(0.01, epochs * len(batches), 0.0)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(schedule), loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    given = {"validation_data": (X_val, y_val), "callbacks": [stop], "shuffle": False, "verbose": 0}
    return model.fit(batches, epochs=epochs, **given).history

# %% exercise="fit_model" expect="wrong" says="patience 5"
def fit_model(model, X, y, X_val, y_val, epochs, size=64):
    batches = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X)).batch(size).prefetch(2)
    schedule = keras.optimizers.schedules.CosineDecay(0.01, epochs * len(batches))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(schedule), loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    given = {"validation_data": (X_val, y_val), "shuffle": False, "verbose": 0}
    return model.fit(batches, epochs=epochs, **given).history

# %% exercise="classify" expect="right"
def classify(model, images):
    images = np.asarray(images)
    z = np.asarray(model(images[None] if images.ndim == 1 else images), dtype=float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return z.argmax(axis=1).tolist(), e / e.sum(axis=1, keepdims=True)

# %% exercise="classify" expect="right"
def classify(model, images):
    p = keras.ops.softmax(model.predict(np.atleast_2d(images), verbose=0))
    return [tf.argmax(p, axis=1), p]

# %% exercise="classify" expect="wrong" says="logits, no probabilities"
def classify(model, images):
    p = model(np.atleast_2d(images)).numpy()
    return p.argmax(axis=1), p

# %% exercise="classify" expect="wrong" says="two softmaxes"
def classify(model, images):
    p = tf.nn.softmax(tf.nn.softmax(model(np.atleast_2d(images)))).numpy()
    return p.argmax(axis=1), p

# %% exercise="classify" expect="wrong" says="a softmax over the batch"
def classify(model, images):
    p = tf.nn.softmax(model(np.atleast_2d(images)), axis=0).numpy()
    return p.argmax(axis=1), p

# %% exercise="classify" expect="wrong" says="argmax over the wrong axis"
def classify(model, images):
    p = tf.nn.softmax(model(np.atleast_2d(images))).numpy()
    return p.argmax(axis=0), p

# %% exercise="classify" expect="wrong" says="expected a pair"
def classify(model, images):
    p = tf.nn.softmax(model(np.atleast_2d(images))).numpy()
    return p

# %% exercise="classify" expect="wrong" says="expected a pair"
def classify(model, images):
    p = tf.nn.softmax(model(np.atleast_2d(images))).numpy()
    return p.argmax(axis=1), p.max(axis=1)

# %% exercise="classify" expect="wrong" says="a sigmoid for each class"
def classify(model, images):
    p = tf.nn.sigmoid(model(np.atleast_2d(images))).numpy()
    return p.argmax(axis=1), p

# %% exercise="classify" expect="wrong" says="ValueError"
def classify(model, images):
    p = tf.nn.softmax(model(images)).numpy()
    return p.argmax(axis=1), p

# %% exercise="capstone" expect="right"
def capstone(X, y, X_val, y_val, epochs, seed, path):
    keras.utils.set_random_seed(seed)
    model = make_model(X.shape[1], int(y.max()) + 1)
    fit_model(model, X, y, X_val, y_val, epochs)
    model.save(path)
    return keras.models.load_model(path).evaluate(X_val, y_val, verbose=0)[1]

# %% exercise="capstone" expect="right"
def capstone(X, y, X_val, y_val, epochs, seed, path):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([
        keras.Input((X.shape[1],)),
        keras.layers.Dense(128, "relu", kernel_regularizer=keras.regularizers.L2(1e-4)),
        keras.layers.Dense(len(np.unique(y))),
    ])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.003), loss, metrics=["accuracy"])
    model.fit(X, y, batch_size=32, epochs=epochs, verbose=0)
    keras.saving.save_model(model, path)
    logits = keras.saving.load_model(path).predict(X_val, verbose=0)
    return np.mean(logits.argmax(axis=1) == y_val)

# %% exercise="capstone" expect="wrong" says="the share of right answers on the check"
def capstone(X, y, X_val, y_val, epochs, seed, path):
    keras.utils.set_random_seed(seed)
    model = make_model(X.shape[1], int(y.max()) + 1)
    model.save(path)
    labels, _ = classify(keras.saving.load_model(path), X_val)
    return float(np.mean(labels == y_val))

# %% exercise="capstone" expect="wrong" says="there is no file"
def capstone(X, y, X_val, y_val, epochs, seed, path):
    keras.utils.set_random_seed(seed)
    model = make_model(X.shape[1], int(y.max()) + 1)
    fit_model(model, X, y, X_val, y_val, epochs)
    labels, _ = classify(model, X_val)
    return float(np.mean(labels == y_val))

# %% exercise="capstone" expect="wrong" says="the same seed twice"
def capstone(X, y, X_val, y_val, epochs, seed, path):
    model = make_model(X.shape[1], int(y.max()) + 1)
    fit_model(model, X, y, X_val, y_val, epochs)
    model.save(path)
    labels, _ = classify(keras.saving.load_model(path), X_val)
    return float(np.mean(labels == y_val))

# %% exercise="capstone" expect="wrong" says="another seed gave the same"
def capstone(X, y, X_val, y_val, epochs, seed, path):
    keras.utils.set_random_seed(0)
    model = make_model(X.shape[1], int(y.max()) + 1)
    fit_model(model, X, y, X_val, y_val, epochs)
    model.save(path)
    labels, _ = classify(keras.saving.load_model(path), X_val)
    return float(np.mean(labels == y_val))

# %% exercise="capstone" expect="wrong" says="is it in percent"
def capstone(X, y, X_val, y_val, epochs, seed, path):
    keras.utils.set_random_seed(seed)
    model = make_model(X.shape[1], int(y.max()) + 1)
    fit_model(model, X, y, X_val, y_val, epochs)
    model.save(path)
    labels, _ = classify(keras.saving.load_model(path), X_val)
    return 100 * float(np.mean(labels == y_val))

# %% exercise="capstone" expect="wrong" says="returned nothing"
def capstone(X, y, X_val, y_val, epochs, seed, path):
    keras.utils.set_random_seed(seed)
    model = make_model(X.shape[1], int(y.max()) + 1)
    fit_model(model, X, y, X_val, y_val, epochs)
    model.save(path)
    labels, _ = classify(keras.saving.load_model(path), X_val)
    print(np.mean(labels == y_val))

# %% exercise="capstone" expect="wrong" says="the saved model gets"
def capstone(X, y, X_val, y_val, epochs, seed, path):
    keras.utils.set_random_seed(seed)
    model = make_model(X.shape[1], int(y.max()) + 1)
    fit_model(model, X, y, X_val, y_val, epochs)
    model.save(path)
    labels, _ = classify(keras.saving.load_model(path), X)
    return float(np.mean(labels == y))

# %% exercise="capstone" expect="wrong" says="the budget is 50,000"
def capstone(X, y, X_val, y_val, epochs, seed, path):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((64,)), keras.layers.Dense(900, "relu"), keras.layers.Dense(10)])
    fit_model(model, X, y, X_val, y_val, epochs)
    model.save(path)
    labels, _ = classify(keras.saving.load_model(path), X_val)
    return float(np.mean(labels == y_val))

# %% exercise="capstone" expect="wrong" says="the saved model gets"
def capstone(X, y, X_val, y_val, epochs, seed, path):
    keras.utils.set_random_seed(seed)
    model = make_model(X.shape[1], int(y.max()) + 1)
    model.save(path)
    fit_model(model, X, y, X_val, y_val, epochs)
    labels, _ = classify(model, X_val)
    return float(np.mean(labels == y_val))

# %% exercise="card" expect="right"
card = {
    "task": "Name the digit in an image of 8 by 8 pixels",
    "data": "The 1797 scanned digits of scikit-learn, 60 % to train on",
    "model": "64 inputs, 64 hidden units with ReLU, dropout 0.2, 10 logits",
    "training": "Adam on a cosine from 0.01, 12 epochs, early stopping",
    "limits": "Only for centred scanned digits of this kind; drawings and photographs get a confident wrong answer",
    "parameters": 4810,
    "validation_accuracy": 0.97,
    "test_accuracy": 0.95,
    "test_images": 360,
    "margin": 0.0225,
    "vault_opened": 1,
}

# %% exercise="card" expect="right"
card = {
    "task": "Name the digit in an image of 8 by 8 pixels",
    "data": "The 1797 scanned digits of scikit-learn, 60 % to train on",
    "model": "64 inputs, 64 hidden units with ReLU, dropout 0.2, 10 logits",
    "training": "Adam on a cosine from 0.01, 12 epochs, early stopping",
    "limits": "Only for centred scanned digits of this kind; drawings and photographs get a confident wrong answer",
    "parameters": tf.constant(4810),
    "validation_accuracy": 0.97,
    "test_accuracy": np.float32(0.95),
    "test_images": 360,
    "margin": 1.96 * np.sqrt(0.95 * 0.05 / 360),
    "vault_opened": 1,
    "authors": "two students",
}

# %% exercise="card" expect="wrong" says="the card has no"
card = {
    "task": "Name the digit in an image of 8 by 8 pixels",
    "data": "The 1797 scanned digits of scikit-learn, 60 % to train on",
    "model": "64 inputs, 64 hidden units with ReLU, dropout 0.2, 10 logits",
    "training": "Adam on a cosine from 0.01, 12 epochs, early stopping",
    "parameters": 4810,
    "validation_accuracy": 0.97,
    "test_accuracy": 0.95,
    "test_images": 360,
    "margin": 0.0225,
    "vault_opened": 1,
}

# %% exercise="card" expect="wrong" says="at least 10 different words"
card = {
    "task": "Name the digit in an image of 8 by 8 pixels",
    "data": "The 1797 scanned digits of scikit-learn, 60 % to train on",
    "model": "64 inputs, 64 hidden units with ReLU, dropout 0.2, 10 logits",
    "training": "Adam on a cosine from 0.01, 12 epochs, early stopping",
    "limits": "none none none none none none none none none none",
    "parameters": 4810,
    "validation_accuracy": 0.97,
    "test_accuracy": 0.95,
    "test_images": 360,
    "margin": 0.0225,
    "vault_opened": 1,
}

# %% exercise="card" expect="wrong" says="at least 5 different words"
card = {
    "task": "...",
    "data": "The 1797 scanned digits of scikit-learn, 60 % to train on",
    "model": "64 inputs, 64 hidden units with ReLU, dropout 0.2, 10 logits",
    "training": "Adam on a cosine from 0.01, 12 epochs, early stopping",
    "limits": "Only for centred scanned digits of this kind; drawings and photographs get a confident wrong answer",
    "parameters": 4810,
    "validation_accuracy": 0.97,
    "test_accuracy": 0.95,
    "test_images": 360,
    "margin": 0.0225,
    "vault_opened": 1,
}

# %% exercise="card" expect="wrong" says="is it in percent"
card = {
    "task": "Name the digit in an image of 8 by 8 pixels",
    "data": "The 1797 scanned digits of scikit-learn, 60 % to train on",
    "model": "64 inputs, 64 hidden units with ReLU, dropout 0.2, 10 logits",
    "training": "Adam on a cosine from 0.01, 12 epochs, early stopping",
    "limits": "Only for centred scanned digits of this kind; drawings and photographs get a confident wrong answer",
    "parameters": 4810,
    "validation_accuracy": 0.97,
    "test_accuracy": 95,
    "test_images": 360,
    "margin": 0.0225,
    "vault_opened": 1,
}

# %% exercise="card" expect="wrong" says="1.96 is missing"
card = {
    "task": "Name the digit in an image of 8 by 8 pixels",
    "data": "The 1797 scanned digits of scikit-learn, 60 % to train on",
    "model": "64 inputs, 64 hidden units with ReLU, dropout 0.2, 10 logits",
    "training": "Adam on a cosine from 0.01, 12 epochs, early stopping",
    "limits": "Only for centred scanned digits of this kind; drawings and photographs get a confident wrong answer",
    "parameters": 4810,
    "validation_accuracy": 0.97,
    "test_accuracy": 0.95,
    "test_images": 360,
    "margin": 0.01149,
    "vault_opened": 1,
}

# %% exercise="card" expect="wrong" says="without its root"
card = {
    "task": "Name the digit in an image of 8 by 8 pixels",
    "data": "The 1797 scanned digits of scikit-learn, 60 % to train on",
    "model": "64 inputs, 64 hidden units with ReLU, dropout 0.2, 10 logits",
    "training": "Adam on a cosine from 0.01, 12 epochs, early stopping",
    "limits": "Only for centred scanned digits of this kind; drawings and photographs get a confident wrong answer",
    "parameters": 4810,
    "validation_accuracy": 0.97,
    "test_accuracy": 0.95,
    "test_images": 360,
    "margin": 0.000259,
    "vault_opened": 1,
}

# %% exercise="card" expect="wrong" says="a root without n"
card = {
    "task": "Name the digit in an image of 8 by 8 pixels",
    "data": "The 1797 scanned digits of scikit-learn, 60 % to train on",
    "model": "64 inputs, 64 hidden units with ReLU, dropout 0.2, 10 logits",
    "training": "Adam on a cosine from 0.01, 12 epochs, early stopping",
    "limits": "Only for centred scanned digits of this kind; drawings and photographs get a confident wrong answer",
    "parameters": 4810,
    "validation_accuracy": 0.97,
    "test_accuracy": 0.95,
    "test_images": 360,
    "margin": 0.427,
    "vault_opened": 1,
}

# %% exercise="card" expect="wrong" says="the margin of the validation share"
card = {
    "task": "Name the digit in an image of 8 by 8 pixels",
    "data": "The 1797 scanned digits of scikit-learn, 60 % to train on",
    "model": "64 inputs, 64 hidden units with ReLU, dropout 0.2, 10 logits",
    "training": "Adam on a cosine from 0.01, 12 epochs, early stopping",
    "limits": "Only for centred scanned digits of this kind; drawings and photographs get a confident wrong answer",
    "parameters": 4810,
    "validation_accuracy": 0.97,
    "test_accuracy": 0.95,
    "test_images": 360,
    "margin": 0.01762,
    "vault_opened": 1,
}

# %% exercise="card" expect="wrong" says="more often is no test"
card = {
    "task": "Name the digit in an image of 8 by 8 pixels",
    "data": "The 1797 scanned digits of scikit-learn, 60 % to train on",
    "model": "64 inputs, 64 hidden units with ReLU, dropout 0.2, 10 logits",
    "training": "Adam on a cosine from 0.01, 12 epochs, early stopping",
    "limits": "Only for centred scanned digits of this kind; drawings and photographs get a confident wrong answer",
    "parameters": 4810,
    "validation_accuracy": 0.97,
    "test_accuracy": 0.95,
    "test_images": 360,
    "margin": 0.0225,
    "vault_opened": 3,
}

# %% exercise="card" expect="wrong" says="a margin in percent"
card = {
    "task": "Name the digit in an image of 8 by 8 pixels",
    "data": "The 1797 scanned digits of scikit-learn, 60 % to train on",
    "model": "64 inputs, 64 hidden units with ReLU, dropout 0.2, 10 logits",
    "training": "Adam on a cosine from 0.01, 12 epochs, early stopping",
    "limits": "Only for centred scanned digits of this kind; drawings and photographs get a confident wrong answer",
    "parameters": 4810,
    "validation_accuracy": 0.97,
    "test_accuracy": 0.95,
    "test_images": 360,
    "margin": 2.25,
    "vault_opened": 1,
}

# %% exercise="card" expect="wrong" says="expected a number"
card = {
    "task": "Name the digit in an image of 8 by 8 pixels",
    "data": "The 1797 scanned digits of scikit-learn, 60 % to train on",
    "model": "64 inputs, 64 hidden units with ReLU, dropout 0.2, 10 logits",
    "training": "Adam on a cosine from 0.01, 12 epochs, early stopping",
    "limits": "Only for centred scanned digits of this kind; drawings and photographs get a confident wrong answer",
    "parameters": "many",
    "validation_accuracy": 0.97,
    "test_accuracy": 0.95,
    "test_images": 360,
    "margin": 0.0225,
    "vault_opened": 1,
}
