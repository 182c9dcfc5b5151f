"""What comes of material is worked out once, and never taken for that of another rule or process."""

from __future__ import annotations

from dataclasses import replace

from portal.process.material import Given, Material, work_out
from portal.process.progress import process_progress
from portal.process.schema import Process


def test_once_for_a_rule_of_a_process() -> None:
    material, done = Material(), []
    rule, other, process = object(), object(), object()

    def work() -> int:
        done.append(1)
        return len(done)

    assert [work_out(material, rule, process, work) for _ in range(2)] == [1, 1]
    assert work_out(material, other, process, work) == 2
    assert work_out(material, rule, object(), work) == 3
    assert work_out(replace(material), other, process, work) == 4


def test_material_is_compared_without_it(tiny: Process) -> None:
    material = Material(answers={"start.idea.name": Given("En bastu")})
    process_progress(tiny, material)
    assert material == replace(material)
    assert repr(material) == repr(replace(material))
