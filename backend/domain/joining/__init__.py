"""How people come in: signing in by a link, asking to join, and being admitted.

models   an application and what is written in it     policy    who may read and decide
domains  why an address says nothing of a city        places    from typed words to a city
queries  applications that wait, and one's own        letters   what is written to whom
entering asking for a link, using it                  actions   deciding
"""
