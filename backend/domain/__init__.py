"""Floor 1: the network itself. Nothing here knows that the web exists.

Reading order, which is also the import order (each may use those before it, never those after):
subjects, topics, cities, members, notifications, search and moderation, resources, challenges,
matching, roundtables.
"""
