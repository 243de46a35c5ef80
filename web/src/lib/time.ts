import { createStore, useStore } from "./store";

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
    ["year", 365.25 * 24 * 3600],
    ["month", 30.44 * 24 * 3600],
    ["week", 7 * 24 * 3600],
    ["day", 24 * 3600],
    ["hour", 3600],
    ["minute", 60],
];
const words = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
const exactClock = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
});
const shortClock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** `3 min. ago`, `yesterday`, `in 2 hr.`; `just now`, or what is said instead, within three quarters of a minute. */
export function relative(at: Date, now: Date, nearly = "just now"): string {
    const seconds = (at.getTime() - now.getTime()) / 1000;
    const size = Math.abs(seconds);
    for (const [unit, length] of UNITS) {
        if (size >= length || (unit === "minute" && size >= 45)) {
            return words.format(Math.trunc(seconds / length) || Math.sign(seconds), unit);
        }
    }
    return nearly;
}

/** Date, time and zone. */
export function absolute(at: Date): string {
    return full.format(at);
}

/** `12:04 GMT+5:45`; the zone can be left out where it stands beside. */
export function timeOfDay(at: Date, withZone = true): string {
    return (withZone ? clock : shortClock).format(at);
}

/** `12:04:31 GMT+5:45`. */
export function exactTime(at: Date): string {
    return exactClock.format(at);
}

/** How long something took or takes: `4 s`, `2 min`, `3 h`, `5 d`. */
export function span(millis: number): string {
    const seconds = Math.round(millis / 1000);
    if (seconds < 60) {
        return `${seconds} s`;
    }
    if (seconds < 3600) {
        return `${Math.round(seconds / 60)} min`;
    }
    return seconds < 48 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}

const minute = createStore(new Date());
setInterval(() => minute.set(new Date()), 20_000);

/** The time, for what is told relative to it; components are drawn anew as it goes on. */
export function useNow(): Date {
    return useStore(minute);
}
