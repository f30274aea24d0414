# Answers to lab 05, as students write them: each cell takes the place of one exercise's solution.

# %% exercise="warm_up" expect="right"
steepest_sigmoid = 1 / 4
numbers_in_the_net = 2 * 3 + 3 + 3 * 1 + 1
loss_of_a_tenth = -np.log(0.1)
mean_squared = np.mean(np.square([1, 2]))

# %% exercise="warm_up" expect="right"
steepest_sigmoid = tf.constant(0.25)
numbers_in_the_net = 13.0
loss_of_a_tenth = 2.303
mean_squared = 5 / 2

# %% exercise="warm_up" expect="wrong" says="the sigmoid's value at 0"
steepest_sigmoid = 0.5
numbers_in_the_net = 13
loss_of_a_tenth = 2.3
mean_squared = 2.5

# %% exercise="warm_up" expect="wrong" says="weights without biases"
steepest_sigmoid = 0.25
numbers_in_the_net = 9
loss_of_a_tenth = 2.3
mean_squared = 2.5

# %% exercise="warm_up" expect="wrong" says="a missing minus sign"
steepest_sigmoid = 0.25
numbers_in_the_net = 13
loss_of_a_tenth = -2.303
mean_squared = 2.5

# %% exercise="warm_up" expect="wrong" says="a logarithm to base 10"
steepest_sigmoid = 0.25
numbers_in_the_net = 13
loss_of_a_tenth = 1
mean_squared = 2.5

# %% exercise="warm_up" expect="wrong" says="the sum, not the mean"
steepest_sigmoid = 0.25
numbers_in_the_net = 13
loss_of_a_tenth = 2.3
mean_squared = 5

# %% exercise="numerical_gradient" expect="right"
def numerical_gradient(f, w, step=1e-5):
    w = np.array(w, dtype=float)
    g = np.zeros_like(w)
    for i in range(len(w)):
        old = w[i]
        w[i] = old + step
        up = f(w)
        w[i] = old - step
        down = f(w)
        w[i] = old
        g[i] = (up - down) / (2 * step)
    return g

# %% exercise="numerical_gradient" expect="right"
def numerical_gradient(f, w, step=1e-5):
    slopes = []
    for i in range(len(w)):
        right, left = w.astype(float), w.astype(float)
        right[i] += step
        left[i] -= step
        slopes.append(float(f(right) - f(left)) / step / 2)
    return slopes

# %% exercise="numerical_gradient" expect="right"
def numerical_gradient(f, w, step=1e-5):
    E = step * np.eye(w.size)
    return (np.array([f(w + e) for e in E]) - np.array([f(w - e) for e in E])) / (2 * step)

# %% exercise="numerical_gradient" expect="wrong" says="a one-sided difference, from w to w + step"
def numerical_gradient(f, w, step=1e-5):
    return np.array([(f(w + step * e) - f(w)) / step for e in np.eye(len(w))])

# %% exercise="numerical_gradient" expect="wrong" says="a one-sided difference, from w - step to w"
def numerical_gradient(f, w, step=1e-5):
    return np.array([(f(w) - f(w - step * e)) / step for e in np.eye(len(w))])

# %% exercise="numerical_gradient" expect="wrong" says="twice the slope"
def numerical_gradient(f, w, step=1e-5):
    return np.array([(f(w + step * e) - f(w - step * e)) / step for e in np.eye(len(w))])

# %% exercise="numerical_gradient" expect="wrong" says="missing brackets"
def numerical_gradient(f, w, step=1e-5):
    return np.array([(f(w + step * e) - f(w - step * e)) / 2 * step for e in np.eye(len(w))])

# %% exercise="numerical_gradient" expect="wrong" says="and stayed on the left"
def numerical_gradient(f, w, step=1e-5):
    w, g = w.astype(float), np.zeros(len(w))
    for i in range(len(w)):
        w[i] += step
        up = f(w)
        w[i] -= 2 * step
        g[i] = (up - f(w)) / (2 * step)
    return g

# %% exercise="numerical_gradient" expect="wrong" says="one end is w itself"
def numerical_gradient(f, w, step=1e-5):
    w, g = w.astype(float), np.zeros(len(w))
    for i in range(len(w)):
        w[i] += step
        up = f(w)
        w[i] -= step
        g[i] = (up - f(w)) / (2 * step)
    return g

# %% exercise="numerical_gradient" expect="wrong" says="another step than the one given"
def numerical_gradient(f, w, step=1e-5):
    h = 1e-5
    return np.array([(f(w + h * e) - f(w - h * e)) / (2 * h) for e in np.eye(len(w))])

# %% exercise="numerical_gradient" expect="wrong" says="the caller's w was changed in place"
def numerical_gradient(f, w, step=1e-5):
    g = np.zeros(len(w))
    for i in range(len(w)):
        w[i] += step
        up = f(w)
        w[i] -= 2 * step
        g[i] = (up - f(w)) / (2 * step)
        w[i] += step
    w += 0.001
    return g

# %% exercise="numerical_gradient" expect="wrong" says="all weights moved at once"
def numerical_gradient(f, w, step=1e-5):
    return np.array([(f(w + step) - f(w - step)) / (2 * step) for _ in w])

# %% exercise="numerical_gradient" expect="wrong" says="left minus right"
def numerical_gradient(f, w, step=1e-5):
    return np.array([(f(w - step * e) - f(w + step * e)) / (2 * step) for e in np.eye(len(w))])

# %% exercise="numerical_gradient" expect="wrong" says="cut to whole numbers"
def numerical_gradient(f, w, step=1e-5):
    g = np.zeros(len(w))
    for i in range(len(w)):
        right, left = w.copy(), w.copy()
        right[i] = right[i] + step
        left[i] = left[i] - step
        g[i] = (f(right) - f(left)) / (2 * step)
    return g

# %% exercise="gradient_descent" expect="right"
def gradient_descent(gradient, w, learning_rate, steps):
    path = np.zeros((steps + 1, len(w)))
    path[0] = w
    for t in range(steps):
        path[t + 1] = path[t] - learning_rate * gradient(path[t])
    return path

# %% exercise="gradient_descent" expect="right"
def gradient_descent(gradient, w, learning_rate, steps):
    w = np.array(w)
    path = [w.copy()]
    for _ in range(steps):
        w -= learning_rate * gradient(w)
        path.append(w.copy())
    return path

# %% exercise="gradient_descent" expect="right"
def gradient_descent(gradient, w, learning_rate, steps):
    if steps == 0:
        return [w.tolist()]
    return [w.tolist(), *gradient_descent(gradient, w - learning_rate * gradient(w), learning_rate, steps - 1)]

# %% exercise="gradient_descent" expect="wrong" says="steps uphill"
def gradient_descent(gradient, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        w = w + learning_rate * gradient(w)
        path.append(w)
    return np.array(path)

# %% exercise="gradient_descent" expect="wrong" says="the start is missing"
def gradient_descent(gradient, w, learning_rate, steps):
    path = []
    for _ in range(steps):
        w = w - learning_rate * gradient(w)
        path.append(w)
    return np.array(path)

# %% exercise="gradient_descent" expect="wrong" says="the caller's w was changed in place"
def gradient_descent(gradient, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        w -= learning_rate * gradient(w)
        path.append(w)
    return np.array(path)

# %% exercise="gradient_descent" expect="wrong" says="changed in place: every entry"
def gradient_descent(gradient, w, learning_rate, steps):
    w = w.copy()
    path = [w]
    for _ in range(steps):
        w -= learning_rate * gradient(w)
        path.append(w)
    return np.array(path)

# %% exercise="gradient_descent" expect="wrong" says="only the last place"
def gradient_descent(gradient, w, learning_rate, steps):
    for _ in range(steps):
        w = w - learning_rate * gradient(w)
    return w

# %% exercise="gradient_descent" expect="wrong" says="the gradient of the start in every step"
def gradient_descent(gradient, w, learning_rate, steps):
    path, g = [w], gradient(w)
    for _ in range(steps):
        path.append(path[-1] - learning_rate * g)
    return np.array(path)

# %% exercise="gradient_descent" expect="wrong" says="one step too many"
def gradient_descent(gradient, w, learning_rate, steps):
    path = [w]
    for _ in range(steps + 1):
        path.append(path[-1] - learning_rate * gradient(path[-1]))
    return np.array(path)

# %% exercise="gradient_descent" expect="wrong" says="without the learning rate"
def gradient_descent(gradient, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - gradient(path[-1]))
    return np.array(path)

# %% exercise="prediction_rates" expect="right"
prediction_rates = ("Crawl", "crawl", "converge", "converge", "oscillate", "diverge")

# %% exercise="prediction_rates" expect="right"
prediction_rates = ["converge"] * 6

# %% exercise="prediction_rates" expect="wrong" says="six words"
prediction_rates = ["crawl", "converge"]

# %% exercise="prediction_rates" expect="wrong" says="six words"
prediction_rates = "diverge"

# %% exercise="prediction_rates" expect="wrong" says="prediction_rates[5]"
prediction_rates = ["crawl", "converge", "converge", "oscillate", "oscillate", "explode"]

# %% exercise="prediction_rates" expect="wrong" says="prediction_rates[0]"
prediction_rates = [1, 2, 3, 4, 5, 6]

# %% exercise="rate_limit" expect="right"
def rate_limit(hessian):
    return 2 / np.linalg.norm(hessian, 2)

# %% exercise="rate_limit" expect="right"
def rate_limit(hessian):
    v = np.random.default_rng(0).normal(size=len(hessian))
    for _ in range(500):
        v = hessian @ v
        v = v / np.linalg.norm(v)
    return 2 / (v @ hessian @ v)

# %% exercise="rate_limit" expect="right"
def rate_limit(hessian):
    def shrinks(rate):
        w = np.linspace(1.0, 1.7, len(hessian))
        for _ in range(3000):
            w = w - rate * hessian @ w
            if np.linalg.norm(w) > 1e6:
                return False
        return np.linalg.norm(w) < 1e3

    low, high = 0.0, 1.0
    while shrinks(high):
        high *= 2
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if shrinks(middle) else (low, middle)
    return low

# %% exercise="rate_limit" expect="wrong" says="1/λmax"
def rate_limit(hessian):
    return 1 / np.max(np.linalg.eigvalsh(hessian))

# %% exercise="rate_limit" expect="wrong" says="the gentlest direction"
def rate_limit(hessian):
    return 2 / np.min(np.linalg.eigvalsh(hessian))

# %% exercise="rate_limit" expect="wrong" says="the largest number on the diagonal"
def rate_limit(hessian):
    return 2 / np.max(np.diag(hessian))

# %% exercise="rate_limit" expect="wrong" says="the sum of the curvatures"
def rate_limit(hessian):
    return 2 / np.trace(hessian)

# %% exercise="rate_limit" expect="wrong" says="their mean"
def rate_limit(hessian):
    return 2 / np.mean(np.linalg.eigvalsh(hessian))

# %% exercise="rate_limit" expect="wrong" says="the curvature itself"
def rate_limit(hessian):
    return np.max(np.linalg.eigvalsh(hessian))

# %% exercise="rate_limit" expect="wrong" says="one long vector"
def rate_limit(hessian):
    return 2 / np.linalg.norm(hessian)

# %% exercise="rate_limit" expect="wrong" says="expected rate_limit of a ravine of condition number 60, turned by 45°"
def rate_limit(hessian):
    return 2 / np.max(np.linalg.eigvalsh(hessian)) * (1.0 if np.linalg.cond(hessian) < 50 else 0.98)

# %% exercise="stops" expect="right"
surface, stops = landscapes.two_minima(), {}
walks = {"A": (1, 1.5, 0.1), "B": (-0.5, -1, 0.1), "C": (0, 1, 0.1), "D": (-2, 0.5, 0.1), "E": (-2, 0.5, 0.3), "F": (1, 1, 0.35)}
for letter, (a, b, rate) in walks.items():
    path = gradient_descent(surface.gradient, np.array([a, b], dtype=float), rate, 200)
    ends = {"deep": (2, 0), "shallow": (-1, 0), "saddle": (0, 0)}
    found = [name for name, end in ends.items() if np.linalg.norm(path[-1] - end) < 1e-3]
    stops[letter] = found[0] if found else "nowhere"
deep_limit = rate_limit(surface.hessian([2, 0]))

# %% exercise="stops" expect="right"
stops = {"A": "Deep", "B": "Shallow", "C": "Saddle", "D": "Shallow", "E": "Deep", "F": "Nowhere"}
deep_limit = 0.333

# %% exercise="stops" expect="right"
stops = dict(zip("ABCDEF", ["deep", "shallow", "saddle", "shallow", "deep", "nowhere"]))
deep_limit = 2 / np.linalg.eigvalsh(landscapes.two_minima().hessian([2.0, 0.0]))[-1]

# %% exercise="stops" expect="wrong" says="along a = 0 there is no slope"
stops = {"A": "deep", "B": "shallow", "C": "deep", "D": "shallow", "E": "deep", "F": "nowhere"}
deep_limit = 1 / 3

# %% exercise="stops" expect="wrong" says="small steps do not cross it"
stops = {"A": "deep", "B": "deep", "C": "saddle", "D": "shallow", "E": "deep", "F": "nowhere"}
deep_limit = 1 / 3

# %% exercise="stops" expect="wrong" says="compare it with D"
stops = {"A": "deep", "B": "shallow", "C": "saddle", "D": "shallow", "E": "shallow", "F": "nowhere"}
deep_limit = 1 / 3

# %% exercise="stops" expect="wrong" says="compare its rate with deep_limit"
stops = {"A": "deep", "B": "shallow", "C": "saddle", "D": "shallow", "E": "deep", "F": "deep"}
deep_limit = 1 / 3

# %% exercise="stops" expect="wrong" says="the limit of the shallow minimum"
stops = {"A": "deep", "B": "shallow", "C": "saddle", "D": "shallow", "E": "deep", "F": "nowhere"}
deep_limit = 2 / 3

# %% exercise="stops" expect="wrong" says="1/λmax"
stops = {"A": "deep", "B": "shallow", "C": "saddle", "D": "shallow", "E": "deep", "F": "nowhere"}
deep_limit = 1 / 6

# %% exercise="stops" expect="wrong" says="expected a dictionary"
stops = ["deep", "shallow", "saddle", "shallow", "deep", "nowhere"]
deep_limit = 1 / 3

# %% exercise="mse_gradient" expect="right"
def mse_gradient(w, X, y):
    errors = X @ w - y
    return 2 * np.mean(errors[:, None] * X, axis=0)

# %% exercise="mse_gradient" expect="right"
def mse_gradient(w, X, y):
    w = tf.Variable(w)
    with tf.GradientTape() as tape:
        J = tf.reduce_mean((tf.linalg.matvec(X, w) - y) ** 2)
    return tape.gradient(J, w)

# %% exercise="mse_gradient" expect="right"
def mse_gradient(w, X, y):
    n = len(X)
    return 2 / n * (X.T @ X @ w - X.T @ y)

# %% exercise="mse_gradient" expect="wrong" says="the factor 2 is missing"
def mse_gradient(w, X, y):
    return X.T @ (X @ w - y) / len(y)

# %% exercise="mse_gradient" expect="wrong" says="1/n is missing"
def mse_gradient(w, X, y):
    return 2 * X.T @ (X @ w - y)

# %% exercise="mse_gradient" expect="wrong" says="both 2 and 1/n are missing"
def mse_gradient(w, X, y):
    return X.T @ (X @ w - y)

# %% exercise="mse_gradient" expect="wrong" says="the error with the wrong sign"
def mse_gradient(w, X, y):
    return 2 / len(y) * X.T @ (y - X @ w)

# %% exercise="mse_gradient" expect="wrong" says="without the inputs"
def mse_gradient(w, X, y):
    return np.full(len(w), 2 * np.mean(X @ w - y))

# %% exercise="mse_gradient" expect="wrong" says="1/d in place of 1/n"
def mse_gradient(w, X, y):
    return 2 / len(w) * X.T @ (X @ w - y)

# %% exercise="mse_gradient" expect="wrong" says="the number 5 in place of n"
def mse_gradient(w, X, y):
    return 2 / 5 * X.T @ (X @ w - y)

# %% exercise="mse_gradient" expect="wrong" says="the caller's y was changed in place"
def mse_gradient(w, X, y):
    y -= X @ w
    return -2 / len(y) * X.T @ y

# %% exercise="fit_linear" expect="right"
def fit_linear(X, y):
    mean, std = np.mean(X, axis=0), np.std(X, axis=0, ddof=1)
    S = (X - mean) / std
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(3000):
        errors = S @ w + b - y
        w, b = w - 0.05 * 2 * S.T @ errors / len(y), b - 0.05 * 2 * errors.mean()
    w = w / std
    return np.concatenate([[b - mean @ w], w])

# %% exercise="fit_linear" expect="right"
def fit_linear(X, y):
    middle, size = X.mean(axis=0), X.std(axis=0)
    A = np.column_stack([np.ones(len(X)), (X - middle) / size])
    rate = 0.5 * rate_limit(2 / len(y) * A.T @ A)
    w = gradient_descent(lambda w: mse_gradient(w, A, y), np.zeros(A.shape[1]), rate, 2000)[-1]
    return [w[0] - sum(w[1:] * middle / size), *(w[1:] / size)]

# %% exercise="fit_linear" expect="wrong" says="not translated back"
def fit_linear(X, y):
    A = np.column_stack([np.ones(len(X)), (X - X.mean(axis=0)) / X.std(axis=0)])
    return gradient_descent(lambda w: mse_gradient(w, A, y), np.zeros(A.shape[1]), 0.1, 1000)[-1]

# %% exercise="fit_linear" expect="wrong" says="the bias was not translated back"
def fit_linear(X, y):
    mean, std = X.mean(axis=0), X.std(axis=0)
    A = np.column_stack([np.ones(len(X)), (X - mean) / std])
    w = gradient_descent(lambda w: mse_gradient(w, A, y), np.zeros(A.shape[1]), 0.1, 1000)[-1]
    return np.array([w[0], *(w[1:] / std)])

# %% exercise="fit_linear" expect="wrong" says="the bias stands last"
def fit_linear(X, y):
    mean, std = X.mean(axis=0), X.std(axis=0)
    A = np.column_stack([np.ones(len(X)), (X - mean) / std])
    w = gradient_descent(lambda w: mse_gradient(w, A, y), np.zeros(A.shape[1]), 0.1, 1000)[-1]
    weights = w[1:] / std
    return np.array([*weights, w[0] - weights @ mean])

# %% exercise="fit_linear" expect="wrong" says="the bias moved the wrong way"
def fit_linear(X, y):
    mean, std = X.mean(axis=0), X.std(axis=0)
    A = np.column_stack([np.ones(len(X)), (X - mean) / std])
    w = gradient_descent(lambda w: mse_gradient(w, A, y), np.zeros(A.shape[1]), 0.1, 1000)[-1]
    weights = w[1:] / std
    return np.array([w[0] + weights @ mean, *weights])

# %% exercise="fit_linear" expect="wrong" says="the walk diverged"
def fit_linear(X, y):
    A = np.column_stack([np.ones(len(X)), X])
    return gradient_descent(lambda w: mse_gradient(w, A, y), np.zeros(A.shape[1]), 0.1, 1000)[-1]

# %% exercise="fit_linear" expect="wrong" says="too short a walk"
def fit_linear(X, y):
    A = np.column_stack([np.ones(len(X)), X])
    rate = 0.9 * rate_limit(2 / len(y) * A.T @ A)
    return gradient_descent(lambda w: mse_gradient(w, A, y), np.zeros(A.shape[1]), rate, 1000)[-1]

# %% exercise="fit_linear" expect="wrong" says="too short a walk"
def fit_linear(X, y):
    mean, std = X.mean(axis=0), X.std(axis=0)
    A = np.column_stack([np.ones(len(X)), (X - mean) / std])
    w = gradient_descent(lambda w: mse_gradient(w, A, y), np.zeros(A.shape[1]), 0.1, 20)[-1]
    weights = w[1:] / std
    return np.array([w[0] - weights @ mean, *weights])

# %% exercise="fit_linear" expect="wrong" says="the bias is missing"
def fit_linear(X, y):
    mean, std = X.mean(axis=0), X.std(axis=0)
    S = (X - mean) / std
    return gradient_descent(lambda w: mse_gradient(w, S, y), np.zeros(X.shape[1]), 0.1, 1000)[-1] / std

# %% exercise="fit_linear" expect="wrong" says="changed in place"
def fit_linear(X, y):
    mean, std = X.mean(axis=0), X.std(axis=0)
    X -= mean
    X /= std
    A = np.column_stack([np.ones(len(X)), X])
    w = gradient_descent(lambda w: mse_gradient(w, A, y), np.zeros(A.shape[1]), 0.1, 1000)[-1]
    weights = w[1:] / std
    return np.array([w[0] - weights @ mean, *weights])

# %% exercise="prediction_directions" expect="right"
prediction_directions = "almost none"

# %% exercise="prediction_directions" expect="right"
prediction_directions = "About half "

# %% exercise="prediction_directions" expect="wrong" says="expected prediction_directions to be"
prediction_directions = "half"

# %% exercise="prediction_directions" expect="wrong" says="expected prediction_directions to be"
prediction_directions = 100

# %% exercise="prediction_directions" expect="wrong" says="expected prediction_directions to be"
prediction_directions = ["about half"]

# %% exercise="prediction_directions" expect="wrong" says="prediction_directions"
prediction_directions = None

# %% exercise="drops" expect="right"
def drops(f, w, directions, length):
    start, falls = f(w), []
    for direction in directions:
        unit = direction / np.sqrt(direction @ direction)
        falls.append(float(start - f(w + length * unit)))
    return falls

# %% exercise="drops" expect="right"
def drops(f, w, directions, length):
    units = tf.math.l2_normalize(directions, axis=1).numpy()
    return tf.constant([float(f(w) - f(w + length * unit)) for unit in units], dtype=tf.float64)

# %% exercise="drops" expect="wrong" says="the rise, not the fall"
def drops(f, w, directions, length):
    steps = length * directions / np.linalg.norm(directions, axis=1, keepdims=True)
    return np.array([f(w + step) - f(w) for step in steps])

# %% exercise="drops" expect="wrong" says="directions that kept their own lengths"
def drops(f, w, directions, length):
    return np.array([f(w) - f(w + length * direction) for direction in directions])

# %% exercise="drops" expect="wrong" says="`length` is missing"
def drops(f, w, directions, length):
    steps = directions / np.linalg.norm(directions, axis=1, keepdims=True)
    return np.array([f(w) - f(w + step) for step in steps])

# %% exercise="drops" expect="wrong" says="columns that were normalised"
def drops(f, w, directions, length):
    steps = length * directions / np.linalg.norm(directions, axis=0)
    return np.array([f(w) - f(w + step) for step in steps])

# %% exercise="drops" expect="wrong" says="one length for the whole matrix"
def drops(f, w, directions, length):
    steps = length * directions / np.linalg.norm(directions)
    return np.array([f(w) - f(w + step) for step in steps])

# %% exercise="drops" expect="wrong" says="the loss after the step"
def drops(f, w, directions, length):
    steps = length * directions / np.linalg.norm(directions, axis=1, keepdims=True)
    return np.array([f(w + step) for step in steps])

# %% exercise="drops" expect="wrong" says="a root of squares"
def drops(f, w, directions, length):
    steps = length * directions / np.abs(directions).sum(axis=1, keepdims=True)
    return np.array([f(w) - f(w + step) for step in steps])

# %% exercise="drops" expect="wrong" says="the caller's w was changed in place"
def drops(f, w, directions, length):
    before, falls = f(w), []
    for direction in directions:
        step = length * direction / np.linalg.norm(direction)
        w += step
        falls.append(before - f(w))
        w -= step
    w += 1e-3
    return np.array(falls)

# %% exercise="tape_descent" expect="right"
def tape_descent(loss, w, learning_rate, steps):
    path = [np.array(w)]
    for _ in range(steps):
        place = tf.constant(path[-1])
        with tf.GradientTape() as tape:
            tape.watch(place)
            J = loss(place)
        path.append((place - learning_rate * tape.gradient(J, place)).numpy())
    return path

# %% exercise="tape_descent" expect="right"
def tape_descent(loss, w, learning_rate, steps):
    variable = tf.Variable(w, dtype=tf.float32)
    path = [variable.numpy()]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            J = loss(variable)
        variable.assign(variable - learning_rate * tape.gradient(J, variable))
        path.append(variable.numpy())
    return np.array(path)

# %% exercise="tape_descent" expect="right"
import keras


def tape_descent(loss, w, learning_rate, steps):
    variable, optimizer = tf.Variable(w), keras.optimizers.SGD(learning_rate)
    path = [tf.identity(variable)]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            J = loss(variable)
        optimizer.apply_gradients([(tape.gradient(J, variable), variable)])
        path.append(tf.identity(variable))
    return tf.stack(path)

# %% exercise="tape_descent" expect="wrong" says="the tape did not watch"
def tape_descent(loss, w, learning_rate, steps):
    variable = tf.constant(w)
    path = [variable.numpy()]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            J = loss(variable)
        variable = variable - learning_rate * tape.gradient(J, variable)
        path.append(variable.numpy())
    return np.array(path)

# %% exercise="tape_descent" expect="wrong" says="the tape did not watch"
def tape_descent(loss, w, learning_rate, steps):
    variable = tf.Variable(w)
    path = [variable.numpy()]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            J = loss(variable)
        variable = variable - learning_rate * tape.gradient(J, variable)
        path.append(variable.numpy())
    return np.array(path)

# %% exercise="tape_descent" expect="wrong" says="the tape did not watch"
def tape_descent(loss, w, learning_rate, steps):
    variable = tf.Variable(w)
    path = [variable.numpy()]
    for _ in range(steps):
        J = loss(variable)
        with tf.GradientTape() as tape:
            pass
        variable.assign_sub(learning_rate * tape.gradient(J, variable))
        path.append(variable.numpy())
    return np.array(path)

# %% exercise="tape_descent" expect="wrong" says="steps uphill"
def tape_descent(loss, w, learning_rate, steps):
    variable = tf.Variable(w)
    path = [variable.numpy()]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            J = loss(variable)
        variable.assign_add(learning_rate * tape.gradient(J, variable))
        path.append(variable.numpy())
    return np.array(path)

# %% exercise="tape_descent" expect="wrong" says="the variable itself in the path"
def tape_descent(loss, w, learning_rate, steps):
    variable = tf.Variable(w)
    path = [variable]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            J = loss(variable)
        variable.assign_sub(learning_rate * tape.gradient(J, variable))
        path.append(variable)
    return np.array(path)

# %% exercise="tape_descent" expect="wrong" says="the start is missing"
def tape_descent(loss, w, learning_rate, steps):
    variable, path = tf.Variable(w), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            J = loss(variable)
        variable.assign_sub(learning_rate * tape.gradient(J, variable))
        path.append(variable.numpy())
    return np.array(path)

# %% exercise="none_cases" expect="right"
none_cases = {"g", "f", "e", "d", "b"}

# %% exercise="none_cases" expect="right"
none_cases = "BDEFG"

# %% exercise="none_cases" expect="wrong" says="A gives 6"
none_cases = ["A", "B", "D", "E", "F", "G"]

# %% exercise="none_cases" expect="wrong" says="B: a constant is not watched"
none_cases = ["D", "E", "F", "G"]

# %% exercise="none_cases" expect="wrong" says="C gives 6"
none_cases = ["B", "C", "D", "E", "F", "G"]

# %% exercise="none_cases" expect="wrong" says="D gives None"
none_cases = ["B", "E", "F", "G"]

# %% exercise="none_cases" expect="wrong" says="E gives None"
none_cases = ["B", "D", "F", "G"]

# %% exercise="none_cases" expect="wrong" says="F gives None"
none_cases = ["B", "D", "E", "G"]

# %% exercise="none_cases" expect="wrong" says="whole numbers have no gradient"
none_cases = ["B", "D", "E", "F"]

# %% exercise="none_cases" expect="wrong" says="expected letters from A to G"
none_cases = ["B", "H"]

# %% exercise="none_cases" expect="wrong" says="expected a list of letters"
none_cases = 5

# %% exercise="train_network" expect="right"
import keras


def train_network(weights, X, y, learning_rate, steps):
    variables, losses = [tf.Variable(array) for array in weights], []
    optimizer = keras.optimizers.SGD(learning_rate=learning_rate)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = network_loss(variables, X, y)
        losses.append(loss.numpy())
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
    return variables, losses

# %% exercise="train_network" expect="right"
@tf.function
def one_step(variables, X, y, learning_rate):
    with tf.GradientTape() as tape:
        loss = network_loss(variables, X, y)
    for variable, gradient in zip(variables, tape.gradient(loss, variables)):
        variable.assign_sub(learning_rate * gradient)
    return loss


def train_network(weights, X, y, learning_rate, steps):
    variables = [tf.Variable(array, dtype=tf.float32) for array in weights]
    X, y, rate = tf.constant(X, tf.float32), tf.constant(y), tf.constant(learning_rate, tf.float32)
    losses = [one_step(variables, X, y, rate) for _ in range(steps)]
    return [variable.numpy() for variable in variables], tf.stack(losses)

# %% exercise="train_network" expect="right"
def train_network(weights, X, y, learning_rate, steps):
    arrays, losses = [np.array(array) for array in weights], []
    for _ in range(steps):
        tensors = [tf.constant(array) for array in arrays]
        with tf.GradientTape() as tape:
            tape.watch(tensors)
            loss = network_loss(tensors, X, y)
        arrays = [array - learning_rate * g.numpy() for array, g in zip(arrays, tape.gradient(loss, tensors))]
        losses.append(float(loss))
    return tuple(arrays), losses

# %% exercise="train_network" expect="wrong" says="the tape did not watch"
def train_network(weights, X, y, learning_rate, steps):
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = network_loss(weights, X, y)
        weights = [array - learning_rate * g for array, g in zip(weights, tape.gradient(loss, weights))]
        losses.append(float(loss))
    return weights, losses

# %% exercise="train_network" expect="wrong" says="the tape did not watch"
def train_network(weights, X, y, learning_rate, steps):
    variables, losses = [tf.Variable(array) for array in weights], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = network_loss(variables, X, y)
        variables = [v - learning_rate * g for v, g in zip(variables, tape.gradient(loss, variables))]
        losses.append(float(loss))
    return [variable.numpy() for variable in variables], losses

# %% exercise="train_network" expect="wrong" says="steps uphill"
def train_network(weights, X, y, learning_rate, steps):
    variables, losses = [tf.Variable(array) for array in weights], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = network_loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(loss, variables)):
            variable.assign_add(learning_rate * gradient)
        losses.append(float(loss))
    return [variable.numpy() for variable in variables], losses

# %% exercise="train_network" expect="wrong" says="losses after each step"
def train_network(weights, X, y, learning_rate, steps):
    variables, losses = [tf.Variable(array) for array in weights], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = network_loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(loss, variables)):
            variable.assign_sub(learning_rate * gradient)
        losses.append(float(network_loss(variables, X, y)))
    return [variable.numpy() for variable in variables], losses

# %% exercise="train_network" expect="wrong" says="only the last two arrays were trained"
def train_network(weights, X, y, learning_rate, steps):
    variables, losses = [tf.Variable(array) for array in weights], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = network_loss(variables, X, y)
        for variable, gradient in zip(variables[2:], tape.gradient(loss, variables[2:])):
            variable.assign_sub(learning_rate * gradient)
        losses.append(float(loss))
    return [variable.numpy() for variable in variables], losses

# %% exercise="train_network" expect="wrong" says="an array that was not trained"
def train_network(weights, X, y, learning_rate, steps):
    variables, losses = [tf.Variable(array) for array in weights], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = network_loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(loss, variables)):
            variable.assign_sub(learning_rate * gradient)
        losses.append(float(loss))
    return weights, losses

# %% exercise="train_network" expect="wrong" says="expected four arrays"
def train_network(weights, X, y, learning_rate, steps):
    variables, losses = [tf.Variable(array) for array in weights], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = network_loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(loss, variables)):
            variable.assign_sub(learning_rate * gradient)
        losses.append(float(loss))
    W1, b1, W2, b2 = variables
    return [(W1.numpy(), b1.numpy()), (W2.numpy(), b2.numpy())], losses

# %% exercise="train_network" expect="wrong" says="median above 0.9"
def train_network(weights, X, y, learning_rate, steps):
    variables, losses = [tf.Variable(array) for array in weights], []
    for _ in range(min(steps, 20)):
        with tf.GradientTape() as tape:
            loss = network_loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(loss, variables)):
            variable.assign_sub(learning_rate * gradient)
        losses.append(float(loss))
    return [variable.numpy() for variable in variables], losses

# %% exercise="backtracking" expect="right"
def backtracking(f, gradient, w, rate=1.0, shrink=0.5, c=1e-4):
    here, g = f(w), gradient(w)
    while True:
        if f(w - rate * g) <= here - c * rate * np.sum(g**2):
            return rate
        rate *= shrink

# %% exercise="backtracking" expect="right"
def backtracking(f, gradient, w, rate=1.0, shrink=0.5, c=1e-4):
    g, tries = gradient(w), 0
    while f(w - rate * shrink**tries * g) > f(w) - c * rate * shrink**tries * np.dot(g, g):
        tries += 1
    return rate * shrink**tries

# %% exercise="backtracking" expect="wrong" says="c was left out"
def backtracking(f, gradient, w, rate=1.0, shrink=0.5, c=1e-4):
    g = gradient(w)
    while f(w - rate * g) >= f(w):
        rate = rate * shrink
    return rate

# %% exercise="backtracking" expect="wrong" says="one shrink too many"
def backtracking(f, gradient, w, rate=1.0, shrink=0.5, c=1e-4):
    g = gradient(w)
    while f(w - rate * g) > f(w) - c * rate * g @ g:
        rate = rate * shrink
    return rate * shrink

# %% exercise="backtracking" expect="wrong" says="does the rate shrink"
def backtracking(f, gradient, w, rate=1.0, shrink=0.5, c=1e-4):
    g = gradient(w)
    while f(w - rate * g) > f(w) - c * rate * g @ g:
        w = w - rate * g
    return rate

# %% exercise="backtracking" expect="wrong" says="the rate was never shrunk"
def backtracking(f, gradient, w, rate=1.0, shrink=0.5, c=1e-4):
    return rate

# %% exercise="backtracking" expect="wrong" says="one shrink too few"
def backtracking(f, gradient, w, rate=1.0, shrink=0.5, c=1e-4):
    g, before = gradient(w), rate
    while f(w - rate * g) > f(w) - c * rate * g @ g:
        before, rate = rate, rate * shrink
    return before

# %% exercise="mse_gradient" expect="wrong" says="X where X.T is needed"
def mse_gradient(w, X, y):
    return 2 / len(y) * X @ (X @ w - y)

# %% exercise="drops" expect="wrong" says="keepdims=True"
def drops(f, w, directions, length):
    steps = length * directions / np.linalg.norm(directions, axis=1)
    return np.array([f(w) - f(w + step) for step in steps])

# %% exercise="tape_descent" expect="wrong" says="the tape did not watch"
def tape_descent(loss, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            J = loss(path[-1])
        path.append(path[-1] - learning_rate * tape.gradient(J, path[-1]))
    return np.array(path)

# %% exercise="train_network" expect="wrong" says="expected train_network to return a pair"
def train_network(weights, X, y, learning_rate, steps):
    variables = [tf.Variable(array) for array in weights]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = network_loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(loss, variables)):
            variable.assign_sub(learning_rate * gradient)
    return variables

# %% exercise="train_network" expect="wrong" says="is there a `return`?"
def train_network(weights, X, y, learning_rate, steps):
    variables = [tf.Variable(array) for array in weights]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = network_loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(loss, variables)):
            variable.assign_sub(learning_rate * gradient)
