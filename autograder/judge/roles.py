"""What a forked child may be: the student's process, or the judge of it. The zygote imports this before it forks."""

from collections.abc import Callable, Sequence

from autograder.judge import judge_main, student_main
from autograder.judge.messages import CheckCell, JudgeTask, StandIn, StudentCell, StudentTask
from autograder.sandbox import isolation
from autograder.sandbox.limits import Limits, Place, limits
from autograder.util.plain import learn


def roles(walls: bool) -> dict[str, Callable[[Sequence[int]], None]]:
    """The functions that children run, by the name of the role."""
    learn(StudentTask, StudentCell, StandIn, Limits, Place, JudgeTask, CheckCell)

    def judged(descriptors):
        if walls:
            isolation.restrain(limits())
        judge_main.main(descriptors)

    return {"student": lambda descriptors: student_main.main(descriptors, walls=walls), "judge": judged}
