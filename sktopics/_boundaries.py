"""Splitting text into the pieces between which contexts do not reach."""

import re
from itertools import pairwise

# A blank line: two line ends with nothing but white space between them.
_BLANK_LINE = re.compile(r"\n\s*\n|\r\s*\r\n?|\u2029")

# Where a sentence may end: at marks that are followed by white space (Latin,
# Greek, Cyrillic, Arabic, Devanagari, Armenian, Ethiopic, Burmese, Khmer), or at
# the full-width marks of Chinese and Japanese, which need none.
_END = re.compile(
    r"""[.!?…‼⁇⁈⁉؟۔।॥։።፧။៕]+["'”’»›)\]}]*(?=\s)"""
    r"""|[。！？｡]+[”’」』）》】"]*"""
)
# What precedes a full stop that ends no sentence: single letters (initials, "U.S.",
# "e.g.", "т. е."), titles and other common abbreviations of English, French, German,
# Russian and Spanish. Words that may also end a sentence are not among them: Russian
# "им.", "рис.", German "Art.".
_ABBREVIATED = re.compile(
    r"""\b([^\W\d_]|adm|al|approx|apr|avv?|bd|bes|bros|bspw|bzw|capt|cf|cmdr|cpl|dept
    |dipl|dott|dra?|eds?|éd|ehem|einschl|env|eq|etc|evtl|fig|figs|frl?|geb|gen|ggf|gov
    |hl|hon|hrn?|hrsg|ing|inkl|insb|jr|lfd|lt|maj|messrs|mgr|mio|mlle|mm|mme|mrd|mrs?|ms
    |mt|núm|p\.\ ?ex|pp|pres|prof|rep|rev|sen|sgt|sog|sra?|srta|ste?|supt|tsd|vgl|vol|vs
    |zzgl|(?-i:(?<!\.)ca)
    |акад|англ|бул|бульв|вв|вост|вул|вып|гг|гл|гр|греч|дер|доц|зап|изд|канд|кв|корп|лат
    |мкр|наб|напр|обл|оз|пгт|пер|пл|пос|просп|проф|разд|рус|св|сев|ср|ст|стр|табл|тов|ул
    |фр|чл|юж|(?<!\d)(?<!\d\s)см)\Z""",
    re.VERBOSE | re.IGNORECASE,
)
# What would be an abbreviation, but ends the sentence where a capital follows: "and so
# on" and "I" in Russian.
_LAST = re.compile(r"\b([ИиІі]\s+(т\.\s*[дп]|др|пр)|я)\Z")
# What is an abbreviation before a number: "No. 5", "Hauptstr. 12", "рис. 3".
_BEFORE_NUMBER = re.compile(
    r"""\b(Abb|Abs|Art|arts?|Arts|[Cc]a|[Cc]h|[Cc]hap|Kap|No|Nos|[Nn]rn?|[Ss]ecs?|\w*[Ss]tr
    |Tab|[Tt]el|[Рр]ис|[Тт]ел|пп|Jan|Feb|Mar|Jun|Jul|Aug|Sept?|Oct|Okt|Nov|De[cz])\Z""",
    re.VERBOSE,
)
# German ordinals: "der 3. Oktober", "im 19. Jahrhundert".
_NUMBER = re.compile(r"\b\d{1,2}\Z")
_NUMBERED = re.compile(
    r"""(Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Jahrhundert|Jahrtausend|Jh
    |Weltkrieg|Bundestag|Legislatur|Wahlperiode|Auflage|Kapitel|Klasse|Platz)""",
    re.VERBOSE,
)
# "Named after" in Russian, a pronoun elsewhere: "театр им. Чехова", "я помог им."
_NAMED_AFTER = re.compile(
    r"""\b(?i:академ|аэропорт|библиотек|больниц|завод|институт|консерватор|лице|музе|парк
    |площад|преми|стади|театр|университет|училищ|центр|школ|(?-i:[А-ЯЁ]{3,}))\w*\s+им\Z""",
    re.VERBOSE,
)
# So many characters are looked at before a mark.
_SEEN, _SEEN_OF_NAMES = 12, 30


def split_paragraphs(text):
    r"""Split text at blank lines.

    Parameters
    ----------
    text : str

    Returns
    -------
    pieces : list of str
        At least one; the blank lines themselves are left out.

    Examples
    --------
    >>> split_paragraphs("One line,\nand another.\n\nA second paragraph.")
    ['One line,\nand another.', 'A second paragraph.']
    """
    return _BLANK_LINE.split(text)


def split_sentences(text):
    """Split text after the punctuation that ends a sentence, and at blank lines.

    A rule of thumb for many languages, not a parser: a sentence ends with one or
    more of ``. ! ? …`` or their like in other scripts, closing quotes and
    brackets included, before white space (after ``。！？`` also without), unless
    what follows starts with a small letter or a full stop ends an initial
    ("J. Smith", "U.S. Congress"), a common abbreviation of English, French, German or
    Russian ("Dr. Smith", "ул. Ленина"), or one before a number ("No. 5").

    Parameters
    ----------
    text : str

    Returns
    -------
    pieces : list of str
        At least one.

    Examples
    --------
    >>> split_sentences('Dr. No asked: "Why?" Nobody knew... or said. 是的。不是。')
    ['Dr. No asked: "Why?"', ' Nobody knew... or said.', ' 是的。', '不是。']
    """
    return [
        sentence
        for paragraph in split_paragraphs(text)
        for sentence in _sentences(paragraph)
    ]


def paragraph_ends(text):
    """Return where blank lines stand in a text, a list of int."""
    return [match.start() for match in _BLANK_LINE.finditer(text)]


def sentence_ends(text):
    """Return where the sentences of a text end but the last, a list of int.

    They are those of `split_sentences`.
    """
    ends, start = [], 0
    for match in _BLANK_LINE.finditer(text):
        ends += [start + end for end in _ends_in(text[start : match.start()])]
        ends.append(match.start())
        start = match.end()
    return ends + [start + end for end in _ends_in(text[start:])]


def _sentences(text):
    edges = [0, *_ends_in(text), len(text)]
    return [text[start:stop] for start, stop in pairwise(edges)]


def _ends_in(paragraph):
    """Return where the sentences of a paragraph end but the last."""
    return [
        match.end()
        for match in _END.finditer(paragraph)
        if match.end() < len(paragraph) and _ends(paragraph, match)
    ]


def _ends(text, match):
    """Whether the mark is the end of a sentence."""
    follows = text[match.end() : match.end() + 40].lstrip()
    if follows.lstrip("\"'“‘«‹([{¿¡")[:1].islower():
        return False
    if match.group() != ".":
        return True
    before = max(0, match.start() - _SEEN), match.start()
    if _LAST.search(text, *before):
        return True
    if _ABBREVIATED.search(text, *before):
        return False
    if _NAMED_AFTER.search(text, max(0, match.start() - _SEEN_OF_NAMES), match.start()):
        return False
    if _NUMBERED.match(follows) and _NUMBER.search(text, *before):
        return False
    return not (follows[:1].isdigit() and _BEFORE_NUMBER.search(text, *before))
