"""Finding people: by topic, words, place, language and office hours, with the reasons.

filters  what may be asked, as conditions       office_hours  whose clocks show working time
asked    the words, and the topics they mean    reasons       why somebody is in the list
counting how many each filter would show         queries  the list
"""
