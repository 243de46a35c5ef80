"""What each city ordered, of one tenant: the first release reads the customer's city, the second one the address."""

import os
import sys

import psycopg

RELEASES = {
    "1": """
        SELECT c.city, sum(o.total) FROM orders o JOIN customer c ON c.id = o.customer_id
         WHERE o.placed_at > %s GROUP BY c.city ORDER BY c.city
        """,
    "2": """
        SELECT a.city, sum(o.total) FROM orders o JOIN address a ON a.customer_id = o.customer_id
         WHERE o.placed_at > %s GROUP BY a.city ORDER BY a.city
        """,
}


def main(release: str, tenant: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("SELECT set_config('app.tenant', %s, true)", (tenant,))
        for city, total in connection.execute(RELEASES[release], ("2020-01-01",)):
            print(city, total)


main(*sys.argv[1:])
