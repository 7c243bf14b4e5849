/** Makes elements. Text is always text, never markup. */

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Attributes that are `false` or undefined are left out, `true` is written without a value. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children);
  return made;
}

/** A button that looks like the theme's own. */
export function button(label: string, onClick: () => void, kind: 'primary' | 'plain' = 'primary'): HTMLButtonElement {
  const looks = kind === 'primary' ? 'multipay-button wp-element-button' : 'multipay-button multipay-button--plain';
  const made = element('button', { type: 'button', class: looks }, label);
  made.addEventListener('click', onClick);
  return made;
}

/** Runs `start` for each container that PHP has rendered, whether the page is still being read or is complete. */
export const eachContainer = (selector: string, start: (container: HTMLElement) => void): void =>
  allContainers(selector, (containers) => containers.forEach(start));

/** The same for all of them at once. */
export function allContainers(selector: string, start: (containers: readonly HTMLElement[]) => void): void {
  const run = (): void => start([...document.querySelectorAll<HTMLElement>(selector)]);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', run);
  else run();
}

/**
 * What PHP has written into a container's data attribute.
 *
 * @throws SyntaxError when a page builder or an optimizer has broken it
 */
export const dataOf = (container: HTMLElement, name: string): unknown => JSON.parse(container.dataset[name] ?? '');
