"""A member asks a peer to talk: the request, the meeting that comes of it, and what was learned.

models    the tables                        standing  where a conversation stands, for each side
drafts    what members write                offers    the times that somebody offers, checked
hours     good hours for two people. Pure   sight     who sees which conversation and message
policy    who may do what, and why not      queries   lists, one of them, its messages
asking    the request and its limits        answering accepting, other times, later, declining
meeting   moving and cancelling the meeting talking   the private thread
learning  what both learned                 parting   blocking somebody, and what ends with that
telling   who hears of it                   reminding what is told in its own time
invitations  what calendars are told        holdings  what becomes of it when somebody goes
"""
