import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../../components/Button";
import { Command } from "../../../components/Command";
import form from "../../../components/form.module.css";
import { Panel } from "../../../components/Page";
import { Failure } from "../../../components/states";
import { callerQuery } from "../../../lib/caller";
import { useEnvironments } from "../../../lib/environments";
import { token } from "../../../lib/session";
import { quote } from "../../../lib/shell";
import { useStore } from "../../../lib/store";
import { arrivedQuery, useExample } from "../api/arrived";
import { importCommand } from "../api/importCommand";
import type { StartSearch } from "../api/search";
import styles from "./FirstRun.module.css";

interface Props {
    search: StartSearch;
    change: (search: StartSearch) => void;
}

/** Three ways to a first verdict, and how far one has come. */
export function FirstRun({ search, change }: Props) {
    return (
        <>
            <Progress />
            <Example />
            <Import search={search} change={change} />
            <Own />
        </>
    );
}

function Progress() {
    const { data, error } = useQuery(arrivedQuery);
    if (error && !data) {
        return <Failure error={error} what="What is here could not be counted" />;
    }
    const steps = [
        [data?.participants, "participant", "participants"],
        [data?.seams, "seam", "seams"],
        [data?.environments, "environment", "environments"],
    ] as const;
    return (
        <div role="status" className={styles.progress}>
            {data && data.participants + data.environments === 0 ? (
                <p>Nothing is here yet. This page counts what arrives.</p>
            ) : (
                <>
                    <p>Here by now{data?.more && ", and more than is counted"}:</p>
                    <ul className={styles.counts}>
                        {steps.map(([count, one, many]) => (
                            <li key={one}>
                                <strong>{count ?? "…"}</strong> {count === 1 ? one : many}
                            </li>
                        ))}
                    </ul>
                    <p>
                        {data && data.environments > 0 ? (
                            <>
                                <Link to="/">See how it stands</Link>, or <Link to="/verdict">ask for a verdict</Link>.
                            </>
                        ) : (
                            "A verdict needs an environment, and a version that is deployed there."
                        )}
                    </p>
                </>
            )}
        </div>
    );
}

function Example() {
    const navigate = useNavigate();
    const { data: caller } = useQuery(callerQuery);
    const { data: arrived } = useQuery(arrivedQuery);
    const example = useExample((questions) => {
        const blocked = questions.find(({ answer }) => answer === "no");
        if (blocked) {
            const { participant, version, environment } = blocked;
            navigate({ to: "/verdict", search: { participant, version, environment } });
        }
    });
    const empty = arrived !== undefined && arrived.participants + arrived.environments === 0;
    return (
        <Panel title="Look around in an example">
            <div className={styles.stack}>
                <p>
                    A small shop: three services and two databases in four environments. One of its seams is broken, and
                    one is not verified.
                </p>
                {caller?.scope === "admin" ? (
                    <div>
                        <Button look="primary" disabled={!empty || example.isPending} onClick={() => example.mutate()}>
                            {example.isPending ? "Loading" : "Load the example"}
                        </Button>
                    </div>
                ) : (
                    <p>An administrator of the workspace can load it here.</p>
                )}
                {arrived && !empty && <p>It is for an empty workspace, and this one is not.</p>}
                {example.error && <Failure error={example.error} what="The example was not loaded" />}
            </div>
        </Panel>
    );
}

function Import({ search, change }: Props) {
    const secret = useStore(token);
    const [from, setFrom] = useState(search.from ?? "");
    const [user, setUser] = useState(search.user ?? "");
    const by = search.by;
    const asked: StartSearch = { from: from.trim() || undefined, by, user: by === "user" ? user.trim() : undefined };
    return (
        <Panel title="Bring what your Pact Broker has">
            <div className={styles.stack}>
                <p>
                    Participants, versions, pacts, results, environments and what runs in them. It may be stopped and
                    run again at any time, and takes over what is new.
                </p>
                <form
                    className={form.form}
                    aria-label="Import"
                    onSubmit={(event) => {
                        event.preventDefault();
                        change(asked);
                    }}
                >
                    <div className={form.field}>
                        <label htmlFor="import-from">Its address</label>
                        <input
                            id="import-from"
                            type="url"
                            className={form.input}
                            autoComplete="off"
                            placeholder="https://pacts.example.com"
                            value={from}
                            onChange={({ target }) => setFrom(target.value)}
                            onBlur={() => change(asked)}
                        />
                    </div>
                    <div className={form.narrow}>
                        <label htmlFor="import-by">It knows you by</label>
                        <select
                            id="import-by"
                            className={form.input}
                            value={by ?? ""}
                            onChange={({ target }) => {
                                const chosen = (target.value || undefined) as StartSearch["by"];
                                change({ from: asked.from, by: chosen, user: chosen === "user" ? user : undefined });
                            }}
                        >
                            <option value="">nothing: it is open</option>
                            <option value="user">user name and password</option>
                            <option value="token">a token</option>
                        </select>
                    </div>
                    {by === "user" && (
                        <div className={form.narrow}>
                            <label htmlFor="import-user">User name</label>
                            <input
                                id="import-user"
                                className={form.input}
                                autoComplete="off"
                                value={user}
                                onChange={({ target }) => setUser(target.value)}
                                onBlur={() => change(asked)}
                            />
                        </div>
                    )}
                </form>
                <Command
                    label="Run this where both are reached"
                    text={importCommand(asked, location.origin, secret !== null)}
                />
                {(by !== undefined || secret !== null) && (
                    <p className={styles.hint}>
                        The shell asks for each secret, and shows none.
                        {secret !== null && (
                            <>
                                {" "}
                                Our own is a token with the scope <em>admin</em>, from{" "}
                                <Link to="/settings">the settings</Link>.
                            </>
                        )}
                    </p>
                )}
            </div>
        </Panel>
    );
}

/** That the commands make where there is none. */
const FIRST_ENVIRONMENT = "production";

function Own() {
    const [name, setName] = useState("");
    const [version, setVersion] = useState("");
    const { all, exampleOf } = useEnvironments();
    const isFirst = all.length === 0;
    const environment = quote(isFirst ? FIRST_ENVIRONMENT : exampleOf());
    const participant = quote(name.trim() || "NAME");
    const number = quote(version.trim() || "1.0.0");
    return (
        <Panel title="Begin with a pact of your own">
            <div className={styles.stack}>
                <div className={form.form}>
                    <div className={form.field}>
                        <label htmlFor="own-name">Name of the consumer</label>
                        <input
                            id="own-name"
                            className={form.input}
                            autoComplete="off"
                            value={name}
                            onChange={({ target }) => setName(target.value)}
                        />
                    </div>
                    <div className={form.narrow}>
                        <label htmlFor="own-version">Its version</label>
                        <input
                            id="own-version"
                            className={form.input}
                            autoComplete="off"
                            placeholder="1.0.0"
                            value={version}
                            onChange={({ target }) => setVersion(target.value)}
                        />
                    </div>
                </div>
                <Command
                    label={isFirst ? "An environment, a contract, a question" : "A contract, a question"}
                    text={[
                        `export SEAMWRIGHT_BROKER=${quote(location.origin)}`,
                        ...(isFirst ? [`seamwright environment create ${environment} --production`] : []),
                        `seamwright publish path/to/pacts --participant-version ${number} --branch main`,
                        `seamwright can-i-deploy --participant ${participant} --version ${number} --to-environment ${environment}`,
                    ].join("\n")}
                />
            </div>
        </Panel>
    );
}
