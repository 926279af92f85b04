"""The pins name every package with its hash, and nothing of where they were made."""

from __future__ import annotations

import pytest

from tools import pins

HASH = f"    --hash=sha256:{'0' * 64}"
GOOD = f"# what for\nbabel==2.18.0 ; python_full_version < '3.12' \\\n{HASH} \\\n{HASH}\nbabel==2.19.0 \\\n{HASH}\n"
PROJECT = {
    "project": {"dependencies": ["Babel>=2.17"]},
    "dependency-groups": {"build": ["hatchling>=1"], "dev": [{"include-group": "build"}, "pytest>=9"]},
}


def test_the_pins_of_the_project_are_right() -> None:
    assert pins.problems() == []


def test_a_package_may_have_a_version_for_each_python() -> None:
    assert pins.pins(GOOD) == {"babel": {"2.18.0", "2.19.0"}}
    assert pins.odd_lines(GOOD) == []


@pytest.mark.parametrize(
    "line",
    [
        "--extra-index-url https://example.org/simple",
        "--find-links /srv/wheels",
        "rich==1.0",
        "rich @ file:///srv/rich",
    ],
)
def test_addresses_paths_and_pins_without_hash_are_found(line: str) -> None:
    assert pins.odd_lines(f"{GOOD}{line}\n") == [line]


def test_a_pin_whose_hash_is_cut_off_is_found() -> None:
    assert pins.odd_lines(f"{GOOD}rich==1.0 \\\n") == ["rich==1.0 \\"]


def test_every_file_answers_for_its_own_requirements() -> None:
    assert pins.unmet(PROJECT, "run", GOOD) == []
    assert pins.unmet(PROJECT, "build", GOOD) == ["hatchling>=1"]
    assert pins.unmet(PROJECT, "dev", GOOD) == ["hatchling>=1", "pytest>=9"]


def test_a_pin_outside_the_wanted_range_does_not_meet_it() -> None:
    assert pins.unmet({**PROJECT, "project": {"dependencies": ["Babel>=2.19"]}}, "run", GOOD) == ["Babel>=2.19"]
