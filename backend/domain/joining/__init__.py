"""How people come in: signing in by a link, asking to join, and being admitted.

models   an application and what is written in it     policy     who may read and decide
domains  what only looks like a city's e-mail domain  places     from typed words to a place
queries  what waits, what was decided, one's own      admission  from a proven address to a member
questions    what the conveners ask of everybody
invitations  one, and a list that rests       standing   the one that counts for an address
inviting     sending, renewing, withdrawing   invited    as senders and conveners read them
listing      many from a list: listed_people finds them, list_checking tries each, list_report tells
ways         what is kept of other ways in        identities   whose they are
arrivals     coming in by a provider              provider_answers   those that come as forms
programs     letting programs in
passkeys     keys in people’s devices             passkey_challenges   what those are asked
ways_told    letters about all these
actions  asking for a link, applying, entering, deciding, reminding    roles  lead, convener
"""
