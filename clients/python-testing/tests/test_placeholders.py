import pytest

from seamwright_testing.placeholders import numbered


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("SELECT 1", "SELECT 1"),
        ("SELECT * FROM t WHERE a = %s AND b = %s", "SELECT * FROM t WHERE a = $1 AND b = $2"),
        ("SELECT * FROM t WHERE a = %(a)s OR %(b)s > %(a)s", "SELECT * FROM t WHERE a = $1 OR $2 > $1"),
        ("SELECT * FROM t WHERE a LIKE 'x%%' AND b = %b", "SELECT * FROM t WHERE a LIKE 'x%' AND b = $1"),
        ("SELECT 7 %% %(some name)s", "SELECT 7 % $1"),
    ],
)
def test_placeholders_are_parameters(written, sent):
    assert numbered(written) == sent
