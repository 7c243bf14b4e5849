import { Card, CardBody, CardHeader } from '@wordpress/components';
import { createElement } from '@wordpress/element';
import type { ReactNode } from 'react';

/** A part of a screen with its heading, as wide as it needs to be. */
export function Section({ title, wide, children }: { title: string; wide?: true; children: ReactNode }): JSX.Element {
  return (
    <Card className={wide ? 'multipay-section multipay-section--wide' : 'multipay-section'}>
      <CardHeader>
        <h2>{title}</h2>
      </CardHeader>
      <CardBody>{children}</CardBody>
    </Card>
  );
}
