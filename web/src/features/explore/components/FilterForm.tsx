import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId } from "react";
import { Button } from "../../../components/Button";
import form from "../../../components/form.module.css";
import { environmentsQuery, newestVersionsQuery, participantNamesQuery } from "../../../lib/queries";
import { type ExploreSearch, type Side, turned } from "../api/matrix";
import styles from "../ExplorePage.module.css";

interface Props {
    search: ExploreSearch;
    ask: (search: ExploreSearch) => void;
}

const FIELDS = ["Version", "Branch", "Tag", "Environment"] as const;

/** Whose versions, and which of them: what is filled in of a side applies together. */
export function FilterForm({ search, ask }: Props) {
    const submit = (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        const entries = [...new FormData(event.currentTarget)].map(([name, value]) => [
            name,
            String(value).trim() || undefined,
        ]);
        ask({ ...Object.fromEntries(entries), view: search.view });
    };
    return (
        <form className={styles.filters} aria-label="Filter" onSubmit={submit}>
            <SideFields side="consumer" search={search} />
            <SideFields side="provider" search={search} />
            <div className={styles.common}>
                <Choice
                    name="kind"
                    label="Contract"
                    value={search.kind}
                    options={[
                        ["pact", "pact"],
                        ["db-usage", "db-usage"],
                    ]}
                />
                <Choice
                    name="result"
                    label="Result"
                    value={search.result}
                    options={[
                        ["failed", "Failed"],
                        ["unknown", "Not verified"],
                        ["success", "Verified"],
                    ]}
                />
                <Button type="submit" look="primary" className={form.submit}>
                    Show
                </Button>
                {search.consumer && search.provider && (
                    <Button className={form.submit} onClick={() => ask(turned(search))}>
                        The other way round
                    </Button>
                )}
            </div>
        </form>
    );
}

function SideFields({ side, search }: { side: Side; search: ExploreSearch }) {
    const id = useId();
    const participant = search[side];
    const { data: participants = [] } = useQuery(participantNamesQuery);
    const { data: environments = [] } = useQuery(environmentsQuery);
    const known = participants.some(({ name }) => name === participant);
    const { data: versions = [] } = useQuery({ ...newestVersionsQuery(participant ?? ""), enabled: known });
    const suggestions: Record<(typeof FIELDS)[number], string[]> = {
        Version: versions.map(({ number }) => number),
        Branch: versions.flatMap(({ branches }) => branches.map(({ name }) => name)),
        Tag: versions.flatMap(({ tags }) => tags.map(({ name }) => name)),
        Environment: environments.map(({ name }) => name),
    };
    return (
        <fieldset className={styles.side}>
            <legend>
                {side === "consumer" ? "Rows: versions of the consumer" : "Columns: versions of the provider"}
            </legend>
            <Text
                id={`${id}-name`}
                name={side}
                label={side === "consumer" ? "Consumer" : "Provider"}
                value={participant}
                suggestions={participants.map(({ name }) => name)}
            />
            {FIELDS.map((field) => (
                <Text
                    key={field}
                    id={`${id}-${field}`}
                    name={`${side}${field}`}
                    label={field}
                    value={search[`${side}${field}`]}
                    suggestions={suggestions[field]}
                />
            ))}
        </fieldset>
    );
}

interface TextProps {
    id: string;
    name: string;
    label: string;
    value: string | undefined;
    suggestions: string[];
}

function Text({ id, name, label, value, suggestions }: TextProps) {
    return (
        <div className={styles.field}>
            <label htmlFor={id}>{label}</label>
            <input
                key={value}
                id={id}
                name={name}
                type="search"
                className={form.input}
                list={`${id}-known`}
                autoComplete="off"
                defaultValue={value ?? ""}
                placeholder="any"
            />
            <datalist id={`${id}-known`}>
                {[...new Set(suggestions)].map((one) => (
                    <option key={one} value={one} />
                ))}
            </datalist>
        </div>
    );
}

interface ChoiceProps {
    name: string;
    label: string;
    value: string | undefined;
    options: [string, string][];
}

function Choice({ name, label, value, options }: ChoiceProps) {
    const id = useId();
    return (
        <div className={form.narrow}>
            <label htmlFor={id}>{label}</label>
            <select key={value} id={id} name={name} className={form.input} defaultValue={value ?? ""}>
                <option value="">any</option>
                {options.map(([one, word]) => (
                    <option key={one} value={one}>
                        {word}
                    </option>
                ))}
            </select>
        </div>
    );
}
