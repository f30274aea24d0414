# Answers to lab 03, as students write them: each cell takes the place of one exercise's solution.

# %% exercise="warm_up" expect="right"
state = np.array([2.0, -1.0]) @ np.array([3.0, 4.0]) + 1
relu_value = max(0, -3)
shape_of_product = (np.ones((5, 2)) @ np.ones((2, 3))).shape
layers_left = 1

# %% exercise="warm_up" expect="right"
state = 3.0
relu_value = np.float32(0.0)
shape_of_product = [5, 3]
layers_left = np.array(1)

# %% exercise="warm_up" expect="wrong" says="a lost bias"
state = 2
relu_value = 0
shape_of_product = (5, 3)
layers_left = 1

# %% exercise="warm_up" expect="wrong" says="a lost minus sign"
state = 11
relu_value = 0
shape_of_product = (5, 3)
layers_left = 1

# %% exercise="warm_up" expect="wrong" says="the absolute value"
state = 3
relu_value = 3
shape_of_product = (5, 3)
layers_left = 1

# %% exercise="warm_up" expect="wrong" says="the inner 2 and 2 meet"
state = 3
relu_value = 0
shape_of_product = (2, 2)
layers_left = 1

# %% exercise="warm_up" expect="wrong" says="no folding"
state = 3
relu_value = 0
shape_of_product = (5, 3)
layers_left = 5

# %% exercise="dense" expect="right"
def dense(X, W, b, activation):
    Z = np.zeros((len(X), W.shape[1]))
    for i, x in enumerate(X):
        for j in range(W.shape[1]):
            Z[i, j] = np.dot(x, W[:, j]) + np.ravel(b)[j]
    return activation(Z)

# %% exercise="dense" expect="right"
def dense(X, W, b, activation):
    import tensorflow as tf

    return activation(tf.matmul(X, W).numpy() + b)

# %% exercise="dense" expect="right"
def dense(X, W, b, activation):
    ones = np.ones((len(X), 1))
    return activation(np.hstack([X, ones]) @ np.vstack([W, np.reshape(b, (1, -1))]))

# %% exercise="dense" expect="wrong" says="W was transposed"
def dense(X, W, b, activation):
    return activation(X @ W.T + b)

# %% exercise="dense" expect="wrong" says="the bias was left out"
def dense(X, W, b, activation):
    return activation(X @ W)

# %% exercise="dense" expect="wrong" says="added after the activation"
def dense(X, W, b, activation):
    return activation(X @ W) + b

# %% exercise="dense" expect="wrong" says="the activation was not applied"
def dense(X, W, b, activation):
    return X @ W + b

# %% exercise="dense" expect="wrong" says="ReLU, not the activation given"
def dense(X, W, b, activation):
    return np.maximum(X @ W + b, 0)

# %% exercise="dense" expect="wrong" says="lost its axis"
def dense(X, W, b, activation):
    return np.squeeze(activation(X @ W + b))

# %% exercise="dense" expect="wrong" says="cannot use a b of shape (1, 2)"
def dense(X, W, b, activation):
    return activation(X @ W + b.reshape(len(b)))

# %% exercise="dense" expect="wrong" says="changed in place"
def dense(X, W, b, activation):
    b *= 1.5
    return activation(X @ W + b / 1.5)

# %% exercise="dense" expect="wrong" says="returned nothing"
def dense(X, W, b, activation):
    activation(X @ W + b)

# %% exercise="MyDense" expect="right"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer="random_normal", name="kernel")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")

    def call(self, inputs):
        return self.activation(keras.ops.matmul(inputs, self.kernel) + self.bias)

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units, "activation": keras.activations.serialize(self.activation)})
        return config

# %% exercise="MyDense" expect="right"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        import tensorflow as tf

        self.W = self.add_weight(name="W", shape=(int(input_shape[-1]), self.units), initializer="he_normal")
        self.b = self.add_weight(name="b", shape=(self.units,), initializer="zeros")
        super().build(input_shape)

    def call(self, inputs):
        import tensorflow as tf

        z = tf.matmul(inputs, self.W) + self.b
        if self.activation is None:
            return z
        return keras.layers.Activation(self.activation)(z)

    def get_config(self):
        return dict(super().get_config(), units=self.units, activation=self.activation)

# %% exercise="MyDense" expect="wrong" says="received 0: make each in `build`"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        self.W = np.random.normal(size=(input_shape[-1], self.units)).astype("float32")
        self.b = np.zeros(self.units, "float32")

    def call(self, inputs):
        return keras.activations.get(self.activation)(inputs @ self.W + self.b)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}

# %% exercise="MyDense" expect="wrong" says="make the weights once, in `build`"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def call(self, inputs):
        self.W = self.add_weight(shape=(inputs.shape[-1], self.units), initializer="glorot_uniform", name="W")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")
        return keras.activations.get(self.activation)(inputs @ self.W + self.b)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}

# %% exercise="MyDense" expect="wrong" says="received 0: make each"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        self.W = self.add_weight(shape=(input_shape[-1], self.units), name="W", trainable=False)
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b", trainable=False)

    def call(self, inputs):
        return keras.activations.get(self.activation)(inputs @ self.W + self.b)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}

# %% exercise="MyDense" expect="wrong" says="received 1: make each"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        self.W = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform", name="W")

    def call(self, inputs):
        return keras.activations.get(self.activation)(inputs @ self.W)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}

# %% exercise="MyDense" expect="wrong" says="b was made before W"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")
        self.W = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform", name="W")

    def call(self, inputs):
        return keras.activations.get(self.activation)(inputs @ self.W + self.b)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}

# %% exercise="MyDense" expect="wrong" says="W was transposed"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        self.W = self.add_weight(shape=(self.units, input_shape[-1]), initializer="glorot_uniform", name="W")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    def call(self, inputs):
        return keras.activations.get(self.activation)(inputs @ keras.ops.transpose(self.W) + self.b)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}

# %% exercise="MyDense" expect="wrong" says="the activation was left out"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        self.W = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform", name="W")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    def call(self, inputs):
        return inputs @ self.W + self.b

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}

# %% exercise="MyDense" expect="wrong" says="get_config() lacks 'units'"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        self.W = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform", name="W")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    def call(self, inputs):
        return keras.activations.get(self.activation)(inputs @ self.W + self.b)

    def get_config(self):
        return super().get_config()

# %% exercise="MyDense" expect="wrong" says="get_config() lacks 'activation'"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        self.W = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform", name="W")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    def call(self, inputs):
        return keras.activations.get(self.activation)(inputs @ self.W + self.b)

    def get_config(self):
        return {**super().get_config(), "units": self.units}

# %% exercise="MyDense" expect="wrong" says="get_config() lacks 'name'"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        self.W = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform", name="W")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    def call(self, inputs):
        return keras.activations.get(self.activation)(inputs @ self.W + self.b)

    def get_config(self):
        return {"units": self.units, "activation": self.activation}

# %% exercise="MyDense" expect="wrong" says="the activation was lost on the way"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        self.W = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform", name="W")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    def call(self, inputs):
        return keras.activations.get(self.activation)(inputs @ self.W + self.b)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": None}

# %% exercise="MyDense" expect="wrong" says="W starts with equal neurons"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        self.W = self.add_weight(shape=(input_shape[-1], self.units), initializer="zeros", name="W")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    def call(self, inputs):
        return keras.activations.get(self.activation)(inputs @ self.W + self.b)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}

# %% exercise="MyDense" expect="wrong" says="make the weights once, in `build`"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        self.W = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform", name="W")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    def call(self, inputs):
        self.build(inputs.shape)
        return keras.activations.get(self.activation)(inputs @ self.W + self.b)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}

# %% exercise="MyDense" expect="wrong" says="a second call gives other outputs"
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation, self.calls = units, activation, 0

    def build(self, input_shape):
        self.W = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform", name="W")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    def call(self, inputs):
        z = inputs @ self.W + self.b
        self.W.assign(self.W + 0.001)
        return keras.activations.get(self.activation)(z)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}

# %% exercise="mlp_forward" expect="right"
def mlp_forward(params, X, activation=relu):
    H = X
    for number, (W, b) in enumerate(params, start=1):
        H = H @ W + b
        if number < len(params):
            H = activation(H)
    return H

# %% exercise="mlp_forward" expect="right"
def mlp_forward(params, X, activation=relu):
    (W, b), *rest = params
    Z = np.dot(X, W) + b
    return mlp_forward(rest, activation(Z), activation) if rest else Z

# %% exercise="mlp_forward" expect="right"
def mlp_forward(params, X, activation=relu):
    import tensorflow as tf

    H = X
    for W, b in params[:-1]:
        H = activation(tf.matmul(H, W).numpy() + b)
    return tf.matmul(H, params[-1][0]) + params[-1][1]

# %% exercise="mlp_forward" expect="wrong" says="an activation behind the last layer"
def mlp_forward(params, X, activation=relu):
    for W, b in params:
        X = activation(X @ W + b)
    return X

# %% exercise="mlp_forward" expect="wrong" says="no activation between the layers"
def mlp_forward(params, X, activation=relu):
    for W, b in params:
        X = X @ W + b
    return X

# %% exercise="mlp_forward" expect="wrong" says="do not pop from it"
def mlp_forward(params, X, activation=relu):
    W_last, b_last = params.pop()
    for W, b in params:
        X = activation(X @ W + b)
    return X @ W_last + b_last

# %% exercise="mlp_forward" expect="wrong" says="ReLU where another activation was given"
def mlp_forward(params, X, activation=relu):
    for W, b in params[:-1]:
        X = relu(X @ W + b)
    return X @ params[-1][0] + params[-1][1]

# %% exercise="mlp_forward" expect="wrong" says="the last bias was left out"
def mlp_forward(params, X, activation=relu):
    for W, b in params[:-1]:
        X = activation(X @ W + b)
    return X @ params[-1][0]

# %% exercise="mlp_forward" expect="wrong" says="the biases were left out"
def mlp_forward(params, X, activation=relu):
    for W, b in params[:-1]:
        X = activation(X @ W)
    return X @ params[-1][0]

# %% exercise="mlp_forward" expect="wrong" says="a layer was left out"
def mlp_forward(params, X, activation=relu):
    W, b = params[0]
    H = activation(X @ W + b)
    W, b = params[-1]
    return H @ W + b

# %% exercise="mlp_forward" expect="wrong" says="W of layer 1 was changed in place"
def mlp_forward(params, X, activation=relu):
    for W, b in params[:-1]:
        W *= 1.0000001
        X = activation(X @ W + b)
    return X @ params[-1][0] + params[-1][1]

# %% exercise="plan" expect="right"
weight_shapes = [[4, 8], [8, 8], [8, 3]]
parameters = 4 * 8 + 8 + 8 * 8 + 8 + 8 * 3 + 3

# %% exercise="plan" expect="right"
weight_shapes = ((4, 8), (8, 8), (8, 3))
parameters = 139.0

# %% exercise="plan" expect="wrong" says="weight_shapes looks transposed"
weight_shapes = [(8, 4), (8, 8), (3, 8)]
parameters = 139

# %% exercise="plan" expect="wrong" says="each W goes from one layer to the next"
weight_shapes = [(4, 8), (8, 3)]
parameters = 139

# %% exercise="plan" expect="wrong" says="weights without biases"
weight_shapes = [(4, 8), (8, 8), (8, 3)]
parameters = 120

# %% exercise="plan" expect="wrong" says="one bias per layer"
weight_shapes = [(4, 8), (8, 8), (8, 3)]
parameters = 123

# %% exercise="plan" expect="wrong" says="biases for the inputs too"
weight_shapes = [(4, 8), (8, 8), (8, 3)]
parameters = 143

# %% exercise="count_parameters" expect="right"
def count_parameters(sizes, use_bias=True):
    total = 0
    for layer in range(len(sizes) - 1):
        total += (sizes[layer] + (1 if use_bias else 0)) * sizes[layer + 1]
    return total

# %% exercise="count_parameters" expect="right"
def count_parameters(sizes, use_bias=True):
    sizes = np.array(sizes)
    weights = sizes[:-1] @ sizes[1:]
    return weights + sizes[1:].sum() if use_bias else weights

# %% exercise="count_parameters" expect="right"
def count_parameters(sizes, use_bias=True):
    layers = [keras.layers.Dense(units, use_bias=use_bias) for units in sizes[1:]]
    return keras.Sequential([keras.Input((sizes[0],)), *layers]).count_params()

# %% exercise="count_parameters" expect="wrong" says="weights without biases"
def count_parameters(sizes, use_bias=True):
    return sum(d * units for d, units in zip(sizes, sizes[1:]))

# %% exercise="count_parameters" expect="wrong" says="biases that were counted although there are none"
def count_parameters(sizes, use_bias=True):
    return sum(d * units + units for d, units in zip(sizes, sizes[1:]))

# %% exercise="count_parameters" expect="wrong" says="one bias per layer"
def count_parameters(sizes, use_bias=True):
    return sum(d * units + use_bias for d, units in zip(sizes, sizes[1:]))

# %% exercise="count_parameters" expect="wrong" says="biases for the inputs too"
def count_parameters(sizes, use_bias=True):
    return sum(d * units for d, units in zip(sizes, sizes[1:])) + sum(sizes) * use_bias

# %% exercise="count_parameters" expect="wrong" says="a forgotten last layer"
def count_parameters(sizes, use_bias=True):
    return sum(d * units + units * use_bias for d, units in zip(sizes, sizes[1:-1]))

# %% exercise="pass_probability" expect="right"
def pass_probability(params, X):
    (W1, b1), (W2, b2) = params
    z = np.maximum(X @ W1 + b1, 0) @ W2 + b2
    return 1 / (1 + np.exp(-z[:, 0]))

# %% exercise="pass_probability" expect="right"
def pass_probability(params, X):
    import tensorflow as tf

    return tf.squeeze(tf.math.sigmoid(stand_in("mlp_forward")(params, X)), axis=1)

# %% exercise="pass_probability" expect="wrong" says="without the sigmoid"
def pass_probability(params, X):
    return mlp_forward(params, X)[:, 0]

# %% exercise="pass_probability" expect="wrong" says="take its first column"
def pass_probability(params, X):
    return sigmoid(mlp_forward(params, X))

# %% exercise="pass_probability" expect="wrong" says="the chance to fail"
def pass_probability(params, X):
    return sigmoid(-mlp_forward(params, X))[:, 0]

# %% exercise="pass_probability" expect="wrong" says="a sigmoid in the hidden layer too"
def pass_probability(params, X):
    return sigmoid(mlp_forward(params, X, sigmoid))[:, 0]

# %% exercise="pass_probability" expect="wrong" says="a ReLU before the sigmoid"
def pass_probability(params, X):
    return sigmoid(relu(mlp_forward(params, X)))[:, 0]

# %% exercise="pass_probability" expect="wrong" says="the chance of the first student alone"
def pass_probability(params, X):
    return sigmoid(mlp_forward(params, X))[0]

# %% exercise="verdict" expect="right"
yes_count = int(np.sum(p > 0.5)) if "p" in globals() else 0
reason = "b"

# %% exercise="verdict" expect="right"
yes_count = np.sum(stand_in("pass_probability")(class_net, datasets.will_i_pass()[0]) > 0.5)
reason = " B "

# %% exercise="verdict" expect="wrong" says="the number of students who passed"
yes_count = 83
reason = "B"

# %% exercise="verdict" expect="wrong" says="the students to whom it says no"
yes_count = 120
reason = "B"

# %% exercise="verdict" expect="wrong" says="so width is not it"
yes_count = 0
reason = "A"

# %% exercise="verdict" expect="wrong" says="look around the star"
yes_count = 0
reason = "C"

# %% exercise="verdict" expect="wrong" says="expected reason to be"
yes_count = 0
reason = "untrained"

# %% exercise="three_ways" expect="right"
def sequential_net():
    model = keras.Sequential()
    model.add(keras.Input(shape=(2,)))
    model.add(keras.layers.Dense(3))
    model.add(keras.layers.Activation("relu"))
    model.add(keras.layers.Dense(1, "sigmoid"))
    return model


def functional_net():
    inputs = keras.layers.Input(shape=(2,))
    h = keras.layers.ReLU()(keras.layers.Dense(units=3)(inputs))
    outputs = keras.layers.Dense(units=1, activation=keras.activations.sigmoid)(h)
    return keras.models.Model(inputs=inputs, outputs=outputs, name="passing")


class PassNet(keras.Model):
    def __init__(self):
        super().__init__()
        self.stack = [keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1)]

    def call(self, inputs):
        for layer in self.stack:
            inputs = layer(inputs)
        return keras.ops.sigmoid(inputs)

# %% exercise="three_ways" expect="right"
def sequential_net():
    return keras.Sequential([keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])


def functional_net():
    import tensorflow as tf

    x = tf.keras.Input((2,))
    return tf.keras.Model([x], [tf.keras.layers.Dense(1, "sigmoid")(tf.keras.layers.Dense(3, "relu")(x))])


class PassNet(keras.Model):
    def __init__(self):
        super().__init__(name="pass_net")
        self.one = keras.layers.Dense(3, activation="relu")
        self.two = keras.layers.Dense(1, activation="sigmoid")

    def call(self, inputs, training=False):
        return self.two(self.one(inputs))

# %% exercise="three_ways" expect="wrong" says="the sigmoid at the end is missing"
def sequential_net():
    return keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1)])


def functional_net():
    inputs = keras.Input((2,))
    h = keras.layers.Dense(3, activation="relu")(inputs)
    return keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(h))


class PassNet(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(3, activation="relu")
        self.last = keras.layers.Dense(1, activation="sigmoid")

    def call(self, inputs):
        return self.last(self.hidden(inputs))

# %% exercise="three_ways" expect="wrong" says="functional_net: expected weights of shapes"
def sequential_net():
    hidden, last = keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1, activation="sigmoid")
    return keras.Sequential([keras.Input((2,)), hidden, last])


def functional_net():
    inputs = keras.Input((2,))
    h = keras.layers.Dense(3, activation="relu")(inputs)
    return keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(inputs))


class PassNet(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(3, activation="relu")
        self.last = keras.layers.Dense(1, activation="sigmoid")

    def call(self, inputs):
        return self.last(self.hidden(inputs))

# %% exercise="three_ways" expect="wrong" says="the ReLU is missing"
def sequential_net():
    hidden, last = keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1, activation="sigmoid")
    return keras.Sequential([keras.Input((2,)), hidden, last])


def functional_net():
    inputs = keras.Input((2,))
    h = keras.layers.Dense(3)(inputs)
    return keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(h))


class PassNet(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(3, activation="relu")
        self.last = keras.layers.Dense(1, activation="sigmoid")

    def call(self, inputs):
        return self.last(self.hidden(inputs))

# %% exercise="three_ways" expect="wrong" says="make its layers in __init__, not in call"
def sequential_net():
    hidden, last = keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1, activation="sigmoid")
    return keras.Sequential([keras.Input((2,)), hidden, last])


def functional_net():
    inputs = keras.Input((2,))
    h = keras.layers.Dense(3, activation="relu")(inputs)
    return keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(h))


class PassNet(keras.Model):
    def __init__(self):
        super().__init__()

    def call(self, inputs):
        h = keras.layers.Dense(3, activation="relu")(inputs)
        return keras.layers.Dense(1, activation="sigmoid")(h)

# %% exercise="three_ways" expect="wrong" says="two networks share their weights"
_hidden, _last = keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1, activation="sigmoid")


def sequential_net():
    return keras.Sequential([keras.Input((2,)), _hidden, _last])


def functional_net():
    inputs = keras.Input((2,))
    h = keras.layers.Dense(3, activation="relu")(inputs)
    return keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(h))


class PassNet(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(3, activation="relu")
        self.last = keras.layers.Dense(1, activation="sigmoid")

    def call(self, inputs):
        return self.last(self.hidden(inputs))

# %% exercise="three_ways" expect="wrong" says="functional_net: write it with keras.Model(inputs, outputs)"
def sequential_net():
    hidden, last = keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1, activation="sigmoid")
    return keras.Sequential([keras.Input((2,)), hidden, last])


def functional_net():
    return sequential_net()


class PassNet(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(3, activation="relu")
        self.last = keras.layers.Dense(1, activation="sigmoid")

    def call(self, inputs):
        return self.last(self.hidden(inputs))

# %% exercise="prediction_width" expect="right"
prediction_width = 2

# %% exercise="prediction_width" expect="right"
prediction_width = 8.0

# %% exercise="prediction_width" expect="wrong" says="expected prediction_width to be"
prediction_width = 12

# %% exercise="prediction_width" expect="wrong" says="expected prediction_width to be"
prediction_width = "many"

# %% exercise="prediction_width" expect="wrong" says="prediction_width"
prediction_width = None

# %% exercise="prediction_width" expect="wrong" says="expected prediction_width to be"
prediction_width = [16, 16]

# %% exercise="study" expect="right"
def study(accuracy, widths, depths, seeds):
    return [[np.median([accuracy([w] * d, s) for s in seeds]) for w in widths] for d in depths]

# %% exercise="study" expect="right"
def study(accuracy, widths, depths, seeds):
    runs = np.array([[[accuracy([w] * d, s) for w in widths] for d in depths] for s in seeds])
    return np.quantile(runs, 0.5, axis=0)

# %% exercise="study" expect="wrong" says="the mean over the seeds"
def study(accuracy, widths, depths, seeds):
    return [[np.mean([accuracy([w] * d, s) for s in seeds]) for w in widths] for d in depths]

# %% exercise="study" expect="wrong" says="the best seed"
def study(accuracy, widths, depths, seeds):
    return [[max(accuracy([w] * d, s) for s in seeds) for w in widths] for d in depths]

# %% exercise="study" expect="wrong" says="swapped"
def study(accuracy, widths, depths, seeds):
    return [[np.median([accuracy([w] * d, s) for s in seeds]) for d in depths] for w in widths]

# %% exercise="study" expect="wrong" says="one hidden layer at every depth"
def study(accuracy, widths, depths, seeds):
    return [[np.median([accuracy([w], s) for s in seeds]) for w in widths] for d in depths]

# %% exercise="study" expect="wrong" says="study with seeds 7, 9, 30"
def study(accuracy, widths, depths, seeds):
    return [[np.median([accuracy([w] * d, s) for s in range(3)]) for w in widths] for d in depths]

# %% exercise="my_hidden" expect="right"
my_hidden = (12, 12)

# %% exercise="my_hidden" expect="right"
my_hidden = np.array([24])

# %% exercise="my_hidden" expect="right"
my_hidden = [8, 8, 8]

# %% exercise="my_hidden" expect="wrong" says="at most 400 are allowed"
my_hidden = [32, 32]

# %% exercise="my_hidden" expect="wrong" says="in the median of three starts: 95 % are asked for"
my_hidden = [4]

# %% exercise="my_hidden" expect="wrong" says="in the median of three starts: 95 % are asked for"
my_hidden = [2, 2, 2, 2]

# %% exercise="my_hidden" expect="wrong" says="expected a list such as"
my_hidden = []

# %% exercise="prediction_speed" expect="right"
prediction_speed = 10

# %% exercise="prediction_speed" expect="right"
prediction_speed = 1000.0

# %% exercise="prediction_speed" expect="wrong" says="expected prediction_speed to be"
prediction_speed = 5

# %% exercise="prediction_speed" expect="wrong" says="expected prediction_speed to be"
prediction_speed = "fast"

# %% exercise="prediction_speed" expect="wrong" says="prediction_speed"
prediction_speed = ...

# %% exercise="prediction_speed" expect="wrong" says="expected prediction_speed to be"
prediction_speed = 0

# %% exercise="dense_by_loops" expect="right"
def dense_by_loops(X, W, b):
    return [[sum(x * w for x, w in zip(row, column)) + bias for column, bias in zip(W.T, b)] for row in X]

# %% exercise="dense_by_loops" expect="right"
def dense_by_loops(X, W, b):
    Z = np.tile(b, (len(X), 1)).astype(float)
    for k in range(len(W)):
        for i in range(len(X)):
            for j in range(len(b)):
                Z[i][j] = Z[i][j] + X[i][k] * W[k][j]
    return Z

# %% exercise="dense_by_loops" expect="wrong" says="the bias was left out"
def dense_by_loops(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            for k in range(X.shape[1]):
                Z[i, j] += X[i, k] * W[k, j]
    return Z

# %% exercise="dense_by_loops" expect="wrong" says="added once for each input"
def dense_by_loops(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            for k in range(X.shape[1]):
                Z[i, j] += X[i, k] * W[k, j] + b[j]
    return Z

# %% exercise="dense_by_loops" expect="wrong" says="only the last product was kept, and no bias"
def dense_by_loops(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            Z[i, j] = b[j]
            for k in range(X.shape[1]):
                Z[i, j] = X[i, k] * W[k, j]
    return Z

# %% exercise="dense_by_loops" expect="wrong" says="the last input was left out"
def dense_by_loops(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            Z[i, j] = b[j]
            for k in range(X.shape[1] - 1):
                Z[i, j] += X[i, k] * W[k, j]
    return Z

# %% exercise="dense_by_loops" expect="wrong" says="X was changed in place"
def dense_by_loops(X, W, b):
    Z = X @ W + b
    X[:] = 0
    return Z
