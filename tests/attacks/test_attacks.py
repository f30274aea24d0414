"""Every attack together with an honest student: its points, theirs, and what became of everything outside."""

import time

import pytest
from attacks import (
    endings,
    forged_inside,
    forged_messages,
    forged_values,
    memory,
    outliving,
    output,
    reading,
    writing,
)
from attacks.lab import FULL

MODULES = (forged_values, forged_inside, forged_messages, reading, writing, outliving, memory, output, endings)
ATTACKS = [attack for module in MODULES for attack in module.ATTACKS]


def parameter(attack):
    return pytest.param(attack, id=attack.name.replace(" ", "-"), marks=[pytest.mark.slow] if attack.slow else [])


@pytest.mark.parametrize("attack", [parameter(attack) for attack in ATTACKS])
def test_an_attack_earns_what_it_deserves_and_harms_nobody(attack, judge, outside, survivors, table):
    before, start = outside.fingerprint(), time.monotonic()
    attacker, honest = judge(attack.code, attack.bounds)
    seconds = time.monotonic() - start
    changed, left = outside.fingerprint() != before, survivors()
    points = [sum(one.get("scores", {}).values()) for one in (attacker, honest)]
    table.append(
        f"{points[0]:g} of 6    {points[1]:g} of 6    {'CHANGED' if changed else 'as before'}  "
        f"{left:4}  {seconds:7.1f}  {attack.name}"
    )
    verdict = attacker["verdict"]
    assert attacker["scores"] == attack.points, (verdict, attacker["messages"])
    assert honest["scores"] == FULL, honest["verdict"]
    assert not changed
    assert left == 0
    assert any(attack.flag in flag for flag in verdict.flags) or not attack.flag, verdict.flags
    assert attack.message in attacker["messages"]["mean"], attacker["messages"]
    assert sum(len(text) for text in verdict.output.values()) <= 1_100_000
    assert seconds < attack.seconds


def test_there_are_enough_attacks_and_each_has_its_own_name():
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 45
