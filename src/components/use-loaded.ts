import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import { AdminApiError, messageOf } from '../api/request';

export type Loading<T> =
  | { readonly is: 'loading' }
  | { readonly is: 'failed'; readonly message: string; readonly code: string }
  | { readonly is: 'ready'; readonly value: T };

export interface Loaded<T> {
  readonly state: Loading<T>;
  /** Keeps the old state on the screen until the new one is there. */
  readonly reload: () => Promise<void>;
}

/**
 * What `read` answers now; it is asked again when it becomes another function, and only the last question's answer counts.
 *
 * @param read the same function as long as the question is the same
 */
export function useLoaded<T>(read: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<Loading<T>>({ is: 'loading' });
  const questionRef = useRef(0);
  const reload = useCallback(async () => {
    const mine = ++questionRef.current;
    const answer = await answerOf(read);
    if (mine === questionRef.current) setState(answer);
  }, [read]);
  useEffect(() => {
    void reload();
  }, [reload]);
  return { state, reload };
}

async function answerOf<T>(read: () => Promise<T>): Promise<Loading<T>> {
  try {
    return { is: 'ready', value: await read() };
  } catch (error) {
    return { is: 'failed', message: messageOf(error), code: error instanceof AdminApiError ? error.code : 'unknown' };
  }
}
