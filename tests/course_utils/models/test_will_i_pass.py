"""The untrained network of *Will I pass this class?*"""

import numpy as np
import pytest

from course_utils import datasets
from course_utils.models import dense_net
from course_utils.models.will_i_pass import YOU, untrained_net


def chance(params, X):
    return dense_net.sigmoid(dense_net.forward(params, X, "relu"))[:, 0]


class Descent:
    def step(self, w, g):
        return w - 0.05 * g


def test_it_gives_the_lectures_student_a_tenth():
    assert chance(untrained_net(), [YOU]) == pytest.approx(0.1, abs=5e-4)


def test_its_states_can_be_found_on_paper():
    (W1, b1), (W2, b2) = untrained_net()
    h = np.array(YOU) @ W1 + b1
    assert h == pytest.approx([3.4, 2.8, 1.8])
    assert h @ W2 + b2 == pytest.approx(-2.2)


def test_it_says_no_to_the_whole_class():
    X, y = datasets.will_i_pass()
    assert chance(untrained_net(), X).max() <= 0.5
    assert y.mean() > 0.6


def test_two_calls_share_nothing():
    untrained_net()[0][0][0, 0] = 7.0
    assert untrained_net()[0][0][0, 0] == 0.6


@pytest.mark.parametrize("seed", range(4))
def test_plain_descent_from_here_learns_any_such_class(seed):
    X, y = datasets.will_i_pass(seed=seed)
    params, _ = dense_net.train(untrained_net(), X, y, "relu", steps=1000, optimizer=Descent())
    assert chance(params, [YOU])[0] > 0.9
