/** Days as the providers' bills have them: Asia/Shanghai's, which is always 8 hours before UTC. */
export const DAY_MS = 86_400_000;
export const CHINA_MS = 8 * 3_600_000;

/** When the day began in China. */
export const chinaDayBegan = (epochMs: number): number => epochMs - ((epochMs + CHINA_MS) % DAY_MS);

/** YYYY-MM-DD of a day that is reckoned in China's time but written as UTC's. */
export const dayName = (dayMs: number): string => new Date(dayMs).toISOString().slice(0, 10);
