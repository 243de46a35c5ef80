import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import form from "../../../components/form.module.css";
import { environmentsQuery, participantNamesQuery } from "../../../lib/queries";
import type { GraphSearch } from "../api/graph";

interface Props {
    search: GraphSearch;
    change: (changed: GraphSearch, replace?: boolean) => void;
}

/** Who is in the middle, how far one sees, where, and what is found or hidden. */
export function GraphForm({ search, change }: Props) {
    const id = useId();
    const { data: participants = [] } = useQuery(participantNamesQuery);
    const { data: environments = [] } = useQuery(environmentsQuery);
    const choose = (name: string) =>
        change({ participant: name.trim() || undefined, selected: undefined, find: undefined });
    return (
        <form
            className={form.form}
            aria-label="What is shown"
            onSubmit={(event) => {
                event.preventDefault();
                choose(String(new FormData(event.currentTarget).get("participant") ?? ""));
            }}
        >
            <div className={form.field}>
                <label htmlFor={`${id}-participant`}>Around</label>
                <input
                    id={`${id}-participant`}
                    name="participant"
                    type="search"
                    className={form.input}
                    list={`${id}-participants`}
                    autoComplete="off"
                    defaultValue={search.participant ?? ""}
                    placeholder="a participant, and Enter"
                    onChange={(event) => {
                        // a name that was picked from the list needs no Enter
                        const picked = !(event.nativeEvent as InputEvent).inputType?.startsWith("insertText");
                        const { value } = event.target;
                        if (picked && participants.some(({ name }) => name === value)) {
                            choose(value);
                        }
                    }}
                />
                <datalist id={`${id}-participants`}>
                    {participants.map(({ name }) => (
                        <option key={name} value={name} />
                    ))}
                </datalist>
            </div>
            <div className={form.narrow}>
                <label htmlFor={`${id}-depth`}>Depth</label>
                <select
                    id={`${id}-depth`}
                    className={form.input}
                    value={search.depth ?? "1"}
                    onChange={(event) =>
                        change({ depth: (event.target.value === "1" ? undefined : event.target.value) as "2" })
                    }
                >
                    <option value="1">1: its own seams</option>
                    <option value="2">2: its neighbours' too</option>
                    <option value="3">3: and theirs</option>
                </select>
            </div>
            <div className={form.narrow}>
                <label htmlFor={`${id}-environment`}>Environment</label>
                <select
                    id={`${id}-environment`}
                    className={form.input}
                    value={search.environment ?? ""}
                    onChange={(event) => change({ environment: event.target.value || undefined })}
                >
                    <option value="">all of them</option>
                    {environments.map(({ name, displayName }) => (
                        <option key={name} value={name}>
                            {displayName}
                        </option>
                    ))}
                </select>
            </div>
            {search.participant && (
                <>
                    <div className={form.field}>
                        <label htmlFor={`${id}-find`}>Find</label>
                        <input
                            id={`${id}-find`}
                            type="search"
                            className={form.input}
                            value={search.find ?? ""}
                            placeholder="name, kind:database"
                            onChange={(event) => change({ find: event.target.value || undefined }, true)}
                        />
                    </div>
                    <div className={form.field}>
                        <label htmlFor={`${id}-hide`}>Hide</label>
                        <input
                            id={`${id}-hide`}
                            type="search"
                            className={form.input}
                            value={search.hide ?? ""}
                            placeholder="verdict:yes"
                            onChange={(event) => change({ hide: event.target.value || undefined }, true)}
                        />
                    </div>
                </>
            )}
        </form>
    );
}
