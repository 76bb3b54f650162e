"""What cities struggle with, put before the network: asked, faced by others, answered, ended.

models    a challenge, who faces it, its steps    answers   the models of what is said to it
policy    who may do what                         sight     who sees what, as SQL; the kinds
rows      a challenge as lists show it            filters   what a list can be asked for
order     its orders and pages                    queries   lists, counts, one challenge
page      everything around one challenge         thread    what was said to it
actions   post, edit, face, end                   answering answer, reply, say that it helped
drafts    words kept before they are posted       telling   who hears of what
"""
