"""Roles that hold for one city, one topic or one roundtable, given and ended by conveners.

models   a grant and its limits        policy    who may give and end one
queries  who holds what                actions   give, end, let run out
holdings what is held of a member here

What a member holds is kept on their own row as well (`Member.grants`, `Member.is_lead`), so that
policies ask it of whoever acts and no page asks the database for it. Only `actions` writes those.
"""
