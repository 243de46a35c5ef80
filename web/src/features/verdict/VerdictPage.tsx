import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useRef } from "react";
import { Button } from "../../components/Button";
import { Command } from "../../components/Command";
import { Page, Panel } from "../../components/Page";
import { Pieces } from "../../components/Pieces";
import { Empty, Failure, Skeleton } from "../../components/states";
import { AsOf } from "../../components/Time";
import { Verdict } from "../../components/Verdict";
import type { Schemas } from "../../lib/api";
import { useEnvironments } from "../../lib/environments";
import { quote } from "../../lib/shell";
import { blockersOf, keepOrder, remarksOf } from "./api/blockers";
import { useLive } from "./api/live";
import { commandOf, curlOf, type Question, questionOf, searchOf, targetText } from "./api/question";
import { verdictQuery } from "./api/verdict";
import { BlockerCard } from "./components/BlockerCard";
import { LiveState } from "./components/LiveState";
import { QuestionForm } from "./components/QuestionForm";
import { RowTable } from "./components/RowTable";
import styles from "./VerdictPage.module.css";

const route = getRouteApi("/verdict");

/** Can I deploy? Why not, and what is the shortest way to yes. */
export function VerdictPage() {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const { titleOf } = useEnvironments();
    const question = questionOf(search);
    const title = question
        ? `${question.participant} ${question.name} to ${targetText(question, titleOf)}`
        : "Can I deploy?";
    return (
        <Page
            title={title}
            heading="Can I deploy?"
            about="Whether a version breaks anybody where it is to go, or is broken by them; why, and what to do next."
        >
            <div className="no-print">
                <QuestionForm
                    key={JSON.stringify(search)}
                    search={search}
                    ask={(asked) => navigate({ search: searchOf(asked) })}
                />
            </div>
            {question ? <Answer key={JSON.stringify(question)} question={question} /> : <NoQuestion />}
        </Page>
    );
}

function NoQuestion() {
    const { exampleOf } = useEnvironments();
    return (
        <Empty title="Ask about a version">
            <p>
                Choose a participant, one of its versions, and where it is to go. The address of this page then is the
                question: share it.
            </p>
            <Command
                text={`seamwright can-i-deploy --participant NAME --version VERSION --to-environment ${quote(exampleOf())}`}
            />
        </Empty>
    );
}

function Answer({ question }: { question: Question }) {
    const { data, error, isPending, refetch, dataUpdatedAt } = useQuery(verdictQuery(question));
    const { titleOf } = useEnvironments();
    const live = useLive(question, data?.deployable === "unknown");
    if (isPending) {
        return <Skeleton rows={6} label="Asking" />;
    }
    if (error && !data) {
        return <Failure error={error} what="The question could not be answered" retry={() => refetch()} />;
    }
    return (
        data && (
            <>
                <section className={styles.answer} aria-live="polite" data-answer={data.deployable}>
                    <Verdict answer={data.deployable} size="large" />
                    <div className={styles.sentence}>
                        <h2>{sentence(question, data, titleOf)}</h2>
                        <p className={styles.counts}>
                            {counts(data)} · <AsOf at={new Date(dataUpdatedAt)} prefix="as of" />
                        </p>
                    </div>
                    <div className={styles.actions}>
                        <LiveState {...live} />
                        <Button onClick={() => print()}>Print</Button>
                    </div>
                </section>
                <Blockers question={question} verdict={data} />
                <Remarks verdict={data} />
                {data.rows.length > 0 && (
                    <Panel
                        flush
                        title="What the answer rests on"
                        aside={`${data.rows.length} ${data.rows.length === 1 ? "row" : "rows"}`}
                    >
                        <RowTable rows={data.rows} />
                    </Panel>
                )}
                <Commands question={question} />
            </>
        )
    );
}

function Blockers({ question, verdict }: { question: Question; verdict: Schemas["Verdict"] }) {
    const order = useRef<string[]>([]);
    const blockers = keepOrder(blockersOf(verdict), order.current);
    order.current = blockers.map(({ key }) => key);
    if (blockers.length === 0) {
        return null;
    }
    return (
        <section className={styles.blockers} aria-label="What stands in the way">
            {blockers.map((blocker) => (
                <BlockerCard key={blocker.key} blocker={blocker} question={question} />
            ))}
        </section>
    );
}

function Remarks({ verdict }: { verdict: Schemas["Verdict"] }) {
    const remarks = remarksOf(verdict);
    if (remarks.length === 0) {
        return null;
    }
    return (
        <ul className={styles.remarks}>
            {remarks.map((remark) => (
                <li key={remark.text}>
                    {remark.level === "warning" && <strong>Mind: </strong>}
                    <Pieces text={remark.text} />
                </li>
            ))}
        </ul>
    );
}

function Commands({ question }: { question: Question }) {
    const command = commandOf(question);
    return (
        <Panel title="The same question elsewhere">
            <div className={styles.commands}>
                {command && <Command label="Command line" text={command} />}
                <Command label="HTTP" text={curlOf(question, location.origin)} />
            </div>
        </Panel>
    );
}

function sentence(
    question: Question,
    verdict: Schemas["Verdict"],
    titleOf: (environment: string) => string,
): ReactNode {
    const what = (
        <>
            <bdi>{question.participant}</bdi>{" "}
            {question.which === "version" ? <bdi>{question.name}</bdi> : <bdi>(newest of {question.name})</bdi>}
        </>
    );
    const where = (
        <bdi title={question.where === "environment" ? question.target : undefined}>
            <Pieces text={targetText(question, titleOf)} />
        </bdi>
    );
    switch (verdict.deployable) {
        case "yes":
            return (
                <>
                    {what} can go to {where}.
                </>
            );
        case "no":
            return (
                <>
                    {what} cannot go to {where}.
                </>
            );
        case "unknown":
            return (
                <>
                    Nobody knows yet whether {what} can go to {where}.
                </>
            );
    }
}

function counts(verdict: Schemas["Verdict"]): string {
    const parts = [
        verdict.failed > 0 && `${verdict.failed} ${verdict.failed === 1 ? "fails" : "fail"}`,
        verdict.unknown > 0 && `${verdict.unknown} not verified`,
        verdict.success > 0 && `${verdict.success} ${verdict.success === 1 ? "fits" : "fit"}`,
        verdict.ignored > 0 && `${verdict.ignored} ignored`,
    ].filter(Boolean);
    return parts.length > 0 ? parts.join(", ") : "nobody depends on it there, nor it on anybody";
}
