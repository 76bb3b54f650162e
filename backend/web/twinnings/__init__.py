"""Twinnings as pages.

listing    what cities do together        proposing  asking another city
showing    one of them, and answering it  planning   its plan, and its closing report
"""
