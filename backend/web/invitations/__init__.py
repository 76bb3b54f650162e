"""Inviting people: one's own invitations, everybody's for conveners, and whole lists.

sending  inviting one person, and taking it back    everybody  all invitations, for conveners
lists    many people at once, checked before they are sent
"""
