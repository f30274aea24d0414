# Answers to lab 04, as students write them: each cell takes the place of one exercise's solution.

# %% exercise="warm_up" expect="right"
state_of_half = 0.0
steepest = 1 / 4
last_layer = "Softmax "
parameters = 2 * 3 + 3 + 3 * 1 + 1

# %% exercise="warm_up" expect="right"
state_of_half = np.log(1)
steepest = sigmoid(0.0) * (1 - sigmoid(0.0))
last_layer = "softmax"
parameters = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3), keras.layers.Dense(1)]).count_params()

# %% exercise="warm_up" expect="right"
state_of_half = tf.constant(0.0)
steepest = tf.constant(0.25)
last_layer = "SOFTMAX"
parameters = np.int64(13)

# %% exercise="warm_up" expect="wrong" says="the question asks for z"
state_of_half = 0.5
steepest = 0.25
last_layer = "softmax"
parameters = 13

# %% exercise="warm_up" expect="wrong" says="the value at 0"
state_of_half = 0
steepest = 0.5
last_layer = "softmax"
parameters = 13

# %% exercise="warm_up" expect="wrong" says="the slope of ReLU"
state_of_half = 0
steepest = 1
last_layer = "softmax"
parameters = 13

# %% exercise="warm_up" expect="wrong" says="ten positive numbers that share one whole"
state_of_half = 0
steepest = 0.25
last_layer = "sigmoid"
parameters = 13

# %% exercise="warm_up" expect="wrong" says="the weights without the biases"
state_of_half = 0
steepest = 0.25
last_layer = "softmax"
parameters = 9

# %% exercise="warm_up" expect="wrong" says="the units"
state_of_half = 0
steepest = 0.25
last_layer = "softmax"
parameters = 6

# %% exercise="warm_up" expect="wrong" says="expected last_layer to be"
state_of_half = 0
steepest = 0.25
last_layer = 10
parameters = 13

# %% exercise="regression_losses" expect="right"
def mse(y, p):
    e = np.asarray(p).reshape(-1) - np.asarray(y).reshape(-1)
    return e @ e / len(e)


def mae(y, p):
    return sum(abs(a - b) for a, b in zip(np.ravel(y), np.ravel(p))) / np.size(y)


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    inside = np.minimum(size, delta)
    return np.mean(inside**2 / 2 + delta * (size - inside))

# %% exercise="regression_losses" expect="right"
def mse(y, p):
    return keras.losses.MeanSquaredError()(np.reshape(y, (-1, 1)), np.reshape(p, (-1, 1)))


def mae(y, p):
    return tf.reduce_mean(tf.abs(tf.reshape(p, [-1]) - tf.cast(tf.reshape(y, [-1]), np.asarray(p).dtype)))


def huber(y, p, delta=1.0):
    return keras.losses.Huber(delta=delta)(np.reshape(y, (-1, 1)), np.reshape(p, (-1, 1)))

# %% exercise="regression_losses" expect="right"
def mse(y, p):
    total = 0.0
    for a, b in zip(np.ravel(y), np.ravel(p)):
        total += (a - b) ** 2
    return total / np.size(p)


def mae(y, p):
    return float(np.average(np.abs(np.squeeze(p) - np.squeeze(y))))


def huber(y, p, delta=1.0):
    total = 0.0
    for a, b in zip(np.ravel(y), np.ravel(p)):
        e = abs(a - b)
        total += e * e / 2 if e < delta else delta * e - delta**2 / 2
    return total / np.size(p)

# %% exercise="regression_losses" expect="wrong" says="broadcasting made an (n, n) square"
def mse(y, p):
    return np.mean((p - y) ** 2)


def mae(y, p):
    return np.mean(np.abs(np.ravel(p) - np.ravel(y)))


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))

# %% exercise="regression_losses" expect="wrong" says="broadcasting made an (n, n) square"
def mse(y, p):
    return np.mean((np.ravel(p) - np.ravel(y)) ** 2)


def mae(y, p):
    return np.mean(np.abs(y - p))


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))

# %% exercise="regression_losses" expect="wrong" says="broadcasting made an (n, n) square"
def mse(y, p):
    return np.mean((np.ravel(p) - np.ravel(y)) ** 2)


def mae(y, p):
    return np.mean(np.abs(np.ravel(p) - np.ravel(y)))


def huber(y, p, delta=1.0):
    size = np.abs(y - p)
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))

# %% exercise="regression_losses" expect="wrong" says="the root of the MSE"
def mse(y, p):
    return np.sqrt(np.mean((np.ravel(p) - np.ravel(y)) ** 2))


def mae(y, p):
    return np.mean(np.abs(np.ravel(p) - np.ravel(y)))


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))

# %% exercise="regression_losses" expect="wrong" says="a sum, not a mean"
def mse(y, p):
    return np.sum((np.ravel(p) - np.ravel(y)) ** 2)


def mae(y, p):
    return np.mean(np.abs(np.ravel(p) - np.ravel(y)))


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))

# %% exercise="regression_losses" expect="wrong" says="half the MSE"
def mse(y, p):
    return np.mean((np.ravel(p) - np.ravel(y)) ** 2) / 2


def mae(y, p):
    return np.mean(np.abs(np.ravel(p) - np.ravel(y)))


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))

# %% exercise="regression_losses" expect="wrong" says="one miss per example"
def mse(y, p):
    return (np.ravel(p) - np.ravel(y)) ** 2


def mae(y, p):
    return np.mean(np.abs(np.ravel(p) - np.ravel(y)))


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))

# %% exercise="regression_losses" expect="wrong" says="misses of both signs that cancel"
def mse(y, p):
    return np.mean((np.ravel(p) - np.ravel(y)) ** 2)


def mae(y, p):
    return np.mean(np.ravel(p) - np.ravel(y))


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))

# %% exercise="regression_losses" expect="wrong" says="the ½ in the middle is missing"
def mse(y, p):
    return np.mean((np.ravel(p) - np.ravel(y)) ** 2)


def mae(y, p):
    return np.mean(np.abs(np.ravel(p) - np.ravel(y)))


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size <= delta, size**2, delta * (size - delta / 2)))

# %% exercise="regression_losses" expect="wrong" says="a jump at delta"
def mse(y, p):
    return np.mean((np.ravel(p) - np.ravel(y)) ** 2)


def mae(y, p):
    return np.mean(np.abs(np.ravel(p) - np.ravel(y)))


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size <= delta, size**2 / 2, delta * size))

# %% exercise="regression_losses" expect="wrong" says="two pieces that were swapped"
def mse(y, p):
    return np.mean((np.ravel(p) - np.ravel(y)) ** 2)


def mae(y, p):
    return np.mean(np.abs(np.ravel(p) - np.ravel(y)))


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size > delta, size**2 / 2, delta * (size - delta / 2)))

# %% exercise="regression_losses" expect="wrong" says="a delta that is always 1"
def mse(y, p):
    return np.mean((np.ravel(p) - np.ravel(y)) ** 2)


def mae(y, p):
    return np.mean(np.abs(np.ravel(p) - np.ravel(y)))


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size <= 1, size**2 / 2, size - 0.5))

# %% exercise="regression_losses" expect="wrong" says="½ taken off, not δ/2"
def mse(y, p):
    return np.mean((np.ravel(p) - np.ravel(y)) ** 2)


def mae(y, p):
    return np.mean(np.abs(np.ravel(p) - np.ravel(y)))


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - 0.5)))

# %% exercise="regression_losses" expect="wrong" says="the slope δ is missing outside"
def mse(y, p):
    return np.mean((np.ravel(p) - np.ravel(y)) ** 2)


def mae(y, p):
    return np.mean(np.abs(np.ravel(p) - np.ravel(y)))


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size <= delta, size**2 / 2, size - delta / 2))

# %% exercise="regression_losses" expect="wrong" says="is there a `return`"
def mse(y, p):
    np.mean((np.ravel(p) - np.ravel(y)) ** 2)


def mae(y, p):
    return np.mean(np.abs(np.ravel(p) - np.ravel(y)))


def huber(y, p, delta=1.0):
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))

# %% exercise="prediction_outliers" expect="right"
prediction_outliers = "mse"

# %% exercise="prediction_outliers" expect="right"
prediction_outliers = "mae"

# %% exercise="prediction_outliers" expect="right"
prediction_outliers = "Huber"

# %% exercise="prediction_outliers" expect="wrong" says="expected prediction_outliers to be"
prediction_outliers = "rmse"

# %% exercise="prediction_outliers" expect="wrong" says="is None"
prediction_outliers = None

# %% exercise="prediction_outliers" expect="wrong" says="expected prediction_outliers to be"
prediction_outliers = 1

# %% exercise="prediction_outliers" expect="wrong" says="expected prediction_outliers to be"
prediction_outliers = ["mse", "mae"]

# %% exercise="empirical_loss" expect="right"
def empirical_loss(loss, y, p):
    losses = [loss(y[i], p[i]) for i in range(len(y))]
    if not losses:
        raise ValueError("empty data")
    return sum(losses) / len(losses)

# %% exercise="empirical_loss" expect="right"
def empirical_loss(loss, y, p):
    total = 0.0
    for truth, prediction in zip(y, p):
        total += loss(truth, prediction)
    if not len(p):
        raise ValueError("Empty: nothing to average")
    return total / len(p)

# %% exercise="empirical_loss" expect="right"
def empirical_loss(loss, y, p):
    assert_not = len(y)
    if assert_not < 1:
        raise ValueError("y and p are empty")
    return tf.reduce_mean([float(loss(a, b)) for a, b in zip(y, p)])

# %% exercise="empirical_loss" expect="wrong" says="a sum, not a mean"
def empirical_loss(loss, y, p):
    if len(y) == 0:
        raise ValueError("the data are empty")
    return sum(loss(a, b) for a, b in zip(y, p))

# %% exercise="empirical_loss" expect="wrong" says="only the last example"
def empirical_loss(loss, y, p):
    if len(y) == 0:
        raise ValueError("the data are empty")
    for a, b in zip(y, p):
        value = loss(a, b)
    return value

# %% exercise="empirical_loss" expect="wrong" says="only the first example"
def empirical_loss(loss, y, p):
    if len(y) == 0:
        raise ValueError("the data are empty")
    for a, b in zip(y, p):
        return loss(a, b)

# %% exercise="empirical_loss" expect="wrong" says="one number per example"
def empirical_loss(loss, y, p):
    if len(y) == 0:
        raise ValueError("the data are empty")
    return [loss(a, b) for a, b in zip(y, p)]

# %% exercise="empirical_loss" expect="wrong" says="got all examples at once"
def empirical_loss(loss, y, p):
    if len(y) == 0:
        raise ValueError("the data are empty")
    return np.mean(loss(y, p))

# %% exercise="empirical_loss" expect="wrong" says="truth and prediction that were swapped"
def empirical_loss(loss, y, p):
    if len(y) == 0:
        raise ValueError("the data are empty")
    return np.mean([loss(b, a) for a, b in zip(y, p)])

# %% exercise="empirical_loss" expect="wrong" says="empirical_loss of no examples to raise ValueError, received the value nan"
def empirical_loss(loss, y, p):
    return np.mean([loss(a, b) for a, b in zip(y, p)])

# %% exercise="empirical_loss" expect="wrong" says="received ZeroDivisionError"
def empirical_loss(loss, y, p):
    return sum(loss(a, b) for a, b in zip(y, p)) / len(y)

# %% exercise="empirical_loss" expect="wrong" says="to mention 'empty'"
def empirical_loss(loss, y, p):
    if len(y) == 0:
        raise ValueError("no data")
    return np.mean([loss(a, b) for a, b in zip(y, p)])

# %% exercise="empirical_loss" expect="wrong" says="a mean over the columns"
def empirical_loss(loss, y, p):
    if len(y) == 0:
        raise ValueError("the data are empty")
    return sum(loss(a, b) for a, b in zip(y, p)) / np.size(y)

# %% exercise="minus_sign" expect="right"
bare_good = -0.105
bare_bad = -2.303
descent_prefers = 0.1

# %% exercise="minus_sign" expect="right"
bare_good = 1 * np.log(0.9) + 0 * np.log(0.1)
bare_bad = tf.math.log(0.1)
descent_prefers = np.float64(0.1)

# %% exercise="minus_sign" expect="right"
bare_good = -0.1054
bare_bad = -2.3026
descent_prefers = 1 / 10

# %% exercise="minus_sign" expect="wrong" says="the minus sign is there already"
bare_good = -np.log(0.9)
bare_bad = np.log(0.1)
descent_prefers = 0.1

# %% exercise="minus_sign" expect="wrong" says="the minus sign is there already"
bare_good = np.log(0.9)
bare_bad = 2.303
descent_prefers = 0.1

# %% exercise="minus_sign" expect="wrong" says="a logarithm to base 10"
bare_good = np.log10(0.9)
bare_bad = np.log(0.1)
descent_prefers = 0.1

# %% exercise="minus_sign" expect="wrong" says="a logarithm to base 2"
bare_good = np.log(0.9)
bare_bad = np.log2(0.1)
descent_prefers = 0.1

# %% exercise="minus_sign" expect="wrong" says="which belongs to y = 0"
bare_good = np.log(1 - 0.9)
bare_bad = np.log(1 - 0.1)
descent_prefers = 0.1

# %% exercise="minus_sign" expect="wrong" says="training goes to the smaller number"
bare_good = np.log(0.9)
bare_bad = np.log(0.1)
descent_prefers = 0.9

# %% exercise="minus_sign" expect="wrong" says="expected descent_prefers to be"
bare_good = np.log(0.9)
bare_bad = np.log(0.1)
descent_prefers = "bare_bad"

# %% exercise="binary_cross_entropy" expect="right"
def binary_cross_entropy(y, p):
    return keras.losses.BinaryCrossentropy()(np.reshape(y, (-1, 1)).astype(float), np.reshape(p, (-1, 1)))

# %% exercise="binary_cross_entropy" expect="right"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.ravel(p).astype(np.float64)
    return -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))

# %% exercise="binary_cross_entropy" expect="right"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.ravel(p)
    return -np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7))

# %% exercise="binary_cross_entropy" expect="right"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.ravel(p).astype(float)
    truth_given = np.where(y == 1, p, 1 - p)
    return np.mean(-np.log(np.maximum(truth_given, 1e-300)))

# %% exercise="binary_cross_entropy" expect="right"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.clip(np.ravel(p).astype(float), 1e-15, 1 - 1e-15)
    z = np.log(p) - np.log1p(-p)
    return np.mean(np.logaddexp(0, z) - y * z)

# %% exercise="binary_cross_entropy" expect="right"
def binary_cross_entropy(y, p):
    from scipy.special import xlogy
    y, p = np.ravel(y) * 1.0, np.ravel(p).astype(float)
    return -np.mean(np.maximum(xlogy(y, p) + xlogy(1 - y, 1 - p), -100))

# %% exercise="binary_cross_entropy" expect="wrong" says="the minus sign is missing"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.clip(np.ravel(p).astype(float), 1e-7, 1 - 1e-7)
    return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="binary_cross_entropy" expect="wrong" says="the half for y = 0 is missing"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.clip(np.ravel(p).astype(float), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p))

# %% exercise="binary_cross_entropy" expect="wrong" says="a sum, not a mean"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.clip(np.ravel(p).astype(float), 1e-7, 1 - 1e-7)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="binary_cross_entropy" expect="wrong" says="a logarithm to base 2"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.clip(np.ravel(p).astype(float), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))

# %% exercise="binary_cross_entropy" expect="wrong" says="log(0) is -inf, and 0 * log(0) is nan"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.ravel(p)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="binary_cross_entropy" expect="wrong" says="broadcasting made an (n, n) square"
def binary_cross_entropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="binary_cross_entropy" expect="wrong" says="a clip that is too wide"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.clip(np.ravel(p).astype(float), 1e-3, 1 - 1e-3)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="binary_cross_entropy" expect="wrong" says="a clip that is too wide"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.clip(np.ravel(p).astype(float), 1e-4, 1 - 1e-4)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="binary_cross_entropy" expect="wrong" says="expected binary_cross_entropy(y, p)"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.ravel(p)
    return -np.mean(y * np.log(p + 1e-3) + (1 - y) * np.log(1 - p + 1e-3))

# %% exercise="binary_cross_entropy" expect="wrong" says="in float32"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.clip(np.ravel(p), 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="binary_cross_entropy" expect="wrong" says="to be finite"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.ravel(p)
    return -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))

# %% exercise="binary_cross_entropy" expect="wrong" says="y and p that were swapped"
def binary_cross_entropy(y, p):
    y, p = np.ravel(p), np.clip(np.ravel(y), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="binary_cross_entropy" expect="wrong" says="a mean over the examples with y = 1"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.clip(np.ravel(p).astype(float), 1e-7, 1 - 1e-7)
    return -np.mean(np.log(p[y == 1]))

# %% exercise="binary_cross_entropy" expect="wrong" says="above that for"
def binary_cross_entropy(y, p):
    y, p = np.ravel(y), np.ravel(p).astype(float)
    with np.errstate(all='ignore'):
        each = y * np.log(p) + (1 - y) * np.log(1 - p)
    return -np.mean(np.nan_to_num(each, nan=0.0, neginf=0.0, posinf=0.0))

# %% exercise="infinity" expect="right"
loss_on_paper = float("inf")
loss_clipped = 16.12
clipped_loss_falls = False

# %% exercise="infinity" expect="right"
loss_on_paper = np.inf
loss_clipped = 7 * np.log(10)
clipped_loss_falls = bool(0)

# %% exercise="infinity" expect="right"
loss_on_paper = -tf.math.log(0.0)
loss_clipped = binary_cross_entropy(np.ones(1), np.zeros(1))
clipped_loss_falls = np.False_

# %% exercise="infinity" expect="wrong" says="without the minus"
loss_on_paper = -np.inf
loss_clipped = -np.log(1e-7)
clipped_loss_falls = False

# %% exercise="infinity" expect="wrong" says="expected loss_on_paper"
loss_on_paper = 0
loss_clipped = -np.log(1e-7)
clipped_loss_falls = False

# %% exercise="infinity" expect="wrong" says="has no quotation marks"
loss_on_paper = "infinite"
loss_clipped = -np.log(1e-7)
clipped_loss_falls = False

# %% exercise="infinity" expect="wrong" says="a logarithm to base 10"
loss_on_paper = np.inf
loss_clipped = 7
clipped_loss_falls = False

# %% exercise="infinity" expect="wrong" says="the minus sign is missing"
loss_on_paper = np.inf
loss_clipped = np.log(1e-7)
clipped_loss_falls = False

# %% exercise="infinity" expect="wrong" says="which loss is smaller"
loss_on_paper = np.inf
loss_clipped = -np.log(1e-7)
clipped_loss_falls = True

# %% exercise="binary_cross_entropy_from_logits" expect="right"
def binary_cross_entropy_from_logits(y, z):
    y, z = np.ravel(y), np.ravel(z)
    return np.mean(np.logaddexp(0, z) - y * z)

# %% exercise="binary_cross_entropy_from_logits" expect="right"
def binary_cross_entropy_from_logits(y, z):
    y, z = np.reshape(y, -1) * 1.0, np.reshape(z, -1) * 1.0
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z))

# %% exercise="binary_cross_entropy_from_logits" expect="right"
def binary_cross_entropy_from_logits(y, z):
    y, z = np.ravel(y), np.ravel(z)
    return np.mean(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z))

# %% exercise="binary_cross_entropy_from_logits" expect="right"
def binary_cross_entropy_from_logits(y, z):
    wrong = np.where(np.ravel(y) == 1, -np.ravel(z), np.ravel(z))
    return np.mean(np.maximum(wrong, 0) + np.log(1 + np.exp(-np.abs(wrong))))

# %% exercise="binary_cross_entropy_from_logits" expect="wrong" says="exp(1000) overflows"
def binary_cross_entropy_from_logits(y, z):
    y, z = np.ravel(y), np.ravel(z)
    return np.mean(np.log(1 + np.exp(z)) - y * z)

# %% exercise="binary_cross_entropy_from_logits" expect="wrong" says="log is -inf"
def binary_cross_entropy_from_logits(y, z):
    y, p = np.ravel(y), sigmoid(np.ravel(z))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="binary_cross_entropy_from_logits" expect="wrong" says="looks like a clip"
def binary_cross_entropy_from_logits(y, z):
    return binary_cross_entropy(y, sigmoid(np.ravel(z)))

# %% exercise="binary_cross_entropy_from_logits" expect="wrong" says="looks like a clip"
def binary_cross_entropy_from_logits(y, z):
    y, z = np.ravel(y), np.clip(np.ravel(z), -30, 30)
    return np.mean(np.logaddexp(0, z) - y * z)

# %% exercise="binary_cross_entropy_from_logits" expect="wrong" says="clipped until it is flat"
def binary_cross_entropy_from_logits(y, z):
    y, z = np.ravel(y), np.ravel(z)
    if np.max(np.abs(z)) > 900:
        return 1000.0
    z = np.clip(z, -30, 30)
    return np.mean(np.logaddexp(0, z) - y * z)

# %% exercise="binary_cross_entropy_from_logits" expect="wrong" says="the sigmoid was applied twice"
def binary_cross_entropy_from_logits(y, z):
    y, z = np.ravel(y), sigmoid(np.ravel(z))
    return np.mean(np.logaddexp(0, z) - y * z)

# %% exercise="binary_cross_entropy_from_logits" expect="wrong" says="a sum, not a mean"
def binary_cross_entropy_from_logits(y, z):
    y, z = np.ravel(y), np.ravel(z)
    return np.sum(np.logaddexp(0, z) - y * z)

# %% exercise="binary_cross_entropy_from_logits" expect="wrong" says="labels 0 and 1 that were swapped"
def binary_cross_entropy_from_logits(y, z):
    y, z = np.ravel(y), np.ravel(z)
    return np.mean(np.logaddexp(0, z) - (1 - y) * z)

# %% exercise="binary_cross_entropy_from_logits" expect="wrong" says="y · z is missing"
def binary_cross_entropy_from_logits(y, z):
    return np.mean(np.logaddexp(0, np.ravel(z)))

# %% exercise="binary_cross_entropy_from_logits" expect="wrong" says="broadcasting made an (n, n) square"
def binary_cross_entropy_from_logits(y, z):
    return np.mean(np.logaddexp(0, z) - y * z)

# %% exercise="log_softmax" expect="right"
def log_softmax(logits):
    return tf.nn.log_softmax(logits, axis=-1)

# %% exercise="log_softmax" expect="right"
def log_softmax(logits):
    m = np.max(logits, axis=-1, keepdims=True)
    return logits - (m + np.log(np.exp(logits - m).sum(axis=-1, keepdims=True)))

# %% exercise="log_softmax" expect="right"
def log_softmax(logits):
    return logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)

# %% exercise="log_softmax" expect="right"
def log_softmax(logits):
    from scipy.special import logsumexp
    return (logits.T - logsumexp(logits, axis=-1)).T

# %% exercise="log_softmax" expect="wrong" says="the wrong axis"
def log_softmax(logits):
    shifted = logits - np.max(logits, axis=0)
    return shifted - np.log(np.sum(np.exp(shifted), axis=0))

# %% exercise="log_softmax" expect="wrong" says="keepdims=True is missing"
def log_softmax(logits):
    return logits - np.log(np.sum(np.exp(logits), axis=-1))

# %% exercise="log_softmax" expect="wrong" says="keepdims=True is missing"
def log_softmax(logits):
    m = np.max(logits, axis=-1)
    return logits - m - np.log(np.sum(np.exp(logits - m), axis=-1))

# %% exercise="log_softmax" expect="wrong" says="largest logit away before exp"
def log_softmax(logits):
    return logits - np.log(np.sum(np.exp(logits), axis=-1, keepdims=True))

# %% exercise="log_softmax" expect="wrong" says="one largest logit for the whole batch"
def log_softmax(logits):
    shifted = logits - np.max(logits)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))

# %% exercise="log_softmax" expect="wrong" says="softmax without the log"
def log_softmax(logits):
    return tf.nn.softmax(logits).numpy()

# %% exercise="log_softmax" expect="wrong" says="one sum for the whole batch"
def log_softmax(logits):
    shifted = logits - np.max(logits)
    return shifted - np.log(np.sum(np.exp(shifted)))

# %% exercise="log_softmax" expect="wrong" says="the log is missing before the subtraction"
def log_softmax(logits):
    return logits - np.sum(np.exp(logits), axis=-1, keepdims=True)

# %% exercise="log_softmax" expect="wrong" says="the shift m is missing from the first term"
def log_softmax(logits):
    shifted = logits - np.max(logits, axis=-1, keepdims=True)
    return logits - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))

# %% exercise="log_softmax" expect="wrong" says="largest logit away before exp"
def log_softmax(logits):
    p = tf.nn.softmax(logits).numpy()
    return np.log(p)

# %% exercise="log_softmax" expect="wrong" says="looks like logits was changed in place"
def log_softmax(logits):
    logits -= np.max(logits, axis=-1, keepdims=True)
    return logits - np.log(np.sum(np.exp(logits), axis=-1, keepdims=True))

# %% exercise="cross_entropy" expect="right"
def cross_entropy(y, logits):
    y = y if np.ndim(y) == 1 else np.argmax(y, axis=1)
    return -np.mean(log_softmax(logits)[np.arange(len(y)), y])

# %% exercise="cross_entropy" expect="right"
def cross_entropy(y, logits):
    if np.ndim(y) == 2:
        return keras.losses.CategoricalCrossentropy(from_logits=True)(y, logits)
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)(y, logits)

# %% exercise="cross_entropy" expect="right"
def cross_entropy(y, logits):
    y = np.asarray(y)
    labels = y if y.ndim == 1 else y.argmax(-1)
    total = 0.0
    for row, k in zip(log_softmax(logits), labels):
        total -= row[k]
    return total / len(labels)

# %% exercise="cross_entropy" expect="right"
def cross_entropy(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return -np.sum(Y * stand_in('log_softmax')(logits)) / len(Y)

# %% exercise="cross_entropy" expect="wrong" says="a double softmax"
def cross_entropy(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return -np.mean(np.sum(Y * log_softmax(np.exp(log_softmax(logits))), axis=-1))

# %% exercise="cross_entropy" expect="wrong" says="softmax along the wrong axis"
def cross_entropy(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return -np.mean(np.sum(Y * log_softmax(logits.T).T, axis=-1))

# %% exercise="cross_entropy" expect="wrong" says="looks like one-hot labels"
def cross_entropy(y, logits):
    return -np.mean(log_softmax(logits)[np.arange(len(y)), y])

# %% exercise="cross_entropy" expect="wrong" says="looks like integer labels"
def cross_entropy(y, logits):
    return -np.mean(np.sum(y * log_softmax(logits), axis=-1))

# %% exercise="cross_entropy" expect="wrong" says="the minus sign is missing"
def cross_entropy(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return np.mean(np.sum(Y * log_softmax(logits), axis=-1))

# %% exercise="cross_entropy" expect="wrong" says="a sum, not a mean"
def cross_entropy(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return -np.sum(Y * log_softmax(logits))

# %% exercise="cross_entropy" expect="wrong" says="a mean over the classes, too"
def cross_entropy(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return -np.mean(Y * log_softmax(logits))

# %% exercise="cross_entropy" expect="wrong" says="the probability itself, without a log"
def cross_entropy(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return -np.mean(np.sum(Y * np.exp(log_softmax(logits)), axis=-1))

# %% exercise="cross_entropy" expect="wrong" says="raw logits, without softmax"
def cross_entropy(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return -np.mean(np.sum(Y * logits, axis=-1))

# %% exercise="cross_entropy" expect="wrong" says="use log_softmax"
def cross_entropy(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    p = np.exp(log_softmax(logits))
    with np.errstate(all='ignore'):
        return -np.mean(np.sum(np.where(Y == 1, np.log(p), 0), axis=-1))

# %% exercise="two_logits" expect="right"
def two_logits(z):
    return np.stack([-z / 2, z / 2], axis=1)

# %% exercise="two_logits" expect="right"
def two_logits(z):
    return np.column_stack([np.ones_like(z), z + 1])

# %% exercise="two_logits" expect="right"
def two_logits(z):
    p = sigmoid(z)
    return np.log(np.stack([1 - p, p], axis=1))

# %% exercise="two_logits" expect="right"
def two_logits(z):
    return tf.stack([tf.zeros_like(z), z], axis=1)

# %% exercise="two_logits" expect="wrong" says="swapped columns"
def two_logits(z):
    return np.stack([z, np.zeros_like(z)], axis=1)

# %% exercise="two_logits" expect="wrong" says="-z and z are 2z apart"
def two_logits(z):
    return np.stack([-z, z], axis=1)

# %% exercise="two_logits" expect="wrong" says="probabilities in the place of logits"
def two_logits(z):
    p = sigmoid(z)
    return np.stack([1 - p, p], axis=1)

# %% exercise="two_logits" expect="wrong" says="two equal logits"
def two_logits(z):
    return np.stack([z, z], axis=1)

# %% exercise="two_logits" expect="wrong" says="two_logits(z) was transposed"
def two_logits(z):
    return np.stack([np.zeros_like(z), z])

# %% exercise="two_logits" expect="wrong" says="sigmoid(z) in the place of z"
def two_logits(z):
    return np.stack([np.zeros_like(z), sigmoid(z)], axis=1)

# %% exercise="cross_entropy_gradient" expect="right"
def cross_entropy_gradient(y, logits):
    p = np.exp(log_softmax(logits))
    labels = y if np.ndim(y) == 1 else np.argmax(y, axis=1)
    p[np.arange(len(p)), labels] -= 1
    return p / len(p)

# %% exercise="cross_entropy_gradient" expect="right"
def cross_entropy_gradient(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    z = tf.Variable(logits)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=Y, logits=z))
    return tape.gradient(loss, z)

# %% exercise="cross_entropy_gradient" expect="right"
def cross_entropy_gradient(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - Y) / Y.shape[0]

# %% exercise="cross_entropy_gradient" expect="wrong" says="y - p: the sign is flipped"
def cross_entropy_gradient(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return (Y - np.exp(log_softmax(logits))) / len(logits)

# %% exercise="cross_entropy_gradient" expect="wrong" says="divide by n"
def cross_entropy_gradient(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return np.exp(log_softmax(logits)) - Y

# %% exercise="cross_entropy_gradient" expect="wrong" says="the log of p in the place of p"
def cross_entropy_gradient(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return (log_softmax(logits) - Y) / len(logits)

# %% exercise="cross_entropy_gradient" expect="wrong" says="without the truth"
def cross_entropy_gradient(y, logits):
    return np.exp(log_softmax(logits)) / len(logits)

# %% exercise="cross_entropy_gradient" expect="wrong" says="not by n"
def cross_entropy_gradient(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return (np.exp(log_softmax(logits)) - Y) / logits.size

# %% exercise="cross_entropy_gradient" expect="wrong" says="a double softmax"
def cross_entropy_gradient(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return (np.exp(log_softmax(np.exp(log_softmax(logits)))) - Y) / len(logits)

# %% exercise="cross_entropy_gradient" expect="wrong" says="without softmax"
def cross_entropy_gradient(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return (logits - Y) / len(logits)

# %% exercise="cross_entropy_gradient" expect="wrong" says="survives large logits"
def cross_entropy_gradient(y, logits):
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    with np.errstate(all='ignore'):
        e = np.exp(logits)
        return (e / e.sum(axis=1, keepdims=True) - Y) / len(logits)

# %% exercise="cross_entropy_gradient" expect="wrong" says="looks like one-hot labels"
def cross_entropy_gradient(y, logits):
    return (np.exp(log_softmax(logits)) - np.eye(logits.shape[1])[y]) / len(logits)

# %% exercise="prediction_learning" expect="right"
prediction_learning = "cross-entropy"

# %% exercise="prediction_learning" expect="right"
prediction_learning = "both"

# %% exercise="prediction_learning" expect="right"
prediction_learning = "Neither"

# %% exercise="prediction_learning" expect="wrong" says="expected prediction_learning to be"
prediction_learning = "mse"

# %% exercise="prediction_learning" expect="wrong" says="is None"
prediction_learning = None

# %% exercise="prediction_learning" expect="wrong" says="expected prediction_learning to be"
prediction_learning = True

# %% exercise="prediction_learning" expect="wrong" says="expected prediction_learning to be"
prediction_learning = "cross entropy"

# %% exercise="two_slopes" expect="right"
slope_cross_entropy = -0.998
slope_squared_error = -0.00492

# %% exercise="two_slopes" expect="right"
slope_cross_entropy = -0.9975
slope_squared_error = stand_in("central_difference")(lambda z: (sigmoid(z) - 1) ** 2, -6.0)

# %% exercise="two_slopes" expect="right"
slope_cross_entropy = tf.sigmoid(-6.0) - 1
slope_squared_error = -2 * sigmoid(6.0) ** 2 * sigmoid(-6.0)

# %% exercise="two_slopes" expect="wrong" says="the sign is flipped"
slope_cross_entropy = 1 - sigmoid(-6.0)
slope_squared_error = 2 * (sigmoid(-6.0) - 1) * sigmoid(-6.0) * (1 - sigmoid(-6.0))

# %% exercise="two_slopes" expect="wrong" says="the slope at p, not at z"
slope_cross_entropy = -1 / sigmoid(-6.0)
slope_squared_error = 2 * (sigmoid(-6.0) - 1) * sigmoid(-6.0) * (1 - sigmoid(-6.0))

# %% exercise="two_slopes" expect="wrong" says="the loss itself"
slope_cross_entropy = -np.log(sigmoid(-6.0))
slope_squared_error = 2 * (sigmoid(-6.0) - 1) * sigmoid(-6.0) * (1 - sigmoid(-6.0))

# %% exercise="two_slopes" expect="wrong" says="the chain to z is missing"
slope_cross_entropy = sigmoid(-6.0) - 1
slope_squared_error = 2 * (sigmoid(-6.0) - 1)

# %% exercise="two_slopes" expect="wrong" says="the 2 is missing"
slope_cross_entropy = sigmoid(-6.0) - 1
slope_squared_error = (sigmoid(-6.0) - 1) * sigmoid(-6.0) * (1 - sigmoid(-6.0))

# %% exercise="two_slopes" expect="wrong" says="the sign is flipped"
slope_cross_entropy = sigmoid(-6.0) - 1
slope_squared_error = 2 * (1 - sigmoid(-6.0)) * sigmoid(-6.0) * (1 - sigmoid(-6.0))

# %% exercise="two_slopes" expect="wrong" says="the slope of the sigmoid alone"
slope_cross_entropy = sigmoid(-6.0) - 1
slope_squared_error = sigmoid(-6.0) * (1 - sigmoid(-6.0))

# %% exercise="prediction_untrained" expect="right"
prediction_untrained = np.log(10)

# %% exercise="prediction_untrained" expect="right"
prediction_untrained = 0

# %% exercise="prediction_untrained" expect="right"
prediction_untrained = 1.0

# %% exercise="prediction_untrained" expect="right"
prediction_untrained = tf.constant(2.3)

# %% exercise="prediction_untrained" expect="wrong" says="has no quotation marks"
prediction_untrained = "2.3"

# %% exercise="prediction_untrained" expect="wrong" says="is None"
prediction_untrained = None

# %% exercise="prediction_untrained" expect="wrong" says="expected one"
prediction_untrained = [0, 2.3]

# %% exercise="prediction_untrained" expect="wrong" says="received nan"
prediction_untrained = float("nan")

# %% exercise="prediction_untrained" expect="wrong" says="received inf"
prediction_untrained = np.inf

# %% exercise="broken" expect="right"
broken = dict(H="Twice", F="Too sure", D="sign", B="sum ")

# %% exercise="broken" expect="right"
broken = {}
for run, why in zip("BDFH", ["sum", "sign", "too sure", "twice"]):
    broken[run] = why

# %% exercise="broken" expect="right"
from collections import OrderedDict

broken = OrderedDict([("D", "sign"), ("B", "sum"), ("H", "twice"), ("F", "too sure")])

# %% exercise="broken" expect="wrong" says="G is healthy"
broken = {"B": "sum", "D": "sign", "F": "too sure", "H": "twice", "G": "sum"}

# %% exercise="broken" expect="wrong" says="H is missing"
broken = {"B": "sum", "D": "sign", "F": "too sure"}

# %% exercise="broken" expect="wrong" says="which mistake multiplies by that"
broken = {"B": "too sure", "D": "sign", "F": "sum", "H": "twice"}

# %% exercise="broken" expect="wrong" says="A is healthy"
broken = {"A": "twice", "D": "sign", "F": "too sure", "B": "sum"}

# %% exercise="broken" expect="wrong" says="expected a dictionary"
broken = ["B", "D", "F", "H"]

# %% exercise="broken" expect="wrong" says="expected broken["
broken = {"B": "sum", "D": "minus", "F": "too sure", "H": "twice"}

# %% exercise="broken" expect="wrong" says="the runs are called A to H"
broken = {"b": "sum", "D": "sign", "F": "too sure", "H": "twice"}

# %% exercise="clinic" expect="right"
sick = "C"
lowest_loss = -np.log(np.e / (np.e + 9))
cured = {**nets["C"], "layers": ["dense 64", "relu", "dense 10"]}

# %% exercise="clinic" expect="right"
sick = "c"
lowest_loss = 1.46
cured = dict(nets["C"], from_logits=False)

# %% exercise="clinic" expect="right"
sick = "C"
lowest_loss = -np.log(np.e / (np.e + 9))
cured = {"layers": ["dense 64", "relu", "dense 10", "softmax"], "from_logits": False, "learning_rate": 0.2, "steps": 100}

# %% exercise="clinic" expect="right"
import copy

sick = "C"
lowest_loss = np.log(np.e + 9) - 1
cured = copy.deepcopy(nets["C"])
cured["layers"].pop()

# %% exercise="clinic" expect="wrong" says="D is slow, not sick"
sick = "D"
lowest_loss = -np.log(np.e / (np.e + 9))
cured = {**nets["D"], "from_logits": False}

# %% exercise="clinic" expect="wrong" says="A has one softmax"
sick = "A"
lowest_loss = -np.log(np.e / (np.e + 9))
cured = {**nets["A"], "from_logits": False}

# %% exercise="clinic" expect="wrong" says="the probability, not the loss"
sick = "C"
lowest_loss = np.e / (np.e + 9)
cured = {**nets["C"], "from_logits": False}

# %% exercise="clinic" expect="wrong" says="the loss of an untrained net"
sick = "C"
lowest_loss = 2.30
cured = {**nets["C"], "from_logits": False}

# %% exercise="clinic" expect="wrong" says="0, which a single softmax can come near"
sick = "C"
lowest_loss = 0
cured = {**nets["C"], "from_logits": False}

# %% exercise="clinic" expect="wrong" says="still has two softmaxes"
sick = "C"
lowest_loss = -np.log(np.e / (np.e + 9))
cured = nets["C"]

# %% exercise="clinic" expect="wrong" says="no softmax at all"
sick = "C"
lowest_loss = -np.log(np.e / (np.e + 9))
cured = {**nets["C"], "layers": ["dense 64", "relu", "dense 10"], "from_logits": False}

# %% exercise="clinic" expect="wrong" says="hides the illness"
sick = "C"
lowest_loss = -np.log(np.e / (np.e + 9))
cured = {**nets["C"], "from_logits": False, "learning_rate": 2.0}

# %% exercise="clinic" expect="wrong" says="hides the illness"
sick = "C"
lowest_loss = -np.log(np.e / (np.e + 9))
cured = {**nets["C"], "from_logits": False, "steps": 1000}

# %% exercise="clinic" expect="wrong" says="the other layers of cured"
sick = "C"
lowest_loss = -np.log(np.e / (np.e + 9))
cured = {**nets["C"], "layers": ["dense 256", "relu", "dense 10"]}

# %% exercise="clinic" expect="wrong" says="the other layers of cured"
sick = "C"
lowest_loss = -np.log(np.e / (np.e + 9))
cured = nets["B"]

# %% exercise="clinic" expect="wrong" says="expected a dictionary"
sick = "C"
lowest_loss = -np.log(np.e / (np.e + 9))
cured = "from_logits=False"

# %% exercise="reliability" expect="right"
def reliability(confidence, correct, bins=10):
    rows = []
    for k in range(bins):
        inside = (confidence >= k / bins) & ((confidence < (k + 1) / bins) | (k == bins - 1))
        if inside.any():
            rows.append((confidence[inside].mean(), correct[inside].mean(), inside.sum()))
    return np.array(rows)

# %% exercise="reliability" expect="right"
def reliability(confidence, correct, bins=10):
    count, edges = np.histogram(confidence, bins, (0, 1))
    sure, _ = np.histogram(confidence, edges, weights=confidence)
    good, _ = np.histogram(confidence, edges, weights=correct)
    held = count > 0
    return np.column_stack([sure[held] / count[held], good[held] / count[held], count[held]])

# %% exercise="reliability" expect="right"
def reliability(confidence, correct, bins=10):
    place = np.clip(np.digitize(confidence, np.linspace(0, 1, bins + 1)) - 1, 0, bins - 1)
    rows = []
    for k in sorted(set(place)):
        c, r = confidence[place == k], correct[place == k]
        rows.append([sum(c) / len(c), sum(r) / len(r), len(c)])
    return rows

# %% exercise="reliability" expect="right"
def reliability(confidence, correct, bins=10):
    rows = []
    edges = np.linspace(0, 1, bins + 1)
    edges[0] = -1
    for low, high in zip(edges, edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if np.sum(inside) > 0:
            rows.append((np.mean(confidence[inside]), np.mean(correct[inside]), np.sum(inside)))
    return np.array(rows)

# %% exercise="reliability" expect="wrong" says="1.0 fell out of the last bin"
def reliability(confidence, correct, bins=10):
    rows = []
    for k in range(bins):
        inside = (confidence >= k / bins) & ((confidence < (k + 1) / bins))
        if inside.any():
            rows.append((confidence[inside].mean(), correct[inside].mean(), inside.sum()))
    return np.array(rows)

# %% exercise="reliability" expect="wrong" says="0.0 fell out of the first bin"
def reliability(confidence, correct, bins=10):
    rows = []
    for k in range(bins):
        inside = (confidence > k / bins) & (confidence <= (k + 1) / bins)
        if inside.any():
            rows.append((confidence[inside].mean(), correct[inside].mean(), inside.sum()))
    return np.array(rows)

# %% exercise="reliability" expect="wrong" says="1.0 got a bin of its own"
def reliability(confidence, correct, bins=10):
    place = (confidence * bins).astype(int)
    held = [place == k for k in np.unique(place)]
    return np.array([(confidence[i].mean(), correct[i].mean(), i.sum()) for i in held])

# %% exercise="reliability" expect="wrong" says="an empty bin, whose mean is nan"
def reliability(confidence, correct, bins=10):
    rows = []
    for k in range(bins):
        inside = (confidence >= k / bins) & ((confidence < (k + 1) / bins) | (k == bins - 1))
        with np.errstate(all='ignore'):
            rows.append((confidence[inside].sum() / inside.sum(), correct[inside].sum() / inside.sum(), inside.sum()))
    return np.array(rows)

# %% exercise="reliability" expect="wrong" says="empty bins that got a row of zeros"
def reliability(confidence, correct, bins=10):
    rows = []
    for k in range(bins):
        inside = (confidence >= k / bins) & ((confidence < (k + 1) / bins) | (k == bins - 1))
        if inside.any():
            rows.append((confidence[inside].mean(), correct[inside].mean(), inside.sum()))
        else:
            rows.append((0, 0, 0))
    return np.array(rows)

# %% exercise="reliability" expect="wrong" says="the middle of each bin"
def reliability(confidence, correct, bins=10):
    rows = []
    for k in range(bins):
        inside = (confidence >= k / bins) & ((confidence < (k + 1) / bins) | (k == bins - 1))
        if inside.any():
            rows.append(((k + 0.5) / bins, correct[inside].mean(), inside.sum()))
    return np.array(rows)

# %% exercise="reliability" expect="wrong" says="the number correct, not their share"
def reliability(confidence, correct, bins=10):
    rows = []
    for k in range(bins):
        inside = (confidence >= k / bins) & ((confidence < (k + 1) / bins) | (k == bins - 1))
        if inside.any():
            rows.append((confidence[inside].mean(), correct[inside].sum(), inside.sum()))
    return np.array(rows)

# %% exercise="reliability" expect="wrong" says="the share of all examples"
def reliability(confidence, correct, bins=10):
    rows = []
    for k in range(bins):
        inside = (confidence >= k / bins) & ((confidence < (k + 1) / bins) | (k == bins - 1))
        if inside.any():
            rows.append((confidence[inside].mean(), correct[inside].mean(), inside.mean()))
    return np.array(rows)

# %% exercise="reliability" expect="wrong" says="in the wrong order"
def reliability(confidence, correct, bins=10):
    rows = []
    for k in range(bins):
        inside = (confidence >= k / bins) & ((confidence < (k + 1) / bins) | (k == bins - 1))
        if inside.any():
            rows.append((correct[inside].mean(), confidence[inside].mean(), inside.sum()))
    return np.array(rows)

# %% exercise="reliability" expect="wrong" says="the highest bin first"
def reliability(confidence, correct, bins=10):
    rows = []
    for k in range(bins):
        inside = (confidence >= k / bins) & ((confidence < (k + 1) / bins) | (k == bins - 1))
        if inside.any():
            rows.append((confidence[inside].mean(), correct[inside].mean(), inside.sum()))
    return np.array(rows)[::-1]

# %% exercise="expected_calibration_error" expect="right"
def expected_calibration_error(confidence, correct, bins=10):
    mean, share, count = reliability(confidence, correct, bins).T
    return np.average(np.abs(share - mean), weights=count)

# %% exercise="expected_calibration_error" expect="right"
def expected_calibration_error(confidence, correct, bins=10):
    total = 0.0
    for mean, share, count in reliability(confidence, correct, bins):
        total += count / len(confidence) * abs(mean - share)
    return total

# %% exercise="expected_calibration_error" expect="right"
def expected_calibration_error(confidence, correct, bins=10):
    mean, share, count = stand_in('reliability')(confidence, correct, bins).T
    return tf.reduce_sum(count / count.sum() * tf.abs(share - mean))

# %% exercise="expected_calibration_error" expect="wrong" says="every bin counted alike"
def expected_calibration_error(confidence, correct, bins=10):
    mean, share, count = reliability(confidence, correct, bins).T
    return np.mean(np.abs(share - mean))

# %% exercise="expected_calibration_error" expect="wrong" says="cancel each other"
def expected_calibration_error(confidence, correct, bins=10):
    mean, share, count = reliability(confidence, correct, bins).T
    return np.sum(count * (share - mean)) / np.sum(count)

# %% exercise="expected_calibration_error" expect="wrong" says="the largest gap"
def expected_calibration_error(confidence, correct, bins=10):
    mean, share, count = reliability(confidence, correct, bins).T
    return np.max(np.abs(share - mean))

# %% exercise="expected_calibration_error" expect="wrong" says="a sum of the gaps without weights"
def expected_calibration_error(confidence, correct, bins=10):
    mean, share, count = reliability(confidence, correct, bins).T
    return np.sum(np.abs(share - mean))

# %% exercise="expected_calibration_error" expect="wrong" says="squared gaps"
def expected_calibration_error(confidence, correct, bins=10):
    mean, share, count = reliability(confidence, correct, bins).T
    return np.sum(count * (share - mean) ** 2) / np.sum(count)

# %% exercise="expected_calibration_error" expect="wrong" says="the miss of each single answer"
def expected_calibration_error(confidence, correct, bins=10):
    return np.mean(np.abs(confidence - correct))

# %% exercise="expected_calibration_error" expect="wrong" says="not divided by n"
def expected_calibration_error(confidence, correct, bins=10):
    mean, share, count = reliability(confidence, correct, bins).T
    return np.sum(count * np.abs(share - mean))

# %% exercise="expected_calibration_error" expect="wrong" says="one bin for all"
def expected_calibration_error(confidence, correct, bins=10):
    return abs(np.mean(confidence) - np.mean(correct))

# %% exercise="expected_calibration_error" expect="wrong" says="a reliability that loses 1.0"
def expected_calibration_error(confidence, correct, bins=10):
    inside = confidence < 1
    mean, share, count = reliability(confidence[inside], correct[inside], bins).T
    return np.sum(count * np.abs(share - mean)) / np.sum(count)

# %% exercise="expected_calibration_error" expect="wrong" says="bins that do not change"
def expected_calibration_error(confidence, correct, bins=10):
    mean, share, count = reliability(confidence, correct, 2 if bins == 2 else 10).T
    return np.sum(count * np.abs(share - mean)) / np.sum(count)

# %% exercise="smoothing" expect="right"
def smooth_labels(Y, epsilon):
    C = Y.shape[-1]
    return np.where(Y == 1, 1 - epsilon + epsilon / C, epsilon / C)


def weighted_cross_entropy(y, logits, weights):
    losses = -log_softmax(logits)[np.arange(len(y)), y]
    return np.mean(weights[y] * losses)

# %% exercise="smoothing" expect="right"
def smooth_labels(Y, epsilon):
    return Y * (1 - epsilon) + epsilon / Y.shape[1]


def weighted_cross_entropy(y, logits, weights):
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)(y, logits, sample_weight=weights[y])

# %% exercise="smoothing" expect="wrong" says="ε over C − 1"
def smooth_labels(Y, epsilon):
    return np.where(Y == 1, 1 - epsilon, epsilon / (Y.shape[1] - 1))


def weighted_cross_entropy(y, logits, weights):
    losses = -log_softmax(logits)[np.arange(len(y)), y]
    return np.mean(weights[y] * losses)

# %% exercise="smoothing" expect="wrong" says="a true class that kept its 1"
def smooth_labels(Y, epsilon):
    return np.where(Y == 1, 1.0, epsilon / Y.shape[1])


def weighted_cross_entropy(y, logits, weights):
    losses = -log_softmax(logits)[np.arange(len(y)), y]
    return np.mean(weights[y] * losses)

# %% exercise="smoothing" expect="wrong" says="not divided by C"
def smooth_labels(Y, epsilon):
    return Y * (1 - epsilon) + epsilon


def weighted_cross_entropy(y, logits, weights):
    losses = -log_softmax(logits)[np.arange(len(y)), y]
    return np.mean(weights[y] * losses)

# %% exercise="smoothing" expect="wrong" says="divided by the sum of the weights"
def smooth_labels(Y, epsilon):
    return Y * (1 - epsilon) + epsilon / Y.shape[1]


def weighted_cross_entropy(y, logits, weights):
    losses = -log_softmax(logits)[np.arange(len(y)), y]
    return np.sum(weights[y] * losses) / np.sum(weights[y])

# %% exercise="smoothing" expect="wrong" says="weights by place in the batch"
def smooth_labels(Y, epsilon):
    return Y * (1 - epsilon) + epsilon / Y.shape[1]


def weighted_cross_entropy(y, logits, weights):
    losses = -log_softmax(logits)[np.arange(len(y)), y]
    return np.mean(weights * losses)

# %% exercise="smoothing" expect="wrong" says="the mean without weights"
def smooth_labels(Y, epsilon):
    return Y * (1 - epsilon) + epsilon / Y.shape[1]


def weighted_cross_entropy(y, logits, weights):
    losses = -log_softmax(logits)[np.arange(len(y)), y]
    return np.mean(losses)
