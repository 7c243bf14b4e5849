import { Notice } from '@wordpress/components';
import { createElement } from '@wordpress/element';

/** Read out at once, and nothing at all without a fault. */
export function Fault({ message }: { message: string | null }): JSX.Element | null {
  return message === null ? null : (
    <Notice status="error" isDismissible={false} politeness="assertive">
      {message}
    </Notice>
  );
}
