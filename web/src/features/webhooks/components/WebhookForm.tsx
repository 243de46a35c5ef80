import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../../../components/Button";
import form from "../../../components/form.module.css";
import { Panel } from "../../../components/Page";
import { Failure } from "../../../components/states";
import { classes } from "../../../lib/classes";
import { environmentsQuery, participantNamesQuery } from "../../../lib/queries";
import {
    ADDRESSES,
    addressOf,
    type Draft,
    type DraftSide,
    documentOf,
    EVENTS,
    FORMATS,
    type Kept,
    makeSigningSecret,
    originOf,
    TOKEN_HEADERS,
    toGiveAgain,
    VARIABLES,
    type WebhookDocument,
} from "../api/draft";
import { FORMAT_NAMES, type FormatName } from "../api/search";
import styles from "../webhooks.module.css";

interface Props {
    initial: Draft;
    /** Whether a signing secret is stored already. */
    signed?: boolean;
    hasPassword?: boolean;
    saving: boolean;
    error: unknown;
    submit: string;
    save: (webhook: WebhookDocument) => void;
    /** Sends it without storing it; absent: it cannot be. */
    attempt?: ((webhook: WebhookDocument) => void) | undefined;
    onFormat?: (format: FormatName) => void;
}

/** In empty fields of secrets. */
const KEPT = "kept as it is stored";
const AGAIN = "to be given again";

/** Everything of a webhook. Fields of stored secrets are empty, and keep them so. */
export function WebhookForm({
    initial,
    signed = false,
    hasPassword = false,
    saving,
    error,
    submit,
    save,
    attempt,
    onFormat,
}: Props) {
    const [draft, setDraft] = useState(initial);
    const id = useId();
    const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
    const { data: participants = [] } = useQuery(participantNamesQuery);
    const { data: environments = [] } = useQuery(environmentsQuery);
    const template = draft.format === "template";
    const again = toGiveAgain(initial, draft, { password: hasPassword, signingSecret: signed });

    const chooseFormat = (format: FormatName) => {
        const token = TOKEN_HEADERS[format];
        const has = draft.headers.some(({ name }) => name.toLowerCase() === token?.[0].toLowerCase());
        change({
            format,
            ...(token &&
                !has && {
                    headers: [...draft.headers, { row: nextRow(draft), name: token[0], value: "", stored: false }],
                }),
        });
        onFormat?.(format);
    };

    return (
        <form
            className={styles.stack}
            aria-label="Webhook"
            onSubmit={(event: FormEvent) => {
                event.preventDefault();
                save(documentOf(draft));
            }}
        >
            <Panel title="When">
                <div className={styles.stack}>
                    <fieldset className={styles.group}>
                        <legend>Events</legend>
                        <div className={styles.events}>
                            {EVENTS.map(([name, when]) => (
                                <label key={name} className={styles.check}>
                                    <input
                                        type="checkbox"
                                        checked={draft.events.includes(name)}
                                        onChange={({ target }) =>
                                            change({
                                                events: target.checked
                                                    ? [...draft.events, name]
                                                    : draft.events.filter((one) => one !== name),
                                            })
                                        }
                                    />
                                    <span>
                                        {name}
                                        <small>{when}</small>
                                    </span>
                                </label>
                            ))}
                        </div>
                    </fieldset>
                    <div className={form.form}>
                        <SideField
                            legend="Consumer"
                            side={draft.consumer}
                            names={`${id}-participants`}
                            change={(consumer) => change({ consumer })}
                        />
                        <SideField
                            legend="Provider"
                            side={draft.provider}
                            names={`${id}-participants`}
                            change={(provider) => change({ provider })}
                        />
                        <datalist id={`${id}-participants`}>
                            {participants.map(({ name }) => (
                                <option key={name} value={name} />
                            ))}
                        </datalist>
                    </div>
                </div>
            </Panel>
            <Panel title="What is sent">
                <div className={styles.stack}>
                    <div className={form.form}>
                        <div className={form.field}>
                            <label htmlFor={`${id}-format`}>As</label>
                            <select
                                id={`${id}-format`}
                                className={form.input}
                                value={draft.format}
                                onChange={({ target }) => chooseFormat(target.value as FormatName)}
                            >
                                {FORMAT_NAMES.map((name) => (
                                    <option key={name} value={name}>
                                        {FORMATS[name]}
                                    </option>
                                ))}
                            </select>
                        </div>
                        {template && (
                            <div className={form.narrow}>
                                <label htmlFor={`${id}-method`}>Method</label>
                                <select
                                    id={`${id}-method`}
                                    className={form.input}
                                    value={draft.method}
                                    onChange={({ target }) => change({ method: target.value })}
                                >
                                    {[...new Set(["POST", "PUT", "PATCH", "GET", "DELETE", draft.method])].map(
                                        (method) => (
                                            <option key={method}>{method}</option>
                                        ),
                                    )}
                                </select>
                            </div>
                        )}
                    </div>
                    <div className={styles.wide}>
                        <label htmlFor={`${id}-url`}>URL</label>
                        <input
                            id={`${id}-url`}
                            className={form.input}
                            required={!draft.storedUrl}
                            autoComplete="off"
                            spellCheck={false}
                            placeholder={draft.storedUrl ? KEPT : ADDRESSES[draft.format]}
                            value={draft.url}
                            aria-describedby={`${id}-again`}
                            onChange={({ target }) => change({ url: target.value })}
                        />
                        <span id={`${id}-again`} className={styles.again} aria-live="polite">
                            {againText(again, initial, draft)}
                        </span>
                        {draft.storedUrl && (
                            <span className={form.hint}>
                                Whoever knows the address may write there, so it is not shown. Another one replaces it.
                            </span>
                        )}
                    </div>
                    {template && (
                        <div className={styles.wide}>
                            <label htmlFor={`${id}-body`}>Body</label>
                            <textarea
                                id={`${id}-body`}
                                className={classes(form.code, styles.body)}
                                spellCheck={false}
                                value={draft.body}
                                onChange={({ target }) => change({ body: target.value })}
                            />
                            <span className={form.hint}>
                                JSON or text. Without one, events of our own are sent as Standard Webhooks have them.
                            </span>
                            <details>
                                <summary>Variables for the URL, headers and body</summary>
                                <div className={styles.variables}>
                                    {VARIABLES.map((variable) => (
                                        <code key={variable}>{variable}</code>
                                    ))}
                                </div>
                            </details>
                        </div>
                    )}
                    {!template && (
                        <div className={form.form}>
                            <div className={form.field}>
                                <label htmlFor={`${id}-environment`}>Verdict for the environment</label>
                                <input
                                    id={`${id}-environment`}
                                    className={form.input}
                                    list={`${id}-environments`}
                                    autoComplete="off"
                                    placeholder="the main branches"
                                    value={draft.environment}
                                    onChange={({ target }) => change({ environment: target.value })}
                                />
                                <datalist id={`${id}-environments`}>
                                    {environments.map(({ name }) => (
                                        <option key={name} value={name} />
                                    ))}
                                </datalist>
                            </div>
                            {draft.format.endsWith("-status") && (
                                <div className={form.field}>
                                    <label htmlFor={`${id}-context`}>Name of the status</label>
                                    <input
                                        id={`${id}-context`}
                                        className={form.input}
                                        autoComplete="off"
                                        placeholder="seamwright/PARTICIPANT/ENVIRONMENT"
                                        value={draft.context}
                                        onChange={({ target }) => change({ context: target.value })}
                                    />
                                </div>
                            )}
                        </div>
                    )}
                </div>
            </Panel>
            <Panel title="Headers and secrets" aside="Secrets are encrypted, and never shown again">
                <div className={styles.stack}>
                    <Headers draft={draft} again={again.headers} change={change} />
                    <div className={form.form}>
                        <div className={form.field}>
                            <label htmlFor={`${id}-username`}>User name</label>
                            <input
                                id={`${id}-username`}
                                className={form.input}
                                autoComplete="off"
                                value={draft.username}
                                onChange={({ target }) => change({ username: target.value })}
                            />
                        </div>
                        {draft.username && (
                            <div className={form.field}>
                                <label htmlFor={`${id}-password`}>Password</label>
                                <input
                                    id={`${id}-password`}
                                    type="password"
                                    className={form.input}
                                    autoComplete="new-password"
                                    required={again.password}
                                    placeholder={again.password ? AGAIN : hasPassword ? KEPT : ""}
                                    value={draft.password}
                                    onChange={({ target }) => change({ password: target.value })}
                                />
                            </div>
                        )}
                    </div>
                    <label className={styles.check}>
                        <input
                            type="checkbox"
                            checked={draft.signed}
                            onChange={({ target }) => change({ signed: target.checked })}
                        />
                        <span>
                            Sign each request
                            <small>as Standard Webhooks ask for, so that the receiver knows who sent it</small>
                        </span>
                    </label>
                    {draft.signed && (
                        <div className={form.form}>
                            <div className={form.field}>
                                <label htmlFor={`${id}-signing`}>Signing secret</label>
                                <input
                                    id={`${id}-signing`}
                                    className={form.input}
                                    required={!signed || again.signingSecret}
                                    autoComplete="off"
                                    spellCheck={false}
                                    placeholder={again.signingSecret ? AGAIN : signed ? KEPT : "whsec_…"}
                                    value={draft.signingSecret}
                                    onChange={({ target }) => change({ signingSecret: target.value })}
                                />
                            </div>
                            <Button
                                className={form.submit}
                                onClick={() => change({ signingSecret: makeSigningSecret() })}
                            >
                                Make one
                            </Button>
                        </div>
                    )}
                </div>
            </Panel>
            <Panel title="Name">
                <div className={form.form}>
                    <div className={form.field}>
                        <label htmlFor={`${id}-description`}>Description</label>
                        <input
                            id={`${id}-description`}
                            className={form.input}
                            autoComplete="off"
                            value={draft.description}
                            onChange={({ target }) => change({ description: target.value })}
                        />
                    </div>
                    <label className={styles.check}>
                        <input
                            type="checkbox"
                            checked={draft.enabled}
                            onChange={({ target }) => change({ enabled: target.checked })}
                        />
                        <span>Enabled</span>
                    </label>
                </div>
            </Panel>
            {error !== null && error !== undefined && <Failure error={error} what="The webhook was not stored" />}
            <div className={styles.actions}>
                <Button type="submit" look="primary" disabled={saving}>
                    {submit}
                </Button>
                {attempt && <Button onClick={() => attempt(documentOf(draft))}>Try it without storing it</Button>}
            </div>
        </form>
    );
}

/** Before it is refused: what has to be given again for another host; empty: nothing. */
function againText(again: Kept, initial: Draft, draft: Draft): string {
    const secrets = [
        ...draft.headers.filter(({ row }) => again.headers.includes(row)).map(({ name }) => `the header ${name}`),
        ...(again.password ? ["the password"] : []),
        ...(again.signingSecret ? ["the signing secret"] : []),
    ];
    return secrets.length === 0
        ? ""
        : `Stored for ${originOf(addressOf(initial))} alone: give ${secrets.join(", ")} again for ${originOf(addressOf(draft))}, or take away what is not to be sent there.`;
}

function nextRow({ headers }: Draft): number {
    return Math.max(-1, ...headers.map(({ row }) => row)) + 1;
}

function SideField({
    legend,
    side,
    names,
    change,
}: {
    legend: string;
    side: DraftSide;
    /** Id of the list of participants. */
    names: string;
    change: (side: DraftSide) => void;
}) {
    return (
        <fieldset className={form.pair}>
            <legend>{legend}</legend>
            <select
                aria-label={`${legend}: whose`}
                className={form.input}
                value={side.by}
                onChange={({ target }) => change({ ...side, by: target.value as DraftSide["by"] })}
            >
                <option value="any">any</option>
                <option value="name">the participant</option>
                <option value="label">those with the label</option>
            </select>
            {side.by !== "any" && (
                <input
                    aria-label={`${legend}: ${side.by}`}
                    className={form.input}
                    list={side.by === "name" ? names : undefined}
                    required
                    autoComplete="off"
                    value={side.value}
                    onChange={({ target }) => change({ ...side, value: target.value })}
                />
            )}
        </fieldset>
    );
}

function Headers({
    draft,
    again,
    change,
}: {
    draft: Draft;
    /** Rows whose secret has to be given again. */
    again: number[];
    change: (part: Partial<Draft>) => void;
}) {
    const { headers } = draft;
    const set = (row: number, part: { name?: string; value?: string; stored?: boolean }) =>
        change({ headers: headers.map((header) => (header.row === row ? { ...header, ...part } : header)) });
    return (
        <fieldset className={styles.group}>
            <legend>Headers</legend>
            <div className={styles.stack}>
                {headers.map((header, index) => (
                    <div key={header.row} className={form.form}>
                        <div className={form.field}>
                            <label htmlFor={`header-name-${header.row}`}>Header {index + 1}</label>
                            <input
                                id={`header-name-${header.row}`}
                                className={form.input}
                                autoComplete="off"
                                spellCheck={false}
                                value={header.name}
                                onChange={({ target }) => set(header.row, { name: target.value, stored: false })}
                            />
                        </div>
                        <div className={form.field}>
                            <label htmlFor={`header-value-${header.row}`}>Value of header {index + 1}</label>
                            <input
                                id={`header-value-${header.row}`}
                                className={form.input}
                                autoComplete="off"
                                spellCheck={false}
                                required={again.includes(header.row)}
                                placeholder={
                                    header.stored
                                        ? again.includes(header.row)
                                            ? AGAIN
                                            : KEPT
                                        : TOKEN_HEADERS[draft.format]?.[0] === header.name
                                          ? TOKEN_HEADERS[draft.format]?.[1]
                                          : ""
                                }
                                value={header.value}
                                onChange={({ target }) => set(header.row, { value: target.value })}
                            />
                        </div>
                        <Button
                            look="quiet"
                            className={form.submit}
                            onClick={() => change({ headers: headers.filter(({ row }) => row !== header.row) })}
                        >
                            Take away<span className="visually-hidden"> header {index + 1}</span>
                        </Button>
                    </div>
                ))}
                <div>
                    <Button
                        onClick={() =>
                            change({
                                headers: [...headers, { row: nextRow(draft), name: "", value: "", stored: false }],
                            })
                        }
                    >
                        Add a header
                    </Button>
                </div>
            </div>
        </fieldset>
    );
}
