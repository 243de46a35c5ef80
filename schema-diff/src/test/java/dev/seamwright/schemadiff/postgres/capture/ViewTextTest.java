package dev.seamwright.schemadiff.postgres.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SELECT t.a, (t.b)::text AS b FROM s.t WHERE (t.a > 1);            | SELECT a, (b)::text AS b FROM s.t WHERE (a > 1);
            SELECT t.*::s.t AS t FROM s.t;                                    | SELECT t.*::s.t AS t FROM s.t;
            SELECT "T x".a FROM s."T x";                                      | SELECT a FROM s."T x";
            SELECT u.a FROM s.t u;                                            | SELECT a FROM s.t u;
            SELECT 't.a' AS t, t.a FROM t.t;                                  | SELECT 't.a' AS t, a FROM t.t;
            SELECT t.f(t.a) AS f FROM t.t;                                    | SELECT t.f(a) AS f FROM t.t;
            SELECT t.a FROM s.t, s.u;                                         | SELECT t.a FROM s.t, s.u;
            SELECT t.a FROM (s.t JOIN s.u ON ((t.a = u.a)));                  | SELECT t.a FROM (s.t JOIN s.u ON ((t.a = u.a)));
            SELECT t.a FROM s.t WHERE (EXISTS ( SELECT 1 FROM s.u WHERE (u.a = t.a))); | SELECT a FROM s.t WHERE (EXISTS ( SELECT 1 FROM s.u WHERE (u.a = t.a)));
            SELECT t.a FROM s.t UNION SELECT t.a FROM s.t;                    | SELECT t.a FROM s.t UNION SELECT t.a FROM s.t;
            WITH x AS ( SELECT t.a FROM s.t) SELECT x.a FROM x;               | WITH x AS ( SELECT t.a FROM s.t) SELECT a FROM x;
            SELECT g.g FROM generate_series(1, 3) g(g);                       | SELECT g FROM generate_series(1, 3) g(g);
            """)
    void columns_of_the_sole_relation_lose_its_name(String earlier, String since16) {
        assertEquals(since16, ViewText.withoutSoleQualifier(earlier));
    }
}
