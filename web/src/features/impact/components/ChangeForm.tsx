import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Button } from "../../../components/Button";
import form from "../../../components/form.module.css";
import { participantNamesQuery } from "../../../lib/queries";
import { type Change, FORM_WORDS, FORMS, type Form, formOf } from "../api/change";
import { operationsQuery } from "../api/impact";
import styles from "../ImpactPage.module.css";

interface Props {
    participant: string | undefined;
    change: Change | undefined;
    ask: (change: Change) => void;
}

/** Takes a change as it is at hand, and tells what it is taken for. */
export function ChangeForm({ participant, change, ask }: Props) {
    const id = useId();
    const { data: participants = [] } = useQuery(participantNamesQuery);
    const [name, setName] = useState(participant ?? "");
    const [text, setText] = useState(change?.text ?? "");
    const [chosen, setChosen] = useState<Form | undefined>(
        change && change.form !== formOf(change.text) ? change.form : undefined,
    );
    const [wrong, setWrong] = useState("");
    const isApplication = participants.some((one) => one.name === name && one.kind !== "database");
    const { data: operations = [] } = useQuery({ ...operationsQuery(name), enabled: isApplication });
    const read = formOf(text);
    const replace = (next: string) => {
        setText(next);
        setWrong("");
    };
    const submit = () => {
        const given = chosen ?? read;
        // of all but a sentence, space may mean something
        const asked: Change = {
            participant: name.trim() || undefined,
            form: given,
            text: given === "question" ? text.trim() : text,
        };
        const problem = problemOf(asked);
        setWrong(problem);
        if (!problem) {
            ask(asked);
        }
    };
    return (
        <form
            className={styles.form}
            aria-label="What changes"
            onSubmit={(event) => {
                event.preventDefault();
                submit();
            }}
        >
            <div className={styles.change}>
                <label htmlFor={`${id}-change`} className={form.label}>
                    Change
                </label>
                <textarea
                    id={`${id}-change`}
                    className={form.code}
                    rows={Math.min(14, Math.max(3, text.split("\n").length + 1))}
                    spellCheck={false}
                    value={text}
                    aria-describedby={wrong ? `${id}-wrong` : undefined}
                    aria-invalid={wrong !== ""}
                    placeholder="drop orders.discount, SQL, an OpenAPI document, a JSON patch, or what git diff writes"
                    onChange={(event) => replace(event.target.value)}
                    onKeyDown={(event) => {
                        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
                            event.preventDefault();
                            submit();
                        }
                    }}
                />
                {wrong && (
                    <span id={`${id}-wrong`} className={form.error} role="alert">
                        {wrong}
                    </span>
                )}
            </div>
            <div className={form.form}>
                <div className={form.field}>
                    <label htmlFor={`${id}-participant`}>Of whom</label>
                    <input
                        id={`${id}-participant`}
                        className={form.input}
                        value={name}
                        list={`${id}-participants`}
                        autoComplete="off"
                        placeholder="the database that has it"
                        onChange={(event) => setName(event.target.value)}
                    />
                    <datalist id={`${id}-participants`}>
                        {participants.map((one) => (
                            <option key={one.name} value={one.name} />
                        ))}
                    </datalist>
                </div>
                <div className={form.field}>
                    <label htmlFor={`${id}-form`}>Taken as</label>
                    <select
                        id={`${id}-form`}
                        className={form.input}
                        value={chosen ?? ""}
                        onChange={(event) => setChosen(FORMS.find((one) => one === event.target.value))}
                    >
                        <option value="">{FORM_WORDS[read]} (detected)</option>
                        {FORMS.map((one) => (
                            <option key={one} value={one}>
                                {FORM_WORDS[one]}
                            </option>
                        ))}
                    </select>
                </div>
                {operations.length > 0 && (
                    <div className={form.field}>
                        <label htmlFor={`${id}-operation`}>Remove an operation</label>
                        <select
                            id={`${id}-operation`}
                            className={form.input}
                            value={operations.some(({ removal }) => removal === text) ? text : ""}
                            onChange={(event) => replace(event.target.value)}
                        >
                            <option value="">of {name}</option>
                            {operations.map((operation) => (
                                <option key={operation.name} value={operation.removal}>
                                    {operation.name}
                                </option>
                            ))}
                        </select>
                    </div>
                )}
                <div className={form.field}>
                    <label htmlFor={`${id}-file`}>A file instead</label>
                    <input
                        id={`${id}-file`}
                        type="file"
                        accept=".sql,.json,.yaml,.yml,.diff,.patch,text/plain"
                        className={form.file}
                        onChange={async (event) => {
                            const [file] = event.target.files ?? [];
                            if (file) {
                                replace(await file.text());
                            }
                        }}
                    />
                </div>
                <Button type="submit" look="primary" className={form.submit}>
                    What breaks?
                </Button>
            </div>
        </form>
    );
}

/** What has to be mended before the broker is asked; empty: nothing. */
function problemOf({ participant, form: given, text }: Change): string {
    if (text.trim() === "") {
        return "Write what changes, or paste it.";
    }
    const isOfDocument = given === "openapi" || given === "jsonPatch" || given === "mergePatch";
    if (isOfDocument && !participant) {
        return "Name of whom: whose OpenAPI document changes.";
    }
    if (given === "jsonPatch" || given === "mergePatch") {
        try {
            JSON.parse(text);
        } catch (failure) {
            return `The patch is no JSON: ${failure instanceof Error ? failure.message : failure}`;
        }
    }
    return "";
}
