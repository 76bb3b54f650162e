"""Papers: what the network publishes, as files to keep. Pure: the same paper makes the same file.

paper   what a paper is                 blocks  its words as headings, paragraphs and lists
pdf     tagged PDF, set by Typst        word    DOCX
plain   Markdown

No file says who made it, or on which machine: its properties are its title, language and day.
"""
