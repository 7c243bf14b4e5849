import { Notice } from '@wordpress/components';
import { createElement } from '@wordpress/element';

/** Says, aloud too, that something worked; nothing at all before. */
export function Done({ message }: { message: string | null }): JSX.Element | null {
  return message === null ? null : (
    <Notice status="success" isDismissible={false}>
      {message}
    </Notice>
  );
}
