"""Local authorities and their places: made from a gazetteer, kept by their leads.

gazetteer  every town of the world, by any of its names     countries  regions, languages, names
  spelling, typos, whereabouts, place_table, packing        make_gazetteer, names_kept  its data
models     a city, its names, domains, priorities, openness
policy, queries, actions
"""
