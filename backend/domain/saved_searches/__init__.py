"""Lists and searches that members keep under a name, and what is new in them.

models   a saved search, and what it has found      kinds    which lists can be saved, and read
drafts   what is sent                               actions  saving, changing, removing
policy   who may keep how many, who shares          alerts   looking for what is new, and saying so
queries  one's own, and those of all conveners      holdings what is held on a member
"""
