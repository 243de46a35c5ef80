import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId } from "react";
import { Button } from "../../../components/Button";
import form from "../../../components/form.module.css";
import { participantNamesQuery } from "../../../lib/queries";
import { type DiffSearch, type Kind, publishedQuery, versionsOf } from "../api/diff";

interface Props {
    search: DiffSearch;
    ask: (search: DiffSearch) => void;
}

const FIELDS = [
    ["participant", "Published by"],
    ["provider", "With (pacts, queries)"],
    ["before", "Before: version"],
    ["after", "After: version"],
] as const;

/** Whose contract, and which two versions of it. */
export function DiffForm({ search, ask }: Props) {
    const id = useId();
    const { participant, kind = "pact", provider } = search;
    const { data: participants = [] } = useQuery(participantNamesQuery);
    const { data: published = [] } = useQuery({
        ...publishedQuery(participant ?? "", kind, provider),
        enabled: participants.some(({ name }) => name === participant),
    });
    const versions = versionsOf(search, published);
    const values = { ...search, ...(published.length > 0 ? versions : {}) };
    const suggestions = {
        participant: participants.map(({ name }) => name),
        provider: participants.map(({ name }) => name),
        before: published.map(({ version }) => version),
        after: published.map(({ version }) => version),
    };
    const submit = (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        const value = (name: string) => String(data.get(name) ?? "").trim() || undefined;
        ask({
            participant: value("participant"),
            kind: value("kind") as Kind,
            provider: value("provider"),
            before: value("before"),
            after: value("after"),
            view: search.view,
        });
    };
    return (
        <form className={form.form} aria-label="What is compared" onSubmit={submit}>
            <div className={form.narrow}>
                <label htmlFor={`${id}-kind`}>Contract</label>
                <select key={kind} id={`${id}-kind`} name="kind" className={form.input} defaultValue={kind}>
                    <option value="pact">pact</option>
                    <option value="openapi">openapi</option>
                    <option value="db-schema">db-schema</option>
                    <option value="db-usage">db-usage</option>
                </select>
            </div>
            {FIELDS.map(([name, label]) => (
                <div key={name} className={form.field}>
                    <label htmlFor={`${id}-${name}`}>{label}</label>
                    <input
                        key={values[name]}
                        id={`${id}-${name}`}
                        name={name}
                        type="search"
                        className={form.input}
                        list={`${id}-${name}-known`}
                        autoComplete="off"
                        required={name === "participant"}
                        defaultValue={values[name] ?? ""}
                    />
                    <datalist id={`${id}-${name}-known`}>
                        {[...new Set(suggestions[name])].map((one) => (
                            <option key={one} value={one} />
                        ))}
                    </datalist>
                </div>
            ))}
            <Button type="submit" look="primary" className={form.submit}>
                Compare
            </Button>
        </form>
    );
}
