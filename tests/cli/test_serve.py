from tests.support.commands import Operator


def test_unsafe_settings_are_refused_with_what_to_set(operator: Operator) -> None:
    refused = operator.runs("serve")
    assert refused.exit_code == 1
    for variable in ("OPENCITIES_ORIGIN", "OPENCITIES_SECRET", "OPENCITIES_SMTP_URL"):
        assert f"{variable} " in refused.output


def test_a_database_without_its_tables_is_refused(operator: Operator) -> None:
    operator.sets(mode="demo", origin="http://localhost:8000")
    refused = operator.runs("serve")
    assert (refused.exit_code, "opencities migrate" in refused.output) == (1, True)
