"""Playing what the two do with a practice: noting it, saying yes to it, being in the middle."""

from closeknit.demo.rules import PracticeAct, Practised, StoryError, unknown
from closeknit.demo.rules.together import Marked, SaidYes, SteppedInto
from closeknit.domain.library import Practice
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices import actions as practices
from closeknit.rooms.practices.queries import doing, practice_called
from closeknit.rooms.practices.rules.notes import Done, Rating


def practise(act: PracticeAct, *, viewer: Viewer) -> None:
    """Do one act; raises StoryError for a practice that is not in the library."""
    match act:
        case Practised():
            practices.note_doing(viewer=viewer, key=act.key, done=_done(act, viewer=viewer))
            if act.is_shown:
                practices.show_doing(viewer=viewer, row=doing(viewer=viewer, doing_id=act.key))
        case SaidYes():
            practices.say_yes(viewer=viewer, slug=_practice(act.slug).id)
        case SteppedInto():
            practice = _practice(act.slug)
            practices.go_to_step(viewer=viewer, practice=practice, step=act.step, is_alone=True)
        case Marked():
            slug = _practice(act.slug).id
            practices.keep_opinion(viewer=viewer, slug=slug, opinion=act.opinion)
        case _:
            raise unknown(act)


def _done(act: Practised, *, viewer: Viewer) -> Done:
    return Done(
        slug=act.slug,
        edition=_practice(act.slug).edition,
        done_on=viewer.today,
        rating=Rating(act.rating) if act.rating else None,
        words=act.words,
    )


def _practice(slug: str) -> Practice:
    practice = practice_called(slug)
    if practice is None:
        raise StoryError(f"there is no practice {slug!r}")
    return practice
