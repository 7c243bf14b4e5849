<?php
/**
 * Gives people the personal data that payments left.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Privacy;

use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\BridgeError;
use MultiPay\Messages;

/**
 * For WordPress's Tools > Export Personal Data. What the order itself holds is WooCommerce's to export.
 *
 * @phpstan-type Item array{group_id: string, group_label: string, item_id: string, data: list<array{name: string, value: string}>}
 */
final class Exporter {
	/**
	 * Needs the orders and the bridge.
	 *
	 * @param PersonOrders $orders Finds what the person bought.
	 * @param AdminClient  $bridge Has the payers' data.
	 */
	public function __construct( private PersonOrders $orders, private AdminClient $bridge ) {}

	/**
	 * Hooks in where WordPress collects exporters.
	 */
	public function register_hooks(): void {
		add_filter( 'wp_privacy_personal_data_exporters', array( $this, 'register' ) );
	}

	/**
	 * Adds the exporter.
	 *
	 * @param array<string, array<string, mixed>> $exporters Those of others.
	 * @return array<string, array<string, mixed>>
	 */
	public function register( $exporters ): array {
		$exporters['multipay'] = array(
			'exporter_friendly_name' => __( 'WeChat Pay and Alipay payments', 'multipay' ),
			'callback'               => array( $this, 'export' ),
		);
		return $exporters;
	}

	/**
	 * Exports a page.
	 *
	 * @param string $email The person's address.
	 * @param int    $page  From 1.
	 * @return array<string, mixed>|\WP_Error `data` and `done`; an export that silently lacks a part would be none.
	 * @phpstan-return array{data: list<Item>, done: bool}|\WP_Error
	 */
	public function export( $email, $page ) {
		$found = $this->orders->page( (string) $email, (int) $page );
		$data  = array();
		try {
			foreach ( array_chunk( $found['refs'], 200 ) as $refs ) {
				foreach ( $this->bridge->export_payers( $refs )['items'] as $payer ) {
					$data[] = self::item( $payer );
				}
			}
		} catch ( BridgeError $error ) {
			/* translators: %s: a sentence that says why */
			return new \WP_Error( $error->error_code(), sprintf( __( 'The data of payments could not be exported. %s', 'multipay' ), Messages::for_admin( $error->error_code() ) ) );
		}
		return array(
			'data' => $data,
			'done' => $found['done'],
		);
	}

	/**
	 * A payer, as WordPress shows it.
	 *
	 * @param array<string, string|null> $payer Of the contract's PrivacyExport.
	 * @return array<string, mixed>
	 * @phpstan-return Item
	 */
	private static function item( array $payer ): array {
		$values = array(
			__( 'Payment', 'multipay' )           => $payer['payment_id'],
			__( 'Order', 'multipay' )             => $payer['order_ref'],
			__( 'IP address', 'multipay' )        => $payer['client_ip'],
			__( 'WeChat user id', 'multipay' )    => $payer['openid'],
			__( 'Payer’s Alipay id', 'multipay' ) => $payer['buyer_id'],
		);
		$data   = array();
		foreach ( array_filter( $values, static fn( $value ): bool => null !== $value && '' !== $value ) as $name => $value ) {
			$data[] = array(
				'name'  => $name,
				'value' => (string) $value,
			);
		}
		return array(
			'group_id'    => 'multipay-payments',
			'group_label' => __( 'WeChat Pay and Alipay payments', 'multipay' ),
			'item_id'     => 'multipay-' . $payer['payment_id'],
			'data'        => $data,
		);
	}
}
