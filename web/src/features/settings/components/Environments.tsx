import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { Button } from "../../../components/Button";
import { Chip } from "../../../components/Chip";
import form from "../../../components/form.module.css";
import { Panel } from "../../../components/Page";
import { Pieces } from "../../../components/Pieces";
import { Failure, Skeleton } from "../../../components/states";
import { Time } from "../../../components/Time";
import table from "../../../components/table.module.css";
import { environmentsQuery } from "../../../lib/queries";
import { usePutEnvironment } from "../api/settings";
import styles from "./settings.module.css";

/** Where versions run: names, and which of them customers depend on. */
export function Environments({ mayChange }: { mayChange: boolean }) {
    const { data, error, isPending, refetch } = useQuery(environmentsQuery);
    return (
        <Panel flush title="Environments">
            {isPending && <Skeleton rows={3} />}
            {error && !data && (
                <Failure error={error} what="The environments could not be loaded" retry={() => refetch()} />
            )}
            {data && data.length > 0 && (
                <table className={table.table}>
                    <thead>
                        <tr>
                            <th scope="col">Name</th>
                            <th scope="col">Shown as</th>
                            <th scope="col">Production</th>
                            <th scope="col">Contacts</th>
                            <th scope="col">Changed</th>
                        </tr>
                    </thead>
                    <tbody>
                        {data.map((environment) => (
                            <tr key={environment.id}>
                                <th scope="row">
                                    <Pieces text={environment.name} />
                                </th>
                                <td data-label="Shown as">
                                    <Pieces text={environment.displayName} />
                                </td>
                                <td data-label="Production">
                                    {environment.production ? (
                                        <Chip tone="accent">yes</Chip>
                                    ) : (
                                        <span className={table.muted}>no</span>
                                    )}
                                </td>
                                <td data-label="Contacts">{environment.contacts.map(({ name }) => name).join(", ")}</td>
                                <td data-label="Changed">
                                    <Time at={environment.updatedAt} />
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
            {data?.length === 0 && <p className={styles.inset}>There are none yet: verdicts are about environments.</p>}
            {mayChange && <Add />}
        </Panel>
    );
}

function Add() {
    const put = usePutEnvironment();
    const place = useRef<HTMLFormElement>(null);
    const submit = (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        put.mutate(
            {
                name: String(given.get("name")).trim(),
                displayName: String(given.get("displayName")).trim() || undefined,
                production: given.get("production") === "on",
            },
            { onSuccess: () => place.current?.reset() },
        );
    };
    return (
        <div className={styles.inset}>
            <form ref={place} className={form.form} onSubmit={submit} aria-label="Add an environment">
                <div className={form.field}>
                    <label htmlFor="environment-name">Name</label>
                    <input
                        id="environment-name"
                        name="name"
                        className={form.input}
                        required
                        pattern="\S+"
                        title="without spaces"
                        autoComplete="off"
                    />
                </div>
                <div className={form.field}>
                    <label htmlFor="environment-display">Shown as</label>
                    <input id="environment-display" name="displayName" className={form.input} autoComplete="off" />
                </div>
                <label className={styles.check}>
                    <input type="checkbox" name="production" /> Production: customers depend on it
                </label>
                <Button type="submit" className={form.submit} disabled={put.isPending}>
                    Add or change
                </Button>
            </form>
            {put.error && <Failure error={put.error} what="The environment was not stored" />}
        </div>
    );
}
