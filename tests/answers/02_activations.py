# Answers to lab 02, as students write them: each cell takes the place of one exercise's solution.

# %% exercise="warm_up" expect="right"
shape_of_sum = [3, 3]
slope_of_square = 10.0
state_of_neuron = 1 + 3 * 1 + (-2) * 2
one_neuron_does_xor = bool(0)

# %% exercise="warm_up" expect="right"
shape_of_sum = np.zeros((3, 3)).shape
slope_of_square = 2 * 5
state_of_neuron = np.array([1.0, 2.0]) @ np.array([3.0, -2.0]) + 1
one_neuron_does_xor = False

# %% exercise="warm_up" expect="right"
shape_of_sum = tf.zeros((3, 3)).shape
slope_of_square = tf.constant(10.0)
state_of_neuron = tf.constant(0.0)
one_neuron_does_xor = np.False_

# %% exercise="warm_up" expect="wrong" says="both arrays are stretched"
shape_of_sum = (3, 1)
slope_of_square = 10
state_of_neuron = 0
one_neuron_does_xor = False

# %% exercise="warm_up" expect="wrong" says="both arrays are stretched"
shape_of_sum = 3
slope_of_square = 10
state_of_neuron = 0
one_neuron_does_xor = False

# %% exercise="warm_up" expect="wrong" says="the slope of x² is 2x"
shape_of_sum = (3, 3)
slope_of_square = 25
state_of_neuron = 0
one_neuron_does_xor = False

# %% exercise="warm_up" expect="wrong" says="each input times its own weight"
shape_of_sum = (3, 3)
slope_of_square = 10
state_of_neuron = 3 * 2 - 2 * 1 + 1
one_neuron_does_xor = False

# %% exercise="warm_up" expect="wrong" says="which straight line"
shape_of_sum = (3, 3)
slope_of_square = 10
state_of_neuron = 0
one_neuron_does_xor = True

# %% exercise="warm_up" expect="wrong" says="expected one_neuron_does_xor to be True or False"
shape_of_sum = (3, 3)
slope_of_square = 10
state_of_neuron = 0
one_neuron_does_xor = "no"

# %% exercise="activations" expect="right"
def tanh(z):
    return 2 * sigmoid(2 * z) - 1


def relu(z):
    return np.where(z > 0, z, np.zeros_like(z))


def leaky_relu(z, slope=0.1):
    return np.maximum(z, 0) + slope * np.minimum(z, 0)

# %% exercise="activations" expect="right"
def tanh(z):
    e = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - e) / (1 + e)


def relu(z):
    return (np.abs(z) + z) / 2


def leaky_relu(z, slope=0.1):
    return np.maximum(z, slope * z)

# %% exercise="activations" expect="right"
def tanh(z):
    z = tf.convert_to_tensor(z)
    return tf.math.tanh(z if z.dtype.is_floating else tf.cast(z, tf.float64))


def relu(z):
    return tf.nn.relu(z)


def leaky_relu(z, slope=0.1):
    z = tf.convert_to_tensor(z)
    z = z if z.dtype.is_floating else tf.cast(z, tf.float64)
    return tf.where(z > 0, z, slope * z)

# %% exercise="activations" expect="right"
def tanh(z):
    return np.tanh(z)


def relu(z):
    return z * (z > 0)


def leaky_relu(z, slope=0.1):
    out = np.array(z, dtype=np.result_type(z, np.float32), copy=True)
    out[out < 0] *= slope
    return out

# %% exercise="activations" expect="wrong" says="overflow"
def tanh(z):
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


def relu(z):
    return np.maximum(0, z)


def leaky_relu(z, slope=0.1):
    return np.where(z > 0, z, slope * z)

# %% exercise="activations" expect="wrong" says="sigmoid, which never goes below 0"
def tanh(z):
    return sigmoid(z)


def relu(z):
    return np.maximum(0, z)


def leaky_relu(z, slope=0.1):
    return np.where(z > 0, z, slope * z)

# %% exercise="activations" expect="wrong" says="sigmoid(z) where sigmoid(2z) is needed"
def tanh(z):
    return 2 * sigmoid(z) - 1


def relu(z):
    return np.maximum(0, z)


def leaky_relu(z, slope=0.1):
    return np.where(z > 0, z, slope * z)

# %% exercise="activations" expect="wrong" says="min instead of max"
def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.minimum(0, z)


def leaky_relu(z, slope=0.1):
    return np.where(z > 0, z, slope * z)

# %% exercise="activations" expect="wrong" says="np.maximum"
def tanh(z):
    return np.tanh(z)


def relu(z):
    return max(0, z)


def leaky_relu(z, slope=0.1):
    return np.where(z > 0, z, slope * z)

# %% exercise="activations" expect="wrong" says="np.maximum"
def tanh(z):
    return np.tanh(z)


def relu(z):
    if z > 0:
        return z
    return 0


def leaky_relu(z, slope=0.1):
    return np.where(z > 0, z, slope * z)

# %% exercise="activations" expect="wrong" says="a step"
def tanh(z):
    return np.tanh(z)


def relu(z):
    return z > 0


def leaky_relu(z, slope=0.1):
    return np.where(z > 0, z, slope * z)

# %% exercise="activations" expect="wrong" says="sides that were swapped"
def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


def leaky_relu(z, slope=0.1):
    return np.where(z > 0, slope * z, z)

# %% exercise="activations" expect="wrong" says="left side that points upwards"
def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


def leaky_relu(z, slope=0.1):
    return np.where(z > 0, z, -slope * z)

# %% exercise="activations" expect="wrong" says="an ordinary relu"
def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


def leaky_relu(z, slope=0.1):
    return np.maximum(0, z)

# %% exercise="activations" expect="wrong" says="a slope that is always 0.1"
def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


def leaky_relu(z, slope=0.1):
    return np.where(z > 0, z, 0.1 * z)

# %% exercise="activations" expect="wrong" says="changed in place"
def tanh(z):
    return np.tanh(z)


def relu(z):
    z[z < 0] = 0
    return z


def leaky_relu(z, slope=0.1):
    return np.where(z > 0, z, slope * z)

# %% exercise="activations" expect="wrong" says="float32, received float64"
def tanh(z):
    return np.tanh(np.asarray(z, dtype=np.float64))


def relu(z):
    return np.maximum(0, z)


def leaky_relu(z, slope=0.1):
    return np.where(z > 0, z, slope * z)

# %% exercise="activations" expect="wrong" says="cut to whole numbers"
def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


def leaky_relu(z, slope=0.1):
    out = np.copy(z)
    out[out < 0] = slope * out[out < 0]
    return out

# %% exercise="activations" expect="wrong" says="is there a `return`?"
def tanh(z):
    print(np.tanh(z))


def relu(z):
    return np.maximum(0, z)


def leaky_relu(z, slope=0.1):
    return np.where(z > 0, z, slope * z)

# %% exercise="central_difference" expect="right"
def central_difference(f, z, step=1e-5):
    rise = f(z + step) - f(z - step)
    return rise / step / 2

# %% exercise="central_difference" expect="right"
def central_difference(f, z, step=1e-5):
    z = np.asarray(z, dtype=float)
    right = (f(z + step) - f(z)) / step
    left = (f(z) - f(z - step)) / step
    return (left + right) / 2

# %% exercise="central_difference" expect="right"
def central_difference(f, z, step=1e-5):
    return 0.5 * (f(z + step) - f(z - step)) * (1 / step)

# %% exercise="central_difference" expect="wrong" says="one-sided difference, from z to z + step"
def central_difference(f, z, step=1e-5):
    return (f(z + step) - f(z)) / step

# %% exercise="central_difference" expect="wrong" says="one-sided difference, from z - step to z"
def central_difference(f, z, step=1e-5):
    return (f(z) - f(z - step)) / step

# %% exercise="central_difference" expect="wrong" says="twice the slope: the way is 2 * step"
def central_difference(f, z, step=1e-5):
    return (f(z + step) - f(z - step)) / step

# %% exercise="central_difference" expect="wrong" says="missing brackets"
def central_difference(f, z, step=1e-5):
    return (f(z + step) - f(z - step)) / 2 * step

# %% exercise="central_difference" expect="wrong" says="left minus right"
def central_difference(f, z, step=1e-5):
    return (f(z - step) - f(z + step)) / (2 * step)

# %% exercise="central_difference" expect="wrong" says="another step than the one given"
def central_difference(f, z, step=1e-5):
    h = 1e-5
    return (f(z + h) - f(z - h)) / (2 * h)

# %% exercise="central_difference" expect="wrong" says="one number"
def central_difference(f, z, step=1e-5):
    return np.mean((f(z + step) - f(z - step)) / (2 * step))

# %% exercise="derivatives" expect="right"
def d_sigmoid(z):
    return sigmoid(z) * sigmoid(-z)


def d_tanh(z):
    return (1 - np.tanh(z)) * (1 + np.tanh(z))


def d_relu(z):
    return 1.0 * (z > 0)


def d_leaky_relu(z, slope=0.1):
    return slope + (1 - slope) * (z > 0)

# %% exercise="derivatives" expect="right"
def d_sigmoid(z):
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


def d_tanh(z):
    return 4 * d_sigmoid(2 * z)


def d_relu(z):
    return np.heaviside(z, 0.0)


def d_leaky_relu(z, slope=0.1):
    return np.where(np.asarray(z) <= 0, slope, 1)

# %% exercise="derivatives" expect="right"
def by_tape(f, z):
    z = tf.Variable(z, dtype=tf.float64)
    with tf.GradientTape() as tape:
        out = f(z)
    return tape.gradient(out, z)


def d_sigmoid(z):
    return by_tape(tf.math.sigmoid, z)


def d_tanh(z):
    return by_tape(tf.math.tanh, z)


def d_relu(z):
    return by_tape(tf.nn.relu, z)


def d_leaky_relu(z, slope=0.1):
    return by_tape(lambda x: tf.nn.leaky_relu(x, alpha=slope), z)

# %% exercise="derivatives" expect="wrong" says="z * (1 - z), as if z were already the output"
def d_sigmoid(z):
    return z * (1 - z)


def d_tanh(z):
    return 1 - np.tanh(z) ** 2


def d_relu(z):
    return np.where(z > 0, 1.0, 0.0)


def d_leaky_relu(z, slope=0.1):
    return np.where(z > 0, 1.0, slope)

# %% exercise="derivatives" expect="wrong" says="1 - z², as if z were already the output"
def d_sigmoid(z):
    return sigmoid(z) * (1 - sigmoid(z))


def d_tanh(z):
    return 1 - z**2


def d_relu(z):
    return np.where(z > 0, 1.0, 0.0)


def d_leaky_relu(z, slope=0.1):
    return np.where(z > 0, 1.0, slope)

# %% exercise="derivatives" expect="wrong" says="the slope at 0 is to be 0"
def d_sigmoid(z):
    return sigmoid(z) * (1 - sigmoid(z))


def d_tanh(z):
    return 1 - np.tanh(z) ** 2


def d_relu(z):
    return np.where(z >= 0, 1.0, 0.0)


def d_leaky_relu(z, slope=0.1):
    return np.where(z > 0, 1.0, slope)

# %% exercise="derivatives" expect="wrong" says="the slope at 0 is to be that of the left side"
def d_sigmoid(z):
    return sigmoid(z) * (1 - sigmoid(z))


def d_tanh(z):
    return 1 - np.tanh(z) ** 2


def d_relu(z):
    return np.where(z > 0, 1.0, 0.0)


def d_leaky_relu(z, slope=0.1):
    return np.where(z >= 0, 1.0, slope)

# %% exercise="derivatives" expect="wrong" says="-slope on the left"
def d_sigmoid(z):
    return sigmoid(z) * (1 - sigmoid(z))


def d_tanh(z):
    return 1 - np.tanh(z) ** 2


def d_relu(z):
    return np.where(z > 0, 1.0, 0.0)


def d_leaky_relu(z, slope=0.1):
    return np.where(z > 0, 1.0, -slope)

# %% exercise="derivatives" expect="wrong" says="slope that is always 0.1"
def d_sigmoid(z):
    return sigmoid(z) * (1 - sigmoid(z))


def d_tanh(z):
    return 1 - np.tanh(z) ** 2


def d_relu(z):
    return np.where(z > 0, 1.0, 0.0)


def d_leaky_relu(z, slope=0.1):
    return np.where(z > 0, 1.0, 0.1)

# %% exercise="derivatives" expect="wrong" says="True and False"
def d_sigmoid(z):
    return sigmoid(z) * (1 - sigmoid(z))


def d_tanh(z):
    return 1 - np.tanh(z) ** 2


def d_relu(z):
    return np.asarray(z) > 0


def d_leaky_relu(z, slope=0.1):
    return np.where(z > 0, 1.0, slope)

# %% exercise="derivatives" expect="wrong" says="overflow"
def d_sigmoid(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


def d_tanh(z):
    return 1 - np.tanh(z) ** 2


def d_relu(z):
    return np.where(z > 0, 1.0, 0.0)


def d_leaky_relu(z, slope=0.1):
    return np.where(z > 0, 1.0, slope)

# %% exercise="derivatives" expect="wrong" says="slope * z on the left"
def d_sigmoid(z):
    return sigmoid(z) * (1 - sigmoid(z))


def d_tanh(z):
    return 1 - np.tanh(z) ** 2


def d_relu(z):
    return np.where(z > 0, 1.0, 0.0)


def d_leaky_relu(z, slope=0.1):
    return np.where(z > 0, 1.0, slope * z)

# %% exercise="derivatives" expect="wrong" says="the relu itself"
def d_sigmoid(z):
    return sigmoid(z) * (1 - sigmoid(z))


def d_tanh(z):
    return 1 - np.tanh(z) ** 2


def d_relu(z):
    return np.maximum(0, z)


def d_leaky_relu(z, slope=0.1):
    return np.where(z > 0, 1.0, slope)

# %% exercise="collapse" expect="right"
def collapse(layers):
    X = np.eye(layers[0][0].shape[0])
    b = np.zeros(layers[0][0].shape[0])
    for W_next, b_next in layers:
        X = X @ W_next
        b = b @ W_next + b_next
    return [X, b]

# %% exercise="collapse" expect="right"
def collapse(layers):
    if len(layers) == 1:
        return layers[0]
    (W1, b1), (W2, b2), *rest = layers
    return collapse([(np.dot(W1, W2), np.dot(b1, W2) + b2), *rest])

# %% exercise="collapse" expect="right"
def collapse(layers):
    def network(X):
        for W, b in layers:
            X = X @ W + b
        return X

    d = len(layers[0][0])
    b = network(np.zeros((1, d)))[0]
    return network(np.eye(d)) - b, b

# %% exercise="collapse" expect="wrong" says="product in the wrong order"
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W_next @ W, b @ W_next + b_next
    return W, b

# %% exercise="collapse" expect="wrong" says="b1 must pass through W2"
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b + b_next
    return W, b

# %% exercise="collapse" expect="wrong" says="only the last bias"
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b_next
    return W, b

# %% exercise="collapse" expect="wrong" says="without the last layer's bias"
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next
    return W, b

# %% exercise="collapse" expect="wrong" says="W2 @ b1 where b1 @ W2 is needed"
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, W_next @ b + b_next
    return W, b

# %% exercise="collapse" expect="wrong" says="W of 3 layers"
def collapse(layers):
    (W1, b1), (W2, b2) = layers[0], layers[min(1, len(layers) - 1)]
    if len(layers) == 1:
        return W1, b1
    return W1 @ W2, b1 @ W2 + b2

# %% exercise="collapse" expect="wrong" says="product of the elements"
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W * W_next, b @ W_next + b_next
    return W, b

# %% exercise="collapse" expect="wrong" says="do not pop"
def collapse(layers):
    W, b = layers.pop(0)
    while layers:
        W_next, b_next = layers.pop(0)
        W, b = W @ W_next, b @ W_next + b_next
    return W, b

# %% exercise="collapse" expect="wrong" says="changed in place"
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W = W @ W_next
        b = b @ W_next
        b_next += b
        b = b_next
    return W, b

# %% exercise="prediction_depth" expect="right"
prediction_depth = "better"

# %% exercise="prediction_depth" expect="right"
prediction_depth = "Same"

# %% exercise="prediction_depth" expect="right"
prediction_depth = 'worse'

# %% exercise="prediction_depth" expect="wrong" says="'better' or 'same' or 'worse'"
prediction_depth = "it gets better"

# %% exercise="prediction_depth" expect="wrong" says="'better' or 'same' or 'worse'"
prediction_depth = ["better", "same"]

# %% exercise="prediction_depth" expect="wrong" says="'better' or 'same' or 'worse'"
prediction_depth = 0.95

# %% exercise="prediction_depth" expect="wrong" says="None"
prediction_depth = print("same")

# %% exercise="verdict" expect="right"
verdict = dict(none="never", tanh=1, relu=1)

# %% exercise="verdict" expect="right"
verdict = {"relu": 1.0, "tanh": np.int64(1), "none": "Never"}

# %% exercise="verdict" expect="wrong" says="does any reach 95 %"
verdict = {"none": 4, "tanh": 1, "relu": 1}

# %% exercise="verdict" expect="wrong" says="do fewer do it too"
verdict = {"none": "never", "tanh": 2, "relu": 1}

# %% exercise="verdict" expect="wrong" says="the lone neuron"
verdict = {"none": "never", "tanh": 1, "relu": 0}

# %% exercise="verdict" expect="wrong" says="it does reach 95 %"
verdict = {"none": "never", "tanh": "never", "relu": "never"}

# %% exercise="verdict" expect="wrong" says="received 'nothing'"
verdict = {"none": "never", "tanh": 1}

# %% exercise="verdict" expect="wrong" says="a dictionary"
verdict = "never"

# %% exercise="relu_basis" expect="right"
def relu_basis(x, knots):
    return np.stack([np.maximum(0, x - k) for k in knots], axis=1)

# %% exercise="relu_basis" expect="right"
def relu_basis(x, knots):
    H = np.empty((len(x), len(knots)))
    for i in range(len(x)):
        for j in range(len(knots)):
            H[i, j] = max(0.0, x[i] - knots[j])
    return H

# %% exercise="relu_basis" expect="right"
def relu_basis(x, knots):
    return tf.nn.relu(tf.reshape(x, (-1, 1)) - tf.reshape(knots, (1, -1)))

# %% exercise="relu_basis" expect="wrong" says="hinges that look left"
def relu_basis(x, knots):
    return np.maximum(0, knots - x[:, None])

# %% exercise="relu_basis" expect="wrong" says="without the relu"
def relu_basis(x, knots):
    return x[:, None] - knots

# %% exercise="relu_basis" expect="wrong" says="transposed"
def relu_basis(x, knots):
    return np.array([np.maximum(0, x - k) for k in knots])

# %% exercise="relu_basis" expect="wrong" says="steps"
def relu_basis(x, knots):
    return np.where(x[:, None] > knots, 1.0, 0.0)

# %% exercise="relu_basis" expect="wrong" says="the knot added"
def relu_basis(x, knots):
    return np.maximum(0, x[:, None] + knots)

# %% exercise="relu_basis" expect="wrong" says="every x needs every knot"
def relu_basis(x, knots):
    return np.maximum(0, x - knots)

# %% exercise="relu_basis" expect="wrong" says="the hinges added up"
def relu_basis(x, knots):
    return np.maximum(0, x[:, None] - knots).sum(axis=1)

# %% exercise="relu_basis" expect="wrong" says="knots of its own"
def relu_basis(x, knots):
    knots = np.linspace(x.min(), x.max(), len(knots), endpoint=False)
    return np.maximum(0, x[:, None] - knots)

# %% exercise="prediction_flow" expect="right"
prediction_flow = "about equal"

# %% exercise="prediction_flow" expect="right"
prediction_flow = "a thousandth"

# %% exercise="prediction_flow" expect="right"
prediction_flow = "Less than a millionth "

# %% exercise="prediction_flow" expect="wrong" says="about equal"
prediction_flow = "smaller"

# %% exercise="prediction_flow" expect="wrong" says="about equal"
prediction_flow = 1e-6

# %% exercise="prediction_flow" expect="wrong" says="about equal"
prediction_flow = ("a thousandth", "about equal")

# %% exercise="prediction_flow" expect="wrong" says="about equal"
prediction_flow = "1/1000"

# %% exercise="gradient_flow" expect="right"
def gradient_flow(activation, depth, seed=0):
    g = {"sigmoid": tf.math.sigmoid, "tanh": tf.math.tanh, "relu": tf.nn.relu}[activation]
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(32, 64)))
    std = (2 / 64) ** 0.5 if activation == "relu" else 1 / 8
    weights = []
    for _ in range(depth):
        weights.append(tf.Variable(std * rng.normal(size=(64, 64))))
    with tf.GradientTape() as tape:
        for W in weights:
            h = g(tf.matmul(h, W))
        loss = tf.reduce_sum(tf.square(h)) / (32 * 64)
    grads = tape.gradient(loss, weights)
    return np.array([np.linalg.norm(dW.numpy()) for dW in grads])

# %% exercise="gradient_flow" expect="right"
def gradient_flow(activation, depth, seed=0):
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(32, 64)), tf.float32)
    std = {"sigmoid": 1 / 8, "tanh": 1 / 8, "relu": np.sqrt(2) / 8}[activation]
    weights = [tf.constant(rng.normal(0, std, (64, 64)), tf.float32) for _ in range(depth)]
    with tf.GradientTape() as tape:
        tape.watch(weights)
        for W in weights:
            h = tf.keras.activations.get(activation)(h @ W)
        loss = tf.reduce_mean(h * h)
    return [tf.norm(dW) for dW in tape.gradient(loss, weights)]

# %% exercise="gradient_flow" expect="right"
def gradient_flow(activation, depth, seed=0):
    rng = np.random.default_rng(seed)
    g, dg = {
        "sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
        "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
        "relu": (lambda z: np.maximum(z, 0), lambda z: 1.0 * (z > 0)),
    }[activation]
    hs, zs = [rng.normal(size=(32, 64))], []
    weights = [rng.normal(0, np.sqrt((1 + (activation == "relu")) / 64), (64, 64)) for _ in range(depth)]
    for W in weights:
        zs.append(hs[-1] @ W)
        hs.append(g(zs[-1]))
    delta, norms = 2 * hs[-1] / hs[-1].size, []
    for W, z, h in zip(weights[::-1], zs[::-1], hs[-2::-1]):
        delta = delta * dg(z)
        norms.append(np.linalg.norm(h.T @ delta))
        delta = delta @ W.T
    return norms[::-1]

# %% exercise="gradient_flow" expect="wrong" says="from the last layer to the first"
def gradient_flow(activation, depth, seed=0):
    g = {"sigmoid": tf.math.sigmoid, "tanh": tf.math.tanh, "relu": tf.nn.relu}[activation]
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(32, 64)))
    std = np.sqrt((2 if activation == "relu" else 1) / 64)
    weights = [tf.Variable(rng.normal(0, std, (64, 64))) for _ in range(depth)]
    with tf.GradientTape() as tape:
        for W in weights:
            h = g(h @ W)
        loss = tf.reduce_mean(h**2)
    return [float(tf.norm(dW)) for dW in tape.gradient(loss, weights)][::-1]

# %% exercise="gradient_flow" expect="wrong" says="the activation is missing"
def gradient_flow(activation, depth, seed=0):
    g = {"sigmoid": tf.math.sigmoid, "tanh": tf.math.tanh, "relu": tf.nn.relu}[activation]
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(32, 64)))
    std = np.sqrt((2 if activation == "relu" else 1) / 64)
    weights = [tf.Variable(rng.normal(0, std, (64, 64))) for _ in range(depth)]
    with tf.GradientTape() as tape:
        for W in weights:
            h = h @ W
        loss = tf.reduce_mean(h**2)
    return [float(tf.norm(dW)) for dW in tape.gradient(loss, weights)]

# %% exercise="gradient_flow" expect="wrong" says="the activation is missing"
def gradient_flow(activation, depth, seed=0):
    g = {"sigmoid": tf.math.sigmoid, "tanh": tf.math.tanh, "relu": tf.nn.relu}[activation]
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(32, 64)))
    std = np.sqrt((2 if activation == "relu" else 1) / 64)
    weights = [tf.Variable(rng.normal(0, std, (64, 64))) for _ in range(depth)]
    with tf.GradientTape() as tape:
        for W in weights:
            h = h @ W
        h = g(h)
        loss = tf.reduce_mean(h**2)
    return [float(tf.norm(dW)) for dW in tape.gradient(loss, weights)]

# %% exercise="gradient_flow" expect="wrong" says="variance 2/64"
def gradient_flow(activation, depth, seed=0):
    g = {"sigmoid": tf.math.sigmoid, "tanh": tf.math.tanh, "relu": tf.nn.relu}[activation]
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(32, 64)))
    weights = [tf.Variable(rng.normal(0, np.sqrt(1 / 64), (64, 64))) for _ in range(depth)]
    with tf.GradientTape() as tape:
        for W in weights:
            h = g(h @ W)
        loss = tf.reduce_mean(h**2)
    return [float(tf.norm(dW)) for dW in tape.gradient(loss, weights)]

# %% exercise="gradient_flow" expect="wrong" says="the variance was used as standard deviation"
def gradient_flow(activation, depth, seed=0):
    g = {"sigmoid": tf.math.sigmoid, "tanh": tf.math.tanh, "relu": tf.nn.relu}[activation]
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(32, 64)))
    std = 2 / 64 if activation == "relu" else 1 / 64
    weights = [tf.Variable(rng.normal(0, std, (64, 64))) for _ in range(depth)]
    with tf.GradientTape() as tape:
        for W in weights:
            h = g(h @ W)
        loss = tf.reduce_mean(h**2)
    return [float(tf.norm(dW)) for dW in tape.gradient(loss, weights)]

# %% exercise="gradient_flow" expect="wrong" says="the norm was squared"
def gradient_flow(activation, depth, seed=0):
    g = {"sigmoid": tf.math.sigmoid, "tanh": tf.math.tanh, "relu": tf.nn.relu}[activation]
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(32, 64)))
    std = np.sqrt((2 if activation == "relu" else 1) / 64)
    weights = [tf.Variable(rng.normal(0, std, (64, 64))) for _ in range(depth)]
    with tf.GradientTape() as tape:
        for W in weights:
            h = g(h @ W)
        loss = tf.reduce_mean(h**2)
    return [float(tf.reduce_sum(dW**2)) for dW in tape.gradient(loss, weights)]

# %% exercise="gradient_flow" expect="wrong" says="the loss is a sum"
def gradient_flow(activation, depth, seed=0):
    g = {"sigmoid": tf.math.sigmoid, "tanh": tf.math.tanh, "relu": tf.nn.relu}[activation]
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(32, 64)))
    std = np.sqrt((2 if activation == "relu" else 1) / 64)
    weights = [tf.Variable(rng.normal(0, std, (64, 64))) for _ in range(depth)]
    with tf.GradientTape() as tape:
        for W in weights:
            h = g(h @ W)
        loss = tf.reduce_sum(h**2)
    return [float(tf.norm(dW)) for dW in tape.gradient(loss, weights)]

# %% exercise="gradient_flow" expect="wrong" says="one matrix per layer, not its norm"
def gradient_flow(activation, depth, seed=0):
    g = {"sigmoid": tf.math.sigmoid, "tanh": tf.math.tanh, "relu": tf.nn.relu}[activation]
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(32, 64)))
    std = np.sqrt((2 if activation == "relu" else 1) / 64)
    weights = [tf.Variable(rng.normal(0, std, (64, 64))) for _ in range(depth)]
    with tf.GradientTape() as tape:
        for W in weights:
            h = g(h @ W)
        loss = tf.reduce_mean(h**2)
    return tape.gradient(loss, weights)

# %% exercise="gradient_flow" expect="wrong" says="the tape did not watch"
def gradient_flow(activation, depth, seed=0):
    g = {"sigmoid": tf.math.sigmoid, "tanh": tf.math.tanh, "relu": tf.nn.relu}[activation]
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(32, 64)))
    std = np.sqrt((2 if activation == "relu" else 1) / 64)
    weights = [tf.constant(rng.normal(0, std, (64, 64))) for _ in range(depth)]
    with tf.GradientTape() as tape:
        for W in weights:
            h = g(h @ W)
        loss = tf.reduce_mean(h**2)
    return [float(tf.norm(dW)) for dW in tape.gradient(loss, weights)]

# %% exercise="gradient_flow" expect="wrong" says="the same seed"
def gradient_flow(activation, depth, seed=0):
    g = {"sigmoid": tf.math.sigmoid, "tanh": tf.math.tanh, "relu": tf.nn.relu}[activation]
    h = tf.constant(np.random.normal(size=(32, 64)))
    std = np.sqrt((2 if activation == "relu" else 1) / 64)
    weights = [tf.Variable(np.random.normal(0, std, (64, 64))) for _ in range(depth)]
    with tf.GradientTape() as tape:
        for W in weights:
            h = g(h @ W)
        loss = tf.reduce_mean(h**2)
    return [float(tf.norm(dW)) for dW in tape.gradient(loss, weights)]

# %% exercise="dead_relu_fraction" expect="right"
def dead_relu_fraction(model, X):
    dead = total = 0
    for layer in model.layers[:-1]:
        X = layer(X)
        dead += int(tf.reduce_sum(tf.cast(tf.reduce_max(X, axis=0) <= 0, tf.int32)))
        total += X.shape[1]
    return dead / total

# %% exercise="dead_relu_fraction" expect="right"
def dead_relu_fraction(model, X):
    h, alive = np.asarray(X, dtype=np.float32), []
    for layer in model.layers[:-1]:
        W, b = layer.get_weights()
        h = np.maximum(h @ W + b, 0)
        alive.append(h.any(axis=0))
    return 1 - np.concatenate(alive).mean()

# %% exercise="dead_relu_fraction" expect="right"
def dead_relu_fraction(model, X):
    from tensorflow import keras

    hidden = keras.Model(model.inputs, [layer.output for layer in model.layers[:-1]])
    outputs = hidden(X)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    H = np.concatenate([np.asarray(h) for h in outputs], axis=1)
    return np.float32((H.sum(axis=0) == 0).mean())

# %% exercise="dead_relu_fraction" expect="wrong" says="the share of zeros, not of units"
def dead_relu_fraction(model, X):
    h, zeros = X, []
    for layer in model.layers[:-1]:
        h = layer(h)
        zeros.append(np.mean(np.asarray(h) == 0))
    return np.mean(zeros)

# %% exercise="dead_relu_fraction" expect="wrong" says="0 for some row"
def dead_relu_fraction(model, X):
    h, dead = X, []
    for layer in model.layers[:-1]:
        h = layer(h)
        dead.extend(np.any(np.asarray(h) == 0, axis=0))
    return np.mean(dead)

# %% exercise="dead_relu_fraction" expect="wrong" says="the share of living units"
def dead_relu_fraction(model, X):
    h, alive = X, []
    for layer in model.layers[:-1]:
        h = layer(h)
        alive.extend(np.any(np.asarray(h) > 0, axis=0))
    return np.mean(alive)

# %% exercise="dead_relu_fraction" expect="wrong" says="output layer"
def dead_relu_fraction(model, X):
    h, dead = X, []
    for layer in model.layers:
        h = layer(h)
        dead.extend(np.all(np.asarray(h) <= 0, axis=0))
    return np.mean(dead)

# %% exercise="dead_relu_fraction" expect="wrong" says="before the activation: there"
def dead_relu_fraction(model, X):
    h, dead = X, []
    for layer in model.layers[:-1]:
        z = h @ layer.kernel + layer.bias
        dead.extend(np.all(np.asarray(z) == 0, axis=0))
        h = layer(h)
    return np.mean(dead)

# %% exercise="dead_relu_fraction" expect="wrong" says="rows, not columns"
def dead_relu_fraction(model, X):
    h, dead = X, []
    for layer in model.layers[:-1]:
        h = layer(h)
        dead.extend(np.all(np.asarray(h) == 0, axis=1))
    return np.mean(dead)

# %% exercise="dead_relu_fraction" expect="wrong" says="number of dead units"
def dead_relu_fraction(model, X):
    h, dead = X, []
    for layer in model.layers[:-1]:
        h = layer(h)
        dead.extend(np.all(np.asarray(h) == 0, axis=0))
    return np.sum(dead)

# %% exercise="dead_relu_fraction" expect="wrong" says="only the first rows"
def dead_relu_fraction(model, X):
    h, dead = X[:32], []
    for layer in model.layers[:-1]:
        h = layer(h)
        dead.extend(np.all(np.asarray(h) == 0, axis=0))
    return np.mean(dead)

# %% exercise="dead_relu_fraction" expect="wrong" says="only the first hidden layer"
def dead_relu_fraction(model, X):
    h = np.asarray(model.layers[0](X))
    return np.mean(np.all(h == 0, axis=0))

# %% exercise="dead_relu_fraction" expect="wrong" says="mean of the layers' shares"
def dead_relu_fraction(model, X):
    h, shares = X, []
    for layer in model.layers[:-1]:
        h = layer(h)
        shares.append(np.mean(np.all(np.asarray(h) == 0, axis=0)))
    return np.mean(shares)

# %% exercise="dead_relu_fraction" expect="wrong" says="the ReLU was left out between the layers"
def dead_relu_fraction(model, X):
    h, dead = X, []
    for layer in model.layers[:-1]:
        h = h @ layer.get_weights()[0] + layer.get_weights()[1]
        dead.extend(np.all(h <= 0, axis=0))
    return np.mean(dead)

# %% exercise="output_activations" expect="right"
output_activations = dict(
    rain="sigmoid", digit="softmax", tags="sigmoid", temperature="none",
    steering="tanh", waiting="softplus", recipe="softmax", profit="none",
)

# %% exercise="output_activations" expect="right"
output_activations = {"rain": "Sigmoid", "tags": "Sigmoid", "digit": "Softmax", "recipe": "Softmax"}
output_activations.update({"temperature": "None", "profit": "None", "steering": "Tanh", "waiting": "Softplus"})

# %% exercise="output_activations" expect="wrong" says="tags: softmax can never give [0.9, 0.8, 0.1]"
output_activations = {
    "rain": "sigmoid", "digit": "softmax", "tags": "softmax", "temperature": "none",
    "steering": "tanh", "waiting": "softplus", "recipe": "softmax", "profit": "none",
}

# %% exercise="output_activations" expect="wrong" says="digit: sigmoid can give [0.9, 0.8, 0.7], and that makes no sense"
output_activations = {
    "rain": "sigmoid", "digit": "sigmoid", "tags": "sigmoid", "temperature": "none",
    "steering": "tanh", "waiting": "softplus", "recipe": "softmax", "profit": "none",
}

# %% exercise="output_activations" expect="wrong" says="rain: softmax can never give [0.7]"
output_activations = {
    "rain": "softmax", "digit": "softmax", "tags": "sigmoid", "temperature": "none",
    "steering": "tanh", "waiting": "softplus", "recipe": "softmax", "profit": "none",
}

# %% exercise="output_activations" expect="wrong" says="temperature: softplus can never give [-12]"
output_activations = {
    "rain": "sigmoid", "digit": "softmax", "tags": "sigmoid", "temperature": "softplus",
    "steering": "tanh", "waiting": "softplus", "recipe": "softmax", "profit": "none",
}

# %% exercise="output_activations" expect="wrong" says="steering: sigmoid can never give [-0.8]"
output_activations = {
    "rain": "sigmoid", "digit": "softmax", "tags": "sigmoid", "temperature": "none",
    "steering": "sigmoid", "waiting": "softplus", "recipe": "softmax", "profit": "none",
}

# %% exercise="output_activations" expect="wrong" says="waiting: none can give [-3]"
output_activations = {
    "rain": "sigmoid", "digit": "softmax", "tags": "sigmoid", "temperature": "none",
    "steering": "tanh", "waiting": "none", "recipe": "softmax", "profit": "none",
}

# %% exercise="output_activations" expect="wrong" says="rain: tanh can give [-0.5]"
output_activations = {
    "rain": "tanh", "digit": "softmax", "tags": "sigmoid", "temperature": "none",
    "steering": "tanh", "waiting": "softplus", "recipe": "softmax", "profit": "none",
}

# %% exercise="output_activations" expect="wrong" says="recipe: sigmoid can give [0.6, 0.6, 0.6]"
output_activations = {
    "rain": "sigmoid", "digit": "softmax", "tags": "sigmoid", "temperature": "none",
    "steering": "tanh", "waiting": "softplus", "recipe": "sigmoid", "profit": "none",
}

# %% exercise="output_activations" expect="wrong" says="output_activations[\"waiting\"] to be"
output_activations = {
    "rain": "sigmoid", "digit": "softmax", "tags": "sigmoid", "temperature": "none",
    "steering": "tanh", "waiting": "relu", "recipe": "softmax", "profit": "none",
}

# %% exercise="output_activations" expect="wrong" says="received 'nothing'"
output_activations = {
    "rain": "sigmoid", "digit": "softmax", "tags": "sigmoid", "temperature": "none",
    "steering": "tanh", "waiting": "softplus", "recipe": "softmax",
}
