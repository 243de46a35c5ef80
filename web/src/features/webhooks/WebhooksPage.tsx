import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ActionLink } from "../../components/ActionLink";
import { Chip } from "../../components/Chip";
import { More } from "../../components/More";
import { Page, Panel } from "../../components/Page";
import { Pieces } from "../../components/Pieces";
import { Empty, Failure, Skeleton } from "../../components/states";
import { Time } from "../../components/Time";
import table from "../../components/table.module.css";
import type { Schemas } from "../../lib/api";
import { callerQuery } from "../../lib/caller";
import { sideOf } from "./api/draft";
import { webhooksQuery } from "./api/webhooks";
import { DeliveryState } from "./components/DeliveryState";
import styles from "./webhooks.module.css";

/** Who is told what, and whether the last time worked. */
export function WebhooksPage() {
    const { data, error, isPending, refetch, ...pages } = useInfiniteQuery(webhooksQuery);
    const { data: caller } = useQuery(callerQuery);
    const webhooks = data?.pages.flatMap((page) => page.items) ?? [];
    const mayChange = caller?.scope === "admin";
    return (
        <Page
            title="Webhooks"
            about="Requests that the broker makes when something happens: to a CI, a chat, a commit's status."
            actions={
                <>
                    <ActionLink to="/deliveries">Deliveries</ActionLink>
                    {mayChange && (
                        <ActionLink look="primary" to="/webhooks/new">
                            New webhook
                        </ActionLink>
                    )}
                </>
            }
        >
            {isPending && <Skeleton rows={6} label="Loading the webhooks" />}
            {error && !data && (
                <Failure error={error} what="The webhooks could not be loaded" retry={() => refetch()} />
            )}
            {data && webhooks.length === 0 && (
                <Empty title="Nobody is told anything yet">
                    <p>
                        A webhook starts the build that verifies a pact, sets a commit's status to the verdict, or
                        writes to a channel when something breaks.
                    </p>
                    {mayChange ? (
                        <p>
                            <Link to="/webhooks/new">Make one</Link>, for{" "}
                            <Link to="/webhooks/new" search={{ format: "slack" }}>
                                Slack
                            </Link>
                            ,{" "}
                            <Link to="/webhooks/new" search={{ format: "github-status" }}>
                                GitHub
                            </Link>{" "}
                            or{" "}
                            <Link to="/webhooks/new" search={{ format: "gitlab-status" }}>
                                GitLab
                            </Link>
                            .
                        </p>
                    ) : (
                        <p>Webhooks are made by administrators of the workspace.</p>
                    )}
                </Empty>
            )}
            {webhooks.length > 0 && (
                <Panel flush>
                    <table className={table.table}>
                        <thead>
                            <tr>
                                <th scope="col">Webhook</th>
                                <th scope="col">Waits for</th>
                                <th scope="col">Of</th>
                                <th scope="col">Last delivery</th>
                                <th scope="col">Changed</th>
                            </tr>
                        </thead>
                        <tbody>
                            {webhooks.map((webhook) => (
                                <Row key={webhook.id} webhook={webhook} />
                            ))}
                        </tbody>
                    </table>
                </Panel>
            )}
            <More {...pages} />
        </Page>
    );
}

function Row({ webhook }: { webhook: Schemas["Webhook"] }) {
    const last = webhook.lastDelivery;
    return (
        <tr>
            <th scope="row">
                <span className={styles.named}>
                    <span className={styles.line}>
                        <Link to="/webhooks/$webhook" params={{ webhook: webhook.id }}>
                            <Pieces text={webhook.description || `${webhook.method} ${webhook.url}`} />
                        </Link>
                        {!webhook.enabled && <Chip>disabled</Chip>}
                        {webhook.format && <Chip>{webhook.format}</Chip>}
                        {webhook.signed && <Chip>signed</Chip>}
                    </span>
                    {webhook.description && (
                        <span className={table.aside}>
                            <Pieces text={webhook.url} />
                        </span>
                    )}
                </span>
            </th>
            <td data-label="Waits for">
                <span className={styles.chips}>
                    {webhook.events.map((event) => (
                        <Chip key={event}>{event}</Chip>
                    ))}
                </span>
            </td>
            <td data-label="Of">
                <span>
                    <Pieces text={`${sideOf(webhook.consumer)} → ${sideOf(webhook.provider)}`} />
                </span>
            </td>
            <td data-label="Last delivery">
                {last ? (
                    <span className={styles.line}>
                        <Link to="/deliveries/$delivery" params={{ delivery: last.id }} className={styles.state}>
                            <DeliveryState state={last.state} />
                            <span className="visually-hidden">Last delivery, of {last.event}</span>
                        </Link>
                        <Time at={last.updatedAt} />
                    </span>
                ) : (
                    <span className={table.muted}>none yet</span>
                )}
            </td>
            <td data-label="Changed">
                <Time at={webhook.updatedAt} />
            </td>
        </tr>
    );
}
