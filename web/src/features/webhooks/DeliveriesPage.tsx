import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ActionLink } from "../../components/ActionLink";
import form from "../../components/form.module.css";
import { More } from "../../components/More";
import { Page, Panel } from "../../components/Page";
import { Empty, Failure, Skeleton } from "../../components/states";
import { type DeliveriesSearch, STATES } from "./api/search";
import { deliveriesQuery, webhooksQuery } from "./api/webhooks";
import { STATE_WORDS } from "./components/DeliveryState";
import { DeliveryTable } from "./components/DeliveryTable";

const route = getRouteApi("/deliveries");

/** What events triggered, and what became of it. */
export function DeliveriesPage() {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const { data, error, isPending, refetch, ...pages } = useInfiniteQuery(deliveriesQuery(search));
    const { data: webhooks } = useInfiniteQuery(webhooksQuery);
    const deliveries = data?.pages.flatMap((page) => page.items) ?? [];
    const names = new Map(
        webhooks?.pages.flatMap((page) =>
            page.items.map(({ id, description, method, url }) => [id, description || `${method} ${url}`] as const),
        ),
    );
    if (search.webhook && !names.has(search.webhook)) {
        names.set(search.webhook, `${search.webhook} (deleted)`);
    }
    const filter = (change: DeliveriesSearch) => navigate({ search: { ...search, ...change } });
    return (
        <Page
            title="Deliveries"
            about="Each is one event for one webhook, and outlives it. Those that have ended are kept for 90 days."
            actions={<ActionLink to="/webhooks">Webhooks</ActionLink>}
        >
            <form className={form.form} aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
                <div className={form.narrow}>
                    <label htmlFor="delivery-state">State</label>
                    <select
                        id="delivery-state"
                        className={form.input}
                        value={search.state ?? ""}
                        onChange={({ target }) =>
                            filter({ state: (target.value || undefined) as DeliveriesSearch["state"] })
                        }
                    >
                        <option value="">any</option>
                        {STATES.map((state) => (
                            <option key={state} value={state}>
                                {STATE_WORDS[state]}
                            </option>
                        ))}
                    </select>
                </div>
                <div className={form.field}>
                    <label htmlFor="delivery-webhook">Webhook</label>
                    <select
                        id="delivery-webhook"
                        className={form.input}
                        value={search.webhook ?? ""}
                        onChange={({ target }) => filter({ webhook: target.value || undefined })}
                    >
                        <option value="">any</option>
                        {[...names].map(([id, name]) => (
                            <option key={id} value={id}>
                                {name}
                            </option>
                        ))}
                    </select>
                </div>
            </form>
            {isPending && <Skeleton rows={8} label="Loading the deliveries" />}
            {error && !data && (
                <Failure error={error} what="The deliveries could not be loaded" retry={() => refetch()} />
            )}
            {data && deliveries.length === 0 && (
                <Empty title={search.state || search.webhook ? "No delivery is like that" : "Nothing was sent yet"}>
                    <p>
                        {search.state || search.webhook
                            ? "Change the filter, or take it away."
                            : "A delivery begins with an event that an enabled webhook waits for."}
                    </p>
                </Empty>
            )}
            {deliveries.length > 0 && (
                <Panel flush>
                    <DeliveryTable deliveries={deliveries} names={names} />
                </Panel>
            )}
            <More {...pages} />
        </Page>
    );
}
