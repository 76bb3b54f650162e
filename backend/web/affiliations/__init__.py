"""Where members work, as pages.

showing  one's own, one by itself, what needs looking at   proving  by a letter
moving   to another body, or away from one                 handing  what was left to take over
"""
