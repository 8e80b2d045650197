"""Opens the files of a content folder; what cannot be opened becomes a Problem, and is left out."""

import hashlib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from closeknit.domain.library.problems import Problem


@dataclass(slots=True)
class LoadContext:
    """Where one reading collects its findings."""

    root: Path
    language: str
    problems: list[Problem] = field(default_factory=list)
    file_of: dict[tuple[str, str], str] = field(default_factory=dict)
    digests: list[str] = field(default_factory=list)


def files_of(context: LoadContext, folder: str, suffix: str) -> list[Path]:
    return sorted((context.root / context.language / folder).glob(f"*{suffix}"))


def toml_of(context: LoadContext, path: Path) -> tuple[str, dict[str, object] | None]:
    file, text = text_of(context, path)
    return file, parsed(context, file, text)


def parsed(context: LoadContext, file: str, text: str | None) -> dict[str, object] | None:
    """None where the file could not be read: then nothing of it is looked for, or missed."""
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        context.problems.append(Problem(file, "TOML", f"cannot be read: {error}; mend that line"))
        return None


def text_of(context: LoadContext, path: Path) -> tuple[str, str | None]:
    file = path.relative_to(context.root).as_posix()
    try:
        content = path.read_bytes()
        text = content.decode("utf-8").replace("\r\n", "\n")
    except OSError as error:
        context.problems.append(
            Problem(file, "file", f"cannot be opened: {error.strerror}; add it")
        )
        return file, None
    except UnicodeDecodeError:
        context.problems.append(Problem(file, "file", "is not UTF-8; save it as UTF-8"))
        return file, None
    if not text.strip():
        context.problems.append(Problem(file, "file", "is empty; write it, or remove it"))
        return file, None
    context.digests.append(f"{file} {hashlib.sha256(content).hexdigest()}")
    return file, text
