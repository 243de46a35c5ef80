import type { ReactNode } from "react";

interface IconProps {
    /** What it means, where no word beside it does. */
    label?: string;
    size?: number;
}

function Icon({ label, size = 16, children }: IconProps & { children: ReactNode }) {
    return (
        <svg
            width={size}
            height={size}
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.6"
            strokeLinecap="round"
            strokeLinejoin="round"
            role={label ? "img" : undefined}
            aria-label={label}
            aria-hidden={label ? undefined : true}
            focusable="false"
        >
            {children}
        </svg>
    );
}

/** A full disc with a check: yes. */
export const YesIcon = (props: IconProps) => (
    <Icon {...props}>
        <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />
        <path d="m4.8 8.3 2.2 2.2 4.2-4.7" stroke="var(--surface)" strokeWidth="1.9" />
    </Icon>
);

/** A full octagon with a cross: no. */
export const NoIcon = (props: IconProps) => (
    <Icon {...props}>
        <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor" stroke="none" />
        <path d="m5.5 5.5 5 5m0-5-5 5" stroke="var(--surface)" strokeWidth="1.9" />
    </Icon>
);

/** An empty diamond with a question mark: unknown. */
export const UnknownIcon = (props: IconProps) => (
    <Icon {...props}>
        <path d="M8 .9 15.1 8 8 15.1.9 8z" strokeWidth="1.5" />
        <path d="M6.5 6.4C6.6 5.5 7.2 5 8 5c.9 0 1.5.5 1.5 1.3 0 1-1.4 1.1-1.5 2.2M8 10.9v.1" strokeWidth="1.5" />
    </Icon>
);

/** A ring of dots: being verified. */
export const VerifyingIcon = (props: IconProps) => (
    <Icon {...props}>
        <circle cx="8" cy="8" r="6.3" strokeDasharray="2.2 2.75" />
        <path d="M8 4.8V8l2 1.4" />
    </Icon>
);

/** An hourglass: nobody has begun. */
export const WaitingIcon = (props: IconProps) => (
    <Icon {...props}>
        <path d="M3.5 1.5h9M3.5 14.5h9" />
        <path d="M4.8 1.5c0 3.6 3.2 4.4 3.2 6.5 0-2.1 3.2-2.9 3.2-6.5M4.8 14.5c0-3.6 3.2-4.4 3.2-6.5 0 2.1 3.2 2.9 3.2 6.5" />
        <path d="M6.4 13.2c.2-1.2.9-1.8 1.6-2.2.7.4 1.4 1 1.6 2.2z" fill="currentColor" stroke="none" />
    </Icon>
);

export const SearchIcon = (props: IconProps) => (
    <Icon {...props}>
        <circle cx="7" cy="7" r="4.5" />
        <path d="m10.5 10.5 3.5 3.5" />
    </Icon>
);

export const CopyIcon = (props: IconProps) => (
    <Icon {...props}>
        <rect x="5.5" y="5.5" width="8" height="8.5" rx="1.5" />
        <path d="M10.5 3.3V3A1 1 0 0 0 9.5 2h-6a1 1 0 0 0-1 1v7a1 1 0 0 0 1 1h.3" />
    </Icon>
);

export const MenuIcon = (props: IconProps) => (
    <Icon {...props}>
        <path d="M2 4h12M2 8h12M2 12h12" />
    </Icon>
);

export const DatabaseIcon = (props: IconProps) => (
    <Icon {...props}>
        <ellipse cx="8" cy="3.8" rx="5.5" ry="2.2" />
        <path d="M2.5 3.8v8.4c0 1.2 2.5 2.2 5.5 2.2s5.5-1 5.5-2.2V3.8M2.5 8c0 1.2 2.5 2.2 5.5 2.2s5.5-1 5.5-2.2" />
    </Icon>
);

export const ApplicationIcon = (props: IconProps) => (
    <Icon {...props}>
        <rect x="2" y="2.5" width="12" height="11" rx="1.6" />
        <path d="M2 6h12" />
    </Icon>
);

/** A square with an arrow out of it: somebody outside. */
export const ExternalIcon = (props: IconProps) => (
    <Icon {...props}>
        <path d="M6.5 3H3.2A1.2 1.2 0 0 0 2 4.2v8.6A1.2 1.2 0 0 0 3.2 14h8.6a1.2 1.2 0 0 0 1.2-1.2V9.5" />
        <path d="M9.5 2H14v4.5M14 2 7.5 8.5" />
    </Icon>
);

export const ArrowIcon = (props: IconProps) => (
    <Icon {...props}>
        <path d="M2.5 8h11M9.5 4l4 4-4 4" />
    </Icon>
);

export const WarningIcon = (props: IconProps) => (
    <Icon {...props}>
        <path d="M8 2 15 14H1z" />
        <path d="M8 6.5v3.2M8 11.7v.1" />
    </Icon>
);

export const Brand = () => (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="7" fill="#2f4bd6" />
        <path
            d="M5 12h8l6 8h8M5 20h8l1.6-2.1M17.4 14.1 19 12h8"
            fill="none"
            stroke="#fff"
            strokeWidth="2.6"
            strokeLinecap="round"
            strokeLinejoin="round"
        />
    </svg>
);
