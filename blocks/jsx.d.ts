/**
 * WordPress 6.5 has no `react-jsx-runtime` script, so JSX is compiled to `createElement` calls; that way TypeScript
 * looks for a global JSX namespace, which React's types stopped declaring with version 19.
 */
import type { JSX as ReactJsx } from 'react';

declare global {
  namespace JSX {
    type ElementType = ReactJsx.ElementType;
    type Element = ReactJsx.Element;
    type ElementClass = ReactJsx.ElementClass;
    type ElementAttributesProperty = ReactJsx.ElementAttributesProperty;
    type ElementChildrenAttribute = ReactJsx.ElementChildrenAttribute;
    type LibraryManagedAttributes<C, P> = ReactJsx.LibraryManagedAttributes<C, P>;
    type IntrinsicAttributes = ReactJsx.IntrinsicAttributes;
    type IntrinsicClassAttributes<T> = ReactJsx.IntrinsicClassAttributes<T>;
    type IntrinsicElements = ReactJsx.IntrinsicElements;
  }
}
