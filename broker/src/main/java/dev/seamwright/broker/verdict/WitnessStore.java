package dev.seamwright.broker.verdict;

import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

interface WitnessStore {
    // by place in the arrays, which name a row each: the body of its verification, deflated
    @SqlQuery("""
            SELECT ver.results
              FROM unnest(CAST(:consumerVersions AS bigint[]), CAST(:providers AS bigint[]), CAST(:kinds AS text[]), CAST(:numbers AS integer[]))
                   WITH ORDINALITY AS failed (version_id, provider_id, kind, number, place)
              LEFT JOIN publication p USING (version_id, provider_id, kind)
              LEFT JOIN verification ver ON ver.content_id = p.content_id AND ver.number = failed.number
             ORDER BY failed.place
            """)
    List<byte[]> results(Long[] consumerVersions, Long[] providers, String[] kinds, Integer[] numbers);
}
