"""Finding the peer on the other side of the world: who can help, and which cities are alike.

peers   members for a topic or a challenge, with the reasons      cities  shared priorities
"""
