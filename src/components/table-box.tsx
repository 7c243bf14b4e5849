import { createElement } from '@wordpress/element';
import type { ReactNode } from 'react';

interface Props {
  /** What the table is about; read out where the box gets the focus. */
  readonly label: string;
  readonly columns: readonly string[];
  /** The rows, each a `<tr>` whose first cell is its heading. */
  readonly children: ReactNode;
}

/** How much room so many columns need to be readable. */
const sizeOf = (columns: number): string => (columns > 6 ? 'wide' : columns > 4 ? 'middle' : 'narrow');

/** A table in WordPress's look. On a narrow screen it scrolls inside its own box, by keyboard too. */
export function TableBox({ label, columns, children }: Props): JSX.Element {
  return (
    <div
      className={`multipay-table multipay-table--${sizeOf(columns.length)}`}
      role="region"
      aria-label={label}
      tabIndex={0}
    >
      <table className="widefat striped">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
