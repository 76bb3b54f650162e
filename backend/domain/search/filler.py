"""Words that hold others together and are about nothing: "water in Nairobi" asks for two words.

Of the languages of the interface. Whoever asks for nothing else, puts them in quotes or joins them
to others with a hyphen ("lock-in"), means them. Capitals tell nothing: many type in no others.
"""

from collections.abc import Sequence

from backend.domain.search import words

_SAID = """
a about an and any are as at be been between by can could do does for from had has have how i in
into is it its my of on or other others our should that the their there these they this those to was
we were what when where which who why will with without would you your
al como con cuál cuáles cómo de del dónde el en entre es están este esta estos estas la las lo los
nos nuestra nuestro o para por que quién quiénes qué se sin su sus un una unas unos y
à às ao aos com da das do dos e em entre essa esse na nas no nos nossa nosso os para pela pelo por
quais qual quem são sem seu sua um uma umas uns
au aux avec c ce ces cette chez comment d dans des du elle et il ils l la le les leur leurs mais n
nos notre nous on ou où par pour qu que quel quelle quelles quels qui sans ses sont une vos votre
vous y
أو إلى التي الذي بين عن على في كيف ما مع من هذا هذه هل و
"""
_FILLERS = frozenset(words.plain(word) for word in _SAID.split())


def is_about_nothing(text: str) -> bool:
    """Whether a text has no other words."""
    return all(is_filler([word]) for word in words.cut(text))


def is_filler(cut: Sequence[str]) -> bool:
    """Whether a word, cut for the index, is one of them."""
    return len(cut) == 1 and cut[0] in _FILLERS
