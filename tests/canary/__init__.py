"""Who sees which word where: every object there can be, every role, every surface.

`planting/` makes one object of every kind at every visibility and state. Each of its texts begins
with a word of its own, sixteen letters that stand nowhere else, and says in whose sight it is.
`expected/` has a line for every route of the program: what it shows, to whom; who may write. The
tests ask each route as each role, and the words in the answer must be those two tables together:
none more, none fewer. Nothing here asks the product's own policies.

To add a route: a line `Surface(...)` for a GET in the module of `expected/` that is named for the
feature, or `Write(...)` for a POST in `expected/writes/`. A route without one fails
`test_routes.py`; what each word of a line means stands in `expected/shapes.py` and `writing.py`.

To add a kind, or a field whose audience can differ: in the module of `planting/` named for the
feature, `plant.said("kind.object.field", AUDIENCE)` gives the word to write into it, and
`plant.keep("kind", "object", thing, AUDIENCE)` makes `over="kind"` ask for it on a page of its own.
"""
