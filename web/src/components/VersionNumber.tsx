import styles from "./VersionNumber.module.css";

const SHA = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** The first eight digits of a git commit; any other number as it is. */
export function shortNumber(version: string): string {
    return SHA.test(version) ? version.slice(0, 8) : version;
}

/** A version's number, short where it is a git commit; its whole on hover, and a branch beside it. */
export function VersionNumber({ version, branch }: { version: string; branch?: string | undefined }) {
    const short = shortNumber(version);
    return (
        <span className={styles.version}>
            <code title={short === version ? undefined : version}>{short}</code>
            {branch && <span className={styles.branch}>{branch}</span>}
        </span>
    );
}
