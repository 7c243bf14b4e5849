/**
 * One shopper in front of one payment, from the first look to the outcome.
 *
 * Its promise always settles: whatever fails leaves buttons behind, and leaving is always possible.
 */
import { __ } from '@wordpress/i18n';
import type { PaymentStatus } from '@multipay/contracts/payment-rules';
import { ApiError, closePayment, sentenceOf, settlePayment, type SettleAnswer } from './api';
import { countdown, type Countdown } from './countdown';
import { codeLabel, paymentPanel, type Action, type Panel, type Scene } from './payment-panel';
import * as scenes from './payment-scenes';
import type { PaymentView } from './payment-view';
import { isSettled, settleSurely } from './settle';
import { waitForPayment, type Wait } from './wait-for-payment';

/**
 * - `paid`: the order is settled
 * - `other_way`: the shopper wants to choose again; the payment has been asked to close
 * - `closed`: the shopper left; the payment goes on where `retry_url` shows it
 * - `gone`: nothing more can happen on this page
 */
export type Outcome =
  | { readonly kind: 'paid'; readonly redirectUrl: string }
  | { readonly kind: 'other_way' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'gone'; readonly redirectUrl: string };

export interface SessionOptions {
  /** Opens or resumes the payment once more, for a new code or a fresh address. */
  readonly reopen: () => Promise<PaymentView>;
  /** The shopper has been at the provider's page: ask what happened there before sending them again. */
  readonly returned?: boolean;
}

/** One lost answer is no news; two in a row are. */
const UNANSWERED_WORTH_SAYING = 2;

export class PaymentSession {
  readonly outcome: Promise<Outcome>;
  readonly panel: Panel;
  private readonly timer: Countdown;
  private readonly reopen: () => Promise<PaymentView>;
  private returned: boolean;
  private resolve!: (outcome: Outcome) => void;
  private wait: Wait | null = null;
  private scene: Scene | null = null;
  private settling = false;
  private connectionLost = false;
  /** Where a shopper belongs whose money a person has to look at. */
  private reviewPage: string | null = null;

  constructor(
    private view: PaymentView,
    { reopen, returned = false }: SessionOptions,
  ) {
    this.reopen = reopen;
    this.returned = returned;
    this.outcome = new Promise((resolve) => (this.resolve = resolve));
    this.timer = countdown(
      (sentence) => this.panel.say(sentence),
      () => this.show(scenes.ranOut(this.view.prompt)),
    );
    this.panel = paymentPanel(view, this.timer.element, (action) => this.act(action));
    void this.begin();
  }

  /** The shopper turns away: Escape, the close button. */
  leave(): void {
    // Money that has arrived is noted without this page too: nobody belongs back where it would be paid again.
    const redirectUrl = this.reviewPage ?? (this.settling ? this.view.success_url : null);
    this.end(redirectUrl === null ? { kind: 'closed' } : { kind: 'gone', redirectUrl });
  }

  private end(outcome: Outcome): void {
    this.stop();
    this.resolve(outcome);
  }

  private stop(): void {
    this.wait?.stop();
    this.timer.stop();
  }

  /** An old code goes as soon as it is not shown: it must not be scanned. */
  private show(scene: Scene): void {
    this.scene = scene;
    if (scene.code !== 'shown') this.panel.setCode(null);
    this.panel.show(scene);
  }

  private async begin(): Promise<void> {
    const { view } = this;
    const { prompt } = view;
    this.stop();
    if (prompt === null) return this.over(view.status);
    if (prompt.type === 'redirect' && !this.returned) {
      this.end({ kind: 'gone', redirectUrl: prompt.redirect_url });
      return;
    }
    this.wait = waitForPayment(view, {
      onChange: (waiting) => {
        this.timer.set(waiting);
        this.sayConnection(waiting.unanswered >= UNANSWERED_WORTH_SAYING);
      },
      onOver: (status) => void this.over(status),
      onRefused: (error) => this.show(scenes.problem(error.message)),
    });
    if (prompt.type === 'qr_code') return this.drawCode(view, prompt.code_url);
    this.show(scenes.backFromProvider());
    return this.check();
  }

  private async drawCode(view: PaymentView, text: string): Promise<void> {
    const loading = scenes.loadingCode();
    this.show(loading);
    try {
      const { qrCode } = await import(/* webpackChunkName: "qr-code" */ './qr-code');
      // A code that comes late must not come over what happened meanwhile.
      if (this.scene !== loading) return;
      this.panel.setCode(qrCode(text, codeLabel(view)));
      this.show(scenes.codeShown());
    } catch {
      if (this.scene === loading) this.show(scenes.codeNotLoaded());
    }
  }

  private act(action: Action): void {
    switch (action) {
      case 'i_have_paid':
        void this.busy(() => this.check());
        break;
      case 'new_code':
      case 'try_again':
        void this.busy(() => this.openAgain());
        break;
      case 'other_way':
        void this.busy(() => this.giveUp());
        break;
      case 'pay_now':
        this.returned = false;
        void this.begin();
        break;
      case 'leave':
        this.leave();
    }
  }

  private async busy(work: () => Promise<void>): Promise<void> {
    this.panel.setBusy(true);
    await work();
    this.panel.setBusy(false);
  }

  private async over(status: PaymentStatus): Promise<void> {
    if (status === 'succeeded') return this.settle();
    this.stop();
    this.show(status === 'failed' ? scenes.failed() : scenes.ranOut(this.view.prompt));
  }

  private sayConnection(lost: boolean): void {
    if (lost === this.connectionLost) return;
    this.connectionLost = lost;
    if (lost)
      this.panel.say(__('The connection is interrupted. We keep trying; you can still pay.', 'multipay'), 'bad');
    else this.panel.say(__('The connection is back.', 'multipay'));
  }

  private async check(): Promise<void> {
    this.panel.say(__('Looking for your payment…', 'multipay'));
    try {
      const answer = await settlePayment(this.view);
      if (this.settled(answer) || this.settling) return;
      if (answer.status === 'failed' || answer.status === 'expired') await this.over(answer.status);
      else this.panel.say(__('No payment has arrived yet. It can take a few seconds; we keep looking.', 'multipay'));
    } catch (error) {
      this.panel.say(sentenceOf(error), 'bad');
    }
  }

  /** Told that the payment succeeded: the shop must know before the page moves on. */
  private async settle(): Promise<void> {
    if (this.settling) return;
    this.settling = true;
    this.stop();
    this.show(scenes.tellingTheShop());
    const answer = await settleSurely(this.view);
    this.settling = false;
    if (!answer || !this.settled(answer)) this.show(scenes.notNotedYet());
  }

  private settled(answer: SettleAnswer): boolean {
    if (!isSettled(answer)) return false;
    this.stop();
    this.show(answer.paid ? scenes.paid(answer.message) : scenes.inReview(answer.message));
    if (answer.paid) this.end({ kind: 'paid', redirectUrl: answer.redirect_url ?? this.view.success_url });
    else this.reviewPage = answer.redirect_url ?? this.view.retry_url;
    return true;
  }

  private async openAgain(): Promise<void> {
    try {
      this.view = await this.reopen();
      this.returned = false;
      await this.begin();
    } catch (error) {
      if (error instanceof ApiError && error.code === 'order_already_paid') await this.settle();
      else this.show(scenes.problem(sentenceOf(error)));
    }
  }

  private async giveUp(): Promise<void> {
    // Closing is a request, never a proof: where it fails the bridge goes on watching, so the shopper may go.
    const closed = await closePayment(this.view).catch(() => null);
    if (closed?.status === 'succeeded') await this.settle();
    else this.end({ kind: 'other_way' });
  }
}
