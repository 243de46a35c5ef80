import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Command } from "../../../components/Command";
import { EnvironmentName } from "../../../components/Environments";
import { SeamLink } from "../../../components/links";
import { Panel } from "../../../components/Page";
import { Empty, Failure, Skeleton } from "../../../components/states";
import { Verdict } from "../../../components/Verdict";
import { participantNamesQuery } from "../../../lib/queries";
import { CLASS_WORDS } from "../../../lib/status";
import { answerOf, firesQuery } from "../api/graph";
import styles from "../GraphPage.module.css";
import { keyOf } from "./SeamRows";

const MOST_NAMES = 120;

/** Where to begin: what is on fire, or a participant by its name. */
export function Picker() {
    const participants = useQuery(participantNamesQuery);
    if (participants.data?.length === 0) {
        return (
            <Empty title="There is nobody yet">
                <p>Participants are there with the first contract that somebody publishes:</p>
                <Command text="seamwright publish path/to/pacts --participant-version 1.0.0 --branch main" />
            </Empty>
        );
    }
    return (
        <>
            <Fires />
            <Panel title="Around whom?" aside={participants.data && `${participants.data.length} participants`}>
                {participants.isPending && <Skeleton rows={4} />}
                {participants.error && !participants.data && (
                    <Failure
                        error={participants.error}
                        what="The participants could not be loaded"
                        retry={() => participants.refetch()}
                    />
                )}
                <ul className={styles.names}>
                    {participants.data?.slice(0, MOST_NAMES).map(({ name }) => (
                        <li key={name}>
                            <Link to="/graph" search={{ participant: name }}>
                                {name}
                            </Link>
                        </li>
                    ))}
                </ul>
                {(participants.data?.length ?? 0) > MOST_NAMES && (
                    <p className={styles.note}>The first {MOST_NAMES} by name; name any other one above.</p>
                )}
            </Panel>
        </>
    );
}

function Fires() {
    const { data, error, isPending, refetch } = useQuery(firesQuery);
    return (
        <Panel title="On fire now" aside={data?.next ? "The worst 20" : undefined}>
            {isPending && <Skeleton rows={4} />}
            {error && !data && (
                <Failure error={error} what="What is broken could not be loaded" retry={() => refetch()} />
            )}
            {data?.items.length === 0 && <p>Nothing is broken in what runs now.</p>}
            <ul className={styles.fires}>
                {data?.items.map((seam) => (
                    <li key={keyOf(seam)}>
                        <div className={styles.fire}>
                            <div className={styles.fireLine}>
                                <Verdict answer={answerOf(seam)}>{CLASS_WORDS[seam.class]}</Verdict>
                                <SeamLink consumer={seam.consumer.name} provider={seam.provider.name} />
                                <span className={styles.way}>
                                    in <EnvironmentName name={seam.environment} />
                                </span>
                                <Link
                                    to="/graph"
                                    search={{ participant: seam.provider.name, environment: seam.environment }}
                                >
                                    Seams around {seam.provider.name}
                                </Link>
                            </div>
                            <p>{seam.reason}</p>
                        </div>
                    </li>
                ))}
            </ul>
        </Panel>
    );
}
