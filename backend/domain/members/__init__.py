"""The people of the network, how they come in, and the stranger who has not signed in.

models    a member and what hangs on one        audience  to whom each field of a profile shows
sessions  signed-in browsers, links, tokens     policy    who may see and do what
profiles  a member as somebody sees them        queries   one profile, and who is seen at all
drafts    what members say of themselves        actions   changing one's profile
naming    names compared, and their addresses   renaming  another name, at once or held
"""
