"""Whom a room is asked about: a person, their space, and the space's date."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Seat:
    user: UUID
    couple: UUID
    today: date
