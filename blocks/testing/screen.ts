/** Finds things on the page as people do: by role and words. */

/** @throws when there is no such visible button */
export function buttonNamed(name: string): HTMLButtonElement {
  const found = visibleButtons().find((one) => nameOf(one) === name);
  if (!found) throw new Error(`no button "${name}", only: ${visibleButtons().map(nameOf).join(', ')}`);
  return found;
}

export const buttonNames = (): string[] => visibleButtons().map(nameOf);

const nameOf = (one: HTMLElement): string => one.getAttribute('aria-label') ?? one.textContent;

const visibleButtons = (): HTMLButtonElement[] =>
  [...document.querySelectorAll('button')].filter((one) => one.closest('[hidden]') === null);

/** What is read out to those who cannot see. */
export const statusText = (): string =>
  [...document.querySelectorAll('[role="status"]')].map((one) => one.textContent).join('');

/**
 * Waits until something is on the page, by the page's own changes and not by a clock.
 *
 * @returns what `look` found
 */
export function appears<T>(look: () => T | null | undefined | false): Promise<T> {
  return new Promise((resolve) => {
    const found = look();
    if (found) {
      resolve(found);
      return;
    }
    const observer = new MutationObserver(() => {
      const later = look();
      if (!later) return;
      observer.disconnect();
      resolve(later);
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}

export const says = (words: string): Promise<boolean> => appears(() => statusText().includes(words));

export const offers = (name: string): Promise<boolean> => appears(() => buttonNames().includes(name));

/** Waits until the page has gone to one of its own anchors: jsdom goes nowhere else. */
export function arrivesAt(hash: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (location.hash !== hash) return;
      window.removeEventListener('hashchange', look);
      resolve();
    };
    window.addEventListener('hashchange', look);
    look();
  });
}
