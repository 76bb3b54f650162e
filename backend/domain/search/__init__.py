"""One index over everything that can be found, kept in the transaction of the thing itself.

models   what is kept of a subject         words    how text becomes words to compare
actions  index and forget                  queries  asking, with visibility inside the query
"""
