/** Fields without the margin that WordPress before 7.0 puts below them, and warns about; later ones have none. */
export const TIGHT = { __nextHasNoMarginBottom: true } as const;
