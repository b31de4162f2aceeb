"""Words of one tone, listed by hand: so that an insult the training never saw still weighs as one."""

from __future__ import annotations

from typing import Final

__all__ = ["TONES"]

_ENDINGS: Final = ("", "s", "ed", "ing", "er", "y", "d", "es")


def _forms(stems: str, as_they_are: str = "") -> frozenset[str]:
    """The stems with every ending; words whose endings make another word (dang, danger) stand as they are."""
    return frozenset(stem + ending for stem in stems.split() for ending in _ENDINGS) | frozenset(as_they_are.split())


TONES: Final[tuple[frozenset[str], ...]] = (
    # Swearing, strong or mild, whoever it is about; of the body and of sex, and in spellings that hide it. Some
    # words that are a name or of a trade too (dang, dick, crook, screw, snowflake) are listed only in forms that seldom
    # are.
    _forms(
        "fuck fuckin shit shitt bullshit bullshitt crap crapp damn goddamn damnit dammit hell bastard bitch ass "
        "asshole arse arsehole piss bollocks wtf wth stfu fck fuk fcuk suck sucky bloody freaking frigging "
        "motherfucker dumbass jackass smartass omfg ffs swearhere bullcrap horseshit dipshit shitshow shite shitload "
        "clusterfuck fucktard mofo cunt twat douche douchebag damnation fag faggot whore slut pussy tits boob "
        "porn nazi fvck phuck fuckwit fuckhead fuckup shithead shithole shitstorm batshit dogshit chickenshit asshat "
        "asswipe badass bugger bollock wank turd fart poop puke butthole butthurt biatch lmfao screwup darn "
        "frigg",
        "screwed screwing heck goddam godawful goddamned freakin friggin frickin fricking fecking effing effin f'ing "
        "fkn fking fuq "
        "fscking fsckin fscked sht shyt sh1t b1tch azz a55 cr4p d1ck a-hole ahole gtfo rtfm kys danged jeez geez "
        "anal anus anally butt butts penis dildo horny sexy bs half-assed half-ass dumb-ass smart-ass bad-ass "
        "kick-ass kickass arsed fugly darnit dangit crapload crapware assclown bitchin brainfart",
    ),
    # What is said of people to put them down. What is also said of code (lazy, dense, hack) is left out.
    _forms(
        "idiot idiotic stupid stupidity stupidly moron moronic dumb dumbest fool foolish clueless incompetent "
        "incompetence ignorant ignorance liar coward clown loser jerk imbecile retard retarded brainless braindead "
        "hypocrite arrogant pathetic delusional crybaby noob whine whiner brat dickhead twat wanker "
        "lunatic psycho nutjob maniac ungrateful illiterate cretin dimwit halfwit nitwit numbskull bonehead blockhead "
        "muppet plonker tosser scum scumbag lowlife parasite troll buffoon ignoramus sociopath narcissist "
        "egomaniac shill scammer traitor bigot racist fascist commie hypocrisy hypocritical arrogance cowardly "
        "spineless deluded unhinged brainwashed childish condescending insufferable obnoxious smug pretentious snotty "
        "dishonest disingenuous imbecilic cringe amateurish asshat fanboy neckbeard",
        "pricks dicks crooks snowflakes whining idiotically morons dumber stupider "
        "stupidest newb n00b nincompoop dumbfuck imbecility",
    ),
    # What is said of things and work in contempt. Plain words of the trade are left out: broken, fail, mess, and what
    # unused code and memory are called (useless, pointless, garbage, trash).
    _forms(
        "rubbish ridiculous ridiculously nonsense absurd absurdity worthless laughable insane insanity crazy awful "
        "horrible horrid terrible horrendous horrific disgusting disgust disgrace disgraceful braindamaged ugly "
        "hideous atrocious abysmal lame sloppy monstrosity abomination idiocy hate vile bullshit appalling asinine "
        "preposterous ffs ugh yuck yikes horribly terribly nasty silly stink ghastly dreadful wretched grotesque "
        "lousy rotten obscene lunacy farce shameful embarrassing",
        "ugliest uglier ugliness nastier nastiest sillier silliest hated hates yucky icky ick eww ew blech bleh argh "
        "gah ughh uggh evil reeks fugly stupidest",
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
)
"""Of each tone, the words."""
