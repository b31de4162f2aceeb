"""How an issue of Jira becomes a commitment: the rules, and the words they turn on (MISSION T1, T3, T5, T10)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

__all__ = [
    "FINISHED",
    "KEY",
    "PRESSURE_WORDS",
    "RULES",
    "UNASSIGNED",
    "called_off",
    "finished",
    "knows_category",
    "knows_resolution",
    "pressing",
    "project_of",
]

RULES: Final[tuple[tuple[str, str], ...]] = (
    ("commitment", "Every issue is one commitment; its key is its id."),
    ("subject", "It is its assignee's; an issue nobody is assigned to is its project's."),
    ("to", "It was made to its reporter, where that is somebody else."),
    ("team", "Its team is its project: the name, or the key where there is no name."),
    ("made", "It was made when it was created; or, by the history, when it had got its due date and its assignee."),
    ("handed on", "It is the promise of who had it last, by the history of who had it when it was closed."),
    ("no creation", "Where an export has no time of creation, it was made on its start date, or on the one inferred."),
    ("due", "It is due at the end of its due date, else of its target end, else of the due date Jira inferred."),
    ("undated", "Without any of these it is undated; so is one whose date was set after it had been closed."),
    ("renegotiated", "Every change of its due date, once it was theirs, counts as one; cleared and set again is one."),
    ("day taken away", "A date that stays away: by its day, its assignee's admission, anybody else's withdrawal."),
    ("day too late", "A date taken away only after its day leaves it standing, and one set anew does not undo a miss."),
    ("day anew", "Where somebody else took it away by its day and set one only after it, that is a new promise."),
    ("history unknown", "An export without a changelog does not say whether a due date was moved; it stays unknown."),
    ("delivered", "It is delivered when it is resolved, else when its status last came to be done and stayed so."),
    ("delivered, no time", "It is delivered and counts as kept, too, if it is done and nothing says when."),
    ("open again", "It is open if its status's category is not done, whatever resolution as done was left."),
    ("other words", "A resolution of a word not known here is taken for done, and told."),
    ("admitted", "It is admitted if its assignee closed it as one that will not be done, before or after it was due."),
    ("withdrawn", "It is withdrawn if it was closed so by its due day by somebody else, or by nobody knows whom."),
    ("called off late", "It was not kept if it was closed so later, by anybody else or nobody knows whom."),
    ("moot", "It is withdrawn, too, if it is a duplicate, invalid, or cannot be done as asked."),
    ("dropped", "It is dropped if it is still open more than 30 days after it was due, and longer than it was given."),
    ("formal", "It is formal if it has a due date and stands in a release or a sprint."),
    ("pressure", "It is under pressure if its priority is highest, blocker, critical, urgent, P0, P1 or the like."),
    ("as made", "Form and pressure are those of when it was made; without a history, as the export shows them today."),
    ("size", "Its size is its story points; in an export without any, its original estimate."),
    ("threads", "Comments on one issue on one day (UTC) are one thread of those who wrote; no comment is read."),
)  # fmt: skip
"""What a rule decides, and the rule in one sentence."""

PRESSURE_WORDS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(
        ("highest", "blocker", "blocking", "critical", "urgent", "immediate", "emergency", "showstopper", "p0", "p1",
         "sev0", "sev1", "s0", "s1", "asap"),
        True,
    ),
    **dict.fromkeys(
        ("high", "higher", "major", "important", "medium", "moderate", "normal", "minor", "low", "lower", "lowest",
         "trivial", "p2", "p3", "p4", "p5", "sev2", "sev3", "sev4", "sev5", "s2", "s3", "s4", "none", "undefined",
         "non", "not"),
        False,
    ),
}  # fmt: skip
"""A word of a priority -> whether it presses. Of several words in one priority, one that negates wins."""

_NEGATING = frozenset(("non", "not", "none"))

_DECLINED: Final = frozenset((
    "wontdo", "wontfix", "willnotdo", "willnotfix", "wontimplement", "willnotimplement", "declined", "rejected",
    "abandoned", "cancelled", "canceled", "closedwontdo", "closedwontfix", "notdoing", "wontdone", "dropped",
    "discarded", "descoped", "deferred", "postponed", "later", "remind", "withdrawn", "obsolete", "outdated",
    "wontresolve", "notplanned", "outofdate", "notneeded", "nolongerneeded", "notrequired", "nolongerrequired",
    "wirdnichterledigt", "wirdnichtgemacht", "wirdnichtbehoben", "wirdnichtumgesetzt", "nichterledigt",
    "wirdnichtgelöst", "zurückgestellt", "verschoben", "veraltet", "nichtgeplant", "nichtmehrbenötigt", "obsolet",
    "neserapasfait", "neserapastraité", "neserapascorrigé", "neserapasrésolu", "pasprévu", "reporté", "différé",
    "obsolète", "sanssuite",
    "nosehará", "nosecorregirá", "noserealizará", "nosesolucionará", "noseresolverá", "nosevaahacer", "noplanificado",
    "aplazado", "pospuesto", "obsoleto",
    "nãoseráfeito", "nãoserácorrigido", "nãoserárealizado", "nãoseráresolvido", "nãovaiserfeito", "nãofazer", "adiado",
    "nonverràfatto", "nonsaràfatto", "nonverràeseguito", "nonverràrisolto", "nonverràcorretto", "nonsaràcorretto",
    "danonfare", "rimandato", "rinviato",
    "zalnietgedaanworden", "wordtnietgedaan", "zalnietwordengedaan", "wordtnietuitgevoerd", "wordtnietopgelost",
    "zalnietwordenopgelost", "nietuitvoeren", "uitgesteld", "verouderd",
    "kommerinteattgöras", "görsinte", "skaintegöras", "åtgärdasinte", "kommerinteattåtgärdas",
    "uppskjuten", "inaktuell",
    "bliverikkeudført", "udføresikke", "vilikkebliveudført", "løsesikke", "udskudt", "forældet",
    "vilikkebligjort", "blirikkegjort", "skalikkegjøres", "utføresikke", "utsatt", "foreldet",
    "eitehdä", "eitoteuteta", "eikorjata", "lykätty", "vanhentunut",
    "niezostaniezrobione", "niebędziezrobione", "niebędzierealizowane", "niezostaniewykonane", "niezostanienaprawione",
    "odłożone", "nieaktualne",
    "небудетсделано", "небудетвыполнено", "небудетвыполняться", "небудетисправлено", "небудетисправляться",
    "отложено", "неактуально", "устарело",
    "対応しない", "対応なし", "修正しない", "実行しない", "実施しない", "行わない",
    "不会完成", "不会做", "不会修复", "不予处理", "不处理", "不做", "不修复", "不解决", "不會完成", "不會修復",
    "하지않음", "수행하지않음", "수정하지않음", "수정안함", "진행하지않음",
))  # fmt: skip
_MOOT: Final = frozenset((
    "duplicate", "duplicated", "duplicateissue", "invalid", "cannotreproduce", "cantreproduce", "notreproducible",
    "unabletoreproduce", "couldnotreproduce", "incomplete", "insufficientinformation", "needsinfo", "notabug", "nobug",
    "worksforme", "worksasdesigned", "asdesigned", "bydesign", "intendedbehavior", "intendedbehaviour", "notaproblem",
    "notanissue", "notapplicable", "na", "knownerror", "knownissue", "moved", "movedtoanotherproject", "superseded",
    "infeasible", "notvalid", "outofscope", "createdinerror", "spam",
    "duplikat", "dublette", "nichtreproduzierbar", "kannnichtreproduziertwerden", "unvollständig", "ungültig",
    "keinfehler", "keinproblem",
    "doublon", "dupliqué", "enregistrementdouble", "impossibleàreproduire", "nonreproductible", "nepeutêtrereproduit",
    "incomplet", "invalide", "nonvalide", "pasunbug",
    "duplicado", "duplicada", "noreproducible", "nosepuedereproducir", "incompleto", "incompleta", "inválido",
    "inválida", "noválido", "noesunerror",
    "nãoreproduzível", "nãopodeserreproduzido", "nãoépossívelreproduzir", "nãoéumerro",
    "duplicato", "duplicata", "nonriproducibile", "impossibileriprodurre", "nonvalido", "nonèunbug",
    "duplicaat", "dubbel", "nietreproduceerbaar", "kannietwordengereproduceerd", "onvolledig", "ongeldig",
    "dubblett", "dubblerad", "kaninteåterskapas", "kanintereproduceras", "ofullständig", "ogiltig",
    "dublet", "kanikkegenskabes", "kanikkereproduceres", "ufuldstændig", "ugyldig", "kanikkegjenskapes", "ufullstendig",
    "kaksoiskappale", "eivoitoistaa", "eitoistettavissa", "puutteellinen", "virheellinen",
    "niemożnaodtworzyć", "niedaodtworzyć", "niekompletne", "nieprawidłowe", "duplicat",
    "дубликат", "дублирование", "невоспроизводится", "невозможновоспроизвести", "неполный",
    "重複", "再現できない", "再現不可", "再現不能", "不完全", "無効", "重复", "无法重现", "无法复现", "不完整", "无效",
    "중복", "재현할수없음", "재현불가", "불완전", "유효하지않음",
))  # fmt: skip
_DECLINING: Final = frozenset((
    "cancelled", "canceled", "rejected", "declined", "abandoned", "withdrawn", "wont", "abgelehnt", "verworfen",
    "abgebrochen", "storniert", "zurückgewiesen", "rejeté", "rejetée", "refusé", "refusée", "annulé", "annulée",
    "abandonné", "abandonnée", "rechazado", "rechazada", "cancelado", "cancelada", "descartado", "descartada",
    "rejeitado", "rejeitada", "recusado", "recusada", "rifiutato", "rifiutata", "respinto", "respinta", "annullato",
    "annullata", "scartato", "afgewezen", "geweigerd", "geannuleerd", "vervallen", "avvisad", "avvisat", "avslagen",
    "avbruten", "avbrutet", "afvist", "annulleret", "avvist", "avbrutt", "kansellert", "hylätty", "peruttu",
    "peruutettu", "odrzucone", "odrzucony", "anulowane", "anulowany", "отклонено", "отклонен", "отклонён",
    "отменено", "отменен", "отменён",
    "却下", "キャンセル", "中止", "已拒绝", "拒绝", "已取消", "取消", "거부됨", "거절됨", "취소됨",
))  # fmt: skip
"""Words that call a thing off among whatever other words stand beside them."""
_DOUBLING: Final = frozenset(("duplicate", "duplikat", "doublon", "duplicado", "duplicato", "duplicaat", "дубликат"))
_FIXING: Final = frozenset((
    "implemented", "answered", "handled", "approved", "published", "merged", "workaround", "fixedandverified", "ok",
    "success", "successful", "processed", "granted", "umgesetzt", "behoben", "corrigé", "corrigée", "résolue",
    "terminée", "corregido", "corregida", "resuelta", "hecha", "realizado", "corrigido", "corrigida", "resolvida",
    "corretto", "corretta", "risolta", "fatto", "afgerond", "löst", "åtgärdad", "løst", "udført", "utført", "korjattu",
    "ratkaistu", "tehty", "zrobione", "rozwiązane", "naprawione", "исправлено", "решено", "решён", "выполнено",
    "сделано", "解決済み", "修正済み", "已解决", "已修复", "解决", "해결됨", "수정됨",
))  # fmt: skip
"""Beside those of :data:`FINISHED`, resolutions by which a thing was done."""

KEY: Final = re.compile(r"[^\W\d]\w*-[0-9]{1,18}")
"""What an issue's key looks like."""

FINISHED: Final = frozenset((
    "done", "closed", "resolved", "complete", "completed", "released", "finished", "fixed", "deployed", "delivered",
    "shipped", "verified", "accepted", "fertig", "erledigt", "geschlossen", "gelöst", "terminé", "fermé", "résolu",
    "listo", "hecho", "finalizado", "cerrado", "resuelto", "concluído", "itensconcluídos", "fechado", "resolvido",
    "completato", "chiuso", "risolto", "gereed", "gesloten", "opgelost", "klart", "færdig", "ferdig", "valmis",
    "gotowe", "готово", "完了", "完成", "已完成", "완료",
))  # fmt: skip
"""Words for done: of a category, also as Jira translates it, and of a status where no category is told."""

_UNFINISHED: Final = frozenset(("todo", "new", "inprogress", "indeterminate", "nocategory", "undefined"))

UNASSIGNED: Final = frozenset(("unassigned", "nobody", "none"))
"""What stands where nobody is assigned, in lower case."""

_APART = re.compile(r"[\W_]+")


def _plain(word: str) -> str:
    return "".join(_words(word))


def _words(said: str) -> list[str]:
    plain = unicodedata.normalize("NFC", said).replace("’", "").replace("'", "").casefold()
    return [word for word in _APART.split(plain) if word]


def pressing(priority: str | None) -> bool | None:
    """Whether a priority presses; None if it is empty or says nothing we know.

    >>> pressing("Highest"), pressing("P1 - Urgent"), pressing("Medium"), pressing("Non-critical"), pressing("Blue")
    (True, True, False, False, None)
    """
    words = [word for word in _APART.split((priority or "").casefold()) if word]
    said = [PRESSURE_WORDS[word] for word in words if word in PRESSURE_WORDS]
    if not said:
        return None
    return any(said) and not _NEGATING.intersection(words)


def called_off(resolution: str | None, status: str | None) -> str | None:
    """``declined`` (it will not be done), ``moot`` (it could not, or need not, be), or None (it was not called off).

    The status speaks where the resolution is empty or only says that it is over.

    >>> called_off("Won't Do", "Done"), called_off("Duplicate", None), called_off("Done", "Cancelled")
    ('declined', 'moot', 'declined')
    >>> called_off("Cancelled by customer", None), called_off("Wird nicht erledigt", None)
    ('declined', 'declined')
    >>> called_off("Fixed", "Closed") is None
    True
    """
    for word in (resolution, status):
        plain = _plain(word or "")
        words = set(_words(word or ""))
        if plain in _DECLINED or _DECLINING & words:
            return "declined"
        if plain in _MOOT or _DOUBLING & words:
            return "moot"
        if plain and plain not in FINISHED and plain != "unresolved":
            return None
    return None


def knows_resolution(resolution: str | None) -> bool:
    """Whether a resolution is none, or a word that is known to call a thing off or to say that it was done.

    >>> knows_resolution("Fixed"), knows_resolution("Duplikat"), knows_resolution("Blue")
    (True, True, False)
    """
    plain = _plain(resolution or "")
    return plain in FINISHED | _FIXING | {"", "unresolved"} or called_off(resolution, None) is not None


def finished(status: str | None, category: str | None) -> bool:
    """Whether an issue is done by its status's category, or by its status where no category we know is told.

    >>> finished("Rolled out", "Done"), finished("Done", "In Progress"), finished("Closed", None)
    (True, False, True)
    >>> finished("Ausgeliefert", "Fertig"), finished("Closed", "Blue")
    (True, True)
    """
    return _plain((category if knows_category(category) else status) or "") in FINISHED


def knows_category(category: str | None) -> bool:
    """Whether a status's category is a word we know."""
    return _plain(category or "") in FINISHED | _UNFINISHED


def project_of(key: str) -> str:
    """The project's key that an issue's key begins with.

    >>> project_of("KITE-12")
    'KITE'
    """
    return key.rpartition("-")[0] or key
