import { useQuery } from "@tanstack/react-query";
import { type Pair, replayQuery } from "../../lib/replay";
import { Failure, Skeleton } from "../states";
import styles from "./Witness.module.css";

/** What failed when the pact was replayed against the provider. */
export function ReplayWitness({ pair }: { pair: Pair }) {
    const { data, error, isPending, refetch } = useQuery(replayQuery(pair));
    if (isPending) {
        return <Skeleton rows={2} label="Loading what failed" />;
    }
    if (error && !data) {
        return <Failure error={error} what="What failed could not be loaded" retry={() => refetch()} />;
    }
    if (!data || data.length === 0) {
        return <p>Whoever verified it published no details: its build log has them.</p>;
    }
    return (
        <ul className={styles.list}>
            {data.map((test) => (
                <li key={test.description} className={styles.item}>
                    <p className={styles.title}>{test.description}</p>
                    <ul className={styles.mismatches}>
                        {test.mismatches.map((mismatch) => (
                            <li key={mismatch.place + mismatch.text}>
                                {mismatch.place && <code>{mismatch.place}</code>}{" "}
                                <span className={styles.error}>{mismatch.text}</span>
                            </li>
                        ))}
                    </ul>
                </li>
            ))}
        </ul>
    );
}
