import { Link } from "@tanstack/react-router";
import styles from "./links.module.css";
import { Pieces } from "./Pieces";
import { shortNumber } from "./VersionNumber";

export function ParticipantLink({ name }: { name: string }) {
    return (
        <Link to="/participants/$participant" params={{ participant: name }}>
            <Pieces text={name} />
        </Link>
    );
}

/** A version's number, short where it is a git commit. */
export function VersionLink({ participant, version }: { participant: string; version: string }) {
    const short = shortNumber(version);
    return (
        <Link
            to="/participants/$participant/versions/$version"
            params={{ participant, version }}
            title={short === version ? undefined : version}
            className={styles.version}
        >
            <Pieces text={short} />
        </Link>
    );
}

/** A participant and one of its versions. */
export function Owner({ participant, version }: { participant: string; version?: string | undefined }) {
    return (
        <span>
            <ParticipantLink name={participant} />{" "}
            {version && <VersionLink participant={participant} version={version} />}
        </span>
    );
}

/** Two participants that meet. */
export function SeamLink({ consumer, provider }: { consumer: string; provider: string }) {
    return (
        <Link to="/seams/$consumer/$provider" params={{ consumer, provider }}>
            <Pieces text={`${consumer} → ${provider}`} />
        </Link>
    );
}

/** An address that somebody gave: a link where it is one of the web, else only text. */
export function ExternalLink({ url, children }: { url: string; children?: string }) {
    return /^https?:\/\//i.test(url) ? (
        <a href={url} rel="noreferrer">
            {children ?? url}
        </a>
    ) : (
        (children ?? url)
    );
}
