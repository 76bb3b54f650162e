from tests.conftest import Connect
from tests.support.make import Make


def test_programs_read_the_first_steps_and_put_them_away(connect: Connect, make: Make) -> None:
    me = make.member(city_id=None)
    make.skill(me, make.topic())
    program = connect(me)
    assert program.get("/me/first-steps").json() == [
        {"name": "profile", "is_done": False},
        {"name": "topics", "is_done": True},
        {"name": "peers", "is_done": False},
        {"name": "answer", "is_done": False},
    ]
    assert program.post("/me/first-steps/dismissal", {"said": True}).status_code == 204
    assert program.get("/me/first-steps").json() == []
    assert program.post("/me/first-steps/dismissal", {"said": False}).status_code == 204
    assert len(program.get("/me/first-steps").json()) == 4
