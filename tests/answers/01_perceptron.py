# Answers to lab 01, as students write them. Each takes the place of its exercise's solution cell.

# %% exercise="warm_up" expect="wrong" says="lies down as a row"
shape_of_sum = (4,)
shape_of_product = (5,)
value_of_product = 11
slope = 6

# %% exercise="warm_up" expect="wrong" says="one number is left for each of the 5 rows"
shape_of_sum = (4, 4)
shape_of_product = (5, 2)
value_of_product = 11
slope = 6

# %% exercise="warm_up" expect="wrong" says="products that were never added up"
shape_of_sum = (4, 4)
shape_of_product = (5,)
value_of_product = [3, 8]
slope = 6

# %% exercise="warm_up" expect="wrong" says="the value x², not its slope"
shape_of_sum = (4, 4)
shape_of_product = (5,)
value_of_product = 11
slope = 9

# %% exercise="warm_up" expect="right"
shape_of_sum = np.array([4, 4])
shape_of_product = 5
value_of_product = 11.0
slope = 6.0

# %% exercise="warm_up" expect="right"
shape_of_sum = (np.ones(4) + np.ones((4, 1))).shape
shape_of_product = [5]
value_of_product = np.array([1, 2]) @ np.array([3, 4])
slope = 2 * 3

# %% exercise="weighted_sum" expect="wrong" says="w @ X instead of X @ w"
def weighted_sum(X, w, w0):
    return w @ X + w0

# %% exercise="weighted_sum" expect="wrong" says="axis of length 1 too many"
def weighted_sum(X, w, w0):
    return X @ w.reshape(-1, 1) + w0

# %% exercise="weighted_sum" expect="wrong" says="broadcast"
def weighted_sum(X, w, w0):
    z = (X @ w).reshape(-1, 1)
    return z + w0 * np.ones(len(X))

# %% exercise="weighted_sum" expect="wrong" says="the bias was added twice"
def weighted_sum(X, w, w0):
    z = X @ w + w0
    z = z + w0
    return z

# %% exercise="weighted_sum" expect="wrong" says="the bias was added once per input"
def weighted_sum(X, w, w0):
    return np.sum(X * w + w0, axis=-1)

# %% exercise="weighted_sum" expect="wrong" says="the bias was added once per input"
def weighted_sum(X, w, w0):
    rows = np.atleast_2d(X)
    z = np.zeros(len(rows))
    for i, row in enumerate(rows):
        for x_i, w_i in zip(row, w):
            z[i] += x_i * w_i + w0
    return z if np.ndim(X) == 2 else z[0]

# %% exercise="weighted_sum" expect="wrong" says="the bias was left out"
def weighted_sum(X, w, w0):
    return np.dot(X, w)

# %% exercise="weighted_sum" expect="wrong" says="before the weights"
def weighted_sum(X, w, w0):
    return (X + w0) @ w

# %% exercise="weighted_sum" expect="wrong" says="expected shape (3,)"
def weighted_sum(X, w, w0):
    return np.sum(X * w) + w0

# %% exercise="weighted_sum" expect="wrong" says="one example"
def weighted_sum(X, w, w0):
    return np.array([sum(x * v for x, v in zip(row, w)) + w0 for row in np.atleast_2d(X)])

# %% exercise="weighted_sum" expect="wrong" says="was changed in place"
def weighted_sum(X, w, w0):
    X *= w
    return X.sum(axis=-1) + w0

# %% exercise="weighted_sum" expect="right"
def weighted_sum(X, w, w0):
    return np.sum(X * w, axis=-1) + w0

# %% exercise="weighted_sum" expect="right"
def weighted_sum(X, w, w0):
    if X.ndim == 1:
        return float(sum(x * v for x, v in zip(X, w)) + w0)
    return [weighted_sum(row, w, w0) for row in X]

# %% exercise="weighted_sum" expect="right"
def weighted_sum(X, w, w0):
    return (np.tensordot(X, w, axes=1) + w0).astype(np.float32)

# %% exercise="weighted_sum" expect="right"
import tensorflow as tf

def weighted_sum(X, w, w0):
    return tf.reduce_sum(tf.constant(X) * tf.constant(w), axis=-1) + tf.cast(w0, X.dtype)

# %% exercise="sigmoid" expect="wrong" says="overflow"
def sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))

# %% exercise="sigmoid" expect="wrong" says="the exponent has the wrong sign"
def sigmoid(z):
    return 1 / (1 + np.exp(z))

# %% exercise="sigmoid" expect="wrong" says="bracket is missing"
def sigmoid(z):
    return 1 / 1 + np.exp(-z)

# %% exercise="sigmoid" expect="wrong" says="tanh"
def sigmoid(z):
    return np.tanh(z)

# %% exercise="sigmoid" expect="wrong" says="whole numbers"
def sigmoid(z):
    z = np.asarray(z)
    result = np.zeros_like(z)
    positive = z >= 0
    result[positive] = 1 / (1 + np.exp(-z[positive]))
    result[~positive] = np.exp(z[~positive]) / (1 + np.exp(z[~positive]))
    return result

# %% exercise="sigmoid" expect="wrong" says="float32"
def sigmoid(z):
    z = np.asarray(z, dtype=np.float64)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))

# %% exercise="sigmoid" expect="wrong" says="no len()"
def sigmoid(z):
    out = np.empty(len(z))
    for i in range(len(z)):
        out[i] = 1 / (1 + np.exp(-z[i])) if z[i] >= 0 else np.exp(z[i]) / (1 + np.exp(z[i]))
    return out

# %% exercise="sigmoid" expect="wrong" says="shape (2, 3, 4)"
def sigmoid(z):
    if np.ndim(z) == 0:
        return 0.5 * (1 + np.tanh(z / 2))
    return 0.5 * (1 + np.tanh(np.ravel(z) / 2))

# %% exercise="sigmoid" expect="wrong" says="sigmoid([-10000, -710"
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -10, 10)))

# %% exercise="sigmoid" expect="wrong" says="ambiguous"
def sigmoid(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))

# %% exercise="sigmoid" expect="wrong" says="TypeError"
import math

def sigmoid(z):
    return 1 / (1 + math.exp(-z))

# %% exercise="sigmoid" expect="wrong" says="changed in place"
def sigmoid(z):
    if np.ndim(z) == 0:
        return 0.5 * (1 + np.tanh(z / 2))
    if z.dtype.kind == "i":
        z = z.astype(float)
    z /= 2
    return 0.5 * (1 + np.tanh(z))

# %% exercise="sigmoid" expect="right"
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))

# %% exercise="sigmoid" expect="right"
def sigmoid(z):
    return 1 / (1 + np.exp(-z))

# %% exercise="sigmoid" expect="right"
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))

# %% exercise="sigmoid" expect="right"
def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))

# %% exercise="sigmoid" expect="right"
def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))

# %% exercise="sigmoid" expect="right"
def sigmoid(z):
    z = np.asarray(z)
    result = np.empty(z.shape, dtype=z.dtype if z.dtype.kind == "f" else float)
    for place in np.ndindex(z.shape):
        v = float(z[place])
        result[place] = 1 / (1 + np.exp(-v)) if v >= 0 else np.exp(v) / (1 + np.exp(v))
    return result

# %% exercise="sigmoid" expect="right"
import tensorflow as tf

def sigmoid(z):
    z = np.asarray(z)
    return tf.math.sigmoid(z if z.dtype.kind == "f" else z.astype(float))

# %% exercise="prediction_output" expect="wrong" says="write for example prediction_output"
prediction_output = "C"

# %% exercise="prediction_output" expect="wrong" says="expected prediction_output to be"
prediction_output = 0.002

# %% exercise="prediction_output" expect="wrong" says="expected prediction_output to be"
prediction_output = "A or B"

# %% exercise="prediction_output" expect="wrong" says="prediction_output"
prediction_output = None

# %% exercise="prediction_output" expect="right"
prediction_output = "B"

# %% exercise="prediction_output" expect="right"
prediction_output = "a"

# %% exercise="perceptron" expect="wrong" says="the sigmoid is missing"
def perceptron(X, w, w0):
    return weighted_sum(X, w, w0)

# %% exercise="perceptron" expect="wrong" says="the bias was added after the sigmoid"
def perceptron(X, w, w0):
    return sigmoid(X @ w) + w0

# %% exercise="perceptron" expect="wrong" says="rounded to 0 or 1"
def perceptron(X, w, w0):
    return np.round(sigmoid(weighted_sum(X, w, w0)))

# %% exercise="perceptron" expect="wrong" says="rounded to 0 or 1"
def perceptron(X, w, w0):
    return weighted_sum(X, w, w0) > 0

# %% exercise="perceptron" expect="wrong" says="the lecture's weights were typed in"
def perceptron(X, w, w0):
    return sigmoid(1 + X @ np.array([3.0, -2.0]))

# %% exercise="perceptron" expect="wrong" says="the bias was left out"
def perceptron(X, w, w0):
    return sigmoid(X @ w)

# %% exercise="perceptron" expect="wrong" says="the sigmoid was applied twice"
def perceptron(X, w, w0):
    z = sigmoid(weighted_sum(X, w, w0))
    return sigmoid(z)

# %% exercise="perceptron" expect="wrong" says="returned nothing"
def perceptron(X, w, w0):
    z = weighted_sum(X, w, w0)
    print(sigmoid(z))

# %% exercise="perceptron" expect="wrong" says="(2, 4)"
def perceptron(X, w, w0):
    return sigmoid(w0 + w[0] * X[..., 0] + w[1] * X[..., 1])

# %% exercise="perceptron" expect="right"
def perceptron(X, w, w0):
    return 1 / (1 + np.exp(-(np.dot(X, w) + w0)))

# %% exercise="perceptron" expect="right"
def perceptron(X, w, w0):
    if X.ndim == 2:
        return [float(perceptron(row, w, w0)) for row in X]
    return sigmoid(weighted_sum(X, w, w0))

# %% exercise="perceptron" expect="right"
def perceptron(X, w, w0):
    return stand_in("sigmoid")(stand_in("weighted_sum")(X, w, w0)).astype(np.float32)

# %% exercise="verdict" expect="wrong" says="a lost minus sign"
lecture_z = 1 - 3 + 4
lecture_output = 0.0025
right_edition = "A"
bias_on_the_line = 7

# %% exercise="verdict" expect="wrong" says="the bias was left out"
lecture_z = -7
lecture_output = 0.0009
right_edition = "A"
bias_on_the_line = 7

# %% exercise="verdict" expect="wrong" says="edition B's number"
lecture_z = -6
lecture_output = 0.2
right_edition = "B"
bias_on_the_line = 7

# %% exercise="verdict" expect="wrong" says="the sigmoid of +6"
lecture_z = -6
lecture_output = 1 / (1 + np.exp(-6))
right_edition = "A"
bias_on_the_line = 7

# %% exercise="verdict" expect="wrong" says="too few decimals"
lecture_z = -6
lecture_output = 0.002
right_edition = "A"
bias_on_the_line = 7

# %% exercise="verdict" expect="wrong" says="rounds to 0.002"
lecture_z = -6
lecture_output = 0.0025
right_edition = "B"
bias_on_the_line = 7

# %% exercise="verdict" expect="wrong" says="the change of the bias"
lecture_z = -6
lecture_output = 0.0025
right_edition = "A"
bias_on_the_line = 6

# %% exercise="verdict" expect="wrong" says="on the wrong side of zero"
lecture_z = -6
lecture_output = 0.0025
right_edition = "A"
bias_on_the_line = -7

# %% exercise="verdict" expect="right"
lecture_z = -6
lecture_output = 0.0025
right_edition = "a"
bias_on_the_line = 7.0

# %% exercise="verdict" expect="right"
x, w = np.array([-1, 2]), np.array([3, -2])
lecture_z = 1 + x @ w
lecture_output = np.float32(stand_in("sigmoid")(float(lecture_z)))
right_edition = "A"
bias_on_the_line = -(x @ w)

# %% exercise="boundary" expect="wrong" says="is flipped"
def boundary(w, w0, x1):
    if w[1] == 0:
        raise ValueError("w2 is zero")
    return (w0 + w[0] * x1) / w[1]

# %% exercise="boundary" expect="wrong" says="the bias was left out"
def boundary(w, w0, x1):
    if w[1] == 0:
        raise ValueError("w2 is zero")
    return -w[0] * x1 / w[1]

# %% exercise="boundary" expect="wrong" says="only the bias changed its sign"
def boundary(w, w0, x1):
    if w[1] == 0:
        raise ValueError("w2 is zero")
    return (-w0 + w[0] * x1) / w[1]

# %% exercise="boundary" expect="wrong" says="the division reached only one term"
def boundary(w, w0, x1):
    if w[1] == 0:
        raise ValueError("w2 is zero")
    return -(w0 + w[0] * x1 / w[1])

# %% exercise="boundary" expect="wrong" says="two weights were swapped"
def boundary(w, w0, x1):
    if w[0] == 0:
        raise ValueError("w2 is zero")
    return -(w0 + w[1] * x1) / w[0]

# %% exercise="boundary" expect="wrong" says="w2 = 0"
def boundary(w, w0, x1):
    return -(w0 + w[0] * x1) / w[1]

# %% exercise="boundary" expect="wrong" says="expected boundary with w2 = 0 to raise ValueError"
def boundary(w, w0, x1):
    if w[1] == 0:
        return None
    return -(w0 + w[0] * x1) / w[1]

# %% exercise="boundary" expect="wrong" says="to mention 'w2'"
def boundary(w, w0, x1):
    if w[1] == 0:
        raise ValueError("error")
    return -(w0 + w[0] * x1) / w[1]

# %% exercise="boundary" expect="wrong" says="ZeroDivisionError"
def boundary(w, w0, x1):
    if w[1] == 0:
        raise ZeroDivisionError("w2 is zero")
    return -(w0 + w[0] * x1) / w[1]

# %% exercise="boundary" expect="right"
def boundary(w, w0, x1):
    w1, w2 = w
    if not w2:
        raise ValueError(f"W2 must not be 0, got w={w}")
    slope, intercept = -w1 / w2, -w0 / w2
    return slope * x1 + intercept

# %% exercise="boundary" expect="right"
def boundary(w, w0, x1):
    if float(w[1]) == 0.0:
        raise ValueError("no x2 for w2 == 0")
    x1 = np.asarray(x1, dtype=float)
    result = [(-w0 - w[0] * x) / w[1] for x in x1.ravel()]
    return np.reshape(result, x1.shape)

# %% exercise="boundary" expect="right"
def boundary(w, w0, x1):
    if np.isclose(w[1], 0):
        raise ValueError("w2=0 makes a vertical line")
    return ((w0 + w[0] * np.asarray(x1)) / -w[1]).astype(np.float32)

# %% exercise="boundary" expect="right"
def boundary(w, w0, x1):
    if w[1] == 0:
        raise ValueError(f"a vertical line, since w2 = {w[1]}")
    return np.asarray(-(w0 + w[0] * x1) / w[1]).tolist()

# %% exercise="gates" expect="wrong" says="looks like OR: AND should answer"
AND = ([10.0, 10.0], -5.0)
OR = ([10.0, 10.0], -5.0)
NAND = ([-10.0, -10.0], 15.0)
NOT = ([-10.0], 5.0)

# %% exercise="gates" expect="wrong" says="looks like a bias with the wrong sign: AND"
AND = ([10.0, 10.0], 15.0)
OR = ([10.0, 10.0], 5.0)
NAND = ([-10.0, -10.0], -15.0)
NOT = ([-10.0], 5.0)

# %% exercise="gates" expect="wrong" says="looks like AND: NAND should answer"
AND = ([10.0, 10.0], -15.0)
OR = ([10.0, 10.0], -5.0)
NAND = ([10.0, 10.0], -15.0)
NOT = ([-10.0], 5.0)

# %% exercise="gates" expect="wrong" says="looks like every sign the wrong way round: NOT"
AND = ([10.0, 10.0], -15.0)
OR = ([10.0, 10.0], -5.0)
NAND = ([-10.0, -10.0], 15.0)
NOT = ([10.0], -5.0)

# %% exercise="gates" expect="wrong" says="the weights of NOT"
AND = ([10.0, 10.0], -15.0)
OR = ([10.0, 10.0], -5.0)
NAND = ([-10.0, -10.0], 15.0)
NOT = ([-10.0, 0.0], 5.0)

# %% exercise="gates" expect="wrong" says="timid"
AND = ([1.0, 1.0], -1.5)
OR = ([1.0, 1.0], -0.5)
NAND = ([-1.0, -1.0], 1.5)
NOT = ([-1.0], 0.5)

# %% exercise="gates" expect="wrong" says="AND(0.9, 0.9) should still say yes"
AND = ([50.0, 50.0], -95.0)
OR = ([10.0, 10.0], -5.0)
NAND = ([-10.0, -10.0], 15.0)
NOT = ([-10.0], 5.0)

# %% exercise="gates" expect="wrong" says="OR(0.1, 0.1) should still say no"
AND = ([20.0, 20.0], -30.0)
OR = ([50.0, 50.0], -4.0)
NAND = ([-20.0, -20.0], 30.0)
NOT = ([-20.0], 10.0)

# %% exercise="gates" expect="right"
AND = (np.array([20, 20]), -30)
OR = (np.array([20, 20]), -10)
NAND = (np.array([-20, -20]), 30)
NOT = (-20, 10)

# %% exercise="gates" expect="right"
AND = [(12.0, 10.0), [-16.5]]
OR = [(12.0, 14.0), [-6.0]]
NAND = [(-12.0, -10.0), [16.5]]
NOT = [np.float32([-30.0]), np.float32(15.0)]

# %% exercise="prediction_xor" expect="wrong" says="write for example prediction_xor"
prediction_xor = "maybe"

# %% exercise="prediction_xor" expect="wrong" says="expected prediction_xor to be"
prediction_xor = "no, a line cannot"

# %% exercise="prediction_xor" expect="wrong" says="expected prediction_xor to be"
prediction_xor = ""

# %% exercise="prediction_xor" expect="wrong" says="prediction_xor"
prediction_xor = 0

# %% exercise="prediction_xor" expect="right"
prediction_xor = "yes"

# %% exercise="prediction_xor" expect="right"
prediction_xor = "No"

# %% exercise="xor" expect="wrong" says="what your three gates say"
def two_layers(X, first, second, last):
    H = np.stack([perceptron(X, *first), perceptron(X, *second)], axis=1)
    return H, perceptron(H, *last)

XOR = (OR, AND, AND)

# %% exercise="xor" expect="wrong" says="the last neuron looked at X"
def two_layers(X, first, second, last):
    H = np.stack([perceptron(X, *first), perceptron(X, *second)], axis=1)
    return H, perceptron(X, *last)

XOR = (OR, NAND, AND)

# %% exercise="xor" expect="wrong" says="H"
def two_layers(X, first, second, last):
    H = X
    return H, (np.abs(X[:, 0] - X[:, 1]) > 0.5) * 1.0

XOR = (OR, NAND, AND)

# %% exercise="xor" expect="wrong" says="one row per neuron"
def two_layers(X, first, second, last):
    H = np.stack([perceptron(X, *first), perceptron(X, *second)])
    return H, perceptron(H.T, *last)

XOR = (OR, NAND, AND)

# %% exercise="xor" expect="wrong" says="the first neuron was used twice"
def two_layers(X, first, second, last):
    H = np.stack([perceptron(X, *first), perceptron(X, *first)], axis=1)
    return H, perceptron(H, *last)

XOR = (OR, NAND, AND)

# %% exercise="xor" expect="wrong" says="the two columns were swapped"
def two_layers(X, first, second, last):
    H = np.stack([perceptron(X, *second), perceptron(X, *first)], axis=1)
    return H, perceptron(H, *last)

XOR = (OR, NAND, AND)

# %% exercise="xor" expect="wrong" says="the hidden layer lost its sigmoid"
def two_layers(X, first, second, last):
    H = np.stack([weighted_sum(X, *first), weighted_sum(X, *second)], axis=1)
    return H, perceptron(H, *last)

XOR = (OR, NAND, AND)

# %% exercise="xor" expect="wrong" says="the hidden outputs were rounded"
def two_layers(X, first, second, last):
    H = np.stack([perceptron(X, *first), perceptron(X, *second)], axis=1).round()
    return H, perceptron(H, *last)

XOR = (OR, NAND, AND)

# %% exercise="xor" expect="wrong" says="should return two things"
def two_layers(X, first, second, last):
    H = np.stack([perceptron(X, *first), perceptron(X, *second)], axis=1)
    return perceptron(H, *last)

XOR = (OR, NAND, AND)

# %% exercise="xor" expect="right"
def two_layers(X, first, second, last):
    first_says, second_says = perceptron(X, *first), perceptron(X, *second)
    H = np.column_stack((first_says, second_says))
    return [H.tolist(), np.float32(perceptron(H, *last))]

XOR = [([20.0, -20.0], -10.0), ([-20.0, 20.0], -10.0), ([20.0, 20.0], -10.0)]

# %% exercise="xor" expect="right"
def two_layers(X, first, second, last):
    neuron = stand_in("perceptron")
    H = np.empty((len(X), 2))
    for row in range(len(X)):
        H[row] = neuron(X[row], *first), neuron(X[row], *second)
    return H, np.array([neuron(h, *last) for h in H])

XOR = (stand_in("gate")("NAND"), stand_in("gate")("OR"), stand_in("gate")("AND"))

# %% exercise="prediction_order" expect="wrong" says="write for example prediction_order"
prediction_order = "yes"

# %% exercise="prediction_order" expect="wrong" says="expected prediction_order to be"
prediction_order = True

# %% exercise="prediction_order" expect="wrong" says="expected prediction_order to be"
prediction_order = ["same", "different"]

# %% exercise="prediction_order" expect="wrong" says="prediction_order"
prediction_order = None

# %% exercise="prediction_order" expect="right"
prediction_order = "same"

# %% exercise="prediction_order" expect="right"
prediction_order = " Different "

# %% exercise="fit_perceptron" expect="wrong" says="a bias that does not learn"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        mistakes = 0
        for x, sign in zip(X, signs):
            if sign * (w @ x + w0) <= 0:
                w = w + sign * x
                path.append((w, w0))
                mistakes += 1
        if mistakes == 0:
            break
    return path

# %% exercise="fit_perceptron" expect="wrong" says="Update only after a mistake"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        for x, sign in zip(X, signs):
            w, w0 = w + sign * x, w0 + sign
            path.append((w, w0))
    return path

# %% exercise="fit_perceptron" expect="wrong" says="turn label 0 into -1"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    for _ in range(max_epochs):
        before = len(path)
        for x, label in zip(X, y):
            if label * (w @ x + w0) <= 0:
                w, w0 = w + label * x, w0 + label
                path.append((w, w0))
        if len(path) == before:
            break
    return path

# %% exercise="fit_perceptron" expect="wrong" says="still running"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        for x, sign in zip(X, signs):
            if sign * (w @ x + w0) <= 0:
                w, w0 = w + sign * x, w0 + sign
                path.append((w, w0))
    return path

# %% exercise="fit_perceptron" expect="wrong" says="stop after max_epochs"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = np.where(y > 0, 1, -1)
    mistakes = 1
    while mistakes > 0:
        mistakes = 0
        for x, sign in zip(X, signs):
            if sign * (w @ x + w0) <= 0:
                w, w0 = w + sign * x, w0 + sign
                path.append((w, w0))
                mistakes += 1
    return path

# %% exercise="fit_perceptron" expect="wrong" says="max_epochs=5"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = np.where(y > 0, 1, -1)
    epoch, mistakes = 0, 1
    while mistakes and epoch <= max_epochs:
        mistakes = 0
        for x, sign in zip(X, signs):
            if sign * (w @ x + w0) <= 0:
                w, w0 = w + sign * x, w0 + sign
                path.append((w, w0))
                mistakes += 1
        epoch += 1
    return path

# %% exercise="fit_perceptron" expect="wrong" says="wrong direction"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        before = len(path)
        for x, sign in zip(X, signs):
            if sign * (w @ x + w0) <= 0:
                w, w0 = w - sign * x, w0 - sign
                path.append((w, w0))
        if len(path) == before:
            break
    return path

# %% exercise="fit_perceptron" expect="wrong" says="a missing label"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        for x, sign in zip(X, signs):
            if sign * (w @ x + w0) <= 0:
                w, w0 = w + x, w0 + 1
                path.append((w, w0))
    return path

# %% exercise="fit_perceptron" expect="wrong" says="2y - 1 on labels"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = 2 * y - 1
    for _ in range(max_epochs):
        before = len(path)
        for x, sign in zip(X, signs):
            if sign * (w @ x + w0) <= 0:
                w, w0 = w + sign * x, w0 + sign
                path.append((w, w0))
        if len(path) == before:
            break
    return path

# %% exercise="fit_perceptron" expect="wrong" says="all mistakes of an epoch in one step"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        wrong = signs * (X @ w + w0) <= 0
        if not wrong.any():
            break
        w, w0 = w + signs[wrong] @ X[wrong], w0 + signs[wrong].sum()
        path.append((w, w0))
    return path

# %% exercise="fit_perceptron" expect="wrong" says="pairs (w, w0)"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [w]
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        before = len(path)
        for x, sign in zip(X, signs):
            if sign * (w @ x + w0) <= 0:
                w, w0 = w + sign * x, w0 + sign
                path.append(w)
        if len(path) == before:
            break
    return path

# %% exercise="fit_perceptron" expect="wrong" says="w += ..."
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        before = len(path)
        for x, sign in zip(X, signs):
            if sign * (w @ x + w0) <= 0:
                w += sign * x
                w0 += sign
                path.append((w, w0))
        if len(path) == before:
            break
    return path

# %% exercise="fit_perceptron" expect="wrong" says="on the line"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        before = len(path)
        for x, sign in zip(X, signs):
            if sign * (w @ x + w0) < 0:
                w, w0 = w + sign * x, w0 + sign
                path.append((w, w0))
        if len(path) == before:
            break
    return path

# %% exercise="fit_perceptron" expect="wrong" says="one pair per epoch"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        mistakes = 0
        for x, sign in zip(X, signs):
            if sign * (w @ x + w0) <= 0:
                w, w0 = w + sign * x, w0 + sign
                mistakes += 1
        path.append((w, w0))
        if mistakes == 0:
            break
    return path

# %% exercise="fit_perceptron" expect="wrong" says="stopped too early"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        for x, sign in zip(X, signs):
            if sign * (w @ x + w0) <= 0:
                w, w0 = w + sign * x, w0 + sign
                path.append((w, w0))
            elif len(path) > 3:
                return path
    return path

# %% exercise="fit_perceptron" expect="wrong" says="Visit the rows in their order"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        before = len(path)
        for x, sign in zip(X[::-1], signs[::-1]):
            if sign * (w @ x + w0) <= 0:
                w, w0 = w + sign * x, w0 + sign
                path.append((w, w0))
        if len(path) == before:
            break
    return path

# %% exercise="fit_perceptron" expect="wrong" says="y was changed in place"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    y *= 2
    y -= 1
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        before = len(path)
        for x, sign in zip(X, signs):
            if sign * (w @ x + w0) <= 0:
                w, w0 = w + sign * x, w0 + sign
                path.append((w, w0))
        if len(path) == before:
            break
    return path

# %% exercise="fit_perceptron" expect="wrong" says="is there a `return path`"
def fit_perceptron(X, y, max_epochs):
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        for x, sign in zip(X, signs):
            if sign * (w @ x + w0) <= 0:
                w, w0 = w + sign * x, w0 + sign
                path.append((w, w0))

# %% exercise="fit_perceptron" expect="right"
def fit_perceptron(X, y, max_epochs):
    rows = np.hstack([X, np.ones((len(X), 1))])  # the bias as one more input
    theta = np.zeros(rows.shape[1])
    path = [(theta[:-1].copy(), theta[-1])]
    for epoch in range(max_epochs):
        clean = True
        for row, label in zip(rows, y):
            sign = 1 if label == 1 else -1
            if sign * row.dot(theta) <= 0:
                theta += sign * row
                path.append((theta[:-1].copy(), theta[-1]))
                clean = False
        if clean:
            return path
    return path

# %% exercise="fit_perceptron" expect="right"
def fit_perceptron(X, y, max_epochs):
    labels = [2 * int(label > 0) - 1 for label in y]
    w, w0 = [0.0] * X.shape[1], 0
    path = [[list(w), w0]]
    epoch, again = 0, True
    while again and epoch < max_epochs:
        again = False
        for x, label in zip(X.tolist(), labels):
            z = sum(a * b for a, b in zip(w, x)) + w0
            if (z >= 0) if label == -1 else (z <= 0):
                w = [a + label * b for a, b in zip(w, x)]
                w0 += label
                path.append([list(w), w0])
                again = True
        epoch += 1
    return path

# %% exercise="fit_perceptron" expect="right"
def fit_perceptron(X, y, max_epochs):
    y = np.where(y == 1, 1.0, -1.0)
    path = [(np.zeros(X.shape[1]), np.zeros(1))]
    for _ in range(max_epochs):
        start = len(path)
        for i in range(len(X)):
            w, w0 = path[-1]
            if y[i] * (np.dot(w, X[i]) + w0[0]) <= 0:
                path += [(w + y[i] * X[i], w0 + y[i])]
        if len(path) == start:
            break
    return tuple(path)

# %% exercise="fit_perceptron" expect="right"
def fit_perceptron(X, y, max_epochs):
    X, signs = X.astype(np.float32), np.sign(y - 0.5).astype(np.float32)
    w, w0 = np.zeros(X.shape[1], np.float32), np.float32(0)
    path = [(w, w0)]
    while max_epochs > 0:
        clean = True
        for i in range(len(X)):
            if signs[i] * (w.dot(X[i]) + w0) <= 0:
                w, w0 = w + signs[i] * X[i], w0 + signs[i]
                path.append((w.copy(), w0))
                clean = False
        max_epochs = 0 if clean else max_epochs - 1
    return path

# %% exercise="keras_perceptron" expect="wrong" says="the activation is missing"
import keras

def keras_perceptron(X, w, w0):
    layer = keras.layers.Dense(1)
    layer.build((None, X.shape[1]))
    layer.set_weights([w.reshape(-1, 1), np.array([w0])])
    return layer(X).numpy()[:, 0]

# %% exercise="keras_perceptron" expect="wrong" says="the bias was not copied"
import keras

def keras_perceptron(X, w, w0):
    layer = keras.layers.Dense(1, activation="sigmoid", use_bias=False)
    layer.build((None, X.shape[1]))
    layer.set_weights([w.reshape(-1, 1)])
    return layer(X).numpy()[:, 0]

# %% exercise="keras_perceptron" expect="wrong" says="axis of length 1 too many"
import keras

def keras_perceptron(X, w, w0):
    layer = keras.layers.Dense(1, activation="sigmoid")
    layer.build((None, X.shape[1]))
    layer.set_weights([w.reshape(-1, 1), np.array([w0])])
    return layer(X).numpy()

# %% exercise="keras_perceptron" expect="wrong" says="shape"
import keras

def keras_perceptron(X, w, w0):
    layer = keras.layers.Dense(1, activation="sigmoid")
    layer.build((None, X.shape[1]))
    layer.set_weights([w, np.array([w0])])
    return layer(X).numpy()[:, 0]

# %% exercise="keras_perceptron" expect="wrong" says="Keras starts with random weights"
import keras

def keras_perceptron(X, w, w0):
    layer = keras.layers.Dense(1, activation="sigmoid")
    return layer(X).numpy()[:, 0]

# %% exercise="keras_perceptron" expect="wrong" says="shape (7, 5)"
import keras

def keras_perceptron(X, w, w0):
    layer = keras.layers.Dense(1, activation="sigmoid")
    layer.build((None, X.shape[1]))
    kernel = np.array([[3.0], [-2.0]]) if X.shape[1] == 2 else np.zeros((X.shape[1], 1))
    kernel[:2, 0] = w[:2]
    layer.set_weights([kernel, np.array([w0])])
    return layer(X).numpy()[:, 0]

# %% exercise="keras_perceptron" expect="right"
import keras

def keras_perceptron(X, w, w0):
    model = keras.Sequential([keras.Input((len(w),)), keras.layers.Dense(1, activation="sigmoid")])
    model.layers[0].kernel.assign(w[:, None])
    model.layers[0].bias.assign([w0])
    return model(X)[:, 0]

# %% exercise="keras_perceptron" expect="right"
import keras

def keras_perceptron(X, w, w0):
    kernel, bias = keras.initializers.Constant(w.reshape(-1, 1)), keras.initializers.Constant(w0)
    layer = keras.layers.Dense(1, "sigmoid", kernel_initializer=kernel, bias_initializer=bias, dtype="float64")
    return np.squeeze(layer(X).numpy(), axis=1).tolist()

# %% exercise="xor_from_nand" expect="wrong" says="never called"
def xor_from_nand(nand, a, b):
    return int(a != b)

# %% exercise="xor_from_nand" expect="wrong" says="your answers"
def xor_from_nand(nand, a, b):
    return nand(a, b)

# %% exercise="xor_from_nand" expect="wrong" says="the number of calls"
def xor_from_nand(nand, a, b):
    return nand(nand(a, nand(a, b)), nand(b, nand(a, b)))

# %% exercise="xor_from_nand" expect="wrong" says="your answers"
def xor_from_nand(nand, a, b):
    return nand(nand(a, a), nand(b, b))

# %% exercise="xor_from_nand" expect="right"
def xor_from_nand(nand, a, b):
    c = nand(a, b)
    d = nand(a, c)
    e = nand(b, c)
    return nand(d, e)

# %% exercise="xor_from_nand" expect="right"
def xor_from_nand(nand, a, b):
    m = nand(b, a)
    return nand(nand(m, b), nand(m, a))
