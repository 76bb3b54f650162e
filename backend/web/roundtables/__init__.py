"""Roundtables as pages.

listing  the list and its filters        showing  one of them, its calendar file, answers to it
writing  step 1: what it is about        cities   step 2: whom to invite
times    step 3: fair times              review   step 4: its agenda, and the invitation
notes    what came out of it, written     note_reading  a version of it, read and reviewed
         (note_lines its form, note_papers its files)
labels   words and tones for what the domain calls by name
series   its days, its hours, and its meetings
moves    what new rules of zones moved
registration  what those who come need and bring       attendance  who was there
materials  papers, slides and recordings, and consent to them
questions  what attendees of a webinar ask
poll     when people could come                 busy     when oneself is busy
hours    who bore which hours                   feeds    what calendars read again and again
breakouts who sits with whom                     extra_seats more seats for those who wait
own_calendar the secret address of one's own feed
clocks   by whose clock a page tells the time
"""
