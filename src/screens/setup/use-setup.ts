import { useCallback, useEffect, useState } from '@wordpress/element';
import type { Setup, SetupApi } from '../../api/setup';

export type SetupState =
  | { readonly is: 'loading' }
  | { readonly is: 'failed'; readonly message: string }
  | { readonly is: 'ready'; readonly setup: Setup };

/** What is set up now. `reload` keeps the old state on the screen until the new one is there. */
export function useSetup(api: SetupApi): { state: SetupState; reload: () => Promise<void> } {
  const [state, setState] = useState<SetupState>({ is: 'loading' });
  const reload = useCallback(async () => {
    try {
      setState({ is: 'ready', setup: await api.read() });
    } catch (error) {
      setState({ is: 'failed', message: messageOf(error) });
    }
  }, [api]);
  useEffect(() => {
    void reload();
  }, [reload]);
  return { state, reload };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** One thing at a time, with what went wrong last. */
export function useWork(): {
  busy: boolean;
  fault: string | null;
  run: (work: () => Promise<unknown>) => Promise<boolean>;
} {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const run = useCallback(async (work: () => Promise<unknown>) => {
    setBusy(true);
    setFault(null);
    try {
      await work();
      return true;
    } catch (error) {
      setFault(messageOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { busy, fault, run };
}
