/** The time as the bridge sees it, in epoch milliseconds; given from outside so that tests can set it. */
export type Clock = () => number;

/** RFC 3339, UTC. */
export const iso = (epochMs: number): string => new Date(epochMs).toISOString();
/** The day of it, UTC. */
export const dayOf = (epochMs: number): string => iso(epochMs).slice(0, 10);
export const isoOrNull = (epochMs: number | null): string | null => (epochMs === null ? null : iso(epochMs));
