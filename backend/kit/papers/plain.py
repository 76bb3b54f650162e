"""A paper as Markdown."""

from backend.kit.papers.paper import Paper


def markdown(paper: Paper) -> str:
    """The title and what it is stand above its words, which are Markdown already."""
    title = "".join(f"\\{letter}" if letter in "\\`*_[]<>#" else letter for letter in paper.title)
    return f"# {title}\n\n*{paper.line}*\n\n{paper.body}\n"
