import { quote } from "../../../lib/shell";
import type { StartSearch } from "./search";

/** The commands that import. A secret is asked for, so that it stands neither here nor in the shell's history. */
export function importCommand({ from, by, user }: StartSearch, broker: string, needsToken: boolean): string {
    const ask = (variable: string) => `read -rs ${variable} && export ${variable}`;
    return [
        ...(by === "user" ? [ask("SEAMWRIGHT_FROM_PASSWORD")] : []),
        ...(by === "token" ? [ask("SEAMWRIGHT_FROM_TOKEN")] : []),
        ...(needsToken ? [ask("SEAMWRIGHT_TOKEN")] : []),
        [
            "seamwright import",
            `--from ${from ? quote(from) : "https://your-pact-broker"}`,
            ...(by === "user" ? [`--from-user ${user ? quote(user) : "NAME"}`] : []),
            `--broker ${quote(broker)}`,
        ].join(" "),
    ].join("\n");
}
