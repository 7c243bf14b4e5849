/** The time as the bridge sees it, in epoch milliseconds; given from outside so that tests can set it. */
export type Clock = () => number;

/** RFC 3339, UTC. */
export const iso = (epochMs: number): string => new Date(epochMs).toISOString();
export const isoOrNull = (epochMs: number | null): string | null => (epochMs === null ? null : iso(epochMs));
