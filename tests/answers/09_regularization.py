# Answers to lab 09, as students write them: each cell takes the place of one exercise's solution.

# %% exercise="warm_up" expect="right"
loss_of_guessing = -np.log(0.1)
after_the_step = 2 - 0.1 * 3
through_relu = 0.0
steps_per_epoch = int(np.ceil(1000 / 32))

# %% exercise="warm_up" expect="right"
loss_of_guessing = 2.3
after_the_step = np.float32(1.7)
through_relu = keras.ops.convert_to_tensor(0.0)
steps_per_epoch = 32.0

# %% exercise="warm_up" expect="wrong" says="a logarithm to base 10"
loss_of_guessing = 1.0
after_the_step = 1.7
through_relu = 0
steps_per_epoch = 32

# %% exercise="warm_up" expect="wrong" says="a step uphill"
loss_of_guessing = 2.3
after_the_step = 2.3
through_relu = 0
steps_per_epoch = 32

# %% exercise="warm_up" expect="wrong" says="the slope of ReLU left of 0 is 0"
loss_of_guessing = 2.3
after_the_step = 1.7
through_relu = 5
steps_per_epoch = 32

# %% exercise="warm_up" expect="wrong" says="the last, smaller batch left out"
loss_of_guessing = 2.3
after_the_step = 1.7
through_relu = 0
steps_per_epoch = 1000 // 32

# %% exercise="stratified_split" expect="right"
def stratified_split(X, y, rng, validation=0.2, test=0.2):
    chosen = {"train": [], "validation": [], "test": []}
    for label in set(y.tolist()):
        rows = [i for i in range(len(y)) if y[i] == label]
        rng.shuffle(rows)
        v, t = int(validation * len(rows)), int(test * len(rows))
        chosen["validation"] += rows[:v]
        chosen["test"] += rows[v : v + t]
        chosen["train"] += rows[v + t :]
    return {name: [X[rows].astype("float32"), y[rows].tolist()] for name, rows in chosen.items()}

# %% exercise="stratified_split" expect="right"
def stratified_split(X, y, rng, validation=0.2, test=0.2):
    from sklearn.model_selection import train_test_split
    X1, X_test, y1, y_test = train_test_split(X, y, test_size=test, stratify=y, random_state=int(rng.integers(10**6)))
    X_train, X_val, y_train, y_val = train_test_split(
        X1, y1, test_size=validation / (1 - test), stratify=y1, random_state=int(rng.integers(10**6)))
    return {"train": (X_train, y_train), "validation": (X_val, y_val), "test": (X_test, y_test)}

# %% exercise="stratified_split" expect="wrong" says="not stratified"
def stratified_split(X, y, rng, validation=0.2, test=0.2):
    order = rng.permutation(len(y))
    a, b = round(test * len(y)), round((test + validation) * len(y))
    parts = {"test": order[:a], "validation": order[a:b], "train": order[b:]}
    return {name: (X[rows], y[rows]) for name, rows in parts.items()}

# %% exercise="stratified_split" expect="wrong" says="leakage"
def stratified_split(X, y, rng, validation=0.2, test=0.2):
    parts = {"test": [], "validation": [], "train": []}
    for label in np.unique(y):
        rows = rng.permutation(np.flatnonzero(y == label))
        v, t = round(validation * len(rows)), round(test * len(rows))
        parts["test"].extend(rows[:t])
        parts["validation"].extend(rows[:v])
        parts["train"].extend(rows[v:])
    return {name: (X[rows], y[rows]) for name, rows in parts.items()}

# %% exercise="stratified_split" expect="wrong" says="shuffled labels"
def stratified_split(X, y, rng, validation=0.2, test=0.2):
    parts = {"test": [], "validation": [], "train": []}
    for label in np.unique(y):
        rows = rng.permutation(np.flatnonzero(y == label))
        cuts = [round(test * len(rows)), round((test + validation) * len(rows))]
        for name, piece in zip(parts, np.split(rows, cuts)):
            parts[name].extend(piece)
    return {name: (X[rows], y[rng.permutation(rows)]) for name, rows in parts.items()}

# %% exercise="stratified_split" expect="wrong" says="not shuffled"
def stratified_split(X, y, rng, validation=0.2, test=0.2):
    parts = {"test": [], "validation": [], "train": []}
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        cuts = [round(test * len(rows)), round((test + validation) * len(rows))]
        for name, piece in zip(parts, np.split(rows, cuts)):
            parts[name].extend(piece)
    return {name: (X[rows], y[rows]) for name, rows in parts.items()}

# %% exercise="stratified_split" expect="wrong" says="rng was not used"
def stratified_split(X, y, rng, validation=0.2, test=0.2):
    rng = np.random.default_rng(0)
    parts = {"test": [], "validation": [], "train": []}
    for label in np.unique(y):
        rows = rng.permutation(np.flatnonzero(y == label))
        cuts = [round(test * len(rows)), round((test + validation) * len(rows))]
        for name, piece in zip(parts, np.split(rows, cuts)):
            parts[name].extend(piece)
    return {name: (X[rows], y[rows]) for name, rows in parts.items()}

# %% exercise="stratified_split" expect="wrong" says="each of 100 rows once"
def stratified_split(X, y, rng, validation=0.2, test=0.2):
    parts = {"test": [], "validation": [], "train": []}
    for label in np.unique(y):
        rows = rng.permutation(np.flatnonzero(y == label))
        cuts = [round(test * len(rows)), round((test + validation) * len(rows))]
        for name, piece in zip(parts, np.split(rows, cuts)):
            parts[name].extend(piece[:-1] if name == "train" else piece)
    return {name: (X[rows], y[rows]) for name, rows in parts.items()}

# %% exercise="standardise" expect="right"
def standardise(parts):
    from sklearn.preprocessing import StandardScaler
    scaler = StandardScaler().fit(parts["train"][0])
    return {name: (scaler.transform(X), y) for name, (X, y) in parts.items()}

# %% exercise="standardise" expect="right"
def standardise(parts):
    X = np.array(parts["train"][0], dtype="float32")
    mean, std = X.mean(0), X.std(0)
    std[std < 1e-6] = 1
    new = {}
    for name in parts:
        new[name] = [((parts[name][0] - mean) / std).astype("float32"), list(parts[name][1])]
    return new

# %% exercise="standardise" expect="wrong" says="leakage: mean and std of all parts together"
def standardise(parts):
    X = np.concatenate([X for X, _ in parts.values()])
    mean, std = X.mean(axis=0), X.std(axis=0)
    std = np.where(std == 0, 1, std)
    return {name: ((X - mean) / std, y) for name, (X, y) in parts.items()}

# %% exercise="standardise" expect="wrong" says="a scaler of its own for each part"
def standardise(parts):
    return {name: ((X - X.mean(axis=0)) / np.where(X.std(axis=0) == 0, 1, X.std(axis=0)), y) for name, (X, y) in parts.items()}

# %% exercise="standardise" expect="wrong" says="a pixel that never changes"
def standardise(parts):
    mean, std = parts["train"][0].mean(axis=0), parts["train"][0].std(axis=0)
    with np.errstate(all="ignore"):
        return {name: ((X - mean) / std, y) for name, (X, y) in parts.items()}

# %% exercise="standardise" expect="wrong" says="a part that was not scaled"
def standardise(parts):
    X, y = parts["train"]
    std = np.where(X.std(axis=0) == 0, 1, X.std(axis=0))
    return {**parts, "train": ((X - X.mean(axis=0)) / std, y)}

# %% exercise="standardise" expect="wrong" says="one mean and std for all pixels"
def standardise(parts):
    mean, std = parts["train"][0].mean(), parts["train"][0].std()
    return {name: ((X - mean) / std, y) for name, (X, y) in parts.items()}

# %% exercise="leaks" expect="right"
leaks = ("g", "e", "c", "a")

# %% exercise="leaks" expect="right"
leaks = "ACEG"

# %% exercise="leaks" expect="wrong" says="A leaks"
leaks = ["C", "E", "G"]

# %% exercise="leaks" expect="wrong" says="B is clean"
leaks = ["A", "B", "C", "E", "G"]

# %% exercise="leaks" expect="wrong" says="split after augmenting"
leaks = ["A", "E", "G"]

# %% exercise="leaks" expect="wrong" says="G leaks"
leaks = ["A", "C", "E"]

# %% exercise="leaks" expect="wrong" says="F is clean"
leaks = ["A", "C", "E", "F", "G"]

# %% exercise="prediction_degree" expect="right"
prediction_degree = 14

# %% exercise="prediction_degree" expect="right"
prediction_degree = 1.0

# %% exercise="prediction_degree" expect="wrong" says="expected prediction_degree to be 1 or 5 or 14"
prediction_degree = 3

# %% exercise="prediction_degree" expect="wrong" says="expected prediction_degree to be 1 or 5 or 14"
prediction_degree = "5"

# %% exercise="prediction_degree" expect="wrong" says="expected prediction_degree to be 1 or 5 or 14"
prediction_degree = [1, 5]

# %% exercise="prediction_degree" expect="wrong" says="prediction_degree is None"
prediction_degree = None

# %% exercise="fit_and_score" expect="right"
def fit_and_score(degree, train, validation):
    x, y = train
    low, high = x.min(), x.max()
    basis = lambda p: np.polynomial.legendre.legvander((2 * p - low - high) / (high - low), degree)
    w = np.linalg.lstsq(basis(x), y, rcond=None)[0]
    return [float(np.square(basis(p) @ w - t).mean()) for p, t in (train, validation)]

# %% exercise="fit_and_score" expect="right"
def fit_and_score(degree, train, validation):
    p = np.poly1d(np.polyfit(train[0], train[1], degree))
    mse = keras.losses.mean_squared_error
    return np.array([mse(train[1], p(train[0])), mse(validation[1], p(validation[0]))])

# %% exercise="fit_and_score" expect="wrong" says="a fit to both sets: leakage"
def fit_and_score(degree, train, validation):
    x, y = np.concatenate([train[0], validation[0]]), np.concatenate([train[1], validation[1]])
    curve = np.polynomial.Polynomial.fit(x, y, degree)
    return tuple(np.mean((curve(x) - y) ** 2) for x, y in (train, validation))

# %% exercise="fit_and_score" expect="wrong" says="a curve of its own for each set"
def fit_and_score(degree, train, validation):
    return tuple(np.mean((np.polynomial.Polynomial.fit(x, y, degree)(x) - y) ** 2) for x, y in (train, validation))

# %% exercise="fit_and_score" expect="wrong" says="sums, not means"
def fit_and_score(degree, train, validation):
    curve = np.polynomial.Polynomial.fit(*train, degree)
    return tuple(np.sum((curve(x) - y) ** 2) for x, y in (train, validation))

# %% exercise="fit_and_score" expect="wrong" says="the root of the mean squared error"
def fit_and_score(degree, train, validation):
    curve = np.polynomial.Polynomial.fit(*train, degree)
    return tuple(np.sqrt(np.mean((curve(x) - y) ** 2)) for x, y in (train, validation))

# %% exercise="fit_and_score" expect="wrong" says="the two errors in the wrong order"
def fit_and_score(degree, train, validation):
    curve = np.polynomial.Polynomial.fit(*train, degree)
    return tuple(np.mean((curve(x) - y) ** 2) for x, y in (validation, train))

# %% exercise="prediction_random" expect="right"
prediction_random = 0.1

# %% exercise="prediction_random" expect="right"
prediction_random = 1.0

# %% exercise="prediction_random" expect="wrong" says="expected prediction_random to be 0.1 or 0.5 or 1"
prediction_random = 100

# %% exercise="prediction_random" expect="wrong" says="expected prediction_random to be 0.1 or 0.5 or 1"
prediction_random = "1"

# %% exercise="prediction_random" expect="wrong" says="expected prediction_random to be 0.1 or 0.5 or 1"
prediction_random = 0.9

# %% exercise="prediction_random" expect="wrong" says="..."
prediction_random = ...

# %% exercise="memorise" expect="right"
def memorise(X, y, rng):
    labels = y.copy()
    rng.shuffle(labels)
    return labels.tolist(), contest.fit_net(X, labels, rng, units=96)

# %% exercise="memorise" expect="right"
def memorise(X, y, rng):
    labels = y[rng.permutation(len(y))]
    net = contest.fit_net(X, labels, rng)
    return [labels, [(keras.ops.convert_to_tensor(W), keras.ops.convert_to_tensor(b)) for W, b in net]]

# %% exercise="memorise" expect="wrong" says="looks like the true labels"
def memorise(X, y, rng):
    return y, contest.fit_net(X, y, rng)

# %% exercise="memorise" expect="wrong" says="trained on the true labels, or on images that moved"
def memorise(X, y, rng):
    return rng.permutation(y), contest.fit_net(X, y, rng)

# %% exercise="memorise" expect="wrong" says="images that moved with their labels"
def memorise(X, y, rng):
    order = rng.permutation(len(y))
    return y[order], contest.fit_net(X[order], y[order], rng)

# %% exercise="memorise" expect="wrong" says="the caller's y was changed in place"
def memorise(X, y, rng):
    rng.shuffle(y)
    return y, contest.fit_net(X, y, rng)

# %% exercise="memorise" expect="wrong" says="the share of shuffled labels that the network knows"
def memorise(X, y, rng):
    labels = rng.permutation(y)
    return labels, contest.fit_net(X, labels, rng, steps=10)

# %% exercise="memorise" expect="wrong" says="in order of size"
def memorise(X, y, rng):
    labels = np.zeros(len(y), dtype=int)
    return labels, contest.fit_net(X, labels, rng)

# %% exercise="penalty" expect="right"
def penalty(params, l1=0.0, l2=0.0):
    value, grads = 0.0, []
    for W, b in params:
        value += l1 * np.linalg.norm(W.ravel(), 1) + l2 * np.linalg.norm(W) ** 2
        grads.append([2 * l2 * W + l1 * ((W > 0) * 1.0 - (W < 0)), 0 * b])
    return value, grads

# %% exercise="penalty" expect="right"
def penalty(params, l1=0.0, l2=0.0):
    import tensorflow as tf
    Ws = [tf.Variable(W) for W, _ in params]
    with tf.GradientTape() as tape:
        value = sum(l1 * tf.reduce_sum(tf.abs(W)) + l2 * tf.reduce_sum(W * W) for W in Ws)
    return value, [(tf.convert_to_tensor(g), tf.zeros_like(b)) for g, (_, b) in zip(tape.gradient(value, Ws), params)]

# %% exercise="penalty" expect="wrong" says="½ in front of L2"
def penalty(params, l1=0.0, l2=0.0):
    value = sum(l1 * np.sum(np.abs(W)) + l2 / 2 * np.sum(W**2) for W, b in params)
    return value, [(l1 * np.sign(W) + l2 * W, np.zeros_like(b)) for W, b in params]

# %% exercise="penalty" expect="wrong" says="½ in front of L2: the slope"
def penalty(params, l1=0.0, l2=0.0):
    value = sum(l1 * np.sum(np.abs(W)) + l2 * np.sum(W**2) for W, b in params)
    return value, [(l1 * np.sign(W) + l2 * W, np.zeros_like(b)) for W, b in params]

# %% exercise="penalty" expect="wrong" says="biases that are punished"
def penalty(params, l1=0.0, l2=0.0):
    value = sum(l1 * np.sum(np.abs(a)) + l2 * np.sum(a**2) for layer in params for a in layer)
    return value, [tuple(l1 * np.sign(a) + 2 * l2 * a for a in layer) for layer in params]

# %% exercise="penalty" expect="wrong" says="biases that are punished"
def penalty(params, l1=0.0, l2=0.0):
    value = sum(l1 * np.sum(np.abs(W)) + l2 * np.sum(W**2) for W, b in params)
    return value, [tuple(l1 * np.sign(a) + 2 * l2 * a for a in layer) for layer in params]

# %% exercise="penalty" expect="wrong" says="λ divided by the number of weights"
def penalty(params, l1=0.0, l2=0.0):
    n = sum(W.size for W, _ in params)
    value = sum(l1 * np.sum(np.abs(W)) + l2 * np.sum(W**2) for W, b in params) / n
    return value, [((l1 * np.sign(W) + 2 * l2 * W) / n, np.zeros_like(b)) for W, b in params]

# %% exercise="penalty" expect="wrong" says="a slope of L1 that grows with the weight"
def penalty(params, l1=0.0, l2=0.0):
    value = sum(l1 * np.sum(np.abs(W)) + l2 * np.sum(W**2) for W, b in params)
    return value, [(l1 * W + 2 * l2 * W, np.zeros_like(b)) for W, b in params]

# %% exercise="penalty" expect="wrong" says="L1 without the absolute value"
def penalty(params, l1=0.0, l2=0.0):
    value = sum(l1 * np.sum(W) + l2 * np.sum(W**2) for W, b in params)
    return value, [(l1 * np.sign(W) + 2 * l2 * W, np.zeros_like(b)) for W, b in params]

# %% exercise="dropout_forward" expect="right"
def dropout_forward(H, rate, rng, training=True):
    mask = rng.binomial(1, 1 - rate, size=H.shape) if training else np.ones(H.shape, dtype=int)
    return np.where(mask == 1, H / (1 - rate) if training else H, 0), mask

# %% exercise="dropout_forward" expect="right"
def dropout_forward(H, rate, rng, training=True):
    H = keras.ops.convert_to_tensor(H, "float32")
    keep = 1.0 - rate if training else 1.0
    mask = keras.ops.convert_to_tensor(rng.uniform(size=H.shape) < keep)
    return H * keras.ops.cast(mask, "float32") / keep, mask

# %% exercise="dropout_forward" expect="right"
def dropout_forward(H, rate, rng, training=True):
    if not training:
        return H.copy(), np.full(H.shape, True)
    out, mask = np.zeros_like(H), np.zeros_like(H)
    for i in range(H.shape[0]):
        for j in range(H.shape[1]):
            if rng.random() > rate:
                mask[i, j], out[i, j] = 1, H[i, j] / (1 - rate)
    return out.tolist(), mask.tolist()

# %% exercise="dropout_forward" expect="wrong" says="scaled by the rate"
def dropout_forward(H, rate, rng, training=True):
    if not training:
        return H, np.ones_like(H)
    mask = rng.random(H.shape) >= rate
    return H * mask / max(rate, 1e-9), mask

# %% exercise="dropout_forward" expect="wrong" says="dropout that is not scaled"
def dropout_forward(H, rate, rng, training=True):
    if not training:
        return H * (1 - rate), np.ones_like(H)
    mask = rng.random(H.shape) >= rate
    return H * mask, mask

# %% exercise="dropout_forward" expect="wrong" says="the rate's share taken off at test"
def dropout_forward(H, rate, rng, training=True):
    if not training:
        return H * (1 - rate), np.ones_like(H)
    mask = rng.random(H.shape) >= rate
    return H * mask / (1 - rate), mask

# %% exercise="dropout_forward" expect="wrong" says="scaled up at test"
def dropout_forward(H, rate, rng, training=True):
    mask = rng.random(H.shape) >= rate if training else np.ones_like(H)
    return H * mask / (1 - rate), mask

# %% exercise="dropout_forward" expect="wrong" says="one mask for all rows"
def dropout_forward(H, rate, rng, training=True):
    if not training:
        return H, np.ones_like(H)
    mask = np.ones_like(H) * (rng.random(H.shape[1]) >= rate)
    return H * mask / (1 - rate), mask

# %% exercise="dropout_forward" expect="wrong" says="one mask for all rows"
def dropout_forward(H, rate, rng, training=True):
    if not training:
        return H, np.ones_like(H)
    mask = rng.random(H.shape[1]) >= rate
    return H * mask / (1 - rate), mask

# %% exercise="dropout_forward" expect="wrong" says="rate and 1 - rate mixed up"
def dropout_forward(H, rate, rng, training=True):
    if not training:
        return H, np.ones_like(H)
    mask = rng.random(H.shape) < rate
    return H * mask / (1 - rate), mask

# %% exercise="dropout_forward" expect="wrong" says="the same mask in every call"
def dropout_forward(H, rate, rng, training=True):
    if not training:
        return H, np.ones_like(H)
    mask = np.random.default_rng(0).random(H.shape) >= rate
    return H * mask / (1 - rate), mask

# %% exercise="dropout_forward" expect="wrong" says="upside down"
def dropout_forward(H, rate, rng, training=True):
    if not training:
        return H, np.ones_like(H)
    dropped = rng.random(H.shape) < rate
    return H * ~dropped / (1 - rate), dropped

# %% exercise="dropout_forward" expect="wrong" says="the caller's H was changed in place"
def dropout_forward(H, rate, rng, training=True):
    if not training:
        return H, np.ones_like(H)
    mask = rng.random(H.shape) >= rate
    out = H * mask / (1 - rate)
    H *= mask
    return out, mask

# %% exercise="dropout_forward" expect="wrong" says="multiplied by 1 - rate"
def dropout_forward(H, rate, rng, training=True):
    if not training:
        return H, np.ones_like(H)
    mask = rng.random(H.shape) >= rate
    return H * mask * (1 - rate), mask

# %% exercise="dropout_backward" expect="right"
def dropout_backward(d_out, mask, rate):
    d = np.zeros_like(d_out)
    d[np.asarray(mask).astype(bool)] = d_out[np.asarray(mask).astype(bool)]
    return d / (1 - rate)

# %% exercise="dropout_backward" expect="right"
def dropout_backward(d_out, mask, rate):
    import tensorflow as tf
    H = tf.Variable(tf.ones(d_out.shape))
    with tf.GradientTape() as tape:
        J = tf.reduce_sum(H * tf.cast(mask, "float32") / (1 - rate) * tf.cast(d_out, "float32"))
    return tape.gradient(J, H)

# %% exercise="dropout_backward" expect="wrong" says="a backward pass without the mask"
def dropout_backward(d_out, mask, rate):
    return d_out / (1 - rate)

# %% exercise="dropout_backward" expect="wrong" says="the mask without its scale"
def dropout_backward(d_out, mask, rate):
    return d_out * mask

# %% exercise="dropout_backward" expect="wrong" says="divided by the rate"
def dropout_backward(d_out, mask, rate):
    return d_out * mask / rate

# %% exercise="dropout_backward" expect="wrong" says="neither mask nor scale"
def dropout_backward(d_out, mask, rate):
    return d_out

# %% exercise="dropout_backward" expect="wrong" says="multiplied by 1 - rate"
def dropout_backward(d_out, mask, rate):
    return d_out * mask * (1 - rate)

# %% exercise="EarlyStopping" expect="right"
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, monitor="val_loss", mode="min"):
        self.patience, self.min_delta, self.monitor, self.mode = patience, min_delta, monitor, mode
        self.values, self.best_weights = [], None
        self.best = -np.inf if mode == "max" else np.inf
        self.since = 0

    def update(self, logs, weights):
        value = logs[self.monitor]
        if self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best, self.best_weights, self.since = value, list(weights), 0
            return False
        self.since += 1
        return self.since == self.patience

# %% exercise="EarlyStopping" expect="right"
class EarlyStopping(keras.callbacks.EarlyStopping):
    def __init__(self, patience, min_delta=0.0, monitor="val_loss", mode="min"):
        super().__init__(monitor=monitor, min_delta=min_delta, patience=patience, mode=mode, restore_best_weights=True)
        self.stop_training, self.epoch, self.now = False, -1, None
        self.set_model(self)
        self.on_train_begin()

    def get_weights(self):
        return self.now

    def set_weights(self, weights):
        self.now = weights

    def update(self, logs, weights):
        self.epoch, self.now = self.epoch + 1, weights
        self.on_epoch_end(self.epoch, dict(logs))
        return self.stop_training

# %% exercise="EarlyStopping" expect="wrong" says="a stopper that watches training"
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, monitor="val_loss", mode="min"):
        self.patience, self.min_delta, self.monitor, self.mode = patience, min_delta, monitor, mode
        self.best, self.best_weights, self.waited = None, None, 0

    def update(self, logs, weights):
        value = logs["loss"]
        self.waited += 1
        if self.best is None or value < self.best - self.min_delta:
            self.best, self.best_weights, self.waited = value, weights, 0
        return self.waited >= self.patience

# %% exercise="EarlyStopping" expect="wrong" says="patience off by one, an epoch too late"
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, monitor="val_loss", mode="min"):
        self.patience, self.min_delta, self.monitor, self.mode = patience, min_delta, monitor, mode
        self.best, self.best_weights, self.waited = None, None, 0

    def update(self, logs, weights):
        value = logs[self.monitor] * (-1 if self.mode == "max" else 1)
        self.waited += 1
        if self.best is None or value < self.best - self.min_delta:
            self.best, self.best_weights, self.waited = value, weights, 0
        return self.waited > self.patience

# %% exercise="EarlyStopping" expect="wrong" says="patience off by one, an epoch too early"
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, monitor="val_loss", mode="min"):
        self.patience, self.min_delta, self.monitor, self.mode = patience, min_delta, monitor, mode
        self.best, self.best_weights, self.waited = None, None, 0

    def update(self, logs, weights):
        value = logs[self.monitor] * (-1 if self.mode == "max" else 1)
        if self.best is None or value < self.best - self.min_delta:
            self.best, self.best_weights, self.waited = value, weights, 0
        self.waited += 1
        return self.waited >= self.patience

# %% exercise="EarlyStopping" expect="wrong" says="a comparison with the last value"
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, monitor="val_loss", mode="min"):
        self.patience, self.min_delta, self.monitor, self.mode = patience, min_delta, monitor, mode
        self.best, self.best_weights, self.waited = None, None, 0

    def update(self, logs, weights):
        value = logs[self.monitor] * (-1 if self.mode == "max" else 1)
        self.waited += 1
        if self.best is None or value < self.best - self.min_delta:
            self.best_weights, self.waited = weights, 0
        self.best = value
        return self.waited >= self.patience

# %% exercise="EarlyStopping" expect="wrong" says="the last weights, not the best ones"
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, monitor="val_loss", mode="min"):
        self.patience, self.min_delta, self.monitor, self.mode = patience, min_delta, monitor, mode
        self.best, self.best_weights, self.waited = None, None, 0

    def update(self, logs, weights):
        value = logs[self.monitor] * (-1 if self.mode == "max" else 1)
        self.waited += 1
        self.best_weights = weights
        if self.best is None or value < self.best - self.min_delta:
            self.best, self.waited = value, 0
        return self.waited >= self.patience

# %% exercise="EarlyStopping" expect="wrong" says="max and min mixed up"
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, monitor="val_loss", mode="min"):
        self.patience, self.min_delta, self.monitor, self.mode = patience, min_delta, monitor, mode
        self.best, self.best_weights, self.waited = None, None, 0

    def update(self, logs, weights):
        value = logs[self.monitor]
        self.waited += 1
        if self.best is None or value < self.best - self.min_delta:
            self.best, self.best_weights, self.waited = value, weights, 0
        return self.waited >= self.patience

# %% exercise="EarlyStopping" expect="wrong" says="min_delta that is not used"
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, monitor="val_loss", mode="min"):
        self.patience, self.min_delta, self.monitor, self.mode = patience, min_delta, monitor, mode
        self.best, self.best_weights, self.waited = None, None, 0

    def update(self, logs, weights):
        value = logs[self.monitor] * (-1 if self.mode == "max" else 1)
        self.waited += 1
        if self.best is None or value < self.best:
            self.best, self.best_weights, self.waited = value, weights, 0
        return self.waited >= self.patience

# %% exercise="EarlyStopping" expect="wrong" says="counted in all, not in a row"
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, monitor="val_loss", mode="min"):
        self.patience, self.min_delta, self.monitor, self.mode = patience, min_delta, monitor, mode
        self.best, self.best_weights, self.waited = None, None, 0

    def update(self, logs, weights):
        value = logs[self.monitor] * (-1 if self.mode == "max" else 1)
        if self.best is None or value < self.best - self.min_delta:
            self.best, self.best_weights = value, weights
        else:
            self.waited += 1
        return self.waited >= self.patience

# %% exercise="EarlyStopping" expect="wrong" says="best_weights is still None"
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, monitor="val_loss", mode="min"):
        self.patience, self.min_delta, self.monitor, self.mode = patience, min_delta, monitor, mode
        self.best, self.best_weights, self.waited = None, None, 0

    def update(self, logs, weights):
        value = logs[self.monitor] * (-1 if self.mode == "max" else 1)
        self.waited += 1
        if self.best is None or value < self.best - self.min_delta:
            self.best, self.waited = value, 0
        return self.waited >= self.patience

# %% exercise="augment" expect="right"
def augment(parts, rng):
    X, y = parts["train"]
    s = int(np.sqrt(X.shape[1]))
    big = np.zeros((len(X), s + 2, s + 2))
    down, right = rng.integers(-1, 2, len(X)), rng.integers(-1, 2, len(X))
    out = []
    for k in range(len(X)):
        big[k, 1 + down[k] : 1 + down[k] + s, 1 + right[k] : 1 + right[k] + s] = X[k].reshape(s, s)
        out.append(big[k, 1:-1, 1:-1].ravel())
    new = dict(parts)
    new["train"] = np.vstack([X, out]), np.tile(y, 2)
    return new

# %% exercise="augment" expect="right"
def augment(parts, rng):
    from scipy.ndimage import shift
    X, y = parts["train"]
    s = round(len(X[0]) ** 0.5)
    copies = [shift(x.reshape(s, s), rng.integers(-1, 2, 2), order=0).ravel() for x in X]
    rest = {name: pair for name, pair in parts.items() if name != "train"}
    return {"train": [np.array([*X, *copies]).astype("float32"), [*y, *y]], **rest}

# %% exercise="augment" expect="wrong" says="a 6 becomes a 9"
def augment(parts, rng):
    X, y = parts["train"]
    return {**parts, "train": (np.concatenate([X, X[:, ::-1]]), np.concatenate([y, y]))}

# %% exercise="augment" expect="wrong" says="a mirrored image"
def augment(parts, rng):
    X, y = parts["train"]
    s = round(X.shape[1] ** 0.5)
    return {**parts, "train": (np.concatenate([X, X.reshape(-1, s, s)[:, :, ::-1].reshape(X.shape)]), np.concatenate([y, y]))}

# %% exercise="augment" expect="wrong" says="a validation part that was augmented"
def augment(parts, rng):
    def grow(X, y):
        s, copies = round(X.shape[1] ** 0.5), []
        for image in X.reshape(-1, s, s):
            r, c = rng.integers(0, 3, 2)
            copies.append(np.pad(image, 1)[r : r + s, c : c + s].ravel())
        return np.concatenate([X, copies]), np.concatenate([y, y])
    return {name: grow(*pair) for name, pair in parts.items()}

# %% exercise="augment" expect="wrong" says="come back on the other side"
def augment(parts, rng):
    X, y = parts["train"]
    s = round(X.shape[1] ** 0.5)
    copies = [np.roll(image, tuple(rng.integers(-1, 2, 2)), axis=(0, 1)).ravel() for image in X.reshape(-1, s, s)]
    return {**parts, "train": (np.concatenate([X, copies]), np.concatenate([y, y]))}

# %% exercise="augment" expect="wrong" says="one shift for all images"
def augment(parts, rng):
    X, y = parts["train"]
    s = round(X.shape[1] ** 0.5)
    r, c = rng.integers(0, 3, 2)
    copies = [np.pad(image, 1)[r : r + s, c : c + s].ravel() for image in X.reshape(-1, s, s)]
    return {**parts, "train": (np.concatenate([X, copies]), np.concatenate([y, y]))}

# %% exercise="augment" expect="wrong" says="labels that were not kept"
def augment(parts, rng):
    X, y = parts["train"]
    s, copies = round(X.shape[1] ** 0.5), []
    for image in X.reshape(-1, s, s):
        r, c = rng.integers(0, 3, 2)
        copies.append(np.pad(image, 1)[r : r + s, c : c + s].ravel())
    return {**parts, "train": (np.concatenate([X, copies]), np.repeat(y, 2))}

# %% exercise="augment" expect="wrong" says="each copy needs the label"
def augment(parts, rng):
    X, y = parts["train"]
    s, copies = round(X.shape[1] ** 0.5), []
    for image in X.reshape(-1, s, s):
        r, c = rng.integers(0, 3, 2)
        copies.append(np.pad(image, 1)[r : r + s, c : c + s].ravel())
    return {**parts, "train": (np.concatenate([X, copies]), y)}

# %% exercise="augment" expect="wrong" says="a shift of two pixels"
def augment(parts, rng):
    X, y = parts["train"]
    s, copies = round(X.shape[1] ** 0.5), []
    for image in X.reshape(-1, s, s):
        r, c = rng.integers(0, 5, 2)
        copies.append(np.pad(image, 2)[r : r + s, c : c + s].ravel())
    return {**parts, "train": (np.concatenate([X, copies]), np.concatenate([y, y]))}

# %% exercise="interval" expect="right"
def interval(scores, t=4.303):
    k = len(scores)
    mean = sum(scores) / k
    variance = sum((a - mean) ** 2 for a in scores) / (k - 1)
    return [mean, t * (variance / k) ** 0.5]

# %% exercise="interval" expect="right"
def interval(scores, t=4.303):
    from statistics import mean, stdev
    values = [float(a) for a in scores]
    return np.array([mean(values), t * stdev(values) / len(values) ** 0.5])

# %% exercise="interval" expect="wrong" says="use ddof=1"
def interval(scores, t=4.303):
    return np.mean(scores), t * np.std(scores) / np.sqrt(len(scores))

# %% exercise="interval" expect="wrong" says="√k is missing"
def interval(scores, t=4.303):
    return np.mean(scores), t * np.std(scores, ddof=1)

# %% exercise="interval" expect="wrong" says="k in place of √k"
def interval(scores, t=4.303):
    return np.mean(scores), t * np.std(scores, ddof=1) / len(scores)

# %% exercise="interval" expect="wrong" says="another t than the one given"
def interval(scores, t=4.303):
    return np.mean(scores), 1.96 * np.std(scores, ddof=1) / np.sqrt(len(scores))

# %% exercise="interval" expect="wrong" says="the two ends"
def interval(scores, t=4.303):
    half = t * np.std(scores, ddof=1) / np.sqrt(len(scores))
    return np.mean(scores) - half, np.mean(scores) + half

# %% exercise="choose_and_open" expect="right"
def choose_and_open(table, open_vault):
    names = list(table)
    best = names[int(np.argmax([sum(table[name]) / len(table[name]) for name in names]))]
    return [best, float(open_vault(best))]

# %% exercise="choose_and_open" expect="right"
def choose_and_open(table, open_vault):
    ranked = sorted(table.items(), key=lambda item: -np.mean(item[1]))
    return ranked[0][0], open_vault(ranked[0][0])

# %% exercise="choose_and_open" expect="wrong" says="a vault opened more than once"
def choose_and_open(table, open_vault):
    scores = {name: open_vault(name) for name in table}
    name = max(scores, key=scores.get)
    return name, scores[name]

# %% exercise="choose_and_open" expect="wrong" says="a choice by the best single score"
def choose_and_open(table, open_vault):
    name = max(table, key=lambda name: np.max(table[name]))
    return name, open_vault(name)

# %% exercise="choose_and_open" expect="wrong" says="a choice of the lowest mean"
def choose_and_open(table, open_vault):
    name = min(table, key=lambda name: np.mean(table[name]))
    return name, open_vault(name)

# %% exercise="choose_and_open" expect="wrong" says="a vault opened more than once"
def choose_and_open(table, open_vault):
    name = max(table, key=lambda name: np.mean(table[name]))
    print(open_vault(name))
    return name, open_vault(name)

# %% exercise="choose_and_open" expect="wrong" says="the vault was never opened"
def choose_and_open(table, open_vault):
    name = max(table, key=lambda name: np.mean(table[name]))
    return name, np.mean(table[name])

# %% exercise="prediction_peak" expect="right"
prediction_peak = 1600

# %% exercise="prediction_peak" expect="right"
prediction_peak = 50.0

# %% exercise="prediction_peak" expect="wrong" says="expected prediction_peak to be 50 or 200 or 1600"
prediction_peak = 100

# %% exercise="prediction_peak" expect="wrong" says="expected prediction_peak to be 50 or 200 or 1600"
prediction_peak = "p = n"

# %% exercise="prediction_peak" expect="wrong" says="prediction_peak is None"
prediction_peak = None

# %% exercise="prediction_peak" expect="wrong" says="expected prediction_peak to be 50 or 200 or 1600"
prediction_peak = [200, 1600]

# %% exercise="min_norm" expect="right"
def min_norm(Phi, Y, ridge=0.0):
    U, s, Vt = np.linalg.svd(Phi, full_matrices=False)
    return Vt.T @ np.diag(s / (s**2 + ridge)) @ U.T @ Y

# %% exercise="min_norm" expect="right"
def min_norm(Phi, Y, ridge=0.0):
    if ridge == 0:
        return np.linalg.lstsq(Phi, Y, rcond=None)[0]
    p = Phi.shape[1]
    tall = np.vstack([Phi, np.sqrt(ridge) * np.eye(p)])
    return np.linalg.lstsq(tall, np.vstack([Y, np.zeros((p, Y.shape[1]))]), rcond=None)[0].tolist()

# %% exercise="min_norm" expect="wrong" says="ridge that is not used"
def min_norm(Phi, Y, ridge=0.0):
    return np.linalg.pinv(Phi) @ Y

# %% exercise="min_norm" expect="wrong" says="a solution that is not the smallest"
def min_norm(Phi, Y, ridge=0.0):
    n, p = Phi.shape
    if ridge == 0 and p > n:
        W = np.zeros((p, Y.shape[1]))
        W[:n] = np.linalg.solve(Phi[:, :n], Y)
        return W
    return Phi.T @ np.linalg.solve(Phi @ Phi.T + ridge * np.eye(n), Y) if ridge else np.linalg.pinv(Phi) @ Y

# %% exercise="min_norm" expect="wrong" says="ridge times the number of rows"
def min_norm(Phi, Y, ridge=0.0):
    if ridge == 0:
        return np.linalg.pinv(Phi) @ Y
    return Phi.T @ np.linalg.solve(Phi @ Phi.T + len(Phi) * ridge * np.eye(len(Phi)), Y)

# %% exercise="min_norm" expect="wrong" says="ridge squared"
def min_norm(Phi, Y, ridge=0.0):
    if ridge == 0:
        return np.linalg.pinv(Phi) @ Y
    return Phi.T @ np.linalg.solve(Phi @ Phi.T + ridge**2 * np.eye(len(Phi)), Y)

# %% exercise="min_norm" expect="wrong" says="min_norm for Phi of shape (9, 4)"
def min_norm(Phi, Y, ridge=0.0):
    return np.linalg.pinv(Phi.T @ Phi + np.eye(Phi.shape[1])) @ Phi.T @ Y

# %% exercise="best_temperature" expect="right"
def best_temperature(logits, y, temperatures):
    import tensorflow as tf
    losses = [float(tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits / T))) for T in temperatures]
    return temperatures[int(np.argmin(losses))]

# %% exercise="mc_dropout" expect="right"
def mc_dropout(one_pass, times):
    total = 0
    for _ in range(times):
        total = total + np.asarray(one_pass())
    return total / times
