"""What training steps are tried on: a linear model whose losses tell how often Python ran them.

It lives beside the student's code, and nothing in it is believed that is not a number on the check's own data.
"""

from contextlib import contextmanager

import numpy as np

MARK = 1024.0  # what each run of Python adds to the losses of a marked model; the losses themselves stay far below it


class LinearModel:
    """A linear model with a bias, its mean squared error, and a count of steps.

    Args:
        weights: The first weights, shape (d + 1,), the bias last.
        marked: Shall each loss tell how often Python has run `loss`? Then 1024 times that is added to it, which
            changes no gradient. A plan that TensorFlow traced once adds the same number ever after.
    """

    def __init__(self, weights, marked=False):
        import tensorflow as tf

        start = np.asarray(weights, dtype=np.float32)
        self.variables, self.count = [tf.Variable(start[:-1]), tf.Variable(start[-1])], tf.Variable(0)
        self.marked, self.runs = marked, 0

    def loss(self, variables, X, y):
        """The mean squared error, a scalar tensor."""
        import tensorflow as tf

        self.runs += 1
        w, b = variables
        return tf.reduce_mean((tf.linalg.matvec(X, w) + b - y) ** 2) + (MARK * self.runs if self.marked else 0.0)

    def step_of(self, make_step):
        """The student's step for this model: variables do not leave the process in which they are."""
        return make_step(self.loss, self.variables, self.count)

    def step(self, X, y, rate):
        """A step to compile: it moves the weights by the means of the batch, so that it answers no exercise."""
        import tensorflow as tf

        value = self.loss(self.variables, X, y)
        self.variables[0].assign_sub(rate * tf.reduce_mean(X, axis=0))
        self.variables[1].assign_sub(rate * tf.reduce_mean(y))
        return value

    def words_step(self, X, y, rate):
        """A step with an operation on text, which XLA cannot compile."""
        import tensorflow as tf

        return self.step(X, y, rate) + tf.strings.to_number(tf.strings.as_string(rate)) - rate

    def weights(self):
        """The weights as they are now, shape (d + 1,), the bias last."""
        return np.append(self.variables[0].numpy(), self.variables[1].numpy())

    def steps_taken(self):
        """The value of `count`."""
        return int(self.count)


@contextmanager
def quiet():
    """Keep TensorFlow's warning about many traces out of the notebook: here they are the subject."""
    import tensorflow as tf

    logger = tf.get_logger()
    level = logger.level
    logger.setLevel("ERROR")
    try:
        yield
    finally:
        logger.setLevel(level)
