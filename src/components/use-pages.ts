import { useCallback, useState } from '@wordpress/element';

export interface Pages {
  /** The cursor of the page that is shown; null: the first. */
  readonly cursor: string | null;
  /** 1 for the first. */
  readonly number: number;
  readonly next: (cursor: string) => void;
  readonly previous: () => void;
  readonly toFirst: () => void;
}

/** The way through a list that only goes forward: the cursors of the pages before are remembered. */
export function usePages(): Pages {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  return {
    cursor: cursors[cursors.length - 1] ?? null,
    number: cursors.length + 1,
    next: useCallback((cursor: string) => setCursors((before) => [...before, cursor]), []),
    previous: useCallback(() => setCursors((before) => before.slice(0, -1)), []),
    toFirst: useCallback(() => setCursors([]), []),
  };
}
