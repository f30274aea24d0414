"""How many random starts a claim about "every start" is tried on: two in `make test`, all in the slow suite."""

import pytest

FEW_OR_ALL = pytest.mark.parametrize("starts", [2, pytest.param(10, marks=pytest.mark.slow)])
