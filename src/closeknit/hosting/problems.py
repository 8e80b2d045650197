"""What stops a host, in a sentence they can act on."""

import errno
import os
import sqlite3
import sys

_IN_THE_WAY = "is a file where a folder is needed, or the other way round. Move it elsewhere"
_NOT_ALLOWED = "may not be read or written by this user. Start as the user who owns it"
_SENTENCES = {
    errno.EEXIST: _IN_THE_WAY,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EISDIR: _IN_THE_WAY,
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: "is on a disk that may only be read. Mount it so that it may be written",
    errno.ENOSPC: "does not fit: the disk is full. Make room",
    errno.EDQUOT: "does not fit: the quota is used up. Make room",
}


class HostError(Exception):
    """One sentence: what happened, what is safe, what to do."""


def sentence_of(error: Exception) -> str | None:
    """Say in a sentence what stopped a command; None for what only a mistake of ours can be."""
    if isinstance(error, HostError):
        return str(error)
    if isinstance(error, OSError):
        return _of_the_system(error)
    if isinstance(error, UnicodeError):
        return f"A file holds what is no text: {error}. See that it is the file you mean."
    if isinstance(error, sqlite3.Error) or _is_djangos(error):
        reason = str(error).strip().partition("\n")[0]
        return (
            f"The database cannot be used: {reason}. What was kept before is untouched. "
            "`closeknit doctor` says more."
        )
    return None


def _of_the_system(error: OSError) -> str:
    what = error.filename if error.filename is not None else "A file"
    if error.errno in _SENTENCES:
        user = f" (this one is number {os.geteuid()})" if error.errno in _OF_USERS else ""
        return f"{what} {_SENTENCES[error.errno]}{user}, then try again."
    return f"{what}: {error.strerror or error}. See to that, then try again."


_OF_USERS = (errno.EACCES, errno.EPERM)


def _is_djangos(error: Exception) -> bool:
    """Tell an error of the database from others without loading Django for it."""
    database = sys.modules.get("django.db")
    return database is not None and isinstance(error, database.Error)
