import type { Schemas } from "../lib/api";
import { Verdict } from "./Verdict";

/** The newest result of a seam's newest contract. */
export function SeamResult({ result }: { result: Schemas["Result"] }) {
    switch (result) {
        case "success":
            return <Verdict answer="yes">Verified</Verdict>;
        case "failed":
            return <Verdict answer="no">Failed</Verdict>;
        case "unknown":
            return <Verdict answer="unknown">Not verified</Verdict>;
    }
}

/** How something was verified, for people. */
export const METHODS: Record<Schemas["Method"], string> = {
    replay: "real requests",
    "cross-check": "cross-check with the OpenAPI document",
    "query-replay": "its queries in PostgreSQL",
};
