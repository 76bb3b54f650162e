import pytest

from backend.core.list_text import Record, records
from backend.domain.joining.listed_people import Person, people


def read(text: str) -> list[Person]:
    return list(people(records(text)).persons)


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("ana@cm-porto.pt", Person(1, "ana@cm-porto.pt")),
        ("Ana Silva <ana@cm-porto.pt>", Person(1, "ana@cm-porto.pt", "Ana Silva")),
        ("<ana@cm-porto.pt>", Person(1, "ana@cm-porto.pt")),
        ("mailto:ana@cm-porto.pt", Person(1, "ana@cm-porto.pt")),
        ("Ana Silva, ana@cm-porto.pt", Person(1, "ana@cm-porto.pt", "Ana Silva")),
        ("ana@cm-porto.pt, Ana Silva", Person(1, "ana@cm-porto.pt", "Ana Silva")),
        (
            "Ana Silva <ana@cm-porto.pt>; Porto, Portugal; Head of data",
            Person(1, "ana@cm-porto.pt", "Ana Silva", "Porto, Portugal", "Head of data"),
        ),
        (
            "Ana Silva;ana@cm-porto.pt;Porto;Head of data;housing, health;climate",
            Person(
                1,
                "ana@cm-porto.pt",
                "Ana Silva",
                "Porto",
                "Head of data",
                ["housing", "health", "climate"],
            ),
        ),
    ],
)
def test_a_line_without_headings_is_told_by_its_address(line: str, person: Person) -> None:
    (found,) = read(line)
    expected = (person.email, person.name, person.city, person.title, list(person.topics))
    assert (found.email, found.name, found.city, found.title, list(found.topics)) == expected
    assert found.fault == ""


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Ana Silva", "no_address"),
        ("Ana; Porto", "no_address"),
        ("a@b.example, c@d.example", "several_addresses"),
        ("a@b.example c@d.example", "several_addresses"),
        ("Ana; Silva; ana@cm-porto.pt", "more_cells"),
        ('"Ana"x; ana@cm-porto.pt', "quotes"),
    ],
)
def test_a_line_from_which_nobody_can_be_read_says_why(line: str, fault: str) -> None:
    assert [one.fault for one in read(line)] == [fault]


@pytest.mark.parametrize(
    "headings",
    [
        "Name;E-mail;City;Job title;Topics;Language",
        "NOMBRE COMPLETO;Correo electrónico;Ciudad;Cargo;Temas;Idioma",
        "Nome;E-mail profissional;Cidade;Função;Tópicos;Língua",
        "Nom;Adresse e-mail;Ville;Fonction;Thèmes;Langue",
        "الاسم;البريد الإلكتروني;المدينة;المنصب;المواضيع;اللغة",
    ],
)
def test_headings_are_known_in_every_language_of_the_interface(headings: str) -> None:
    (found,) = read(f"{headings}\nAna Silva;ana@cm-porto.pt;Porto;Head of data;housing|health;pt")
    assert (found.line, found.email, found.name) == (2, "ana@cm-porto.pt", "Ana Silva")
    assert (found.city, found.title, found.language) == ("Porto", "Head of data", "pt")
    assert list(found.topics) == ["housing", "health"]


def test_columns_may_stand_in_any_order_and_others_between_them() -> None:
    (found,) = read("Phone,City,Email\n123,Porto,ana@cm-porto.pt")
    assert (found.email, found.city, found.name, found.fault) == (
        "ana@cm-porto.pt",
        "Porto",
        "",
        "",
    )


def test_a_comma_too_many_is_noticed_under_headings() -> None:
    text = "Email,City,Title\nana@cm-porto.pt,Porto, Portugal,Head of data\n"
    assert [one.fault for one in read(text)] == ["more_cells"]
    assert [one.fault for one in read("Email,City,Title\nana@cm-porto.pt,Porto,x,,\n")] == [""]


def test_topics_may_run_on_at_the_end_of_a_line() -> None:
    (found,) = read("Email,Topics\nana@cm-porto.pt,housing,health\n")
    assert list(found.topics) == ["housing", "health"]


def test_headings_without_addresses_are_no_list() -> None:
    assert not people([Record(1, ("Name", "City")), Record(2, ("Ana", "Porto"))]).has_addresses
    assert people([]).has_addresses
    assert [one.fault for one in read("Name\nAna")] == ["no_address", "no_address"]
