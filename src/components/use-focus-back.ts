import { useEffect, useRef } from '@wordpress/element';
import type { RefObject } from 'react';

/**
 * Who opened something by keyboard goes on where they were when it closes.
 *
 * @param open whether it is open
 * @returns for the button that opens it
 */
export function useFocusBack(open: boolean): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null);
  const wasOpenRef = useRef(open);
  useEffect(() => {
    if (wasOpenRef.current && !open) button.current?.focus();
    wasOpenRef.current = open;
  }, [open]);
  return button;
}
