import { randomUUID } from 'node:crypto';
import type { Payment } from './books';
import type { Office } from './core';
import { post } from './deliver';
import { LETTER_KINDS, type Event, type LetterKind, type Message } from './letters';
import { Refused, type Body } from './refused';

const text = (body: Body, name: string): string | undefined => {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

function kindOf(office: Office, body: Body): LetterKind {
  const kind = LETTER_KINDS.find((known) => known === body['kind']);
  if (!kind || !office.letters.kinds.includes(kind)) {
    throw new Refused(422, `kind must be one of ${office.letters.kinds.join(', ')}`);
  }
  return kind;
}

/** What would be told of a payment if it had been paid in full just now. */
function paidEvent(office: Office, payment: Payment): Event {
  const nowMs = office.clock.nowMs();
  const paid = payment.paid ?? { minor: payment.amountMinor, currency: payment.currency, atMs: nowMs };
  const tradeNumber = payment.tradeNumber ?? office.house.newTradeNumber(nowMs);
  return office.house.paidEvent({ ...payment, state: 'paid', paid, tradeNumber }, {});
}

/**
 * Sends a notification that the shop must refuse (or, with the kind `genuine`, one that it must accept, of money that
 * was really taken). Answers what was sent and what came back; with `send: false` nothing is sent.
 */
export async function forge(office: Office, body: Body, find: () => Payment): Promise<unknown> {
  const kind = kindOf(office, body);
  const payment = find();
  if (kind === 'genuine' && !payment.paid) throw new Refused(409, 'a genuine notification needs a paid payment');
  const event = paidEvent(office, payment);
  const message: Message = {
    id: randomUUID(),
    merchant: payment.merchant,
    event: event.name,
    content: event.content,
    createdMs: office.clock.nowMs(),
  };
  const letter = await office.letters.write(message, kind);
  const url = text(body, 'url') ?? payment.notifyUrl;
  if (body['send'] === false) return { kind, sent: { url, ...letter }, answer: null };
  if (!url) throw new Refused(422, 'the payment has no notify_url: say url');
  const timeoutMs = office.settings.for(payment.merchant).notify_timeout_ms;
  const reply = await post(url, letter, timeoutMs, new AbortController().signal);
  const answer = { status: reply.status, body: reply.body, error: reply.error, duration_ms: reply.durationMs };
  return { kind, sent: { url, ...letter }, answer };
}
