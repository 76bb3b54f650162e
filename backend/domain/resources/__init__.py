"""What cities made and others can use: toolkits, templates, data, code, and who uses them.

models, adoptions  tables and drafts        licences, file_names, contents, archives  checks
policy, sight      who may, who sees        publishers, telling                   whose, who hears
filters, facets, order, rows, queries, page, lines   lists, one of them, and short lists elsewhere
files, actions, adopting   taking a file in; adding, editing, versions; "our city uses this"
"""
