<?php
/**
 * The e-mail "Finish your payment".
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Mail;

use MultiPay\Order\OrderPurchase;

/**
 * One of WooCommerce's e-mails, so that the merchant can switch it off and word it in WooCommerce > Settings > Emails.
 * When it is sent is Mail\Reminder's business.
 */
final class FinishPaymentEmail extends \WC_Email {
	public const ID = 'multipay_finish_payment';

	/**
	 * Describes the e-mail to WooCommerce.
	 */
	public function __construct() {
		$this->id             = self::ID;
		$this->customer_email = true;
		$this->title          = __( 'Finish your payment', 'multipay' );
		$this->description    = __( 'Sent to shoppers who began to pay with WeChat Pay or Alipay and have not finished after five minutes.', 'multipay' );
		$this->template_base  = __DIR__ . '/templates/';
		$this->template_html  = 'finish-payment.php';
		$this->template_plain = 'plain/finish-payment.php';
		$this->placeholders   = array( '{order_number}' => '' );
		parent::__construct();
	}

	/**
	 * Its subject, until the merchant writes another one.
	 */
	public function get_default_subject(): string {
		return __( 'Finish your payment for order {order_number} at {site_title}', 'multipay' );
	}

	/**
	 * Its heading, until the merchant writes another one.
	 */
	public function get_default_heading(): string {
		return __( 'Finish your payment', 'multipay' );
	}

	/**
	 * What stands below the order, until the merchant writes something else.
	 */
	public function get_default_additional_content(): string {
		return __( 'If you have paid already, you need not do anything.', 'multipay' );
	}

	/**
	 * Sends it.
	 *
	 * @param \WC_Order $order The unpaid order.
	 * @return bool Whether it went out.
	 */
	public function trigger( \WC_Order $order ): bool {
		$this->setup_locale();
		$this->object                         = $order;
		$this->recipient                      = $order->get_billing_email();
		$this->placeholders['{order_number}'] = $order->get_order_number();

		$is_sent = $this->is_enabled() && $this->get_recipient()
			&& $this->send( $this->get_recipient(), $this->get_subject(), $this->get_content(), $this->get_headers(), $this->get_attachments() );
		$this->restore_locale();
		return (bool) $is_sent;
	}

	/**
	 * Its text in HTML.
	 */
	public function get_content_html(): string {
		return wc_get_template_html( $this->template_html, $this->template_values( false ), '', $this->template_base );
	}

	/**
	 * Its text alone.
	 */
	public function get_content_plain(): string {
		return wc_get_template_html( $this->template_plain, $this->template_values( true ), '', $this->template_base );
	}

	/**
	 * What the templates show.
	 *
	 * @param bool $plain_text Whether there is no HTML.
	 * @return array<string, mixed>
	 */
	private function template_values( bool $plain_text ): array {
		$order = $this->object;
		return array(
			'order'              => $order,
			'pay_url'            => $order instanceof \WC_Order ? ( new OrderPurchase( $order ) )->receipt_url() : wc_get_checkout_url(),
			'email_heading'      => $this->get_heading(),
			'additional_content' => $this->get_additional_content(),
			'sent_to_admin'      => false,
			'plain_text'         => $plain_text,
			'email'              => $this,
		);
	}
}
