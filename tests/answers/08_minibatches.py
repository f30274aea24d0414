# Answers to lab 08, as students write them: each cell takes the place of one exercise's solution.

# %% exercise="warm_up" expect="right"
untrained_loss = np.log(10)
largest_rate = 2 / 8
after_two_steps = 8 * 0.5 * 0.5
momentum_reach = 1 / (1 - 0.9)

# %% exercise="warm_up" expect="right"
untrained_loss = tf.constant(2.303)
largest_rate = [0.25][0]
after_two_steps = 2
momentum_reach = 10

# %% exercise="warm_up" expect="wrong" says="a tenth"
untrained_loss = 0.1
largest_rate = 0.25
after_two_steps = 2
momentum_reach = 10

# %% exercise="warm_up" expect="wrong" says="a single step"
untrained_loss = 2.3
largest_rate = 0.125
after_two_steps = 2
momentum_reach = 10

# %% exercise="warm_up" expect="wrong" says="a gradient of w, not 2w"
untrained_loss = 2.3
largest_rate = 0.25
after_two_steps = 4.5
momentum_reach = 10

# %% exercise="warm_up" expect="wrong" says="the first two steps"
untrained_loss = 2.3
largest_rate = 0.25
after_two_steps = 2
momentum_reach = 1.9

# %% exercise="prediction_batches" expect="right"
prediction_batches = 3

# %% exercise="prediction_batches" expect="right"
prediction_batches = np.int64(4)

# %% exercise="prediction_batches" expect="wrong" says="prediction_batches"
prediction_batches = 3.125

# %% exercise="prediction_batches" expect="wrong" says="prediction_batches"
prediction_batches = 0

# %% exercise="prediction_batches" expect="wrong" says="prediction_batches"
prediction_batches = "four"

# %% exercise="prediction_batches" expect="wrong" says="prediction_batches"
prediction_batches = None

# %% exercise="minibatches" expect="right"
def minibatches(X, y, size, rng):
    rows = list(range(len(y)))
    rng.shuffle(rows)
    while rows:
        now, rows = rows[:size], rows[size:]
        yield X[now], y[now]

# %% exercise="minibatches" expect="right"
def minibatches(X, y, size, rng):
    order = rng.permutation(len(X))
    X, y = tf.gather(X, order), tf.gather(y, order)
    return [(X[start : start + size], y[start : start + size]) for start in range(0, len(order), size)]

# %% exercise="minibatches" expect="right"
def minibatches(X, y, size, rng):
    order = np.argsort(rng.random(len(X)))
    cuts = np.arange(size, len(X), size)
    return zip(np.split(X[order], cuts), np.split(y[order], cuts))

# %% exercise="minibatches" expect="wrong" says="an input lost its label"
def minibatches(X, y, size, rng):
    X, y = rng.permutation(X), rng.permutation(y)
    for start in range(0, len(X), size):
        yield X[start : start + size], y[start : start + size]

# %% exercise="minibatches" expect="wrong" says="the last batch was lost"
def minibatches(X, y, size, rng):
    order = rng.permutation(len(X))
    for step in range(len(X) // size):
        rows = order[step * size : (step + 1) * size]
        yield X[rows], y[rows]

# %% exercise="minibatches" expect="wrong" says="should be [4, 4, 2]"
def minibatches(X, y, size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        rows = order[start : start + size]
        yield X[rows], y[rows]
    yield X[rows], y[rows]

# %% exercise="minibatches" expect="wrong" says="should be dealt once"
def minibatches(X, y, size, rng):
    for start in range(0, len(X), size):
        rows = rng.integers(0, len(X), min(size, len(X) - start))
        yield X[rows], y[rows]

# %% exercise="minibatches" expect="wrong" says="both epochs have the same order"
def minibatches(X, y, size, rng):
    order = np.random.default_rng(0).permutation(len(X))
    for start in range(0, len(X), size):
        rows = order[start : start + size]
        yield X[rows], y[rows]

# %% exercise="minibatches" expect="wrong" says="the examples come in their original order"
def minibatches(X, y, size, rng):
    for start in range(0, len(X), size):
        yield X[start : start + size], y[start : start + size]

# %% exercise="minibatches" expect="wrong" says="was changed in place"
def minibatches(X, y, size, rng):
    state = rng.bit_generator.state
    rng.shuffle(X)
    rng.bit_generator.state = state
    rng.shuffle(y)
    for start in range(0, len(X), size):
        yield X[start : start + size].copy(), y[start : start + size].copy()

# %% exercise="minibatches" expect="wrong" says="in batches of 100 should be [30]"
def minibatches(X, y, size, rng):
    order = rng.permutation(len(X))
    if size > len(X):
        return
    for start in range(0, len(X), size):
        rows = order[start : start + size]
        yield X[rows], y[rows]

# %% exercise="arithmetic" expect="right"
steps_per_epoch = int(np.ceil(60000 / 128))
last_batch = 60000 % 128
steps_in_five_epochs = 5 * steps_per_epoch
epochs_in_10000_steps = 10000 * 32 / 60000

# %% exercise="arithmetic" expect="right"
steps_per_epoch = 469.0
last_batch = 60000 - 468 * 128
steps_in_five_epochs = np.int32(2345)
epochs_in_10000_steps = 5.333

# %% exercise="arithmetic" expect="wrong" says="the last, smaller batch left out"
steps_per_epoch = 468
last_batch = 96
steps_in_five_epochs = 2340
epochs_in_10000_steps = 5.33

# %% exercise="arithmetic" expect="wrong" says="a fraction of a step"
steps_per_epoch = 468.75
last_batch = 96
steps_in_five_epochs = 2345
epochs_in_10000_steps = 5.33

# %% exercise="arithmetic" expect="wrong" says="what is missing from a full batch"
steps_per_epoch = 469
last_batch = 32
steps_in_five_epochs = 2345
epochs_in_10000_steps = 5.33

# %% exercise="arithmetic" expect="wrong" says="one long deck"
steps_per_epoch = 469
last_batch = 96
steps_in_five_epochs = 2344
epochs_in_10000_steps = 5.33

# %% exercise="arithmetic" expect="wrong" says="batches of 128, not 32"
steps_per_epoch = 469
last_batch = 96
steps_in_five_epochs = 2345
epochs_in_10000_steps = 10000 / 469

# %% exercise="prediction_half" expect="right"
prediction_half = 2

# %% exercise="prediction_half" expect="right"
prediction_half = np.float64(16)

# %% exercise="prediction_half" expect="wrong" says="prediction_half"
prediction_half = 3

# %% exercise="prediction_half" expect="wrong" says="prediction_half"
prediction_half = "4"

# %% exercise="prediction_half" expect="wrong" says="prediction_half"
prediction_half = 0.5

# %% exercise="prediction_half" expect="wrong" says="prediction_half"
prediction_half = [2, 4]

# %% exercise="batch_cloud" expect="right"
def batch_cloud(gradient, w, X, y, size, draws, rng):
    cloud = np.zeros((draws, len(w)))
    for k in range(draws):
        rows = rng.permutation(len(y))[:size]
        cloud[k] = gradient(w, X[rows], y[rows])
    return cloud

# %% exercise="batch_cloud" expect="right"
def batch_cloud(gradient, w, X, y, size, draws, rng):
    rows = rng.integers(len(X), size=(draws, size))
    return [gradient(w, X[some], y[some]) for some in rows]

# %% exercise="batch_cloud" expect="wrong" says="an input lost its label"
def batch_cloud(gradient, w, X, y, size, draws, rng):
    return np.array([gradient(w, X[rng.choice(len(X), size)], y[rng.choice(len(X), size)]) for _ in range(draws)])

# %% exercise="batch_cloud" expect="wrong" says="the same rows in every batch"
def batch_cloud(gradient, w, X, y, size, draws, rng):
    rows = rng.choice(len(X), size, replace=False)
    return np.array([gradient(w, X[rows], y[rows]) for _ in range(draws)])

# %% exercise="batch_cloud" expect="wrong" says="the same rows in every batch"
def batch_cloud(gradient, w, X, y, size, draws, rng):
    return np.array([gradient(w, X[:size], y[:size]) for _ in range(draws)])

# %% exercise="batch_cloud" expect="wrong" says="expected batches of 5 examples"
def batch_cloud(gradient, w, X, y, size, draws, rng):
    cloud = []
    for _ in range(draws):
        row = rng.integers(len(X))
        cloud.append(gradient(w, X[row : row + 1], y[row : row + 1]))
    return np.array(cloud)

# %% exercise="batch_cloud" expect="wrong" says="one gradient, not one per batch"
def batch_cloud(gradient, w, X, y, size, draws, rng):
    total = 0
    for _ in range(draws):
        rows = rng.choice(len(X), size, replace=False)
        total = total + gradient(w, X[rows], y[rows])
    return total / draws

# %% exercise="batch_cloud" expect="wrong" says="near"
def batch_cloud(gradient, w, X, y, size, draws, rng):
    cloud, half = [], len(X) // 2
    order = np.argsort(X[:, 0] * y)
    for _ in range(draws):
        rows = order[rng.choice(half, min(size, half), replace=False)]
        cloud.append(gradient(w, X[rows], y[rows]))
    return np.array(cloud)

# %% exercise="batch_cloud" expect="wrong" says="what the batches answered"
def batch_cloud(gradient, w, X, y, size, draws, rng):
    cloud = []
    for _ in range(draws):
        rows = rng.choice(len(X), size, replace=False)
        cloud.append(gradient(w, X[rows], y[rows]) / size)
    return np.array(cloud)

# %% exercise="spread" expect="right"
def spread(cloud):
    return float(np.sqrt(np.var(cloud, axis=0).sum()))

# %% exercise="spread" expect="right"
def spread(cloud):
    mean = sum(cloud) / len(cloud)
    return tf.sqrt(sum(sum((a - b) ** 2 for a, b in zip(g, mean)) for g in cloud) / len(cloud))

# %% exercise="spread" expect="wrong" says="the root is missing"
def spread(cloud):
    return np.mean(np.sum((cloud - np.mean(cloud, axis=0)) ** 2, axis=1))

# %% exercise="spread" expect="wrong" says="one spread per weight"
def spread(cloud):
    return np.std(cloud, axis=0)

# %% exercise="spread" expect="wrong" says="the mean of all numbers subtracted"
def spread(cloud):
    return np.sqrt(np.mean(np.sum((cloud - np.mean(cloud)) ** 2, axis=1)))

# %% exercise="spread" expect="wrong" says="the distance from 0"
def spread(cloud):
    return np.sqrt(np.mean(np.sum(cloud**2, axis=1)))

# %% exercise="spread" expect="wrong" says="the mean over all numbers"
def spread(cloud):
    return np.sqrt(np.mean((cloud - np.mean(cloud, axis=0)) ** 2))

# %% exercise="spread" expect="wrong" says="in place of 1/m"
def spread(cloud):
    n = len(cloud) if len(cloud) < 10 else len(cloud) - 1
    return np.sqrt(np.sum((cloud - np.mean(cloud, axis=0)) ** 2) / n)

# %% exercise="spread" expect="wrong" says="was changed in place"
def spread(cloud):
    n = len(cloud)
    if n > 10:
        cloud -= np.mean(cloud, axis=0)
        return np.sqrt(np.sum(cloud**2) / n)
    return np.sqrt(np.sum((cloud - np.mean(cloud, axis=0)) ** 2) / n)

# %% exercise="sgd_path" expect="right"
def sgd_path(gradient, w, X, y, size, rate, epochs, rng):
    path = [np.array(w, dtype=float)]
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), size):
            rows = order[start : start + size]
            path.append(path[-1] - rate * gradient(path[-1], X[rows], y[rows]))
    return path

# %% exercise="sgd_path" expect="right"
def sgd_path(gradient, w, X, y, size, rate, epochs, rng):
    steps = epochs * -(-len(X) // size)
    path, t = np.zeros((steps + 1, len(w))), 0
    path[0] = w
    for epoch in range(epochs):
        for batch in stand_in("minibatches")(X, y, size, rng):
            path[t + 1] = path[t] - rate * gradient(path[t].copy(), *batch)
            t += 1
    return path

# %% exercise="sgd_path" expect="wrong" says="the same order in each epoch"
def sgd_path(gradient, w, X, y, size, rate, epochs, rng):
    path, batches = [w], list(minibatches(X, y, size, rng))
    for _ in range(epochs):
        for X_batch, y_batch in batches:
            w = w - rate * gradient(w, X_batch, y_batch)
            path.append(w)
    return np.array(path)

# %% exercise="sgd_path" expect="wrong" says="steps uphill"
def sgd_path(gradient, w, X, y, size, rate, epochs, rng):
    path = [w]
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, size, rng):
            w = w + rate * gradient(w, X_batch, y_batch)
            path.append(w)
    return np.array(path)

# %% exercise="sgd_path" expect="wrong" says="one step per epoch"
def sgd_path(gradient, w, X, y, size, rate, epochs, rng):
    path = [w]
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, size, rng):
            w = w - rate * gradient(w, X_batch, y_batch)
        path.append(w)
    return np.array(path)

# %% exercise="sgd_path" expect="wrong" says="changed in place"
def sgd_path(gradient, w, X, y, size, rate, epochs, rng):
    w = w.copy()
    path = [w]
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, size, rng):
            w -= rate * gradient(w, X_batch, y_batch)
            path.append(w)
    return np.array(path)

# %% exercise="sgd_path" expect="wrong" says="the start is missing"
def sgd_path(gradient, w, X, y, size, rate, epochs, rng):
    path = []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, size, rng):
            w = w - rate * gradient(w, X_batch, y_batch)
            path.append(w)
    return np.array(path)

# %% exercise="sgd_path" expect="wrong" says="the gradient of the start"
def sgd_path(gradient, w, X, y, size, rate, epochs, rng):
    path, start = [w], w
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, size, rng):
            w = w - rate * gradient(start, X_batch, y_batch)
            path.append(w)
    return np.array(path)

# %% exercise="sgd_path" expect="wrong" says="should show every row once"
def sgd_path(gradient, w, X, y, size, rate, epochs, rng):
    path = [w]
    for _ in range(epochs):
        for _ in minibatches(X, y, size, rng):
            w = w - rate * gradient(w, X, y)
            path.append(w)
    return np.array(path)

# %% exercise="prediction_scaling" expect="right"
prediction_scaling = "always"

# %% exercise="prediction_scaling" expect="right"
prediction_scaling = " Never"

# %% exercise="prediction_scaling" expect="wrong" says="prediction_scaling"
prediction_scaling = "sometimes"

# %% exercise="prediction_scaling" expect="wrong" says="prediction_scaling"
prediction_scaling = True

# %% exercise="prediction_scaling" expect="wrong" says="prediction_scaling"
prediction_scaling = ""

# %% exercise="prediction_scaling" expect="wrong" says="prediction_scaling"
prediction_scaling = 4

# %% exercise="loss_grid" expect="right"
def loss_grid(train, sizes, rates, seeds=(0, 1, 2)):
    def median(size, rate):
        losses = [float("inf") if np.isnan(loss) else loss for loss in (train(size, rate, seed) for seed in seeds)]
        return sorted(losses)[len(losses) // 2]

    return [[median(size, rate) for rate in rates] for size in sizes]

# %% exercise="loss_grid" expect="right"
def loss_grid(train, sizes, rates, seeds=(0, 1, 2)):
    losses = np.array([[[train(size, rate, seed) for rate in rates] for size in sizes] for seed in seeds], dtype="float32")
    losses[np.isnan(losses)] = np.inf
    return np.median(losses, axis=0)

# %% exercise="loss_grid" expect="wrong" says="rates as rows"
def loss_grid(train, sizes, rates, seeds=(0, 1, 2)):
    return np.array([[np.median([train(size, rate, seed) for seed in seeds]) for size in sizes] for rate in rates])

# %% exercise="loss_grid" expect="wrong" says="the mean of the seeds"
def loss_grid(train, sizes, rates, seeds=(0, 1, 2)):
    return np.array([[np.mean(np.nan_to_num([train(size, rate, seed) for seed in seeds], nan=np.inf)) for rate in rates] for size in sizes])

# %% exercise="loss_grid" expect="wrong" says="nan in the table"
def loss_grid(train, sizes, rates, seeds=(0, 1, 2)):
    return np.array([[np.median([train(size, rate, seed) for seed in seeds]) for rate in rates] for size in sizes])

# %% exercise="loss_grid" expect="wrong" says="left out"
def loss_grid(train, sizes, rates, seeds=(0, 1, 2)):
    return np.array([[np.nanmedian([train(size, rate, seed) for seed in seeds]) for rate in rates] for size in sizes])

# %% exercise="loss_grid" expect="wrong" says="different runs"
def loss_grid(train, sizes, rates, seeds=(0, 1, 2)):
    seeds = (0, 1, 2)
    return np.array([[np.median(np.nan_to_num([train(size, rate, seed) for seed in seeds], nan=np.inf)) for rate in rates] for size in sizes])

# %% exercise="loss_grid" expect="wrong" says="size and rate changed places"
def loss_grid(train, sizes, rates, seeds=(0, 1, 2)):
    return np.array([[np.median(np.nan_to_num([train(rate, size, seed) for seed in seeds], nan=np.inf)) for rate in rates] for size in sizes])

# %% exercise="pipeline_faults" expect="right"
pipeline_faults = dict(zip("ABCDEF", ["good", "sorted", "sorted", "repeats", "good", "repeats"]))

# %% exercise="pipeline_faults" expect="right"
pipeline_faults = {"F": "REPEATS", "E": "Good ", "D": "repeats", "C": "sorted", "B": "Sorted", "A": "good"}

# %% exercise="pipeline_faults" expect="wrong" says="whole batches are shuffled"
pipeline_faults = {"A": "good", "B": "good", "C": "sorted", "D": "repeats", "E": "good", "F": "repeats"}

# %% exercise="pipeline_faults" expect="wrong" says="the shuffled order of the first epoch"
pipeline_faults = {"A": "good", "B": "sorted", "C": "sorted", "D": "good", "E": "good", "F": "repeats"}

# %% exercise="pipeline_faults" expect="wrong" says="the first 64 rows"
pipeline_faults = {"A": "good", "B": "sorted", "C": "good", "D": "repeats", "E": "good", "F": "repeats"}

# %% exercise="pipeline_faults" expect="wrong" says="cache keeps the rows"
pipeline_faults = {"A": "good", "B": "sorted", "C": "sorted", "D": "repeats", "E": "repeats", "F": "repeats"}

# %% exercise="pipeline_faults" expect="wrong" says="cache keeps the finished batches"
pipeline_faults = {"A": "good", "B": "sorted", "C": "sorted", "D": "repeats", "E": "good", "F": "good"}

# %% exercise="pipeline_faults" expect="wrong" says="expected a dictionary"
pipeline_faults = ["good", "sorted", "sorted", "repeats", "good", "repeats"]

# %% exercise="pipeline" expect="right"
def pipeline(X, y, size, prepare):
    images, labels = tf.data.Dataset.from_tensor_slices(X), tf.data.Dataset.from_tensor_slices(y)
    data = tf.data.Dataset.zip((images, labels)).map(prepare).cache()
    return data.shuffle(10_000, reshuffle_each_iteration=True).batch(size, num_parallel_calls=2).prefetch(1)

# %% exercise="pipeline" expect="right"
def pipeline(X, y, size, prepare):
    pairs = [prepare(tf.constant(image), tf.constant(label)) for image, label in zip(X, y)]
    X, y = tf.stack([image for image, _ in pairs]), tf.stack([label for _, label in pairs])
    return tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(pairs)).batch(size).prefetch(tf.data.AUTOTUNE)

# %% exercise="pipeline" expect="wrong" says="batches of one class"
def pipeline(X, y, size, prepare):
    data = tf.data.Dataset.from_tensor_slices((X, y)).map(prepare).cache()
    return data.batch(size).shuffle(len(X)).prefetch(tf.data.AUTOTUNE)

# %% exercise="pipeline" expect="wrong" says="every epoch in the same order"
def pipeline(X, y, size, prepare):
    data = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X))
    return data.map(prepare).cache().batch(size).prefetch(tf.data.AUTOTUNE)

# %% exercise="pipeline" expect="wrong" says="runs in every epoch"
def pipeline(X, y, size, prepare):
    data = tf.data.Dataset.from_tensor_slices((X, y)).cache().map(prepare)
    return data.shuffle(len(X)).batch(size).prefetch(tf.data.AUTOTUNE)

# %% exercise="pipeline" expect="wrong" says="smaller batch was lost"
def pipeline(X, y, size, prepare):
    data = tf.data.Dataset.from_tensor_slices((X, y)).map(prepare).cache()
    return data.shuffle(len(X)).batch(size, drop_remainder=True).prefetch(tf.data.AUTOTUNE)

# %% exercise="pipeline" expect="wrong" says="`prepare` was never called"
def pipeline(X, y, size, prepare):
    return tf.data.Dataset.from_tensor_slices((X, y)).cache().shuffle(len(X)).batch(size).prefetch(tf.data.AUTOTUNE)

# %% exercise="pipeline" expect="wrong" says="batches of one class"
def pipeline(X, y, size, prepare):
    data = tf.data.Dataset.from_tensor_slices((X, y)).map(prepare).cache()
    return data.shuffle(2).batch(size).prefetch(tf.data.AUTOTUNE)

# %% exercise="pipeline" expect="wrong" says="a small buffer"
def pipeline(X, y, size, prepare):
    data = tf.data.Dataset.from_tensor_slices((X, y)).map(prepare).cache()
    return data.shuffle(60).batch(size).prefetch(tf.data.AUTOTUNE)

# %% exercise="pipeline" expect="wrong" says="the same images together"
def pipeline(X, y, size, prepare):
    order = np.random.default_rng(0).permutation(len(X))
    data = tf.data.Dataset.from_tensor_slices((X[order], y[order])).map(prepare).cache()
    return data.batch(size).shuffle(len(X)).prefetch(tf.data.AUTOTUNE)

# %% exercise="prediction_xla" expect="right"
prediction_xla = "twice as fast"

# %% exercise="prediction_xla" expect="right"
prediction_xla = "HALF as fast "

# %% exercise="prediction_xla" expect="wrong" says="prediction_xla"
prediction_xla = "faster"

# %% exercise="prediction_xla" expect="wrong" says="prediction_xla"
prediction_xla = 2

# %% exercise="prediction_xla" expect="wrong" says="prediction_xla"
prediction_xla = None

# %% exercise="prediction_xla" expect="wrong" says="prediction_xla"
prediction_xla = ["about the same"]

# %% exercise="make_step" expect="right"
def make_step(loss, variables, count):
    optimizer = tf.keras.optimizers.SGD(1.0)
    optimizer.build(variables)

    def step(X, y, rate):
        with tf.GradientTape() as tape:
            value = loss(variables, X, y)
        gradients = tape.gradient(value, variables)
        optimizer.apply_gradients([(rate * gradient, variable) for gradient, variable in zip(gradients, variables)])
        count.assign(count + 1)
        return value

    return step

# %% exercise="make_step" expect="right"
def make_step(loss, variables, count):
    @tf.function
    def step(X, y, rate):
        with tf.GradientTape(persistent=True) as tape:
            value = loss(variables, X, y)
        gradients = [tape.gradient(value, variable) for variable in variables]
        for i in range(len(variables)):
            variables[i].assign(variables[i] - rate * gradients[i])
        count.assign_add(1)
        return tf.identity(value)

    return step

# %% exercise="make_step" expect="wrong" says="steps uphill"
def make_step(loss, variables, count):
    def step(X, y, rate):
        with tf.GradientTape() as tape:
            value = loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(value, variables)):
            variable.assign_add(rate * gradient)
        count.assign_add(1)
        return value

    return step

# %% exercise="make_step" expect="wrong" says="the losses of six compiled steps"
def make_step(loss, variables, count):
    taken = []

    def step(X, y, rate):
        with tf.GradientTape() as tape:
            value = loss(variables, X, y)
        if tf.executing_eagerly():
            for variable, gradient in zip(variables, tape.gradient(value, variables)):
                variable.assign_sub(rate * gradient)
        count.assign_add(1)
        return value

    return step

# %% exercise="make_step" expect="wrong" says=".numpy() or float()"
def make_step(loss, variables, count):
    def step(X, y, rate):
        with tf.GradientTape() as tape:
            value = loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(value, variables)):
            variable.assign_sub(rate * gradient)
        count.assign_add(1)
        return value.numpy()

    return step

# %% exercise="make_step" expect="wrong" says="Python side effects"
def make_step(loss, variables, count):
    taken = [0]

    def step(X, y, rate):
        with tf.GradientTape() as tape:
            value = loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(value, variables)):
            variable.assign_sub(rate * gradient)
        taken[0] += 1
        count.assign(taken[0])
        return value

    return step

# %% exercise="make_step" expect="wrong" says="count.assign_add(1) in each step"
def make_step(loss, variables, count):
    def step(X, y, rate):
        with tf.GradientTape() as tape:
            value = loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(value, variables)):
            variable.assign_sub(rate * gradient)
        return value

    return step

# %% exercise="make_step" expect="wrong" says="the loss after the step"
def make_step(loss, variables, count):
    def step(X, y, rate):
        with tf.GradientTape() as tape:
            value = loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(value, variables)):
            variable.assign_sub(rate * gradient)
        count.assign_add(1)
        return loss(variables, X, y)

    return step

# %% exercise="make_step" expect="wrong" says="return the loss"
def make_step(loss, variables, count):
    def step(X, y, rate):
        with tf.GradientTape() as tape:
            value = loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(value, variables)):
            variable.assign_sub(rate * gradient)
        count.assign_add(1)

    return step

# %% exercise="trace_counts" expect="right"
trace_counts = dict(A=1, B=5, C=1, D=2, E=2, F=2)

# %% exercise="trace_counts" expect="right"
trace_counts = {"A": 1.0, "B": np.int64(5), "C": 1, "D": tf.constant(2), "E": 2, "F": 2}

# %% exercise="trace_counts" expect="wrong" says="arrays become tensors"
trace_counts = {"A": 5, "B": 5, "C": 1, "D": 2, "E": 2, "F": 2}

# %% exercise="trace_counts" expect="wrong" says="a Python number belongs to the plan"
trace_counts = {"A": 1, "B": 1, "C": 1, "D": 2, "E": 2, "F": 2}

# %% exercise="trace_counts" expect="wrong" says="whatever their value"
trace_counts = {"A": 1, "B": 5, "C": 5, "D": 2, "E": 2, "F": 2}

# %% exercise="trace_counts" expect="wrong" says="another shape"
trace_counts = {"A": 1, "B": 5, "C": 1, "D": 1, "E": 2, "F": 2}

# %% exercise="trace_counts" expect="wrong" says="another type"
trace_counts = {"A": 1, "B": 5, "C": 1, "D": 2, "E": 1, "F": 2}

# %% exercise="trace_counts" expect="wrong" says="2.0 was not"
trace_counts = {"A": 1, "B": 5, "C": 1, "D": 2, "E": 2, "F": 3}

# %% exercise="trace_counts" expect="wrong" says="expected a dictionary"
trace_counts = [1, 5, 1, 2, 2, 2]

# %% exercise="compile_once" expect="right"
def compile_once(step, features, jit_compile=False):
    X = tf.TensorSpec(shape=(None, features), dtype=tf.float32, name="X")
    y = tf.TensorSpec(shape=(None,), dtype="float32")

    @tf.function(jit_compile=jit_compile, input_signature=(X, y, tf.TensorSpec((), tf.float32)))
    def compiled(X, y, rate):
        return step(X, y, rate)

    return compiled

# %% exercise="compile_once" expect="right"
def compile_once(step, features, jit_compile=False):
    signature = [tf.TensorSpec([None, None]), tf.TensorSpec([None]), tf.TensorSpec([])]
    return tf.function(jit_compile=jit_compile, input_signature=signature, autograph=False)(step)

# %% exercise="compile_once" expect="wrong" says="a Python float as rate"
def compile_once(step, features, jit_compile=False):
    return tf.function(step, jit_compile=jit_compile)

# %% exercise="compile_once" expect="wrong" says="a Python float as rate"
def compile_once(step, features, jit_compile=False):
    return tf.function(step, reduce_retracing=True, jit_compile=jit_compile)

# %% exercise="compile_once" expect="wrong" says="refuses a batch"
def compile_once(step, features, jit_compile=False):
    kinds = [tf.TensorSpec([8, features]), tf.TensorSpec([8]), tf.TensorSpec([])]
    return tf.function(step, input_signature=kinds, jit_compile=jit_compile)

# %% exercise="compile_once" expect="wrong" says="new shapes"
def compile_once(step, features, jit_compile=False):
    compiled = tf.function(step, jit_compile=jit_compile)
    return lambda X, y, rate: compiled(X, y, tf.constant(rate, tf.float32))

# %% exercise="compile_once" expect="wrong" says="jit_compile was not handed on"
def compile_once(step, features, jit_compile=False):
    return tf.function(step, input_signature=[tf.TensorSpec([None, features]), tf.TensorSpec([None]), tf.TensorSpec([])])

# %% exercise="compile_once" expect="wrong" says="expected one trace"
def compile_once(step, features, jit_compile=False):
    return step

# %% exercise="compile_once" expect="wrong" says="the first rate in every step"
def compile_once(step, features, jit_compile=False):
    known = []
    kinds = [tf.TensorSpec([None, features]), tf.TensorSpec([None])]

    def run(X, y, rate):
        if not known:
            known.append(tf.function(lambda X, y: step(X, y, rate), input_signature=kinds, jit_compile=jit_compile))
        return known[0](X, y)

    return run

# %% exercise="shared_gradient" expect="right"
def shared_gradient(gradient, w, X, y, workers):
    rows = [part for part in np.array_split(np.arange(len(X)), workers) if part.size]
    return np.average([gradient(w, X[part], y[part]) for part in rows], axis=0, weights=[part.size for part in rows])

# %% exercise="shared_gradient" expect="right"
def shared_gradient(gradient, w, X, y, workers):
    size, more = divmod(len(X), workers)
    start, total = 0, np.zeros_like(w)
    for k in range(workers):
        end = start + size + (k < more)
        if end > start:
            total += (end - start) * np.asarray(gradient(w, X[start:end], y[start:end]))
        start = end
    return tf.constant(total / len(X))

# %% exercise="shared_gradient" expect="wrong" says="a mean of means"
def shared_gradient(gradient, w, X, y, workers):
    return np.mean([gradient(w, a, b) for a, b in zip(np.array_split(X, workers), np.array_split(y, workers)) if len(a)], axis=0)

# %% exercise="shared_gradient" expect="wrong" says="a sum: divide by something"
def shared_gradient(gradient, w, X, y, workers):
    return sum(gradient(w, a, b) for a, b in zip(np.array_split(X, workers), np.array_split(y, workers)) if len(a))

# %% exercise="shared_gradient" expect="wrong" says="expected 2 workers"
def shared_gradient(gradient, w, X, y, workers):
    return gradient(w, X, y)

# %% exercise="shared_gradient" expect="wrong" says="says nothing"
def shared_gradient(gradient, w, X, y, workers):
    parts = zip(np.array_split(X, workers), np.array_split(y, workers))
    return sum(len(a) / len(X) * gradient(w, a, b) for a, b in parts)

# %% exercise="shared_gradient" expect="wrong" says="the first worker alone"
def shared_gradient(gradient, w, X, y, workers):
    parts = list(zip(np.array_split(X, workers), np.array_split(y, workers)))
    answers = [gradient(w, a, b) for a, b in parts if len(a)]
    return answers[0]

# %% exercise="shared_gradient" expect="wrong" says="a sum over rows, not a mean"
def shared_gradient(gradient, w, X, y, workers):
    return sum(len(a) * gradient(w, a, b) for a, b in zip(np.array_split(X, workers), np.array_split(y, workers)) if len(a))

# %% exercise="accumulated_gradient" expect="right"
def accumulated_gradient(gradient, w, batches):
    batches = list(batches)
    n = sum(len(y) for _, y in batches)
    return sum(len(y) / n * gradient(w, X, y) for X, y in batches)

# %% exercise="accumulated_gradient" expect="right"
def accumulated_gradient(gradient, w, batches):
    mean, rows = np.zeros(len(w)), 0
    for X, y in batches:
        rows += len(y)
        mean += (np.asarray(gradient(w, X, y)) - mean) * len(y) / rows
    return mean.tolist()

# %% exercise="accumulated_gradient" expect="wrong" says="a mean of means"
def accumulated_gradient(gradient, w, batches):
    return np.mean([gradient(w, X, y) for X, y in batches], axis=0)

# %% exercise="accumulated_gradient" expect="wrong" says="a sum"
def accumulated_gradient(gradient, w, batches):
    return sum(gradient(w, X, y) for X, y in batches)

# %% exercise="accumulated_gradient" expect="wrong" says="divide by their number"
def accumulated_gradient(gradient, w, batches):
    return sum(len(X) * gradient(w, X, y) for X, y in batches)

# %% exercise="accumulated_gradient" expect="wrong" says="the last batch alone"
def accumulated_gradient(gradient, w, batches):
    for X, y in batches:
        total = gradient(w, X, y)
    return total

# %% exercise="accumulated_gradient" expect="wrong" says="divided by the number of batches"
def accumulated_gradient(gradient, w, batches):
    batches = list(batches)
    return sum(len(X) * gradient(w, X, y) for X, y in batches) / len(batches)

# %% exercise="mirrored_descent" expect="right"
def mirrored_descent(strategy, w, batches, rate):
    with strategy.scope():
        weights = tf.Variable(w)

    @tf.function
    def gradient(X, y, n):
        def own(X, y):
            with tf.GradientTape() as tape:
                loss = tf.nn.compute_average_loss((tf.linalg.matvec(X, weights) - y) ** 2, global_batch_size=n)
            return tape.gradient(loss, weights)

        return strategy.reduce(tf.distribute.ReduceOp.SUM, strategy.run(own, args=(X, y)), axis=None)

    for X, y in batches:
        weights.assign_sub(rate * gradient(devices.deal(strategy, X), devices.deal(strategy, y), len(X)))
    return weights.numpy()

# %% exercise="mirrored_descent" expect="right"
def mirrored_descent(strategy, w, batches, rate):
    with strategy.scope():
        weights = tf.Variable(w)

    def own_part(X, y, n):
        return 2 * tf.linalg.matvec(X, tf.linalg.matvec(X, weights) - y, transpose_a=True) / n

    for X, y in batches:
        parts = strategy.run(own_part, (devices.deal(strategy, X), devices.deal(strategy, y), len(y)))
        total = sum(strategy.experimental_local_results(parts))
        weights.assign(weights - rate * total)
    return weights.numpy()

# %% exercise="mirrored_descent" expect="wrong" says="a mean on each device and a mean of these"
def mirrored_descent(strategy, w, batches, rate):
    with strategy.scope():
        weights = tf.Variable(w)

    def own_part(X, y, n):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((tf.linalg.matvec(X, weights) - y) ** 2)
        return tape.gradient(loss, weights)

    for X, y in batches:
        parts = strategy.run(own_part, args=(devices.deal(strategy, X), devices.deal(strategy, y), len(X)))
        weights.assign_sub(rate * strategy.reduce("MEAN", parts, axis=None))
    return weights.numpy()

# %% exercise="mirrored_descent" expect="wrong" says="a mean on each device, then a sum"
def mirrored_descent(strategy, w, batches, rate):
    with strategy.scope():
        weights = tf.Variable(w)

    def own_part(X, y, n):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((tf.linalg.matvec(X, weights) - y) ** 2)
        return tape.gradient(loss, weights)

    for X, y in batches:
        parts = strategy.run(own_part, args=(devices.deal(strategy, X), devices.deal(strategy, y), len(X)))
        weights.assign_sub(rate * strategy.reduce("SUM", parts, axis=None))
    return weights.numpy()

# %% exercise="mirrored_descent" expect="wrong" says="they need a sum"
def mirrored_descent(strategy, w, batches, rate):
    with strategy.scope():
        weights = tf.Variable(w)

    def own_part(X, y, n):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((tf.linalg.matvec(X, weights) - y) ** 2) / n
        return tape.gradient(loss, weights)

    for X, y in batches:
        parts = strategy.run(own_part, args=(devices.deal(strategy, X), devices.deal(strategy, y), len(X)))
        weights.assign_sub(rate * strategy.reduce("MEAN", parts, axis=None))
    return weights.numpy()

# %% exercise="mirrored_descent" expect="wrong" says="the strategy was never asked"
def mirrored_descent(strategy, w, batches, rate):
    weights = tf.Variable(w)
    for X, y in batches:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((tf.linalg.matvec(X, weights) - y) ** 2)
        weights.assign_sub(rate * tape.gradient(loss, weights))
    return weights.numpy()

# %% exercise="mirrored_descent" expect="wrong" says="divide by n"
def mirrored_descent(strategy, w, batches, rate):
    with strategy.scope():
        weights = tf.Variable(w)

    def own_part(X, y, n):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((tf.linalg.matvec(X, weights) - y) ** 2)
        return tape.gradient(loss, weights)

    for X, y in batches:
        parts = strategy.run(own_part, args=(devices.deal(strategy, X), devices.deal(strategy, y), len(X)))
        weights.assign_sub(rate * strategy.reduce("SUM", parts, axis=None))
    return weights.numpy()

# %% exercise="image_model" expect="right"
def image_model(shape, classes, units, policy):
    image = keras.Input(shape)
    x = keras.layers.Conv2D(units, (3, 3), padding="same", activation="relu", dtype=policy)(image)
    x = keras.layers.Conv2D(2 * units, (3, 3), padding="same", activation="relu", dtype=policy)(x)
    x = keras.layers.GlobalAveragePooling2D(dtype=policy)(x)
    return keras.Model(image, keras.layers.Dense(classes, dtype="float32")(x))

# %% exercise="image_model" expect="wrong" says="the last layer"
def image_model(shape, classes, units, policy):
    options = {"padding": "same", "activation": "relu", "dtype": policy}
    layers = [keras.Input(shape), keras.layers.Conv2D(units, 3, **options), keras.layers.Conv2D(2 * units, 3, **options)]
    return keras.Sequential([*layers, keras.layers.GlobalAveragePooling2D(dtype=policy), keras.layers.Dense(classes, dtype=policy)])

# %% exercise="image_model" expect="right"
def image_model(shape, classes, units, policy):
    model = keras.Sequential()
    model.add(keras.Input(shape))
    for channels in (units, 2 * units):
        model.add(keras.layers.Conv2D(channels, 3, padding="same", dtype=policy))
        model.add(keras.layers.ReLU(dtype=policy))
    model.add(keras.layers.GlobalAveragePooling2D())
    model.add(keras.layers.Dense(classes))
    return model

# %% exercise="image_model" expect="wrong" says="weights in float32"
def image_model(shape, classes, units, policy):
    policy = "float16" if policy == "mixed_float16" else policy
    options = {"padding": "same", "activation": "relu", "dtype": policy}
    layers = [keras.Input(shape), keras.layers.Conv2D(units, 3, **options), keras.layers.Conv2D(2 * units, 3, **options)]
    return keras.Sequential([*layers, keras.layers.GlobalAveragePooling2D(dtype=policy), keras.layers.Dense(classes, dtype="float32")])

# %% exercise="image_model" expect="wrong" says="two convolutions and a dense layer"
def image_model(shape, classes, units, policy):
    options = {"padding": "same", "activation": "relu"}
    layers = [keras.Input(shape), keras.layers.Conv2D(units, 3, **options), keras.layers.Conv2D(2 * units, 3, **options)]
    return keras.Sequential([*layers, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes)])

# %% exercise="image_model" expect="wrong" says="softmax at the end"
def image_model(shape, classes, units, policy):
    options = {"padding": "same", "activation": "relu", "dtype": policy}
    layers = [keras.Input(shape), keras.layers.Conv2D(units, 3, **options), keras.layers.Conv2D(2 * units, 3, **options)]
    layers += [keras.layers.GlobalAveragePooling2D(dtype=policy), keras.layers.Dense(classes, "softmax", dtype="float32")]
    return keras.Sequential(layers)

# %% exercise="image_model" expect="wrong" says="the number of weights"
def image_model(shape, classes, units, policy):
    options = {"padding": "same", "activation": "relu", "dtype": policy}
    layers = [keras.Input(shape), keras.layers.Conv2D(units, 3, **options), keras.layers.Conv2D(units, 3, **options)]
    return keras.Sequential([*layers, keras.layers.GlobalAveragePooling2D(dtype=policy), keras.layers.Dense(classes, dtype="float32")])
