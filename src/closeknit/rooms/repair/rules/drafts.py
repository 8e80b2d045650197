"""Which tools keep words before they are handed over."""

from enum import StrEnum


class Tool(StrEnum):
    APOLOGY = "apology"
    LOOP = "loop"
