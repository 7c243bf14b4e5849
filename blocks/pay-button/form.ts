/** What a shopper fills in before paying with a pay button. */
import { __, sprintf } from '@wordpress/i18n';
import { element } from '../shared/dom';
import type { GatewayId } from '../shared/payment-view';
import type { ButtonData } from './button-data';
import { amountFault, emailFault, plainAmount } from './checks';
import { field, type Field } from './field';

/** What is typed and chosen, ready to be sent. */
export interface Wish {
  readonly gateway: GatewayId;
  readonly amount_text?: string;
  readonly email?: string;
}

export interface ButtonForm {
  readonly root: HTMLFormElement;
  /** @returns null while something is missing; the first such field then has the focus */
  wish(): Wish | null;
}

export function buttonForm(data: ButtonData): ButtonForm {
  const amount = data.open_amount && amountField(data.open_amount, data.currency);
  const email = data.email === 'none' ? null : emailField(data.email === 'required');
  const fields = [amount, email].filter((one): one is Field => one !== null);
  const choice = gatewayChoice(data);
  const root = element(
    'form',
    { class: 'multipay-pay-form', novalidate: true },
    ...fields.map((one) => one.root),
    choice.root,
  );
  const wish = (): Wish | null => {
    const faulty = fields.filter((one) => !one.check());
    if (faulty[0]) {
      faulty[0].check();
      return null;
    }
    const address = email?.value() ?? '';
    return {
      gateway: choice.value(),
      ...(amount && { amount_text: plainAmount(amount.value()) }),
      ...(address !== '' && { email: address }),
    };
  };
  return { root, wish };
}

function amountField(bounds: NonNullable<ButtonData['open_amount']>, currency: string): Field {
  return field({
    // translators: %s: a currency code.
    label: sprintf(__('Amount in %s', 'multipay'), currency),
    // translators: 1: the smallest amount, 2: the largest amount.
    hint: sprintf(__('From %1$s to %2$s', 'multipay'), bounds.min_text, bounds.max_text),
    attributes: { type: 'text', name: 'amount', inputmode: 'decimal', autocomplete: 'off', required: true },
    faultOf: (typed) => amountFault(typed, bounds, currency),
  });
}

function emailField(required: boolean): Field {
  return field({
    label: required ? __('E-mail address', 'multipay') : __('E-mail address (optional)', 'multipay'),
    hint: __('You get a receipt there.', 'multipay'),
    attributes: { type: 'email', name: 'email', autocomplete: 'email', required },
    faultOf: (typed) => emailFault(typed, required),
  });
}

let choices = 0;

/** Nothing to see where there is only one. */
function gatewayChoice({ gateways }: ButtonData): { root: HTMLElement; value: () => GatewayId } {
  const name = `multipay-gateway-${++choices}`;
  const root = element('fieldset', { class: 'multipay-gateways', hidden: gateways.length < 2 });
  root.append(element('legend', {}, __('Pay with', 'multipay')));
  const inputs = gateways.map(({ id, title }, index) => {
    const input = element('input', { type: 'radio', name, value: id, checked: index === 0 });
    root.append(element('label', { class: 'multipay-gateways__choice' }, input, ` ${title}`));
    return input;
  });
  return { root, value: () => (inputs.find((input) => input.checked)?.value ?? gateways[0]?.id) as GatewayId };
}
