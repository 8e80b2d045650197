"""What the server writes about itself, without the secrets that private links carry."""

import logging
import re

_SECRET_PATHS = re.compile(r"(/(?:begin|join|calendar)/)[^/\s\"'?]+")


class RedactingFormatter(logging.Formatter):
    """Writes a record, its traceback included, with every link's secret replaced by dots."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET_PATHS.sub(r"\1…", super().format(record))
