/**
 * Sends the browser to another page.
 *
 * @throws TypeError for anything that is not a web address, so that no answer can run a script
 */
export function leavePage(address: string): void {
  reloadWhenRestored();
  location.assign(webAddress(address));
}

/** @throws TypeError */
export function webAddress(address: string): string {
  const url = new URL(address, location.href);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new TypeError('not a web address');
  return url.href;
}

/** A page that comes back from the browser's memory still shows the moment of leaving, with its buttons stuck. */
export function reloadWhenRestored(): void {
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
}

/** Whether the shopper came here by "back" or "forward", which may show a page as it was when they left. */
export const wentBack = (): boolean =>
  (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined)?.type === 'back_forward';
