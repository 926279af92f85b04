"""Wheels of any shape for the tests of geometry and picture."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from surveys.extremes import Extreme
from surveys.scoring import Agreement
from surveys.wheel import SpokeResult, Wheel, Words

FRENCH = Words(
    previous="tour précédent",
    target="souhaité",
    agreed="convenu ensemble",
    withheld="non montré, pour protéger tout le monde",
    agreement={
        Agreement.AGREE: "avis proches",
        Agreement.MIXED: "avis partagés",
        Agreement.DIVIDED: "avis opposés",
    },
    extremes={
        Extreme.VERY_LOW: "très bas",
        Extreme.LOW: "bas",
        Extreme.HIGH: "haut",
        Extreme.VERY_HIGH: "très haut",
    },
    decimal_sign=",",
)
ALPHABET = "abcdefghijklmnopqrstuvwxyzéèàçñœMW’- "
NAMES = st.text(ALPHABET, min_size=1, max_size=30).filter(lambda name: name.strip() != "")
LEVELS = st.none() | st.integers(0, 50).map(lambda tenths: Decimal(tenths) / 10)


@st.composite
def spokes(draw: st.DrawFn) -> tuple[SpokeResult, ...]:
    count = draw(st.integers(5, 10))
    levels = [draw(LEVELS) for _ in range(count)]
    return tuple(
        SpokeResult(
            key=f"k{place}",
            name=draw(NAMES),
            level=level,
            agreement=draw(st.none() | st.sampled_from(Agreement)),
            previous=draw(LEVELS),
            target=draw(LEVELS),
            agreed=draw(LEVELS),
            word=draw(st.none() | st.sampled_from(Extreme)) if level is None else None,
            previous_word=draw(st.none() | st.sampled_from(Extreme)),
        )
        for place, level in enumerate(levels)
    )


def wheel_of(given: tuple[SpokeResult, ...], *, title: str = "L’égalité des genres", whose: str = "Groupe") -> Wheel:
    return Wheel(
        title=title,
        whose=whose,
        date_text="29 novembre 2026",
        answers_text="12 réponses",
        spokes=given,
        words=FRENCH,
    )


WHEELS = st.builds(
    wheel_of,
    spokes(),
    title=st.text(max_size=60).filter(lambda title: title.strip() != ""),
    whose=st.text(max_size=64),
)
