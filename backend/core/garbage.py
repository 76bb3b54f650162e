"""How often a web process looks for garbage: things that hold one another, and nothing else does."""

import gc

OFTEN_ENOUGH = 50_000
"""So many new things make a look worth its while. Python looks at every 700, and every hundredth
time at all there is: a page of hundreds of rows waited for that as long as for its database.
"""


def look_seldom() -> None:
    """From now on: and never again among what the program itself is, which stays until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OFTEN_ENOUGH)
