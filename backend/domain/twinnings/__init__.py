"""Twinnings: two cities agree to exchange on some topics for a time, as twins, mentor or peers.

models    a twinning, its plan, its history    standing  where it stands on a day; pure
policy    who may do what                      sight     who sees what, as SQL; the kind
drafts    what is sent                         queries   lists, one twinning
actions   propose, answer, close               planning  the shared plan
asking    whether a city may ask now           telling   who hears of what
holdings  what is held of members here

A twinning is the cities', not its authors': whoever leads one of them now acts for it.
"""
