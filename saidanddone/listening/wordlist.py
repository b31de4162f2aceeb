"""Words of one tone, listed by hand: so that an insult the training never saw still weighs as one."""

from __future__ import annotations

from typing import Final

__all__ = ["TONES"]

_ENDINGS: Final = ("", "s", "ed", "ing", "er", "y", "d", "es")


def _forms(stems: str) -> frozenset[str]:
    return frozenset(stem + ending for stem in stems.split() for ending in _ENDINGS)


TONES: Final[tuple[frozenset[str], ...]] = (
    # Swearing, whoever it is about.
    _forms(
        "fuck fuckin shit shitt bullshit crap crapp damn goddamn damnit dammit hell bastard bitch bitch ass asshole "
        "arse arsehole piss bollocks wtf wth stfu fck fuk screw suck sucky bloody freaking frigging motherfucker "
        "dumbass jackass smartass omfg ffs bs swearhere bullcrap horseshit dipshit shitshow shite shitload "
        "clusterfuck fucktard mofo cunt cock twat douche douchebag damnation fag faggot whore slut pussy tits boob "
        "porn nazi"
    ),
    # What is said of people to put them down. What is also said of code (lazy, dense, hack) is left out.
    _forms(
        "idiot idiotic stupid stupidity stupidly moron moronic dumb dumbest fool foolish clueless incompetent "
        "incompetence ignorant ignorance liar coward clown loser jerk imbecile retard retarded brainless "
        "braindead hypocrite arrogant pathetic delusional crybaby noob whine whiner whining brat prick dick dickhead "
        "twat wanker lunatic psycho nutjob maniac ungrateful illiterate"
    ),
    # What is said of things and work in contempt. What is a plain word of the trade (broken, fail, mess) is left out.
    _forms(
        "garbage trash rubbish ridiculous ridiculously nonsense absurd absurdity useless worthless pointless "
        "laughable insane insanity crazy stupidest awful horrible horrid terrible horrendous horrific disgusting "
        "disgust disgrace disgraceful braindamaged ugly ugliest hideous atrocious abysmal lame "
        "sloppy monstrosity abomination idiocy hate hated hates vile fugly bullshit appalling asinine preposterous ffs "
        "ugh yuck yikes horribly terribly"
    ),
    # Threats and orders to be gone or silent.
    _forms(
        "shut shutup consequences regret fired sack banned ban report reported lawyer sue kill die hurt punish warned "
        "warning quit leave stop"
    ),
    # Warmth.
    _forms(
        "thank thanks thx ty appreciate appreciated grateful great good nice awesome excellent brilliant lovely "
        "wonderful amazing perfect fantastic glad happy love congrats congratulations cheers kudos impressive helpful "
        "please welcome beautiful neat cool"
    ),
)  # fmt: skip
"""Of each tone, the words."""
