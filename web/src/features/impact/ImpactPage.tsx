import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { Command } from "../../components/Command";
import { Page } from "../../components/Page";
import { Empty } from "../../components/states";
import { type Change, formOf, MOST_IN_ADDRESS } from "./api/change";
import { Answer } from "./components/Answer";
import { ChangeForm } from "./components/ChangeForm";
import styles from "./ImpactPage.module.css";

const route = getRouteApi("/impact");

/** What breaks if this changes? Asked before anybody writes the change. */
export function ImpactPage() {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    // what is too long for the address, with the participant of whom it was asked
    const [long, setLong] = useState<Change>();
    const asked: Change | undefined = search.change
        ? { participant: search.participant, form: search.as ?? formOf(search.change), text: search.change }
        : long && long.participant === search.participant
          ? long
          : undefined;
    const ask = (change: Change) => {
        const fits = change.text.length <= MOST_IN_ADDRESS;
        setLong(fits ? undefined : change);
        navigate({
            search: {
                participant: change.participant,
                change: fits ? change.text : undefined,
                as: change.form === formOf(change.text) ? undefined : change.form,
            },
            resetScroll: false,
        });
    };
    return (
        <Page
            title={asked?.form === "question" ? asked.text : "What breaks if this changes?"}
            heading="What breaks if this changes?"
            about="Before anybody writes the change: who fails, in which version, where it runs, with the proof; and the safe way."
        >
            <div className="no-print">
                <ChangeForm
                    key={`${search.participant}\n${search.as}\n${search.change}`}
                    participant={search.participant}
                    change={asked}
                    ask={ask}
                />
            </div>
            {asked ? (
                <Answer change={asked} isInAddress={search.change !== undefined} />
            ) : (
                <Empty title="A sentence, SQL, a document, a patch or a diff">
                    <p>
                        The broker tries it on what is recorded in each environment and on the main branches: SQL in a
                        PostgreSQL of its own, with the queries of all who use the database; a change of an API against
                        what its consumers need. Nothing of yours is touched.
                    </p>
                    <ul className={styles.examples}>
                        {[
                            "What breaks if I drop orders.discount?",
                            "rename orders.total to amount",
                            "make customer.email required",
                            "change orders.total to bigint",
                        ].map((example) => (
                            <li key={example}>
                                <Link to="/impact" search={{ participant: search.participant, change: example }}>
                                    {example}
                                </Link>
                            </li>
                        ))}
                    </ul>
                    <Command text="git diff main -- openapi.yaml | seamwright impact --provider NAME --diff -" />
                </Empty>
            )}
        </Page>
    );
}
