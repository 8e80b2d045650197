"""Playing thank-yous: writing one, and saying how it landed."""

from closeknit.demo.rules import Landed, Thanked, ThanksAct, unknown
from closeknit.rooms.moments import actions as moments
from closeknit.rooms.moments.queries import received_thanks
from closeknit.rooms.moments.rules import LandingWords, ReadyWord, ThankYouWords
from closeknit.rooms.people.viewer import Viewer


def thank(act: ThanksAct, *, viewer: Viewer) -> None:
    match act:
        case Thanked():
            words = ThankYouWords(did=act.did, shows=act.shows, felt=act.felt)
            moments.write_thanks(viewer=viewer, key=act.key, words=words)
        case Landed():
            ready = ReadyWord(act.ready) if act.ready else None
            moments.say_how_it_landed(
                viewer=viewer,
                row=received_thanks(viewer=viewer, thanks_id=act.thanks),
                words=LandingWords(ready=ready, text=act.text),
            )
        case _:
            raise unknown(act)
