import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import form from "../../../components/form.module.css";
import { Owner } from "../../../components/links";
import { Panel } from "../../../components/Page";
import { Failure, Skeleton } from "../../../components/states";
import { Time } from "../../../components/Time";
import { callerQuery } from "../../../lib/caller";
import { useEnvironments } from "../../../lib/environments";
import { changesQuery, eventsOf } from "../api/changes";
import { SPANS } from "../api/search";
import styles from "./Changes.module.css";

const SHOWN = 10;

/** What has changed since somebody was here, newest first. */
export function Changes({ since, choose }: { since: string | undefined; choose: (since: string | undefined) => void }) {
    const { data: caller } = useQuery(callerQuery);
    const mayAsk = caller?.scope === "admin";
    const { data, error, isPending, refetch } = useQuery({ ...changesQuery(since), enabled: mayAsk });
    const { titleOf } = useEnvironments();
    const events = useMemo(() => eventsOf(data?.entries ?? [], titleOf), [data, titleOf]);
    if (!mayAsk) {
        return null;
    }
    const span = SPANS.find((one) => one === since);
    return (
        <Panel
            title="What has changed"
            aside={
                <span className={styles.choice}>
                    <label htmlFor="changes-since">since</label>
                    <select
                        id="changes-since"
                        className={form.input}
                        value={since ?? ""}
                        onChange={({ target }) => choose(target.value || undefined)}
                    >
                        <option value="">your last visit</option>
                        {SPANS.map((one) => (
                            <option key={one} value={one}>
                                {one === "hour" ? "an hour ago" : one === "day" ? "yesterday" : "a week ago"}
                            </option>
                        ))}
                        {since !== undefined && span === undefined && <option value={since}>{since}</option>}
                    </select>
                </span>
            }
        >
            {isPending && <Skeleton rows={3} label="Loading what has changed" />}
            {error && !data && (
                <Failure error={error} what="What has changed could not be loaded" retry={() => refetch()} />
            )}
            {data && events.length === 0 && (
                <p className={styles.quiet}>
                    Nothing, since <Time at={data.since} />.
                </p>
            )}
            <ul className={styles.changes}>
                {events.slice(0, SHOWN).map((event, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: an entry may say the same twice
                    <li key={`${event.at} ${event.text} ${index}`}>
                        <span>
                            {event.participant && <Owner participant={event.participant} version={event.version} />}{" "}
                            {event.text}
                        </span>
                        <span className={styles.by}>
                            <Time at={event.at} />, {event.by}
                        </span>
                    </li>
                ))}
            </ul>
            {data && events.length > SHOWN && (
                <p className={styles.quiet}>
                    And {events.length - SHOWN}
                    {data.more && " or more"} others:{" "}
                    <Link to="/audit" search={{ since: data.since.toISOString() }}>
                        the audit trail
                    </Link>
                </p>
            )}
        </Panel>
    );
}
