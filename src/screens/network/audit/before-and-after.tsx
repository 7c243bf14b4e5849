import { createElement } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { changesOf } from './changes';

interface Props {
  /** What was changed; it says what a lone value means. */
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Each value that changed, a line each. */
export function BeforeAndAfter({ subject, before, after }: Props): JSX.Element {
  const changes = changesOf(subject, before, after);
  if (changes.length === 0) return <span>–</span>;
  return (
    <ul className="multipay-changes">
      {changes.map(({ name, was, is }) => (
        <li key={name}>
          {name !== '' && <strong>{name}: </strong>}
          {was !== null && <del>{was}</del>}
          {was !== null && is !== null && <span aria-label={__('became', 'multipay')}> → </span>}
          {is !== null && <ins>{is}</ins>}
        </li>
      ))}
    </ul>
  );
}
