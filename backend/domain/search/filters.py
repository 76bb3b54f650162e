"""What may be asked of a search, as it stands in its address."""

from pydantic import BaseModel

from backend.core.choices import Question
from backend.domain.search.facets import Chosen
from backend.domain.topics.queries import Tree


class Filters(BaseModel):
    q: Question = ""
    kind: Question = ""
    topic: Question = ""
    language: Question = ""
    region: Question = ""
    year: Question = ""
    after: Question = ""
    """The place of the last one on the page before."""

    @property
    def besides(self) -> dict[str, str]:
        """All but the kind, which is chosen by links, and the page's place."""
        return self.model_dump(exclude={"kind", "after"}, exclude_defaults=True)

    def chosen(self, topics: Tree) -> Chosen:
        """What was chosen beside the words."""
        branch = topics.branch(self.topic)
        return Chosen(self.kind, self.topic, self.language, self.region, self.year, branch)
