import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Command } from "../../components/Command";
import form from "../../components/form.module.css";
import { More } from "../../components/More";
import { Page, Panel } from "../../components/Page";
import { SeamTable } from "../../components/SeamTable";
import { Empty, Failure, Skeleton } from "../../components/states";
import { KINDS, type SeamsSearch, seamsQuery } from "./api/seams";

const route = getRouteApi("/seams");

/** All pairs that meet, with the result of the newest contract between them. */
export function SeamsPage() {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const { data, error, isPending, refetch, ...pages } = useInfiniteQuery(seamsQuery(search));
    const seams = data?.pages.flatMap((page) => page.items) ?? [];
    const filtered = search.name || search.kind || search.result;
    const filter = (change: SeamsSearch) => navigate({ search: { ...search, ...change }, replace: true });
    return (
        <Page
            title="Seams"
            about="Who meets whom, over which contract, and whether the newest one is kept by some version of the provider."
        >
            <form className={form.form} aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
                <div className={form.field}>
                    <label htmlFor="seam-name">Name</label>
                    <input
                        id="seam-name"
                        type="search"
                        className={form.input}
                        value={search.name ?? ""}
                        onChange={(event) => filter({ name: event.target.value || undefined })}
                    />
                </div>
                <div className={form.narrow}>
                    <label htmlFor="seam-kind">Contract</label>
                    <select
                        id="seam-kind"
                        className={form.input}
                        value={search.kind ?? ""}
                        onChange={(event) => filter({ kind: (event.target.value || undefined) as SeamsSearch["kind"] })}
                    >
                        <option value="">any</option>
                        {KINDS.map((kind) => (
                            <option key={kind}>{kind}</option>
                        ))}
                    </select>
                </div>
                <div className={form.narrow}>
                    <label htmlFor="seam-result">Result</label>
                    <select
                        id="seam-result"
                        className={form.input}
                        value={search.result ?? ""}
                        onChange={(event) =>
                            filter({ result: (event.target.value || undefined) as SeamsSearch["result"] })
                        }
                    >
                        <option value="">any</option>
                        <option value="failed">Failed</option>
                        <option value="unknown">Not verified</option>
                        <option value="success">Verified</option>
                    </select>
                </div>
            </form>
            {isPending && <Skeleton rows={8} label="Loading seams" />}
            {error && !data && <Failure error={error} what="The seams could not be loaded" retry={() => refetch()} />}
            {data && seams.length === 0 && !filtered && (
                <Empty title="There are no seams yet">
                    <p>A seam is there with the first contract that a consumer publishes:</p>
                    <Command text="seamwright publish path/to/pacts --participant-version 1.0.0 --branch main" />
                </Empty>
            )}
            {data && seams.length === 0 && filtered && (
                <Empty title="No seam is like that">Change the filter, or take it away.</Empty>
            )}
            {seams.length > 0 && (
                <Panel flush>
                    <SeamTable seams={seams} />
                </Panel>
            )}
            <More {...pages} />
        </Page>
    );
}
