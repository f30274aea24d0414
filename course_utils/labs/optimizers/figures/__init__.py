"""The live figures of lab 07; each takes the student's own functions and runs them."""

from course_utils.labs.optimizers.figures.learning_rate_schedules import schedules
from course_utils.labs.optimizers.figures.momentum_paths import momentum_regimes
from course_utils.labs.optimizers.figures.race import optimizer_race
from course_utils.labs.optimizers.figures.race_animation import race_film

__all__ = ["momentum_regimes", "optimizer_race", "race_film", "schedules"]
