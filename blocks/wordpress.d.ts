/** What run-time externals of WordPress ship no types for, as far as we use it. */
declare module '@wordpress/block-editor' {
  import type { HTMLAttributes, PropsWithChildren, ReactElement } from 'react';

  export function InspectorControls(props: PropsWithChildren): ReactElement;
  export function useBlockProps(): HTMLAttributes<HTMLElement>;
}

/** `@wordpress/element` passes it on. */
declare module 'react-dom/client' {
  import type { ReactNode } from 'react';

  export interface Root {
    render(children: ReactNode): void;
    unmount(): void;
  }
  export function createRoot(container: Element): Root;
}
