"""One index over everything that can be found, kept in the transaction of the thing itself.

models    what is kept of a subject            words     how text becomes words and marks
stems     the forms of one word                arabic    what is written onto Arabic words
question  what was typed, in parts             wanted    what is asked, for both databases
widening  other words for the same             engine    where the databases differ
pool      what matches and may be seen         ranking   what comes first, and why
facets    what it may be narrowed to           marking   which letters are what was found
snippets  the place of a hit                   spelling  words that are nearly the same
suggesting  "did you mean", while typing       gaps      what was not found
senses    what words are about                 learning  that, each day, from what is filed
nearness  what is close in meaning             partly    what says most of the words
queries   asking                               actions   index and forget
upkeep    SQLite's index in few lists
"""
