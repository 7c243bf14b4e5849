/** What a payment session shows at each turn, with its words. */
import { __ } from '@wordpress/i18n';
import type { Scene } from './payment-panel';
import type { Prompt } from './payment-view';

export const loadingCode = (): Scene => ({
  code: 'loading',
  actions: ['other_way'],
  message: __('Loading the code…', 'multipay'),
});

export const codeShown = (): Scene => ({ code: 'shown', actions: ['i_have_paid', 'other_way'], message: '' });

export const backFromProvider = (): Scene => ({
  code: 'absent',
  actions: ['pay_now', 'i_have_paid', 'other_way'],
  message: '',
});

export const ranOut = (prompt: Prompt | null): Scene => ({
  code: 'absent',
  actions: [prompt?.type === 'redirect' ? 'try_again' : 'new_code', 'i_have_paid', 'other_way'],
  message: __('The time to pay has run out. If you have already paid, do not pay again.', 'multipay'),
  tone: 'bad',
});

export const problem = (message: string): Scene => ({
  code: 'absent',
  actions: ['try_again', 'other_way'],
  message,
  tone: 'bad',
});

export const failed = (): Scene => problem(__('The payment did not go through. No money was taken.', 'multipay'));

export const codeNotLoaded = (): Scene =>
  problem(__('The code could not be loaded. Please check your network and try again.', 'multipay'));

export const tellingTheShop = (): Scene => ({
  code: 'absent',
  actions: [],
  message: __('Payment received. Telling the shop…', 'multipay'),
  tone: 'good',
});

export const notNotedYet = (): Scene => ({
  code: 'absent',
  actions: ['i_have_paid'],
  message: __('The payment has arrived, but the shop has not noted it yet. Do not pay again.', 'multipay'),
  tone: 'bad',
});

/** @param message the shop's own words, where it has any */
export const paid = (message: string | null): Scene => ({
  code: 'absent',
  actions: [],
  message: message ?? __('Payment received. One moment, please…', 'multipay'),
  tone: 'good',
});

/** @param message the shop's own words, where it has any */
export const inReview = (message: string | null): Scene => ({
  code: 'absent',
  actions: ['leave'],
  message: message ?? __('Your payment has arrived. The shop has to look at it before your order goes on.', 'multipay'),
});
