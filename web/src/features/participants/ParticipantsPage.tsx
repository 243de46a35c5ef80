import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Command } from "../../components/Command";
import form from "../../components/form.module.css";
import { ApplicationIcon, DatabaseIcon } from "../../components/icons";
import { ExternalLink, ParticipantLink } from "../../components/links";
import { More } from "../../components/More";
import { Page, Panel } from "../../components/Page";
import { Pieces } from "../../components/Pieces";
import { Empty, Failure, Skeleton } from "../../components/states";
import { Time } from "../../components/Time";
import table from "../../components/table.module.css";
import { participantsQuery } from "./api/participants";

const route = getRouteApi("/participants");

/** Who owns versions: the applications and databases of the workspace. */
export function ParticipantsPage() {
    const { name } = route.useSearch();
    const navigate = route.useNavigate();
    const { data, error, isPending, refetch, ...pages } = useInfiniteQuery(participantsQuery({ name }));
    const participants = data?.pages.flatMap((page) => page.items) ?? [];
    return (
        <Page
            title="Participants"
            about="Applications and databases: whatever has versions, and meets others at a seam."
        >
            <form className={form.form} aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
                <div className={form.field}>
                    <label htmlFor="participant-name">Name</label>
                    <input
                        id="participant-name"
                        type="search"
                        className={form.input}
                        value={name ?? ""}
                        onChange={({ target }) =>
                            navigate({ search: { name: target.value || undefined }, replace: true })
                        }
                    />
                </div>
            </form>
            {isPending && <Skeleton rows={8} label="Loading participants" />}
            {error && !data && (
                <Failure error={error} what="The participants could not be loaded" retry={() => refetch()} />
            )}
            {data && participants.length === 0 && name && (
                <Empty title={`Nobody has ${name} in their name`}>Change the filter, or take it away.</Empty>
            )}
            {data && participants.length === 0 && !name && (
                <Empty title="There are no participants yet">
                    <p>A participant is there with its first contract, or its first version:</p>
                    <Command
                        text={`seamwright publish path/to/pacts --participant-version 1.0.0 --branch main --broker ${location.origin}`}
                    />
                </Empty>
            )}
            {participants.length > 0 && (
                <Panel flush>
                    <table className={table.table}>
                        <thead>
                            <tr>
                                <th scope="col">Name</th>
                                <th scope="col">Kind</th>
                                <th scope="col">Main branch</th>
                                <th scope="col">Repository</th>
                                <th scope="col">Changed</th>
                            </tr>
                        </thead>
                        <tbody>
                            {participants.map((participant) => (
                                <tr key={participant.name}>
                                    <th scope="row">
                                        <ParticipantLink name={participant.name} />
                                        {participant.displayName && participant.displayName !== participant.name && (
                                            <span className={table.aside}>
                                                {" "}
                                                <Pieces text={participant.displayName} />
                                            </span>
                                        )}
                                    </th>
                                    <td data-label="Kind">
                                        {participant.kind === "database" ? <DatabaseIcon /> : <ApplicationIcon />}{" "}
                                        {participant.kind}
                                    </td>
                                    <td data-label="Main branch">
                                        {participant.mainBranch && (
                                            <code>
                                                <Pieces text={participant.mainBranch} />
                                            </code>
                                        )}
                                    </td>
                                    <td data-label="Repository">
                                        {participant.repositoryUrl && <ExternalLink url={participant.repositoryUrl} />}
                                    </td>
                                    <td data-label="Changed">
                                        <Time at={participant.updatedAt} />
                                    </td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </Panel>
            )}
            <More {...pages} />
        </Page>
    );
}
