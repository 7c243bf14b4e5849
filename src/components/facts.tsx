import { createElement, Fragment } from '@wordpress/element';

/** A name and its value; null: there is none, and nothing is shown. What is compared letter by letter is `code`. */
export type Fact = readonly [name: string, value: string | null, kind?: 'code'];

/** What is known of something, a line each. */
export function Facts({ facts }: { facts: readonly Fact[] }): JSX.Element {
  return (
    <dl className="multipay-facts">
      {facts.map(([name, value, kind]) =>
        value === null ? null : (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{kind === 'code' ? <code>{value}</code> : value}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
