import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import { Code } from "../../components/Code";
import { Fact, Facts, Page, Panel } from "../../components/Page";
import { Failure, Skeleton } from "../../components/states";
import { Time } from "../../components/Time";
import { callerQuery } from "../../lib/caller";
import { type Delivery, deliveryQuery, useRedelivery, webhookQuery } from "./api/webhooks";
import { DeliveryState } from "./components/DeliveryState";
import styles from "./webhooks.module.css";

const route = getRouteApi("/deliveries/$delivery");

/** One delivery: what was sent, each attempt, what came back; secrets starred. */
export function DeliveryPage() {
    const { delivery: id } = route.useParams();
    const { data, error, isPending, refetch } = useQuery(deliveryQuery(id));
    const { data: caller } = useQuery(callerQuery);
    return (
        <Page
            title={data ? `Delivery of ${data.event}` : "Delivery"}
            about={<Link to="/deliveries">All deliveries</Link>}
            actions={data && caller?.scope === "admin" && <Redeliver delivery={data} />}
        >
            {isPending && <Skeleton rows={6} label="Loading the delivery" />}
            {error && !data && (
                <Failure error={error} what="The delivery could not be loaded" retry={() => refetch()} />
            )}
            {data && <Details delivery={data} />}
        </Page>
    );
}

function Redeliver({ delivery }: { delivery: Delivery }) {
    const redelivery = useRedelivery(delivery.id);
    return (
        <div className={styles.stack}>
            <Button
                look="primary"
                disabled={redelivery.isPending || delivery.webhookDeleted}
                title={delivery.webhookDeleted ? "Its webhook was deleted" : undefined}
                onClick={() => redelivery.mutate()}
            >
                Send it again
            </Button>
            {redelivery.error && <Failure error={redelivery.error} what="It was not sent again" />}
        </div>
    );
}

function Details({ delivery }: { delivery: Delivery }) {
    const attempts = delivery.log ?? [];
    return (
        <>
            <Facts>
                <Fact name="State">
                    <DeliveryState state={delivery.state} />
                </Fact>
                <Fact name="Webhook">
                    {delivery.webhookDeleted ? `${delivery.webhook}, deleted` : <WebhookLink id={delivery.webhook} />}
                </Fact>
                <Fact name="Happened">
                    <Time at={delivery.createdAt} />
                </Fact>
                <Fact name="Attempts">
                    {delivery.attempts}
                    {delivery.run > 1 && ` of redelivery ${delivery.run - 1}`}
                </Fact>
                {delivery.nextAttemptAt && (
                    <Fact name="Next attempt">
                        <Time at={delivery.nextAttemptAt} isDue />
                    </Fact>
                )}
                <Fact name="webhook-id" isLong>
                    <code>{delivery.id}</code>
                </Fact>
            </Facts>
            <Panel title="What was sent">
                {delivery.payload ? (
                    <Code label="What was sent">{pretty(delivery.payload)}</Code>
                ) : (
                    <p>{attempts.length > 0 ? "A request without a body." : "Nothing was sent yet."}</p>
                )}
            </Panel>
            <Panel title="Attempts" aside="The newest first">
                {attempts.length === 0 && <p>There was none yet.</p>}
                <ol className={styles.attempts}>
                    {attempts.toReversed().map((attempt) => (
                        <li key={`${attempt.run} ${attempt.number}`}>
                            <div className={styles.line}>
                                <strong>
                                    {attempt.run > 1 && `Redelivery ${attempt.run - 1}, `}attempt {attempt.number}
                                </strong>
                                <Chip tone={attempt.success ? "plain" : "no"}>
                                    {attempt.success ? "delivered" : "failed"}
                                </Chip>
                                {attempt.status !== undefined && <span>HTTP {attempt.status}</span>}
                                <Time at={attempt.at} />
                            </div>
                            {attempt.error && <p>{attempt.error}</p>}
                            {attempt.response && (
                                <Code label={`Response to attempt ${attempt.number}`}>{attempt.response}</Code>
                            )}
                            <details>
                                <summary>Request and response</summary>
                                <Code label={`Log of attempt ${attempt.number}`}>{attempt.text}</Code>
                            </details>
                        </li>
                    ))}
                </ol>
            </Panel>
        </>
    );
}

/** By the webhook's name; by its id where it has none, or none is known. */
function WebhookLink({ id }: { id: string }) {
    const { data } = useQuery(webhookQuery(id));
    return (
        <Link to="/webhooks/$webhook" params={{ webhook: id }}>
            {data?.description || <code>{id}</code>}
        </Link>
    );
}

/** JSON indented, anything else as it was. */
function pretty(text: string): string {
    try {
        return JSON.stringify(JSON.parse(text), undefined, 2);
    } catch {
        return text;
    }
}
