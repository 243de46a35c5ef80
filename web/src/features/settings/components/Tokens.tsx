import { useInfiniteQuery } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
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
import type { Schemas } from "../../../lib/api";
import { SCOPE_WORDS } from "../../../lib/caller";
import { tokensQuery, useCreateToken, useRevokeToken } from "../api/settings";
import styles from "./settings.module.css";

const SCOPES: Schemas["Scope"][] = ["read", "publish", "admin"];
const DAYS = [30, 90, 365] as const;

/** Who may call the API, and until when. */
export function Tokens() {
    const { data, error, isPending, refetch, ...pages } = useInfiniteQuery(tokensQuery);
    const tokens = data?.pages.flatMap((page) => page.items) ?? [];
    return (
        <Panel flush title="API tokens">
            <Create />
            {isPending && <Skeleton rows={3} />}
            {error && !data && <Failure error={error} what="The tokens could not be loaded" retry={() => refetch()} />}
            {data && tokens.length === 0 && <p className={styles.inset}>There are no tokens.</p>}
            {tokens.length > 0 && (
                <table className={table.table}>
                    <thead>
                        <tr>
                            <th scope="col">Name</th>
                            <th scope="col">Access</th>
                            <th scope="col">State</th>
                            <th scope="col">Last used</th>
                            <th scope="col">Made</th>
                            <th scope="col">
                                <span className="visually-hidden">Actions</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {tokens.map((token) => (
                            <Row key={token.id} token={token} />
                        ))}
                    </tbody>
                </table>
            )}
            <More {...pages} />
        </Panel>
    );
}

function Row({ token }: { token: Schemas["Token"] }) {
    return (
        <tr>
            <th scope="row">
                <Pieces text={token.name} />
            </th>
            <td data-label="Access">{token.scope}</td>
            <td data-label="State">
                <span>
                    <Chip tone={token.status === "active" ? "accent" : "plain"}>{token.status}</Chip>{" "}
                    {token.status === "active" && token.expiresAt && <Time at={token.expiresAt} prefix="expires" />}
                    {token.revokedAt && <Time at={token.revokedAt} />}
                </span>
            </td>
            <td data-label="Last used">
                {token.lastUsedAt ? <Time at={token.lastUsedAt} /> : <span className={table.muted}>never</span>}
            </td>
            <td data-label="Made">
                <span>
                    <Time at={token.createdAt} />, by <Pieces text={token.createdBy} />
                </span>
            </td>
            <td>{token.status === "active" && <Revoke token={token} />}</td>
        </tr>
    );
}

/** Asks once more where it stands, since whoever uses the token is shut out at once. */
function Revoke({ token }: { token: Schemas["Token"] }) {
    const [asked, setAsked] = useState(false);
    const revoke = useRevokeToken();
    if (!asked) {
        return (
            <Button look="danger" onClick={() => setAsked(true)} aria-label={`Revoke ${token.name}`}>
                Revoke
            </Button>
        );
    }
    return (
        <span className={styles.confirm}>
            {revoke.error && <Chip tone="no">{revoke.error.message}</Chip>}
            <Button look="danger" autoFocus disabled={revoke.isPending} onClick={() => revoke.mutate(token.id)}>
                Revoke {token.name} now
            </Button>
            <Button look="quiet" onClick={() => setAsked(false)}>
                Keep it
            </Button>
        </span>
    );
}

function Create() {
    const create = useCreateToken();
    const place = useRef<HTMLFormElement>(null);
    const submit = (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        const days = Number(given.get("days"));
        create.mutate(
            {
                name: String(given.get("name")).trim(),
                scope: String(given.get("scope")) as Schemas["Scope"],
                ...(days > 0 && { expiresAt: new Date(Date.now() + days * 86_400_000).toISOString() }),
            },
            { onSuccess: () => place.current?.reset() },
        );
    };
    return (
        <div className={styles.inset}>
            <form ref={place} className={form.form} onSubmit={submit} aria-label="Make a token">
                <div className={form.field}>
                    <label htmlFor="token-name">Name</label>
                    <input
                        id="token-name"
                        name="name"
                        className={form.input}
                        required
                        autoComplete="off"
                        pattern="[A-Za-z0-9][A-Za-z0-9 ._@\/\-]{0,99}"
                        title="letters, digits, spaces and . _ @ / -"
                    />
                </div>
                <div className={form.narrow}>
                    <label htmlFor="token-scope">Access</label>
                    <select id="token-scope" name="scope" className={form.input} defaultValue="publish">
                        {SCOPES.map((scope) => (
                            <option key={scope} value={scope}>
                                {scope}: {SCOPE_WORDS[scope]}
                            </option>
                        ))}
                    </select>
                </div>
                <div className={form.narrow}>
                    <label htmlFor="token-days">Expires</label>
                    <select id="token-days" name="days" className={form.input} defaultValue="90">
                        {DAYS.map((days) => (
                            <option key={days} value={days}>
                                in {days} days
                            </option>
                        ))}
                        <option value="0">never</option>
                    </select>
                </div>
                <Button type="submit" className={form.submit} disabled={create.isPending}>
                    Make a token
                </Button>
            </form>
            {create.error && <Failure error={create.error} what="The token was not made" />}
            {create.data && (
                <div className={styles.secret} role="status">
                    <p>
                        <strong>Copy the token {create.data.token.name} now.</strong> It is shown this once, and stored
                        nowhere.
                    </p>
                    <Command text={create.data.secret} label={`Token ${create.data.token.name}`} />
                    <div>
                        <Button onClick={() => create.reset()}>I have it</Button>
                    </div>
                </div>
            )}
        </div>
    );
}
