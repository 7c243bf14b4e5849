/** What a shopper sees while a QR code waits to be paid. It knows no server and no dialog: it shows scenes. */
import { __, sprintf } from '@wordpress/i18n';
import { button, element } from './dom';
import { providerName } from './names';
import type { PaymentView } from './payment-view';

export type Action = 'pay_now' | 'i_have_paid' | 'new_code' | 'try_again' | 'leave' | 'other_way';
type Tone = 'plain' | 'good' | 'bad';

/** Everything that changes together. */
export interface Scene {
  /** The code itself, a place that waits for it, or nothing: an old code must not be scanned. */
  readonly code: 'shown' | 'loading' | 'absent';
  readonly actions: readonly Action[];
  readonly message: string;
  readonly tone?: Tone;
}

export interface Panel {
  readonly root: HTMLElement;
  readonly title: HTMLElement;
  show(scene: Scene): void;
  /** Puts the drawn code into its place. */
  setCode(code: Element | null): void;
  say(message: string, tone?: Tone): void;
  /** Clicks are ignored and said to be, while the buttons keep the focus. */
  setBusy(busy: boolean): void;
}

let panels = 0;

export function paymentPanel(view: PaymentView, timer: HTMLElement, onAction: (action: Action) => void): Panel {
  const name = providerName(view.gateway);
  let busy = false;
  const act = (action: Action): void => {
    if (!busy) onAction(action);
  };
  const buttons: Record<Action, HTMLButtonElement> = {
    pay_now: button(__('Go on paying', 'multipay'), () => act('pay_now')),
    i_have_paid: button(__('I have paid', 'multipay'), () => act('i_have_paid')),
    new_code: button(__('Show a new code', 'multipay'), () => act('new_code')),
    try_again: button(__('Try again', 'multipay'), () => act('try_again')),
    leave: button(__('Continue', 'multipay'), () => act('leave')),
    other_way: button(__('Pay another way', 'multipay'), () => act('other_way'), 'plain'),
  };
  // translators: %s: WeChat Pay or Alipay.
  const titleText = sprintf(__('Pay with %s', 'multipay'), name);
  const title = element(
    'h2',
    { id: `multipay-panel-${++panels}`, class: 'multipay-panel__title', tabindex: -1 },
    titleText,
  );
  const code = element('div', { class: 'multipay-panel__code' });
  const instruction = element('p', { class: 'multipay-panel__instruction' }, howTo(view));
  const status = element('p', { class: 'multipay-panel__status', role: 'status' });
  const actions = element('div', { class: 'multipay-panel__actions' }, ...Object.values(buttons));
  const root = element(
    'div',
    { class: 'multipay-panel' },
    title,
    ...whatIsPaid(view),
    code,
    instruction,
    timer,
    status,
    actions,
  );

  const say = (message: string, tone: Tone = 'plain'): void => {
    // The same words again would not be read out again.
    if (status.textContent === message) status.textContent = '';
    status.textContent = message;
    status.dataset['tone'] = tone;
  };
  const show = (scene: Scene): void => {
    code.hidden = scene.code === 'absent';
    code.classList.toggle('multipay-panel__code--loading', scene.code === 'loading');
    instruction.hidden = timer.hidden = scene.code !== 'shown';
    const focused = document.activeElement;
    for (const [action, made] of Object.entries(buttons)) made.hidden = !scene.actions.includes(action as Action);
    if (focused instanceof HTMLElement && focused.hidden && root.contains(focused)) title.focus();
    say(scene.message, scene.tone);
  };
  const setBusy = (is: boolean): void => {
    busy = is;
    root.setAttribute('aria-busy', String(is));
    Object.values(buttons).forEach((made) => made.setAttribute('aria-disabled', String(is)));
  };
  return { root, title, show, say, setBusy, setCode: (drawn) => code.replaceChildren(...(drawn ? [drawn] : [])) };
}

function whatIsPaid(view: PaymentView): HTMLElement[] {
  const amount = element('p', { class: 'multipay-panel__amount' }, view.amount_text);
  if (view.merchant_name === '') return [amount];
  // translators: %s: the merchant's name.
  const merchant = sprintf(__('To %s', 'multipay'), view.merchant_name);
  return [element('p', { class: 'multipay-panel__merchant' }, merchant), amount];
}

const howTo = ({ gateway }: PaymentView): string =>
  gateway === 'multipay_wechat'
    ? __('Open WeChat on your phone and scan this code. This page goes on by itself once you have paid.', 'multipay')
    : __('Open Alipay on your phone and scan this code. This page goes on by itself once you have paid.', 'multipay');

/** What a screen reader calls the code. */
export const codeLabel = (view: PaymentView): string =>
  // translators: 1: an amount of money, 2: WeChat Pay or Alipay.
  sprintf(__('QR code to pay %1$s with %2$s', 'multipay'), view.amount_text, providerName(view.gateway));
