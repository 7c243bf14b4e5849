import { useCallback, useRef, useState } from '@wordpress/element';
import { messageOf } from '../api/request';

/**
 * One thing at a time, with what went wrong last. What is begun meanwhile is not done: buttons stay where the focus can
 * be, and say with `aria-disabled` that they wait.
 */
export function useWork(): {
  busy: boolean;
  fault: string | null;
  run: (work: () => Promise<unknown>) => Promise<boolean>;
} {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const busyRef = useRef(false);
  const run = useCallback(async (work: () => Promise<unknown>) => {
    if (busyRef.current) return false;
    busyRef.current = true;
    setBusy(true);
    setFault(null);
    try {
      await work();
      return true;
    } catch (error) {
      setFault(messageOf(error));
      return false;
    } finally {
      busyRef.current = false;
      setBusy(false);
    }
  }, []);
  return { busy, fault, run };
}
