"""How mail programs announce what is not the writer's own: quoted letters, forwarded ones, signatures, notices."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["ATTRIBUTION", "AUTOMATIC", "CLOSING", "DIVIDER", "FIELD", "FOOTER", "SENT_FROM", "THANKS", "bare_subject"]

_WROTE: Final = (
    r"wrote|writes|said|schrieb(?:en)?|schreibt|hat geschrieben|a [ée]crit|escribi[óo]|ha scritto|schreef|escreveu|"
    r"skrev|napisał(?:\(a\)|a)?|pisze|napsal(?:\(a\)|a)?|kirjoitti|írta|yazdı|a scris|написал(?:\(а\)|а)?|пишет|"
    r"έγραψε|写道|寫道|のメール|さんは書きました|작성"
)
ATTRIBUTION: Final = re.compile(rf"(?:\b|(?<=\s)|(?<=[>,)\]]))(?:{_WROTE})[^:：\n]{{0,60}}[:：]\s*$", re.IGNORECASE)
"""The end of the line that announces a quoted letter: ``On Monday Ana wrote:``, ``Am 3. Mai schrieb Bo:``."""

_MARK: Final = r"[-_=*\s]{0,40}"
DIVIDER: Final = re.compile(
    rf"{_MARK}(?:original message|original appointment|forwarded message|forwarded by|begin forwarded message|"
    r"urspr[üu]ngliche nachricht|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|message d'origine|"
    r"message original|message transf[ée]r[ée]|mensaje original|mensaje reenviado|messaggio originale|"
    r"messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht|mensagem original|mensagem encaminhada|"
    r"ursprungligt meddelande|vidarebefordrat meddelande|oprindelig meddelelse|opprinnelig melding|"
    r"next part|wiadomo[śs][ćc] oryginalna|исходное сообщение|пересылаемое сообщение|原始邮件|元のメッセージ)\s*:?"
    rf"{_MARK}",
    re.IGNORECASE,
)
"""A line behind which an older letter stands, whole."""

FIELD: Final = re.compile(
    r"[*\s]{0,4}(?:from|sent|date|to|cc|subject|von|gesendet|datum|an|betreff|de|envoy[ée]|date|[àa]|objet|enviado|"
    r"para|asunto|da|inviato|a|oggetto|van|verzonden|aan|onderwerp|assunto|från|skickat|till|ämne|fra|sendt|til|emne|"
    r"od|wysłano|do|temat|lähettäjä|lähetetty|aihe|vastaanottaja|от|отправлено|кому|тема|发件人|发送时间|收件人|主题|差出人|"
    r"送信日時|宛先|件名)\s{0,3}[:：]",
    re.IGNORECASE,
)
"""A line of the small header that Outlook puts above an older letter; three in a row are one."""

SENT_FROM: Final = re.compile(
    r"\s*(?:sent (?:from|via|with) (?:my|an?|the|outlook|proton|mail|gmail|yahoo|samsung)\b|get outlook for\b|"
    r"von mein\w* \w+ gesendet|gesendet (?:mit|von)\b|diese nachricht wurde von mein|envoy[ée] de(?:puis)? mon\b|"
    r"enviado desde mi\b|inviato da(?:l mio)? |verzonden (?:vanaf|met) mijn\b|enviado do meu\b|skickat från min\b|"
    r"sendt fra min\b|wysłane z\b|lähetetty )",
    re.IGNORECASE,
)
"""A line that a telephone adds."""

CLOSING: Final = re.compile(
    r"\s*(?:(?:(?:with )?(?:best|kind|warm|many|all)(?:est)?(?: (?:best|kind|warm))? (?:regards|wishes)|regards|rgds|"
    r"kindly|cheers|best|all the best|yours(?: sincerely| truly| faithfully)?|sincerely(?: yours)?|respectfully|"
    r"take care|thanks|thank you|many thanks|thx|"
    r"mit (?:freundlichen|besten|vielen|herzlichen) gr(?:ü|ue)(?:ß|ss)en|mfg|"
    r"(?:viele|beste|liebe|herzliche|sch[öo]ne|freundliche) gr(?:ü|ue)(?:ß|ss)e|gru(?:ß|ss)|lg|vg|danke|vielen dank|"
    r"(?:bien )?cordialement|bien à (?:vous|toi)|merci|un saludo|saludos(?: cordiales)?|gracias|cordiali saluti|"
    r"saluti|grazie|(?:met )?vriendelijke groet(?:en)?|groet(?:en|jes)?|mvg|atenciosamente|abra[çc]os?|obrigad[oa]|"
    r"med v[äa]nlig(?:a)? h[äa]lsning(?:ar)?|med venlig hilsen|hilsen|mvh|pozdrawiam|s pozdravem|terveisin|"
    r"с уважением)[\s,.!]*)",
    re.IGNORECASE,
)
"""A line that closes a letter; a name and an address follow it."""

THANKS: Final = re.compile(r"than|thx|dank|merci|gracias|grazie|obrigad", re.IGNORECASE)
"""What a closing line says beside closing; it is kept."""

FOOTER: Final = re.compile(r"mailing list|unsubscribe|list info|listinfo|google groups|abmelden", re.IGNORECASE)
"""Words in the lines that a list adds at the end."""

AUTOMATIC: Final = re.compile(
    r"(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|autoreply|automatische antwort|"
    r"abwesenheit(?:snotiz)?|réponse automatique|respuesta automática|risposta automatica|automatisch antwoord|"
    r"resposta automática|autosvar|undeliver(?:able|ed)|delivery (?:status notification|failure|has failed)|"
    r"mail delivery (?:failed|system)|returned mail|failure notice|unzustellbar)",
    re.IGNORECASE,
)
"""How the subject of a letter begins that a program wrote."""

_PREFIX: Final = re.compile(
    r"\s*(?:(?:re|aw|antw|antwort|sv|vs|odp|rv|r|ref|res|rif|tr|fw|fwd|wg|wtr|doorst|enc|i|vl|回复|答复|转发)"
    r"(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]|\[[^\[\]\n]{1,60}\])",
    re.IGNORECASE,
)


def bare_subject(subject: str) -> tuple[str, bool]:
    """A subject without what replies and lists put before it, and whether a reply had.

    >>> bare_subject("[team] AW: Re[2]: The gauge "), bare_subject("The gauge")
    (('the gauge', True), ('the gauge', False))
    """
    rest, answered = subject[:500], False
    while found := _PREFIX.match(rest):
        answered = answered or not found[0].lstrip().startswith("[")
        rest = rest[found.end() :]
    return " ".join(rest.split()).casefold(), answered
