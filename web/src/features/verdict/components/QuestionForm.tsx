import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../../../components/Button";
import form from "../../../components/form.module.css";
import { environmentsQuery, newestVersionsQuery, participantNamesQuery } from "../../../lib/queries";
import { type Question, questionOf, type VerdictSearch, type Where, type Which } from "../api/question";

const WHICH: [Which, string][] = [
    ["version", "Version"],
    ["branch", "Newest of branch"],
    ["tag", "Newest with tag"],
];
const WHERE: [Where, string][] = [
    ["environment", "Environment"],
    ["main-branch", "The main branches"],
    ["latest", "The newest versions"],
    ["branch", "Heads of branch"],
    ["tag", "Newest with tag"],
];

/** Asks who is to go where. */
export function QuestionForm({ search, ask }: { search: VerdictSearch; ask: (question: Question) => void }) {
    const asked = questionOf(search);
    const [participant, setParticipant] = useState(search.participant ?? "");
    const [which, setWhich] = useState<Which>(
        asked?.which ?? (search.branch ? "branch" : search.tag ? "tag" : "version"),
    );
    const [name, setName] = useState(search.version ?? search.branch ?? search.tag ?? "");
    const [where, setWhere] = useState<Where>(asked?.where ?? "environment");
    const [target, setTarget] = useState(search.environment ?? search.toBranch ?? search.toTag ?? "");
    const id = useId();
    const { data: participants = [] } = useQuery(participantNamesQuery);
    const { data: environments = [] } = useQuery(environmentsQuery);
    const known = participants.some((one) => one.name === participant);
    const { data: versions = [] } = useQuery({ ...newestVersionsQuery(participant), enabled: known });
    const suggestions = new Set(
        which === "version"
            ? versions.map((version) => version.number)
            : versions.flatMap((version) =>
                  (which === "branch" ? version.branches : version.tags).map((one) => one.name),
              ),
    );
    const needsTarget = where !== "main-branch" && where !== "latest";

    const submit = (event: FormEvent) => {
        event.preventDefault();
        ask({
            participant: participant.trim(),
            which,
            name: name.trim(),
            where,
            target: target.trim(),
            ignore: search.ignore ?? [],
        });
    };

    return (
        <form className={form.form} onSubmit={submit} aria-label="Question">
            <div className={form.field}>
                <label htmlFor={`${id}-participant`}>Participant</label>
                <input
                    id={`${id}-participant`}
                    className={form.input}
                    list={`${id}-participants`}
                    required
                    autoComplete="off"
                    value={participant}
                    onChange={(event) => setParticipant(event.target.value)}
                />
                <datalist id={`${id}-participants`}>
                    {participants.map((one) => (
                        <option key={one.name} value={one.name} />
                    ))}
                </datalist>
            </div>
            <fieldset className={form.pair}>
                <legend>Which</legend>
                <select
                    aria-label="Which of its versions"
                    className={form.input}
                    value={which}
                    onChange={(event) => setWhich(event.target.value as Which)}
                >
                    {WHICH.map(([value, label]) => (
                        <option key={value} value={value}>
                            {label}
                        </option>
                    ))}
                </select>
                <input
                    aria-label={WHICH.find(([value]) => value === which)?.[1]}
                    className={form.input}
                    list={`${id}-names`}
                    required
                    autoComplete="off"
                    value={name}
                    onChange={(event) => setName(event.target.value)}
                />
                <datalist id={`${id}-names`}>
                    {[...suggestions].map((one) => (
                        <option key={one} value={one} />
                    ))}
                </datalist>
            </fieldset>
            <fieldset className={form.pair}>
                <legend>Where to</legend>
                <select
                    aria-label="Kind of target"
                    className={form.input}
                    value={where}
                    onChange={(event) => setWhere(event.target.value as Where)}
                >
                    {WHERE.map(([value, label]) => (
                        <option key={value} value={value}>
                            {label}
                        </option>
                    ))}
                </select>
                {needsTarget && (
                    <input
                        aria-label={WHERE.find(([value]) => value === where)?.[1]}
                        className={form.input}
                        list={where === "environment" ? `${id}-environments` : undefined}
                        required
                        autoComplete="off"
                        value={target}
                        onChange={(event) => setTarget(event.target.value)}
                    />
                )}
                <datalist id={`${id}-environments`}>
                    {environments.map((one) => (
                        <option key={one.name} value={one.name}>
                            {one.displayName}
                        </option>
                    ))}
                </datalist>
            </fieldset>
            <Button type="submit" look="primary" className={form.submit}>
                Can I deploy?
            </Button>
        </form>
    );
}
