import { useInfiniteQuery } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { Button } from "../../../components/Button";
import { Chip } from "../../../components/Chip";
import { Command } from "../../../components/Command";
import form from "../../../components/form.module.css";
import { More } from "../../../components/More";
import { Panel } from "../../../components/Page";
import { Pieces } from "../../../components/Pieces";
import { Failure, Skeleton } from "../../../components/states";
import { Time } from "../../../components/Time";
import table from "../../../components/table.module.css";
import { chooseWorkspace } from "../../../lib/session";
import { useCreateWorkspace, workspacesQuery } from "../api/settings";
import styles from "./settings.module.css";

/** The operator's: all workspaces, and in which one this tab works. */
export function Workspaces({ current }: { current: string }) {
    const { data, error, isPending, refetch, ...pages } = useInfiniteQuery(workspacesQuery);
    const workspaces = data?.pages.flatMap((page) => page.items) ?? [];
    return (
        <Panel flush title="Workspaces" aside="For the operator: who has a token works in its workspace">
            <Create />
            {isPending && <Skeleton rows={2} />}
            {error && !data && (
                <Failure error={error} what="The workspaces could not be loaded" retry={() => refetch()} />
            )}
            {workspaces.length > 0 && (
                <table className={table.table}>
                    <thead>
                        <tr>
                            <th scope="col">Name</th>
                            <th scope="col">Made</th>
                            <th scope="col">
                                <span className="visually-hidden">Actions</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {workspaces.map(({ name, createdAt }) => (
                            <tr key={name}>
                                <th scope="row">
                                    <Pieces text={name} />
                                </th>
                                <td data-label="Made">
                                    <Time at={createdAt} />
                                </td>
                                <td>
                                    {name === current ? (
                                        <Chip tone="accent">this one</Chip>
                                    ) : (
                                        <Button look="quiet" onClick={() => chooseWorkspace(name)}>
                                            Work in {name}
                                        </Button>
                                    )}
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
            <More {...pages} />
        </Panel>
    );
}

function Create() {
    const create = useCreateWorkspace();
    const place = useRef<HTMLFormElement>(null);
    const submit = (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        const name = String(new FormData(event.currentTarget).get("name")).trim();
        create.mutate(name, { onSuccess: () => place.current?.reset() });
    };
    return (
        <div className={styles.inset}>
            <form ref={place} className={form.form} onSubmit={submit} aria-label="Make a workspace">
                <div className={form.field}>
                    <label htmlFor="workspace-name">Name</label>
                    <input
                        id="workspace-name"
                        name="name"
                        className={form.input}
                        required
                        autoComplete="off"
                        pattern="[a-z0-9]([a-z0-9\-]{0,61}[a-z0-9])?"
                        title="lower-case letters, digits and hyphens; it is for ever"
                    />
                </div>
                <Button type="submit" className={form.submit} disabled={create.isPending}>
                    Make a workspace
                </Button>
            </form>
            {create.error && <Failure error={create.error} what="The workspace was not made" />}
            {create.data && (
                <div className={styles.secret} role="status">
                    <p>
                        <strong>Copy the first token of {create.data.workspace.name} now.</strong> It may do everything
                        there, is shown this once, and stored nowhere.
                    </p>
                    <Command text={create.data.secret} label={`Token of ${create.data.workspace.name}`} />
                    <div>
                        <Button onClick={() => create.reset()}>I have it</Button>
                    </div>
                </div>
            )}
        </div>
    );
}
