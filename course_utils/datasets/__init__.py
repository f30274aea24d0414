"""Data for the labs: made from a seed, or real sets that are downloaded once; `locked_test_set` opens once.

Each function returns `X, y`, shapes (n, d) and (n,).
"""

from course_utils.datasets.downloaded import IMAGE_SHAPES, load
from course_utils.datasets.generated import (
    CORNERS,
    blobs,
    circles,
    exam_scores,
    moons,
    noisy_curve,
    red_and_green,
    spirals,
    will_i_pass,
    xor,
)

__all__ = [
    "CORNERS",
    "IMAGE_SHAPES",
    "blobs",
    "circles",
    "exam_scores",
    "load",
    "moons",
    "noisy_curve",
    "red_and_green",
    "spirals",
    "will_i_pass",
    "xor",
]
