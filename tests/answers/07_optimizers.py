# Answers to lab 07, as students write them: each cell takes the place of one exercise's solution.

# %% exercise="warm_up" expect="right"
limit = 2 / max(3, 8)
factor = 1 - 0.1 * 2
undecided = np.log(2)
columns = 4.0

# %% exercise="warm_up" expect="right"
limit = np.float32(0.25)
factor = abs(1 - 0.2)
undecided = 0.693
columns = np.ones((5, 4)).shape[1]

# %% exercise="warm_up" expect="wrong" says="the gentler direction"
limit = 2 / 3
factor = 0.8
undecided = 0.69
columns = 4

# %% exercise="warm_up" expect="wrong" says="not what it leaves"
limit = 0.25
factor = 0.2
undecided = 0.69
columns = 4

# %% exercise="warm_up" expect="wrong" says="a logarithm to base 2"
limit = 0.25
factor = 0.8
undecided = 1.0
columns = 4

# %% exercise="warm_up" expect="wrong" says="these are its rows"
limit = 0.25
factor = 0.8
undecided = 0.69
columns = 5

# %% exercise="prediction_rate" expect="right"
prediction_rate = 0.001

# %% exercise="prediction_rate" expect="right"
prediction_rate = 1000.0

# %% exercise="prediction_rate" expect="wrong" says="0.001"
prediction_rate = 0.5

# %% exercise="prediction_rate" expect="wrong" says="prediction_rate"
prediction_rate = "the middle one"

# %% exercise="prediction_rate" expect="wrong" says="prediction_rate"
prediction_rate = None

# %% exercise="prediction_rate" expect="wrong" says="prediction_rate"
prediction_rate = [0.1, 1]

# %% exercise="sweep" expect="right"
def sweep(train, rates):
    ends = [np.asarray(train(rate), dtype=float)[-1] for rate in rates]
    return {rate: (float("inf") if np.isnan(end) else float(end)) for rate, end in zip(rates, ends)}

# %% exercise="sweep" expect="right"
def sweep(train, rates):
    table = dict.fromkeys(rates)
    for rate in table:
        losses = list(train(rate))
        table[rate] = np.float32(np.nan_to_num(losses[len(losses) - 1], nan=np.inf, posinf=np.inf))
    return table

# %% exercise="sweep" expect="wrong" says="the first loss"
def sweep(train, rates):
    return {rate: train(rate)[0] for rate in rates}

# %% exercise="sweep" expect="wrong" says="the smallest loss on the way"
def sweep(train, rates):
    return {rate: np.nanmin(train(rate)) for rate in rates}

# %% exercise="sweep" expect="wrong" says="the mean of the losses"
def sweep(train, rates):
    return {rate: np.mean(train(rate)) for rate in rates}

# %% exercise="sweep" expect="wrong" says="a nan that was kept"
def sweep(train, rates):
    return {rate: train(rate)[-1] for rate in rates}

# %% exercise="sweep" expect="wrong" says="a nan that counts as 0"
def sweep(train, rates):
    return {rate: float(np.nan_to_num(train(rate)[-1], posinf=np.inf)) for rate in rates}

# %% exercise="sweep" expect="wrong" says="lacks"
def sweep(train, rates):
    return {rate: train(rate)[-1] for rate in rates[1:]}

# %% exercise="momentum" expect="right"
def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    if not state:
        state = {"m": [np.zeros(w.shape) for w in params]}
    new, speeds = [], []
    for i in range(len(params)):
        speed = momentum * state["m"][i] - learning_rate * grads[i]
        speeds.append(speed)
        new.append(params[i] + speed)
    return new, {"m": speeds}

# %% exercise="momentum" expect="right"
def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    state.setdefault("m", [np.zeros_like(w) for w in params])
    for m, g in zip(state["m"], grads):
        m *= momentum
        m += g
    return [w - learning_rate * m for w, m in zip(params, state["m"])], state

# %% exercise="momentum" expect="right"
def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    import tensorflow as tf

    m = [momentum * old - learning_rate * tf.constant(g) for old, g in zip(state.get("m", zeros(params)), grads)]
    return tuple(w + change for w, change in zip(params, m)), {"m": m}

# %% exercise="momentum" expect="wrong" says="forgotten after each step"
def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    m = [momentum * old - learning_rate * g for old, g in zip(zeros(params), grads)]
    return [w + change for w, change in zip(params, m)], {"m": m}

# %% exercise="momentum" expect="wrong" says="a running mean"
def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    m = state.get("m", zeros(params))
    m = [momentum * old - (1 - momentum) * learning_rate * g for old, g in zip(m, grads)]
    return [w + change for w, change in zip(params, m)], {"m": m}

# %% exercise="momentum" expect="wrong" says="a step uphill"
def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    m = state.get("m", zeros(params))
    m = [momentum * old + learning_rate * g for old, g in zip(m, grads)]
    return [w + change for w, change in zip(params, m)], {"m": m}

# %% exercise="momentum" expect="wrong" says="one state for all variables"
def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    new = []
    for w, g in zip(params, grads):
        state["m"] = momentum * state.get("m", 0.0) - learning_rate * g
        new.append(w + state["m"])
    return new, state

# %% exercise="momentum" expect="wrong" says="one and the same array"
def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    m = state.get("m", [np.zeros_like(params[0])] * len(params))
    for old, g in zip(m, grads):
        old *= momentum
        old -= learning_rate * g
    return [w + change for w, change in zip(params, m)], {"m": m}

# %% exercise="momentum" expect="wrong" says="the caller's params was changed in place"
def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    m = [momentum * old - learning_rate * g for old, g in zip(state.get("m", zeros(params)), grads)]
    for w, change in zip(params, m):
        w += change
    return params, {"m": m}

# %% exercise="momentum" expect="wrong" says="the m of the step before"
def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    old = state.get("m", zeros(params))
    m = [momentum * o - learning_rate * g for o, g in zip(old, grads)]
    return [w + change for w, change in zip(params, old)], {"m": m}

# %% exercise="momentum" expect="wrong" says="a pair"
def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    state["m"] = [momentum * old - learning_rate * g for old, g in zip(state.get("m", zeros(params)), grads)]
    return np.array([w + change for w, change in zip(params, state["m"])])[:1]

# %% exercise="momentum" expect="wrong" says="a memory outside of"
memory = {}


def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    key = tuple(w.shape for w in params)
    m = [momentum * old - learning_rate * g for old, g in zip(memory.get(key, zeros(params)) if state else zeros(params), grads)]
    memory[key] = m
    return [w + change for w, change in zip(params, m)], {"begun": True}

# %% exercise="nesterov" expect="right"
def nesterov(params, grads, state, learning_rate=0.01, momentum=0.9):
    old = state.get("m", zeros(params))
    m = [momentum * o - learning_rate * g for o, g in zip(old, grads)]
    return [w + (1 + momentum) * new - momentum * o for w, new, o in zip(params, m, old)], {"m": m}

# %% exercise="nesterov" expect="right"
def nesterov(params, grads, state, learning_rate=0.01, momentum=0.9):
    new = []
    state.setdefault("m", zeros(params))
    for i, (w, g) in enumerate(zip(params, grads)):
        state["m"][i] = momentum * state["m"][i] - learning_rate * g
        new.append(w + momentum * state["m"][i] - learning_rate * g)
    return new, state

# %% exercise="nesterov" expect="wrong" says="plain momentum"
def nesterov(params, grads, state, learning_rate=0.01, momentum=0.9):
    m = [momentum * old - learning_rate * g for old, g in zip(state.get("m", zeros(params)), grads)]
    return [w + change for w, change in zip(params, m)], {"m": m}

# %% exercise="nesterov" expect="wrong" says="the look ahead alone"
def nesterov(params, grads, state, learning_rate=0.01, momentum=0.9):
    m = [momentum * old - learning_rate * g for old, g in zip(state.get("m", zeros(params)), grads)]
    return [w + momentum * change for w, change in zip(params, m)], {"m": m}

# %% exercise="nesterov" expect="wrong" says="m where momentum · m belongs"
def nesterov(params, grads, state, learning_rate=0.01, momentum=0.9):
    m = [momentum * old - learning_rate * g for old, g in zip(state.get("m", zeros(params)), grads)]
    return [w + change - learning_rate * g for w, change, g in zip(params, m, grads)], {"m": m}

# %% exercise="nesterov" expect="wrong" says="a step uphill"
def nesterov(params, grads, state, learning_rate=0.01, momentum=0.9):
    m = [momentum * old - learning_rate * g for old, g in zip(state.get("m", zeros(params)), grads)]
    return [w - momentum * change + learning_rate * g for w, change, g in zip(params, m, grads)], {"m": m}

# %% exercise="nesterov" expect="wrong" says="forgotten after each step"
def nesterov(params, grads, state, learning_rate=0.01, momentum=0.9):
    m = [momentum * old - learning_rate * g for old, g in zip(state.get("m", zeros(params)), grads)]
    return [w + momentum * change - learning_rate * g for w, change, g in zip(params, m, grads)], {}

# %% exercise="rmsprop" expect="right"
def rmsprop(params, grads, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    v = [old + (1 - rho) * (np.square(g) - old) for old, g in zip(state.get("v", zeros(params)), grads)]
    return [w - learning_rate * g * (size + epsilon) ** -0.5 for w, g, size in zip(params, grads, v)], {"v": v}

# %% exercise="rmsprop" expect="right"
def rmsprop(params, grads, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    if "v" not in state:
        state["v"] = [np.zeros_like(w) for w in params]
    new = []
    for w, g, v in zip(params, grads, state["v"]):
        v *= rho
        v += (1 - rho) * g * g
        new.append(w - learning_rate * g / np.sqrt(v + epsilon))
    return new, state

# %% exercise="rmsprop" expect="wrong" says="ε outside the root"
def rmsprop(params, grads, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    v = [rho * old + (1 - rho) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    return [w - learning_rate * g / (np.sqrt(size) + epsilon) for w, g, size in zip(params, grads, v)], {"v": v}

# %% exercise="rmsprop" expect="wrong" says="(1 − rho) left out"
def rmsprop(params, grads, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    v = [rho * old + g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    return [w - learning_rate * g / np.sqrt(size + epsilon) for w, g, size in zip(params, grads, v)], {"v": v}

# %% exercise="rmsprop" expect="wrong" says="a root that is missing"
def rmsprop(params, grads, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    v = [rho * old + (1 - rho) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    return [w - learning_rate * g / (size + epsilon) for w, g, size in zip(params, grads, v)], {"v": v}

# %% exercise="rmsprop" expect="wrong" says="the v of the step before"
def rmsprop(params, grads, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    old = state.get("v", zeros(params))
    v = [rho * o + (1 - rho) * g**2 for o, g in zip(old, grads)]
    return [w - learning_rate * g / np.sqrt(size + epsilon) for w, g, size in zip(params, grads, old)], {"v": v}

# %% exercise="rmsprop" expect="wrong" says="forgotten after each step"
def rmsprop(params, grads, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    v = [(1 - rho) * g**2 for g in grads]
    return [w - learning_rate * g / np.sqrt(size + epsilon) for w, g, size in zip(params, grads, v)], {"v": v}

# %% exercise="rmsprop" expect="wrong" says="one state for all variables"
def rmsprop(params, grads, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    v, new = state.get("v", 0.0), []
    for w, g in zip(params, grads):
        v = rho * v + (1 - rho) * g**2
        new.append(w - learning_rate * g / np.sqrt(v + epsilon))
    return new, {"v": v}

# %% exercise="rmsprop" expect="wrong" says="the caller's grads was changed in place"
def rmsprop(params, grads, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    v = [rho * old + (1 - rho) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    for g, size in zip(grads, v):
        g /= np.sqrt(size + epsilon)
    return [w - learning_rate * g for w, g in zip(params, grads)], {"v": v}

# %% exercise="adadelta" expect="right"
def adadelta(params, grads, state, learning_rate=0.001, rho=0.95, epsilon=1e-7):
    state = state or {"v": zeros(params), "d": zeros(params)}
    new = []
    for i, (w, g) in enumerate(zip(params, grads)):
        state["v"][i] = rho * state["v"][i] + (1 - rho) * g * g
        change = np.sqrt((state["d"][i] + epsilon) / (state["v"][i] + epsilon)) * g
        state["d"][i] = rho * state["d"][i] + (1 - rho) * change * change
        new.append(w - learning_rate * change)
    return new, state

# %% exercise="adadelta" expect="right"
def adadelta(params, grads, state, learning_rate=0.001, rho=0.95, epsilon=1e-7):
    rows = [state.get(i, (0 * w, 0 * w)) for i, w in enumerate(params)]
    after, new = {}, []
    for i, (w, g, (v, d)) in enumerate(zip(params, grads, rows)):
        v = rho * v + (1 - rho) * g**2
        change = (d + epsilon) ** 0.5 * (v + epsilon) ** -0.5 * g
        after[i] = v, rho * d + (1 - rho) * change**2
        new.append(w - learning_rate * change)
    return new, after

# %% exercise="adadelta" expect="wrong" says="ε outside the roots"
def adadelta(params, grads, state, learning_rate=0.001, rho=0.95, epsilon=1e-7):
    v = [rho * old + (1 - rho) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    d = state.get("d", zeros(params))
    s = [(np.sqrt(old) + epsilon) / (np.sqrt(size) + epsilon) * g for old, size, g in zip(d, v, grads)]
    d = [rho * old + (1 - rho) * change**2 for old, change in zip(d, s)]
    return [w - learning_rate * change for w, change in zip(params, s)], {"v": v, "d": d}

# %% exercise="adadelta" expect="wrong" says="d renewed before the step"
def adadelta(params, grads, state, learning_rate=0.001, rho=0.95, epsilon=1e-7):
    v = [rho * old + (1 - rho) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    d = state.get("d", zeros(params))
    s = [np.sqrt(old + epsilon) / np.sqrt(size + epsilon) * g for old, size, g in zip(d, v, grads)]
    d = [rho * old + (1 - rho) * change**2 for old, change in zip(d, s)]
    s = [np.sqrt(old + epsilon) / np.sqrt(size + epsilon) * g for old, size, g in zip(d, v, grads)]
    return [w - learning_rate * change for w, change in zip(params, s)], {"v": v, "d": d}

# %% exercise="adadelta" expect="wrong" says="a d of squared gradients"
def adadelta(params, grads, state, learning_rate=0.001, rho=0.95, epsilon=1e-7):
    v = [rho * old + (1 - rho) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    d = state.get("d", zeros(params))
    s = [np.sqrt(old + epsilon) / np.sqrt(size + epsilon) * g for old, size, g in zip(d, v, grads)]
    d = [rho * old + (1 - rho) * g**2 for old, g in zip(d, grads)]
    return [w - learning_rate * change for w, change in zip(params, s)], {"v": v, "d": d}

# %% exercise="adadelta" expect="wrong" says="without the rate"
def adadelta(params, grads, state, learning_rate=0.001, rho=0.95, epsilon=1e-7):
    v = [rho * old + (1 - rho) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    d = state.get("d", zeros(params))
    s = [learning_rate * np.sqrt(old + epsilon) / np.sqrt(size + epsilon) * g for old, size, g in zip(d, v, grads)]
    d = [rho * old + (1 - rho) * change**2 for old, change in zip(d, s)]
    return [w - change for w, change in zip(params, s)], {"v": v, "d": d}

# %% exercise="adadelta" expect="wrong" says="roots that are missing"
def adadelta(params, grads, state, learning_rate=0.001, rho=0.95, epsilon=1e-7):
    v = [rho * old + (1 - rho) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    d = state.get("d", zeros(params))
    s = [(old + epsilon) / (size + epsilon) * g for old, size, g in zip(d, v, grads)]
    d = [rho * old + (1 - rho) * change**2 for old, change in zip(d, s)]
    return [w - learning_rate * change for w, change in zip(params, s)], {"v": v, "d": d}

# %% exercise="adadelta" expect="wrong" says="one state for all variables"
def adadelta(params, grads, state, learning_rate=0.001, rho=0.95, epsilon=1e-7):
    v, d, new = state.get("v", 0.0), state.get("d", 0.0), []
    for w, g in zip(params, grads):
        v = rho * v + (1 - rho) * g**2
        change = np.sqrt(d + epsilon) / np.sqrt(v + epsilon) * g
        d = rho * d + (1 - rho) * change**2
        new.append(w - learning_rate * change)
    return new, {"v": v, "d": d}

# %% exercise="adam" expect="right"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    state = {"t": state.get("t", 0) + 1, "m": state.get("m", zeros(params)), "v": state.get("v", zeros(params))}
    new = []
    for i, (w, g) in enumerate(zip(params, grads)):
        state["m"][i] = state["m"][i] + (1 - beta_1) * (g - state["m"][i])
        state["v"][i] = state["v"][i] + (1 - beta_2) * (g * g - state["v"][i])
        m_hat = state["m"][i] / (1 - beta_1 ** state["t"])
        root = np.sqrt(state["v"][i] / (1 - beta_2 ** state["t"]))
        new.append(w - learning_rate * m_hat / (root + epsilon / np.sqrt(1 - beta_2 ** state["t"])))
    return new, state

# %% exercise="adam" expect="right"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    import tensorflow as tf

    t = tf.constant(state.get("t", 0.0), tf.float64) + 1.0
    m = [beta_1 * old + (1 - beta_1) * tf.constant(g) for old, g in zip(state.get("m", zeros(params)), grads)]
    v = [beta_2 * old + (1 - beta_2) * tf.square(g) for old, g in zip(state.get("v", zeros(params)), grads)]
    rate = learning_rate * tf.sqrt(1 - tf.constant(beta_2, tf.float64) ** t) / (1 - tf.constant(beta_1, tf.float64) ** t)
    return [w - rate * a / (tf.sqrt(b) + epsilon) for w, a, b in zip(params, m, v)], {"t": t, "m": m, "v": v}

# %% exercise="adam" expect="right"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t, m, v = state or (0, zeros(params), zeros(params))
    t += 1
    for a, b, g in zip(m, v, grads):
        a *= beta_1
        a += (1 - beta_1) * g
        b *= beta_2
        b += (1 - beta_2) * g**2
    scale = np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return [w - learning_rate * scale * a / (np.sqrt(b) + epsilon) for w, a, b in zip(params, m, v)], (t, m, v)

# %% exercise="adam" expect="wrong" says="(1 − βᵗ) left out, both"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m = [beta_1 * old + (1 - beta_1) * g for old, g in zip(state.get("m", zeros(params)), grads)]
    v = [beta_2 * old + (1 - beta_2) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    return [w - learning_rate * a / (np.sqrt(b) + epsilon) for w, a, b in zip(params, m, v)], {"m": m, "v": v}

# %% exercise="adam" expect="wrong" says="(1 − βᵗ) left out for v"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t = state.get("t", 0) + 1
    m = [beta_1 * old + (1 - beta_1) * g for old, g in zip(state.get("m", zeros(params)), grads)]
    v = [beta_2 * old + (1 - beta_2) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    rate = learning_rate / (1 - beta_1**t)
    return [w - rate * a / (np.sqrt(b) + epsilon) for w, a, b in zip(params, m, v)], {"t": t, "m": m, "v": v}

# %% exercise="adam" expect="wrong" says="(1 − βᵗ) left out for m"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t = state.get("t", 0) + 1
    m = [beta_1 * old + (1 - beta_1) * g for old, g in zip(state.get("m", zeros(params)), grads)]
    v = [beta_2 * old + (1 - beta_2) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    rate = learning_rate * np.sqrt(1 - beta_2**t)
    return [w - rate * a / (np.sqrt(b) + epsilon) for w, a, b in zip(params, m, v)], {"t": t, "m": m, "v": v}

# %% exercise="adam" expect="wrong" says="t from 0"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t = state.get("t", 0)
    m = [beta_1 * old + (1 - beta_1) * g for old, g in zip(state.get("m", zeros(params)), grads)]
    v = [beta_2 * old + (1 - beta_2) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return [w - rate * a / (np.sqrt(b) + epsilon) for w, a, b in zip(params, m, v)], {"t": t + 1, "m": m, "v": v}

# %% exercise="adam" expect="wrong" says="t from 0"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    import math

    t = state.get("t", 0)
    m = [beta_1 * old + (1 - beta_1) * g for old, g in zip(state.get("m", zeros(params)), grads)]
    v = [beta_2 * old + (1 - beta_2) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    rate = learning_rate * math.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return [w - rate * a / (np.sqrt(b) + epsilon) for w, a, b in zip(params, m, v)], {"t": t + 1, "m": m, "v": v}

# %% exercise="adam" expect="wrong" says="t counted once for each array"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t, new = state.get("t", 0), []
    m, v = state.get("m", zeros(params)), state.get("v", zeros(params))
    for i, (w, g) in enumerate(zip(params, grads)):
        t += 1
        m[i] = beta_1 * m[i] + (1 - beta_1) * g
        v[i] = beta_2 * v[i] + (1 - beta_2) * g**2
        rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
        new.append(w - rate * m[i] / (np.sqrt(v[i]) + epsilon))
    return new, {"t": t, "m": m, "v": v}

# %% exercise="adam" expect="wrong" says="one state for all variables"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t, m, v, new = state.get("t", 0) + 1, state.get("m", 0.0), state.get("v", 0.0), []
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    for w, g in zip(params, grads):
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        new.append(w - rate * m / (np.sqrt(v) + epsilon))
    return new, {"t": t, "m": m, "v": v}

# %% exercise="adam" expect="wrong" says="ε inside the root"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t = state.get("t", 0) + 1
    m = [beta_1 * old + (1 - beta_1) * g for old, g in zip(state.get("m", zeros(params)), grads)]
    v = [beta_2 * old + (1 - beta_2) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return [w - rate * a / np.sqrt(b + epsilon) for w, a, b in zip(params, m, v)], {"t": t, "m": m, "v": v}

# %% exercise="adam" expect="wrong" says="as in the paper"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t = state.get("t", 0) + 1
    m = [beta_1 * old + (1 - beta_1) * g for old, g in zip(state.get("m", zeros(params)), grads)]
    v = [beta_2 * old + (1 - beta_2) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    steps = [a / (1 - beta_1**t) / (np.sqrt(b / (1 - beta_2**t)) + epsilon) for a, b in zip(m, v)]
    return [w - learning_rate * step for w, step in zip(params, steps)], {"t": t, "m": m, "v": v}

# %% exercise="adam" expect="wrong" says="one and the same array"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    if not state:
        start = zeros(params)
        state = {"t": 0, "m": start, "v": start}
    t, m, v = state["t"] + 1, state["m"], state["v"]
    for a, b, g in zip(m, v, grads):
        a *= beta_1
        a += (1 - beta_1) * g
        b *= beta_2
        b += (1 - beta_2) * g**2
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return [w - rate * a / (np.sqrt(b) + epsilon) for w, a, b in zip(params, m, v)], {"t": t, "m": m, "v": v}

# %% exercise="adam" expect="wrong" says="t that stays 1"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t = state.get("t", 0) + 1
    m = [beta_1 * old + (1 - beta_1) * g for old, g in zip(state.get("m", zeros(params)), grads)]
    v = [beta_2 * old + (1 - beta_2) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return [w - rate * a / (np.sqrt(b) + epsilon) for w, a, b in zip(params, m, v)], {"m": m, "v": v}

# %% exercise="adam" expect="wrong" says="the caller's params was changed in place"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    t = state.get("t", 0) + 1
    m = [beta_1 * old + (1 - beta_1) * g for old, g in zip(state.get("m", zeros(params)), grads)]
    v = [beta_2 * old + (1 - beta_2) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    for w, a, b in zip(params, m, v):
        w -= rate * a / (np.sqrt(b) + epsilon)
    return params, {"t": t, "m": m, "v": v}

# %% exercise="adamw" expect="right"
def adamw(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    moved, state = stand_in("adam")(params, grads, state, learning_rate=learning_rate, **others)
    return [after - learning_rate * weight_decay * before for before, after in zip(params, moved)], state

# %% exercise="adamw" expect="right"
def adamw(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    params = tuple((1 - learning_rate * weight_decay) * np.array(w) for w in params)
    return adam(params, grads, state, learning_rate, **others)

# %% exercise="adamw" expect="wrong" says="weight decay through the moments"
def adamw(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    grads = [g + weight_decay * w for w, g in zip(params, grads)]
    return adam(params, grads, state, learning_rate=learning_rate, **others)

# %% exercise="adamw" expect="wrong" says="weight decay without the learning rate"
def adamw(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    return adam([w - weight_decay * w for w in params], grads, state, learning_rate=learning_rate, **others)

# %% exercise="adamw" expect="wrong" says="weight decay left out"
def adamw(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    return adam(params, grads, state, learning_rate=learning_rate, **others)

# %% exercise="adamw" expect="wrong" says="weight decay after the step"
def adamw(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    params, state = adam(params, grads, state, learning_rate=learning_rate, **others)
    return [w - learning_rate * weight_decay * w for w in params], state

# %% exercise="adamw" expect="wrong" says="changed in place"
def adamw(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    for w in params:
        w *= 1 - learning_rate * weight_decay
    return adam(params, grads, state, learning_rate=learning_rate, **others)

# %% exercise="prediction_winner" expect="right"
prediction_winner = {"ravine": "SGD", "saddle": "SGD", "rosenbrock": "SGD", "two minima": "SGD"}

# %% exercise="prediction_winner" expect="right"
prediction_winner = dict.fromkeys(("two minima", "rosenbrock", "saddle", "ravine"), "adam")

# %% exercise="prediction_winner" expect="wrong" says="dictionary"
prediction_winner = "Adam"

# %% exercise="prediction_winner" expect="wrong" says="saddle"
prediction_winner = {"ravine": "Adam", "rosenbrock": "Adam", "two minima": "Adam"}

# %% exercise="prediction_winner" expect="wrong" says="RMSProp"
prediction_winner = dict.fromkeys(("two minima", "rosenbrock", "saddle", "ravine"), "Newton")

# %% exercise="prediction_winner" expect="wrong" says="prediction_winner"
prediction_winner = ["Adam", "Adam", "Adam", "Adam"]

# %% exercise="fair_race" expect="right"
def fair_race(train, names, rates, seeds):
    table = {}
    for name in names:
        best, fewest = None, None
        for rate in rates:
            losses = []
            for seed in seeds:
                loss = train(name, rate, seed)
                losses.append(float("inf") if loss != loss else loss)
            middle = sorted(losses)[len(losses) // 2]
            if fewest is None or middle < fewest:
                best, fewest = (rate, losses), middle
        table[name] = best
    return table

# %% exercise="fair_race" expect="right"
def fair_race(train, names, rates, seeds):
    runs = np.array([[[train(name, rate, seed) for seed in seeds] for rate in rates] for name in names], dtype=float)
    runs[~np.isfinite(runs)] = np.inf
    best = np.argmin(np.median(runs, axis=2), axis=1)
    return {name: [rates[best[i]], runs[i, best[i]]] for i, name in enumerate(names)}

# %% exercise="fair_race" expect="wrong" says="the best single seed"
def fair_race(train, names, rates, seeds):
    table = {}
    for name in names:
        losses = {rate: [train(name, rate, seed) for seed in seeds] for rate in rates}
        best = min(rates, key=lambda rate: min(losses[rate]))
        table[name] = best, losses[best]
    return table

# %% exercise="fair_race" expect="wrong" says="one bad seed decides it"
def fair_race(train, names, rates, seeds):
    table = {}
    for name in names:
        losses = {rate: [train(name, rate, seed) for seed in seeds] for rate in rates}
        best = min(rates, key=lambda rate: np.mean(losses[rate]))
        table[name] = best, losses[best]
    return table

# %% exercise="fair_race" expect="wrong" says="a nan that won"
def fair_race(train, names, rates, seeds):
    table = {}
    for name in names:
        losses = {rate: [float(np.nan_to_num(train(name, rate, seed), nan=0.0)) for seed in seeds] for rate in rates}
        best = min(rates, key=lambda rate: np.median(losses[rate]))
        table[name] = best, losses[best]
    return table

# %% exercise="fair_race" expect="wrong" says="the median alone"
def fair_race(train, names, rates, seeds):
    table = {}
    for name in names:
        losses = {rate: [train(name, rate, seed) for seed in seeds] for rate in rates}
        best = min(rates, key=lambda rate: np.median(losses[rate]))
        table[name] = best, [np.median(losses[best])]
    return table

# %% exercise="fair_race" expect="wrong" says="keep the order of the seeds"
def fair_race(train, names, rates, seeds):
    table = {}
    for name in names:
        losses = {rate: sorted(train(name, rate, seed) for seed in seeds) for rate in rates}
        best = min(rates, key=lambda rate: np.median(losses[rate]))
        table[name] = best, losses[best]
    return table

# %% exercise="fair_race" expect="wrong" says="each rate with each seed"
def fair_race(train, names, rates, seeds):
    table = {}
    for name in names:
        losses = lambda rate: [float(np.nan_to_num(train(name, rate, seed), nan=np.inf)) for seed in seeds]
        best = min(rates, key=lambda rate: np.median(losses(rate)))
        table[name] = best, losses(best)
    return table

# %% exercise="RangeTest" expect="right"
class RangeTest(keras.callbacks.Callback):
    def __init__(self, lowest=1e-4, highest=10.0, batches=100):
        super().__init__()
        self.plan = np.geomspace(lowest, highest, batches)
        self.rates, self.losses, self.seen = [], [], 0

    def on_train_begin(self, logs=None):
        self.kept = [w.copy() for w in self.model.get_weights()]
        self.old = np.array(self.model.optimizer.learning_rate)

    def on_epoch_begin(self, epoch, logs=None):
        self.total, self.in_epoch = 0.0, 0

    def on_train_batch_begin(self, batch, logs=None):
        self.model.optimizer.learning_rate.assign(self.plan[len(self.rates)])
        self.rates.append(self.plan[len(self.rates)])

    def on_train_batch_end(self, batch, logs=None):
        self.in_epoch += 1
        total = logs["loss"] * self.in_epoch
        self.losses.append(total - self.total)
        self.total = total
        if np.isnan(logs["loss"]) or len(self.rates) >= len(self.plan):
            self.model.stop_training = True

    def on_train_end(self, logs=None):
        self.model.set_weights(self.kept)
        self.model.optimizer.learning_rate.assign(self.old)

# %% exercise="RangeTest" expect="right"
class RangeTest(keras.callbacks.Callback):
    def __init__(self, lowest=1e-4, highest=10.0, batches=100):
        super().__init__()
        self.lowest, self.highest, self.batches, self.rates, self.losses = lowest, highest, batches, [], []
        self.factor = (highest / lowest) ** (1 / (batches - 1))

    def on_train_begin(self, logs=None):
        self.before = self.model.get_weights(), float(self.model.optimizer.learning_rate)
        self.next = self.lowest

    def on_train_batch_begin(self, batch, logs=None):
        self.model.reset_metrics()
        self.model.optimizer.learning_rate = self.next

    def on_train_batch_end(self, batch, logs=None):
        self.rates.append(self.next)
        self.losses.append(logs["loss"])
        self.next *= self.factor
        self.model.stop_training = len(self.losses) == self.batches or not np.isfinite(logs["loss"])

    def on_train_end(self, logs=None):
        self.model.set_weights(self.before[0])
        self.model.optimizer.learning_rate = self.before[1]

# %% exercise="RangeTest" expect="wrong" says="Keras's running mean"
class RangeTest(keras.callbacks.Callback):
    def __init__(self, lowest=1e-4, highest=10.0, batches=100):
        super().__init__()
        self.lowest, self.highest, self.batches, self.rates, self.losses = lowest, highest, batches, [], []

    def on_train_begin(self, logs=None):
        self.before = self.model.get_weights(), float(self.model.optimizer.learning_rate)

    def on_train_batch_begin(self, batch, logs=None):
        self.rates.append(self.lowest * (self.highest / self.lowest) ** (len(self.rates) / (self.batches - 1)))
        self.model.optimizer.learning_rate = self.rates[-1]

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])
        self.model.stop_training = len(self.losses) == self.batches or not np.isfinite(logs["loss"])

    def on_train_end(self, logs=None):
        self.model.set_weights(self.before[0])
        self.model.optimizer.learning_rate = self.before[1]

# %% exercise="RangeTest" expect="wrong" says="weights that were not put back"
class RangeTest(keras.callbacks.Callback):
    def __init__(self, lowest=1e-4, highest=10.0, batches=100):
        super().__init__()
        self.lowest, self.highest, self.batches, self.rates, self.losses = lowest, highest, batches, [], []

    def on_train_begin(self, logs=None):
        self.rate = float(self.model.optimizer.learning_rate)

    def on_train_batch_begin(self, batch, logs=None):
        self.model.reset_metrics()
        self.rates.append(self.lowest * (self.highest / self.lowest) ** (len(self.rates) / (self.batches - 1)))
        self.model.optimizer.learning_rate = self.rates[-1]

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])
        self.model.stop_training = len(self.losses) == self.batches or not np.isfinite(logs["loss"])

    def on_train_end(self, logs=None):
        self.model.optimizer.learning_rate = self.rate

# %% exercise="RangeTest" expect="wrong" says="the last rate of the test"
class RangeTest(keras.callbacks.Callback):
    def __init__(self, lowest=1e-4, highest=10.0, batches=100):
        super().__init__()
        self.lowest, self.highest, self.batches, self.rates, self.losses = lowest, highest, batches, [], []

    def on_train_begin(self, logs=None):
        self.before = self.model.get_weights()

    def on_train_batch_begin(self, batch, logs=None):
        self.model.reset_metrics()
        self.rates.append(self.lowest * (self.highest / self.lowest) ** (len(self.rates) / (self.batches - 1)))
        self.model.optimizer.learning_rate = self.rates[-1]

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])
        self.model.stop_training = len(self.losses) == self.batches or not np.isfinite(logs["loss"])

    def on_train_end(self, logs=None):
        self.model.set_weights(self.before)

# %% exercise="RangeTest" expect="wrong" says="a loss that is nan"
class RangeTest(keras.callbacks.Callback):
    def __init__(self, lowest=1e-4, highest=10.0, batches=100):
        super().__init__()
        self.lowest, self.highest, self.batches, self.rates, self.losses = lowest, highest, batches, [], []

    def on_train_begin(self, logs=None):
        self.before = self.model.get_weights(), float(self.model.optimizer.learning_rate)

    def on_train_batch_begin(self, batch, logs=None):
        self.model.reset_metrics()
        self.rates.append(self.lowest * (self.highest / self.lowest) ** (len(self.rates) / (self.batches - 1)))
        self.model.optimizer.learning_rate = self.rates[-1]

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])
        self.model.stop_training = len(self.losses) == self.batches

    def on_train_end(self, logs=None):
        self.model.set_weights(self.before[0])
        self.model.optimizer.learning_rate = self.before[1]

# %% exercise="RangeTest" expect="wrong" says="equal steps, not equal factors"
class RangeTest(keras.callbacks.Callback):
    def __init__(self, lowest=1e-4, highest=10.0, batches=100):
        super().__init__()
        self.lowest, self.highest, self.batches, self.rates, self.losses = lowest, highest, batches, [], []

    def on_train_begin(self, logs=None):
        self.before = self.model.get_weights(), float(self.model.optimizer.learning_rate)

    def on_train_batch_begin(self, batch, logs=None):
        self.model.reset_metrics()
        self.rates.append(self.lowest + (self.highest - self.lowest) * len(self.rates) / (self.batches - 1))
        self.model.optimizer.learning_rate = self.rates[-1]

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])
        self.model.stop_training = len(self.losses) == self.batches or not np.isfinite(logs["loss"])

    def on_train_end(self, logs=None):
        self.model.set_weights(self.before[0])
        self.model.optimizer.learning_rate = self.before[1]

# %% exercise="RangeTest" expect="wrong" says="the last rate must be"
class RangeTest(keras.callbacks.Callback):
    def __init__(self, lowest=1e-4, highest=10.0, batches=100):
        super().__init__()
        self.lowest, self.highest, self.batches, self.rates, self.losses = lowest, highest, batches, [], []

    def on_train_begin(self, logs=None):
        self.before = self.model.get_weights(), float(self.model.optimizer.learning_rate)

    def on_train_batch_begin(self, batch, logs=None):
        self.model.reset_metrics()
        self.rates.append(self.lowest * (self.highest / self.lowest) ** (len(self.rates) / self.batches))
        self.model.optimizer.learning_rate = self.rates[-1]

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])
        self.model.stop_training = len(self.losses) == self.batches or not np.isfinite(logs["loss"])

    def on_train_end(self, logs=None):
        self.model.set_weights(self.before[0])
        self.model.optimizer.learning_rate = self.before[1]

# %% exercise="RangeTest" expect="wrong" says="the optimizer used other rates"
class RangeTest(keras.callbacks.Callback):
    def __init__(self, lowest=1e-4, highest=10.0, batches=100):
        super().__init__()
        self.lowest, self.highest, self.batches, self.rates, self.losses = lowest, highest, batches, [], []

    def on_train_begin(self, logs=None):
        self.before = self.model.get_weights()

    def on_train_batch_begin(self, batch, logs=None):
        self.model.reset_metrics()
        self.rates.append(self.lowest * (self.highest / self.lowest) ** (len(self.rates) / (self.batches - 1)))
        self.model.learning_rate = self.rates[-1]

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])
        self.model.stop_training = len(self.losses) == self.batches or not np.isfinite(logs["loss"])

    def on_train_end(self, logs=None):
        self.model.set_weights(self.before)

# %% exercise="suggest_rate" expect="right"
def suggest_rate(rates, losses):
    means = [np.mean(losses[max(0, i - 2) : i + 3]) for i in range(len(losses))]
    means = [np.inf if np.isnan(mean) else mean for mean in means]
    return 0.1 * rates[means.index(min(means))]

# %% exercise="suggest_rate" expect="right"
def suggest_rate(rates, losses):
    smooth, best = np.nan_to_num(np.asarray(losses), nan=1e9), 3
    for i in range(3, len(rates) - 3):
        if smooth[i - 3 : i + 4].mean() < smooth[best - 3 : best + 4].mean():
            best = i
    return np.array([rates[best] / 10])

# %% exercise="suggest_rate" expect="wrong" says="take a tenth of it"
def suggest_rate(rates, losses):
    return rates[int(np.nanargmin(losses))]

# %% exercise="suggest_rate" expect="wrong" says="the index, not the rate"
def suggest_rate(rates, losses):
    return int(np.nanargmin(losses))

# %% exercise="suggest_rate" expect="wrong" says="the smallest loss, not its rate"
def suggest_rate(rates, losses):
    return np.nanmin(losses)

# %% exercise="suggest_rate" expect="wrong" says="the largest rate"
def suggest_rate(rates, losses):
    return max(rates) / 10

# %% exercise="suggest_rate" expect="wrong" says="within a factor of 3"
def suggest_rate(rates, losses):
    return rates[int(np.argmin(losses))] / 10

# %% exercise="schedules" expect="right"
def cosine(step, total, peak):
    return peak * np.cos(np.pi / 2 * step / (total - 1)) ** 2


def warm_up(step, total, peak, warm):
    rise = peak * (step + 1) / warm if warm else np.inf
    fall = peak * 0.5 * (1 + np.cos(np.pi * (step - (warm - 1)) / (total - 1 - (warm - 1))))
    return rise if step < warm else fall


def one_cycle(step, total, peak):
    last, top = total - 1, 0.3 * (total - 1)
    if step <= top:
        return peak / 25 + (peak - peak / 25) * step / top
    return peak * (last - step) / (last - top)

# %% exercise="schedules" expect="right"
def cosine(step, total, peak):
    import math

    progress = step / (total - 1)
    return peak * (1 + math.cos(math.pi * progress)) / 2


def warm_up(step, total, peak, warm):
    if step + 1 <= warm:
        return (step + 1) * (peak / warm)
    return cosine(step + 1 - warm, total - warm + 1, peak)


def one_cycle(step, total, peak):
    share = step / (total - 1)
    return peak * min(0.04 + 0.96 * share / 0.3, (1 - share) / 0.7)

# %% exercise="schedules" expect="wrong" says="step / total, off by one"
def cosine(step, total, peak):
    return peak / 2 * (1 + np.cos(np.pi * step / total))


def warm_up(step, total, peak, warm):
    if step < warm:
        return peak * (step + 1) / warm
    return peak / 2 * (1 + np.cos(np.pi * (step + 1 - warm) / (total - warm)))


def one_cycle(step, total, peak):
    return np.interp(step, [0, 0.3 * (total - 1), total - 1], [peak / 25, peak, 0])

# %% exercise="schedules" expect="wrong" says="the first step would stand still"
def cosine(step, total, peak):
    return peak / 2 * (1 + np.cos(np.pi * step / (total - 1)))


def warm_up(step, total, peak, warm):
    if step < warm:
        return peak * step / warm
    return peak / 2 * (1 + np.cos(np.pi * (step + 1 - warm) / (total - warm)))


def one_cycle(step, total, peak):
    return np.interp(step, [0, 0.3 * (total - 1), total - 1], [peak / 25, peak, 0])

# %% exercise="schedules" expect="wrong" says="a cosine over all steps"
def cosine(step, total, peak):
    return peak / 2 * (1 + np.cos(np.pi * step / (total - 1)))


def warm_up(step, total, peak, warm):
    return peak * (step + 1) / warm if step < warm else cosine(step, total, peak)


def one_cycle(step, total, peak):
    return np.interp(step, [0, 0.3 * (total - 1), total - 1], [peak / 25, peak, 0])

# %% exercise="schedules" expect="wrong" says="progress off by one"
def cosine(step, total, peak):
    return peak / 2 * (1 + np.cos(np.pi * step / (total - 1)))


def warm_up(step, total, peak, warm):
    if step < warm:
        return peak * (step + 1) / warm
    return peak / 2 * (1 + np.cos(np.pi * (step - warm) / (total - warm)))


def one_cycle(step, total, peak):
    return np.interp(step, [0, 0.3 * (total - 1), total - 1], [peak / 25, peak, 0])

# %% exercise="schedules" expect="wrong" says="an end value of peak / 25"
def cosine(step, total, peak):
    return peak / 2 * (1 + np.cos(np.pi * step / (total - 1)))


def warm_up(step, total, peak, warm):
    if step < warm:
        return peak * (step + 1) / warm
    return peak / 2 * (1 + np.cos(np.pi * (step + 1 - warm) / (total - warm)))


def one_cycle(step, total, peak):
    return np.interp(step, [0, 0.3 * (total - 1), total - 1], [peak / 25, peak, peak / 25])

# %% exercise="schedules" expect="wrong" says="a start at 0, not at peak / 25"
def cosine(step, total, peak):
    return peak / 2 * (1 + np.cos(np.pi * step / (total - 1)))


def warm_up(step, total, peak, warm):
    if step < warm:
        return peak * (step + 1) / warm
    return peak / 2 * (1 + np.cos(np.pi * (step + 1 - warm) / (total - warm)))


def one_cycle(step, total, peak):
    return np.interp(step, [0, 0.3 * (total - 1), total - 1], [0, peak, 0])

# %% exercise="schedules" expect="wrong" says="a whole wave"
def cosine(step, total, peak):
    return peak / 2 * (1 + np.cos(2 * np.pi * step / (total - 1)))


def warm_up(step, total, peak, warm):
    if step < warm:
        return peak * (step + 1) / warm
    return peak / 2 * (1 + np.cos(np.pi * (step + 1 - warm) / (total - warm)))


def one_cycle(step, total, peak):
    return np.interp(step, [0, 0.3 * (total - 1), total - 1], [peak / 25, peak, 0])

# %% exercise="adam_l2" expect="right"
def adam_l2(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    sums = []
    for w, g in zip(params, grads):
        sums.append(np.add(g, np.multiply(weight_decay, w)))
    return stand_in("adam")(params, sums, state, learning_rate, **others)

# %% exercise="adam_l2" expect="right"
def adam_l2(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    import tensorflow as tf

    variables = [tf.Variable(w) for w in params]
    with tf.GradientTape() as tape:
        penalty = sum(weight_decay / 2 * tf.reduce_sum(w**2) for w in variables)
    extra = [slope.numpy() for slope in tape.gradient(penalty, variables)]
    return adam(params, [g + more for g, more in zip(grads, extra)], state, learning_rate=learning_rate, **others)

# %% exercise="adam_l2" expect="wrong" says="AdamW: here the decay goes into the gradient"
def adam_l2(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    shrunk = [w - learning_rate * weight_decay * w for w in params]
    return adam(shrunk, grads, state, learning_rate=learning_rate, **others)

# %% exercise="adam_l2" expect="wrong" says="plain Adam, without L2"
def adam_l2(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    return adam(params, grads, state, learning_rate=learning_rate, **others)

# %% exercise="adam_l2" expect="wrong" says="twice λ w"
def adam_l2(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    return adam(params, [g + 2 * weight_decay * w for w, g in zip(params, grads)], state, learning_rate=learning_rate, **others)

# %% exercise="adam_l2" expect="wrong" says="drawn away from 0"
def adam_l2(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    return adam(params, [g - weight_decay * w for w, g in zip(params, grads)], state, learning_rate=learning_rate, **others)

# %% exercise="adam_l2" expect="wrong" says="the gradient takes λ w"
def adam_l2(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    sums = [g + learning_rate * weight_decay * w for w, g in zip(params, grads)]
    return adam(params, sums, state, learning_rate=learning_rate, **others)

# %% exercise="prediction_decay" expect="right"
prediction_decay = "large"

# %% exercise="prediction_decay" expect="right"
prediction_decay = " BOTH "

# %% exercise="prediction_decay" expect="wrong" says="prediction_decay"
prediction_decay = "AdamW"

# %% exercise="prediction_decay" expect="wrong" says="prediction_decay"
prediction_decay = 10

# %% exercise="prediction_decay" expect="wrong" says="prediction_decay"
prediction_decay = None

# %% exercise="prediction_decay" expect="wrong" says="prediction_decay"
prediction_decay = ["large", "small"]

# %% exercise="largest_curvature" expect="right"
def largest_curvature(gradient, w, rounds=100, step=1e-4):
    H = np.array([(gradient(w + step * e) - gradient(w - step * e)) / (2 * step) for e in np.eye(len(w))])
    values = np.linalg.eigvalsh((H + H.T) / 2)
    return values[np.argmax(np.abs(values))]

# %% exercise="largest_curvature" expect="right"
def largest_curvature(gradient, w, rounds=100, step=1e-4):
    u = np.ones(len(w)) + 0.1 * np.arange(len(w))
    times = lambda u: (gradient(w + step * u) - gradient(w - step * u)) / (2 * step)
    for _ in range(rounds):
        u = times(u / np.sqrt(u @ u))
    u = u / np.sqrt(u @ u)
    return float(u @ times(u))

# %% exercise="largest_curvature" expect="wrong" says="over 2h"
def largest_curvature(gradient, w, rounds=100, step=1e-4):
    u = np.random.default_rng(0).normal(size=len(w))
    for _ in range(rounds):
        u = u / np.linalg.norm(u)
        Hu = (gradient(w + step * u) - gradient(w)) / (2 * step)
        curvature, u = u @ Hu, Hu
    return curvature

# %% exercise="largest_curvature" expect="wrong" says="a difference over h"
def largest_curvature(gradient, w, rounds=100, step=1e-4):
    u = np.random.default_rng(0).normal(size=len(w))
    for _ in range(rounds):
        u = u / np.linalg.norm(u)
        Hu = (gradient(w + step * u) - gradient(w - step * u)) / step
        curvature, u = u @ Hu, Hu
    return curvature

# %% exercise="largest_curvature" expect="wrong" says="the limit, not the curvature"
def largest_curvature(gradient, w, rounds=100, step=1e-4):
    H = np.array([(gradient(w + step * e) - gradient(w - step * e)) / (2 * step) for e in np.eye(len(w))])
    return 2 / np.max(np.linalg.eigvalsh(H))

# %% exercise="largest_curvature" expect="wrong" says="the trace"
def largest_curvature(gradient, w, rounds=100, step=1e-4):
    return sum((gradient(w + step * e) - gradient(w - step * e))[i] / (2 * step) for i, e in enumerate(np.eye(len(w))))
