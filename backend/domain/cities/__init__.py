"""Local authorities and their places: made from a gazetteer, kept by their leads.

gazetteer  every town of the world, by any of its names     countries  regions, languages, names
  spelling, typos, whereabouts, place_table, packing        make_gazetteer, names_kept  its data
models     a city, its names, domains, priorities, openness
records    what was said of cities, line by line          attributes  the facts that compare; pure
languages  in which a city works, a line each
said       what is said now, with its sources             history     what was said before
saying     saying a fact, or how open a city is           holdings    what is held of members here
policy, queries, actions
"""
