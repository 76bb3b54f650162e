"""One index over everything that can be found, kept in the transaction of the thing itself.

models    what is kept of a subject            words     how text becomes words and marks
question  what was typed, in parts             wanted    what is asked, for both databases
widening  terms that stand in a question       others    how other words for them are asked for
engine    where the databases differ           pool      what matches and may be seen
ranking   what comes first, and why            facets    what it may be narrowed to
marking   which letters are what was found     snippets  the place of a hit
spelling  words that are nearly the same       gaps      what was not found
suggesting  "did you mean", while typing       learning  what words are about, each day anew
senses    what words are about                 nearness  what is close in meaning
partly    what says most of the words          queries   asking
actions   index and forget                     upkeep    SQLite's index in few lists

The stems of words, and terms in any form of theirs, are `core.stems` and `core.terms`.
"""
