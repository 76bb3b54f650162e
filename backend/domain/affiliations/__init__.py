"""Where members work, who vouches for it, and for how long.

models    an affiliation, from its claim to its end   validity  until when one is verified; pure
policy    who may see, confirm and end one            queries   a member's own, and what waits
standing  what a member's affiliations make of them   actions   begin, confirm, choose, lapse
holdings  what is held of a member here

A member's `city_id` is what follows from here: the city of the main affiliation while somebody
vouches for it, and nothing once nobody does. All that a city's people see and do rests on it.
"""
