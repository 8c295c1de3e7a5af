"""What every listener works with: the stores, the directory, the clock and a few settings."""

from dataclasses import dataclass

from bot.usecases.phrased import Tally
from bot.usecases.ports import Clock, Directory, UnitsOfWork


@dataclass(frozen=True, slots=True)
class Desk:
    """The application as the listeners see it. `minutes` is the length of an after-action, `tally` counts phrasings."""

    units: UnitsOfWork
    directory: Directory
    clock: Clock
    tally: Tally
    command: str = "/delegate"
    minutes: float = 15
