import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import { Fact, Facts, Page, Panel } from "../../components/Page";
import { Pieces } from "../../components/Pieces";
import { Failure, Skeleton } from "../../components/states";
import { Time } from "../../components/Time";
import { callerQuery } from "../../lib/caller";
import { documentOf, draftOf, sideOf } from "./api/draft";
import {
    deliveriesQuery,
    type StoredWebhook,
    useDeleteWebhook,
    useSaveWebhook,
    useTrial,
    webhookQuery,
} from "./api/webhooks";
import { DeliveryTable } from "./components/DeliveryTable";
import { TrialResult } from "./components/TrialResult";
import { WebhookForm } from "./components/WebhookForm";
import styles from "./webhooks.module.css";

const route = getRouteApi("/webhooks/$webhook");

/** One webhook: what it does, what it sent last, and how it is changed. */
export function WebhookPage() {
    const { webhook: id } = route.useParams();
    const { data, error, isPending, refetch } = useQuery(webhookQuery(id));
    const { data: caller } = useQuery(callerQuery);
    const trial = useTrial(id);
    const mayChange = caller?.scope === "admin";
    return (
        <Page
            title={data?.description || "Webhook"}
            about={<Link to="/webhooks">All webhooks</Link>}
            actions={data && mayChange && <Actions webhook={data} trial={trial} />}
        >
            {isPending && <Skeleton rows={6} label="Loading the webhook" />}
            {error && !data && <Failure error={error} what="The webhook could not be loaded" retry={() => refetch()} />}
            {data && (
                <>
                    <Facts>
                        <Fact name="State">{data.enabled ? "enabled" : <Chip tone="unknown">disabled</Chip>}</Fact>
                        <Fact name="Of">
                            <Pieces text={`${sideOf(data.consumer)} → ${sideOf(data.provider)}`} />
                        </Fact>
                        <Fact name="Waits for">
                            <span className={styles.chips}>
                                {data.events.map(({ name }) => (
                                    <Chip key={name}>{name}</Chip>
                                ))}
                            </span>
                        </Fact>
                        <Fact name="Sends to" isLong>
                            <span className={styles.url}>
                                <Pieces text={data.format === "slack" ? "a channel of Slack's" : data.request.url} />
                            </span>
                        </Fact>
                        <Fact name="Changed">
                            <Time at={data.updatedAt ?? data.createdAt} />
                        </Fact>
                    </Facts>
                    {trial.error && <Failure error={trial.error} what="It could not be tried" />}
                    {trial.data && <TrialResult trial={trial.data} />}
                    <LastDeliveries webhook={id} />
                    {mayChange && <Change webhook={data} />}
                </>
            )}
        </Page>
    );
}

function Change({ webhook }: { webhook: StoredWebhook }) {
    const save = useSaveWebhook(webhook.uuid);
    // what was stored is what the form begins with again, without the secrets that were typed
    const [stored, setStored] = useState(0);
    const { signingSecret, request } = webhook;
    return (
        <>
            <WebhookForm
                key={`${stored} ${webhook.enabled}`}
                initial={draftOf(webhook)}
                signed={signingSecret !== undefined && signingSecret !== null}
                hasPassword={request.password !== undefined && request.password !== null}
                saving={save.isPending}
                error={save.error}
                submit="Store the changes"
                save={(changed) => save.mutate(changed, { onSuccess: () => setStored(stored + 1) })}
            />
            <p role="status">{save.isSuccess && "Stored."}</p>
        </>
    );
}

function Actions({ webhook, trial }: { webhook: StoredWebhook; trial: ReturnType<typeof useTrial> }) {
    const navigate = route.useNavigate();
    const save = useSaveWebhook(webhook.uuid);
    const remove = useDeleteWebhook(webhook.uuid);
    const [asked, setAsked] = useState(false);
    const failure = save.error ?? remove.error;
    return (
        <div className={styles.stack}>
            <div className={styles.actions}>
                <Button look="primary" disabled={trial.isPending} onClick={() => trial.mutate(undefined)}>
                    {trial.isPending ? "Sending" : "Send a trial"}
                </Button>
                <Button
                    disabled={save.isPending}
                    onClick={() => save.mutate({ ...documentOf(draftOf(webhook)), enabled: !webhook.enabled })}
                >
                    {webhook.enabled ? "Disable" : "Enable"}
                </Button>
                {asked ? (
                    <>
                        <Button
                            look="danger"
                            autoFocus
                            disabled={remove.isPending}
                            onClick={() => remove.mutate(undefined, { onSuccess: () => navigate({ to: "/webhooks" }) })}
                        >
                            Delete it now
                        </Button>
                        <Button look="quiet" onClick={() => setAsked(false)}>
                            Keep it
                        </Button>
                    </>
                ) : (
                    <Button look="danger" onClick={() => setAsked(true)}>
                        Delete
                    </Button>
                )}
            </div>
            {failure && <Failure error={failure} what="That was not done" />}
        </div>
    );
}

function LastDeliveries({ webhook }: { webhook: string }) {
    const { data, error, isPending, refetch } = useInfiniteQuery(deliveriesQuery({ webhook }, 10));
    const deliveries = data?.pages[0]?.items ?? [];
    return (
        <Panel
            flush
            title="Last deliveries"
            aside={
                deliveries.length > 0 && (
                    <Link to="/deliveries" search={{ webhook }}>
                        All of them
                    </Link>
                )
            }
        >
            {isPending && <Skeleton rows={3} label="Loading its deliveries" />}
            {error && !data && (
                <Failure error={error} what="Its deliveries could not be loaded" retry={() => refetch()} />
            )}
            {data && deliveries.length === 0 && (
                <p className={styles.inset}>Nothing has happened yet that it waits for. A trial is not listed.</p>
            )}
            {deliveries.length > 0 && <DeliveryTable deliveries={deliveries} />}
        </Panel>
    );
}
