import { Link } from "@tanstack/react-router";
import { Chip } from "../../../components/Chip";
import { EnvironmentName } from "../../../components/Environments";
import { ParticipantLink, SeamLink, VersionLink } from "../../../components/links";
import { Verdict } from "../../../components/Verdict";
import { useEnvironments } from "../../../lib/environments";
import { CLASS_WORDS } from "../../../lib/status";
import { answerOf, type Link as GraphLink, type GraphSearch, type Party } from "../api/graph";
import styles from "../GraphPage.module.css";

export const KIND_WORDS = { application: "application", database: "database", external: "external party" };

interface Props {
    party: Party;
    links: GraphLink[];
    search: GraphSearch;
}

/** The facts about one party of the graph, and where to go from it. */
export function PartyPanel({ party, links, search }: Props) {
    const { inOrder } = useEnvironments();
    const own = links.filter(({ consumer, provider }) => consumer === party.name || provider === party.name);
    return (
        <section className={styles.party} aria-label={`About ${party.name}`} data-party={party.name}>
            <header className={styles.partyHeader}>
                <h2>
                    <bdi>{party.name}</bdi>
                </h2>
                <Chip>{KIND_WORDS[party.kind]}</Chip> {own.length > 0 && <Verdict answer={party.answer} />}
            </header>
            {party.kind === "external" && (
                <p>Others need it, and no version of it was ever published: all that is known is its name.</p>
            )}
            <ul className={styles.ways}>
                <li>
                    <ParticipantLink name={party.name} />
                    <span className={styles.way}>: its page</span>
                </li>
                {party.name !== search.participant && (
                    <li>
                        <Link to="/graph" search={{ ...search, participant: party.name, selected: undefined }}>
                            Put it in the middle
                        </Link>
                    </li>
                )}
            </ul>
            {party.places.length > 0 && (
                <>
                    <h3>Runs as</h3>
                    <ul className={styles.places}>
                        {inOrder(party.places, ({ environment }) => environment).map(({ environment, version }) => (
                            <li key={`${environment} ${version}`}>
                                <VersionLink participant={party.name} version={version} /> in{" "}
                                <EnvironmentName name={environment} />
                            </li>
                        ))}
                    </ul>
                </>
            )}
            <h3>Its seams here</h3>
            {own.length === 0 && <p>None.</p>}
            <ul className={styles.links}>
                {own.map((link) => (
                    <li key={`${link.consumer} ${link.provider}`}>
                        <LinkFacts link={link} />
                    </li>
                ))}
            </ul>
        </section>
    );
}

function LinkFacts({ link }: { link: GraphLink }) {
    const [worst] = link.seams;
    const bad = link.seams.filter(({ verdict }) => verdict !== "yes").length;
    return (
        <>
            <SeamLink consumer={link.consumer} provider={link.provider} />{" "}
            {worst && <Verdict answer={answerOf(worst)}>{CLASS_WORDS[worst.class]}</Verdict>}
            {worst && worst.verdict !== "yes" && (
                <p className={styles.reason}>
                    {worst.reason} {worst.next}
                    {bad > 1 && ` And ${bad - 1} more.`}
                </p>
            )}
        </>
    );
}
