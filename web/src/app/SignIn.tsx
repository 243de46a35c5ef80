import { type FormEvent, useEffect, useState } from "react";
import { Button } from "../components/Button";
import { Command } from "../components/Command";
import form from "../components/form.module.css";
import { Brand } from "../components/icons";
import { signIn, token } from "../lib/session";
import styles from "./SignIn.module.css";

const TOKEN = /^swt_[0-9A-Za-z]{42}$/;
/** The operator's is a secret of any form. */
const OPERATOR_TOKEN = /^(?!swt_)\S{16,}$/;

/** Asks for an API token, when the broker wants one. */
export function SignIn() {
    const sent = token.get();
    const [secret, setSecret] = useState("");
    const [error, setError] = useState(sent ? "The broker refused that token: it is unknown, expired or revoked." : "");
    useEffect(() => {
        document.title = "Sign in · Seamwright";
    }, []);
    const submit = (event: FormEvent) => {
        event.preventDefault();
        const given = secret.trim();
        if (TOKEN.test(given) || OPERATOR_TOKEN.test(given)) {
            signIn(given);
        } else {
            setError("That is no API token: it begins with swt_, and 42 letters and digits follow.");
        }
    };
    return (
        <main className={styles.page}>
            <form className={styles.card} onSubmit={submit}>
                <p className={styles.brand}>
                    <Brand /> Seamwright
                </p>
                <h1>Sign in</h1>
                <p>This broker wants an API token. It stays in this tab, until you close it or sign out.</p>
                <div className={styles.field}>
                    <label htmlFor="token" className={form.label}>
                        API token
                    </label>
                    <input
                        id="token"
                        className={form.input}
                        type="password"
                        autoComplete="current-password"
                        spellCheck={false}
                        value={secret}
                        onChange={(event) => setSecret(event.target.value)}
                        aria-describedby="token-error"
                        aria-invalid={error ? true : undefined}
                    />
                    <p id="token-error" className={form.error} role="alert">
                        {error}
                    </p>
                </div>
                <Button type="submit" look="primary" className={form.submit}>
                    Sign in
                </Button>
                <details>
                    <summary>I have none</summary>
                    <div className={styles.help}>
                        <p>
                            Someone whose token may administer the workspace makes you one, here under Settings, or by
                            HTTP:
                        </p>
                        <Command
                            label="Make a token that reads"
                            text={`curl -X POST ${location.origin}/api/v1/tokens \\\n  -H "Authorization: Bearer $SEAMWRIGHT_TOKEN" \\\n  -H 'Content-Type: application/json' \\\n  -d '{"name": "my browser", "scope": "read"}'`}
                        />
                    </div>
                </details>
            </form>
        </main>
    );
}
