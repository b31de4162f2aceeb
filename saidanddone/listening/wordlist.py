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
        "dumbass jackass smartass omfg ffs bs"
    ),
    # What is said of people to put them down.
    _forms(
        "idiot idiotic stupid stupidity stupidly moron moronic dumb dumbest fool foolish clueless incompetent "
        "incompetence ignorant ignorance lazy liar coward clown loser jerk troll imbecile retard retarded brainless "
        "braindead hypocrite arrogant pathetic delusional crybaby childish amateur amateurish hack noob whine whiner "
        "whining brat creep prick dick dickhead twat wanker lunatic psycho nutjob maniac ungrateful illiterate dense"
    ),
    # What is said of things and work in contempt.
    _forms(
        "garbage trash rubbish ridiculous ridiculously nonsense absurd absurdity useless worthless pointless "
        "laughable joke insane insanity crazy stupidest awful horrible horrid terrible horrendous horrific disgusting "
        "disgust disgrace disgraceful shameful shame braindamaged broken ugly ugliest hideous atrocious abysmal lame "
        "sloppy messy mess monstrosity abomination idiocy bogus hate hated hates sick fail failure disaster waste "
        "wasted wasting nuts evil vile fugly bullshit appalling unacceptable asinine preposterous nightmare ffs ugh "
        "yuck yikes gross horribly terribly"
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
