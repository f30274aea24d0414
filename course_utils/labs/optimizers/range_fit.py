"""A line that Keras fits while a callback looks on, on the student's side; plain numbers come back."""

BATCH, RATE, START = 8, 0.0125, (0.5, -1.0)  # the rate at which the optimizer stands before the fit


def fit_line(spec):
    """Fit y = w x + b by plain SGD in batches of 8, in the order of the rows.

    Args:
        spec: `X` and `y` of shape (n, 1), `epochs`, and `callbacks`, a list of Keras callbacks.

    Returns:
        A dict: `steps` (that the optimizer took), `weights_at_the_end` (after the last batch), `weights` and `rate`
        (after the fit). Nothing was written down on the way: how the fit went must show in its weights.
    """
    import keras
    import numpy as np

    class Watch(keras.callbacks.Callback):
        def on_train_end(self, logs=None):
            seen["weights_at_the_end"] = numbers(self.model)

    seen = {"weights_at_the_end": None}
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.set_weights([np.array([[START[0]]]), np.array([START[1]])])
    model.compile(optimizer=keras.optimizers.SGD(RATE), loss="mse", run_eagerly=True)
    callbacks = [Watch(), *spec["callbacks"]]
    options = {"batch_size": BATCH, "shuffle": False, "verbose": 0, "epochs": spec["epochs"], "callbacks": callbacks}
    model.fit(np.asarray(spec["X"]), np.asarray(spec["y"]), **options)
    rate = float(model.optimizer.learning_rate)
    return {**seen, "steps": int(model.optimizer.iterations), "weights": numbers(model), "rate": rate}


def numbers(model):
    """Weight and bias of the line, as two floats."""
    return [float(array.ravel()[0]) for array in model.get_weights()]
