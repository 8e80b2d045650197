"""What a bench prints at its end: each figure, what its budget says, and one line of JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Budget:
    """What a figure should lie between; both ends are allowed."""

    least: float = -inf
    most: float = inf

    def verdict(self, value: float) -> str:
        kept = "kept" if self.least <= value <= self.most else "MISSED"
        least = f">= {self.least:g}" if self.least > -inf else ""
        most = f"<= {self.most:g}" if self.most < inf else ""
        return f"{kept}: {' and '.join(each for each in (least, most) if each)}"


def report(bench: str, figures: Mapping[str, float], budgets: Mapping[str, Budget]) -> None:
    """Print the figures with the verdict beside each that has a budget."""
    rounded = {name: round(value, 4) for name, value in figures.items()}
    for name, value in rounded.items():
        verdict = budgets[name].verdict(value) if name in budgets else ""
        print(f"{name:40}{value:12.3f}  {verdict}".rstrip())
    print(json.dumps({"bench": bench, "figures": rounded}))
