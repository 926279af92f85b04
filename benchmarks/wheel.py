"""The wheel, beside the same wheel by matplotlib with its figure reused: milliseconds a picture, bytes of PNG."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from decimal import Decimal
from typing import cast

import matplotlib as mpl
import numpy as np
from matplotlib.projections.polar import PolarAxes

from benchmarks.result import Result, table
from surveys.extremes import Extreme
from surveys.picture import draw
from surveys.scoring import Agreement
from surveys.template import load_all
from surveys.wheel import Wheel, Words, results

mpl.use("Agg")
from matplotlib import pyplot as plt

ROUNDS = 25
LEVELS = ("3.4", "2.1", "0.0", "4.2", "1.7", "5.0", "1.9", "3.3")
BEFORE = ("2.9", "2.5", "1.0", "4.0", "2.0", "4.1", "1.0", "3.0")
BLUE, INK, TRACK = "#0072b2", "#18242e", "#e9eff4"


def example() -> Wheel:
    """Eight spokes with French labels, agreement and a previous round."""
    template = load_all()["gender-equality"]
    keys = [spoke.key for spoke in template.spokes]
    words = Words(
        previous="tour précédent",
        target="souhaité",
        agreed="convenu ensemble",
        withheld="non montré",
        agreement=dict.fromkeys(Agreement, "avis partagés"),
        extremes=dict.fromkeys(Extreme, "très bas"),
        decimal_sign=",",
    )
    spokes = results(
        template,
        "fr",
        levels=dict(zip(keys, map(Decimal, LEVELS), strict=True)),
        previous=dict(zip(keys, map(Decimal, BEFORE), strict=True)),
        agreements=dict.fromkeys(keys, Agreement.MIXED),
    )
    return Wheel(
        title=template.title.in_("fr"),
        whose="Groupe de suivi",
        date_text="29 novembre 2026",
        answers_text="12 réponses",
        spokes=spokes,
        words=words,
    )


class Matplotlib:
    """The same wheel by matplotlib: one figure, cleared and drawn again."""

    def __init__(self) -> None:
        self._figure = plt.figure(figsize=(10.8, 10.8), dpi=100)
        self._axes = cast(PolarAxes, self._figure.add_axes((0.24, 0.2, 0.52, 0.52), projection="polar"))

    def draw(self, wheel: Wheel) -> bytes:
        axes, count = self._axes, len(wheel.spokes)
        axes.clear()
        self._figure.texts.clear()
        angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
        levels = [float(spoke.level or 0) for spoke in wheel.spokes]
        axes.set_theta_zero_location("N")
        axes.set_theta_direction(-1)
        axes.set_ylim(-1.5, 5)
        axes.set_yticks(range(6), labels=[])
        axes.set_xticks([])
        axes.bar(angles, [6.5] * count, width=0.12, bottom=-1.5, color=TRACK)
        axes.bar(angles, [level + 1.5 for level in levels], width=0.12, bottom=-1.5, color=BLUE)
        axes.plot([*angles, angles[0]], [*levels, levels[0]], color=BLUE, linewidth=2)
        axes.plot(angles, levels, "o", color=BLUE, markersize=26)
        axes.plot(angles, [float(spoke.previous or 0) for spoke in wheel.spokes], "s", mfc="white", mec=INK)
        for angle, level, spoke in zip(angles, levels, wheel.spokes, strict=True):
            axes.text(angle, level, f"{level:.1f}", color="white", ha="center", va="center", fontsize=13)
            side = "center" if abs(np.sin(angle)) < 0.01 else ("left" if np.sin(angle) > 0 else "right")
            axes.text(angle, 5.8, f"{spoke.name}\n{wheel.words.agreement[Agreement.MIXED]}", ha=side, va="center")
        self._figure.text(0.04, 0.95, wheel.title, fontsize=22, color=INK)
        self._figure.text(0.04, 0.91, wheel.whose, fontsize=16, color=INK)
        self._figure.text(0.04, 0.05, f"□ {wheel.words.previous}", fontsize=14, color=INK)
        self._figure.text(0.04, 0.02, f"{wheel.date_text} · {wheel.answers_text}", fontsize=14, color=INK)
        target = io.BytesIO()
        self._figure.savefig(target, format="png")
        return target.getvalue()


def milliseconds(work: Callable[[], object], other: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The best of both, taken in turn: what the work takes when nothing else has the core."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for one, taken in zip((work, other), times, strict=True):
            begin = time.perf_counter()
            one()
            taken.append((time.perf_counter() - begin) * 1000)
    return min(times[0]), min(times[1])


def measure(rounds: int = ROUNDS) -> list[Result]:
    """The picture's speed beside matplotlib's, and its size."""
    wheel, peer = example(), Matplotlib()
    size, there = len(draw(wheel)), len(peer.draw(wheel))
    own, others = milliseconds(lambda: draw(wheel), lambda: peer.draw(wheel), rounds)
    ratio = others / own
    return [
        Result("a wheel, ms", f"{own:.1f}", f"matplotlib: {others:.1f}", f"{ratio:.1f}", ">= 5 x faster", ratio >= 5),
        Result("a wheel, KB", f"{size / 1000:.1f}", f"matplotlib: {there / 1000:.1f}", "", "<= 60", size <= 60_000),
    ]


if __name__ == "__main__":
    print(table(measure()))
