import { createElement, Fragment } from '@wordpress/element';

/** Below a field: what is wrong with it, if anything is, and what it is. */
export function Help({ fault, children }: { fault: string | null; children: string }): JSX.Element {
  return (
    <>
      {fault !== null && <strong className="multipay-fault">{fault} </strong>}
      {children}
    </>
  );
}
