<?php
/**
 * Keeps mails instead of sending them.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

/**
 * For tests that look at mails, and so that no test sends any.
 */
trait KeepsMail {
	/** @var list<array<string, mixed>> Mails that were sent. */
	protected array $mails = array();

	/** @var mixed What else would hear of mails. */
	private $others_with_mail = null;

	/**
	 * Keeps every mail from now on, also from the network's own mail folder.
	 */
	protected function begin_to_keep_mail(): void {
		global $wp_filter;
		$this->mails            = array();
		$this->others_with_mail = $wp_filter['pre_wp_mail'] ?? null;
		unset( $wp_filter['pre_wp_mail'] );
		add_filter( 'pre_wp_mail', array( $this, 'keep_mail' ), 1, 2 );
	}

	/**
	 * Mails go their way again.
	 */
	protected function stop_keeping_mail(): void {
		global $wp_filter;
		unset( $wp_filter['pre_wp_mail'] );
		if ( $this->others_with_mail ) {
			$wp_filter['pre_wp_mail'] = $this->others_with_mail; // phpcs:ignore WordPress.WP.GlobalVariablesOverride -- What was there before.
		}
	}

	/**
	 * Keeps a mail instead of sending it (filter `pre_wp_mail`).
	 *
	 * @param mixed                $handled What others did.
	 * @param array<string, mixed> $mail    The mail.
	 */
	public function keep_mail( $handled, $mail ): bool {
		$this->mails[] = $mail;
		return true;
	}
}
