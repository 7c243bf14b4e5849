/** Where a payment session is seen: a modal dialog, or in the page itself where the browser has no `showModal`. */
import { __ } from '@wordpress/i18n';
import { element } from './dom';
import { PaymentSession, type Outcome, type SessionOptions } from './payment-session';
import type { PaymentView } from './payment-view';

export interface PayOptions extends SessionOptions {
  /**
   * Where an old browser sees the code, and everybody who comes back from the provider what happened. Without it the
   * shopper goes to `retry_url`, which has such a place.
   */
  readonly inlineHost?: HTMLElement;
  /** Keeps "Payment received" on the screen while the browser goes to the next page. */
  readonly staysUntilNextPage?: boolean;
}

const hasModalDialogs = (): boolean =>
  typeof HTMLDialogElement === 'function' && 'showModal' in HTMLDialogElement.prototype;

/**
 * Goes on with a payment, by whatever its prompt asks for.
 *
 * @returns always; whoever calls decides where the browser goes
 */
export function pay(view: PaymentView, options: PayOptions): Promise<Outcome> {
  const { prompt } = view;
  const { inlineHost, returned } = options;
  if (prompt?.type === 'redirect' && !returned)
    return Promise.resolve({ kind: 'gone', redirectUrl: prompt.redirect_url });
  if (inlineHost && ((returned && prompt?.type !== 'qr_code') || !hasModalDialogs()))
    return payInline(view, inlineHost, options);
  if (hasModalDialogs()) return payInDialog(view, options);
  return Promise.resolve({ kind: 'gone', redirectUrl: view.retry_url });
}

async function payInline(view: PaymentView, host: HTMLElement, options: PayOptions): Promise<Outcome> {
  const session = new PaymentSession(view, options);
  const { root, title } = session.panel;
  root.setAttribute('role', 'group');
  root.setAttribute('aria-labelledby', title.id);
  host.append(root);
  title.focus();
  const outcome = await session.outcome;
  root.remove();
  return outcome;
}

async function payInDialog(view: PaymentView, options: PayOptions): Promise<Outcome> {
  const cameFrom = document.activeElement;
  const session = new PaymentSession(view, options);
  const { root, title } = session.panel;
  const close = element(
    'button',
    { type: 'button', class: 'multipay-dialog__close', 'aria-label': __('Close', 'multipay') },
    '×',
  );
  const dialog = element('dialog', { class: 'multipay-dialog', 'aria-labelledby': title.id }, root, close);
  // Browsers give it by themselves; tools that look for the attribute find it too.
  dialog.setAttribute('role', 'dialog');

  close.addEventListener('click', () => session.leave());
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    session.leave();
  });
  // Chrome closes at a second Escape whatever `cancel` says.
  dialog.addEventListener('close', () => session.leave());
  // In its own root: a checkout that draws itself again leaves it alone.
  document.body.append(dialog);
  dialog.showModal();
  title.focus();

  const outcome = await session.outcome;
  const moves = outcome.kind === 'paid' || outcome.kind === 'gone';
  if (options.staysUntilNextPage && moves) return outcome;
  dialog.close();
  dialog.remove();
  if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
  return outcome;
}
