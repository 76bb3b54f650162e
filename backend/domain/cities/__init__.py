"""Local authorities and their places: made from a gazetteer, kept by their leads.

gazetteer  every town of the world, by any of its names     countries  regions, languages, names
models     a city, its names, domains, priorities, openness
policy, queries, actions
"""
