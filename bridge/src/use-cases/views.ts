/** How records look from outside: the contracts' shapes. */
import type { Credential as CredentialView, Merchant as MerchantView } from '@multipay/contracts/schemas/merchant';
import type { Payment as PaymentView, PaymentTransition } from '@multipay/contracts/schemas/payment';
import type { WebhookDelivery } from '@multipay/contracts/schemas/webhook';
import { iso, isoOrNull } from '../domain/clock';
import type { Payment } from '../domain/payment';
import type { Credential, Delivery, Merchant, Transition } from '../domain/store';

export const paymentView = (payment: Payment, merchantName: string): PaymentView => ({
  id: payment.id,
  site_id: payment.siteId,
  order_ref: payment.orderRef,
  attempt: payment.attempt,
  provider: payment.provider,
  merchant_id: payment.merchantId,
  merchant_name: merchantName,
  channel: payment.channel,
  amount: payment.amount,
  currency: payment.currency,
  description: payment.description,
  status: payment.status,
  reason: payment.reason,
  flags: [...payment.flags],
  payable_until: iso(payment.payableUntilMs),
  created_at: iso(payment.createdMs),
  paid_at: isoOrNull(payment.paidMs),
  paid_amount: payment.paidAmount,
  paid_currency: payment.paidCurrency,
  provider_transaction_id: payment.providerTransactionId,
});

export const transitionView = (step: Transition): PaymentTransition => ({
  from: step.from,
  to: step.to,
  by: step.by,
  reason: step.reason,
  flags: [...step.flags] as PaymentTransition['flags'],
  provider_reference: step.providerReference,
  at: iso(step.atMs),
});

export const deliveryView = (delivery: Delivery): WebhookDelivery => ({
  id: delivery.id,
  event_id: delivery.eventId,
  type: delivery.type,
  payment_id: delivery.paymentId,
  url: delivery.url,
  state: delivery.state,
  tries: delivery.tries,
  last_answer: delivery.lastAnswer,
  next_try_at: isoOrNull(delivery.nextTryMs),
  created_at: iso(delivery.createdMs),
});

export const credentialView = (credential: Credential): CredentialView => ({
  id: credential.id,
  merchant_id: credential.merchantId,
  state: credential.state,
  key_fingerprint: credential.keyFingerprint,
  key_serial: credential.keySerial,
  verifier_ids: [...credential.verifierIds],
  expires_at: isoOrNull(credential.expiresMs),
  created_at: iso(credential.createdMs),
});

export const merchantView = (merchant: Merchant, credential: Credential): MerchantView => ({
  id: merchant.id,
  provider: merchant.provider,
  site_id: merchant.siteId,
  name: merchant.name,
  account_number: merchant.accountNumber,
  key_fingerprint: credential.keyFingerprint,
  key_serial: credential.keySerial,
  credentials_since: iso(credential.createdMs),
  expires_at: isoOrNull(credential.expiresMs),
  allowed_site_ids: merchant.allowedSiteIds === null ? null : [...merchant.allowedSiteIds],
  most_per_payment: merchant.mostPerPayment,
  most_per_day: merchant.mostPerDay,
});
