<?php
/**
 * The plugin, put together.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay;

/**
 * All wiring is here: read it to see the whole machine. Each part hooks itself in.
 */
final class Plugin {
	/**
	 * Starts the plugin. Nothing is read from the database and nobody is asked here.
	 */
	public static function start(): void {
		$logger      = new Log\Logger();
		$assets      = new Assets();
		$connections = new Bridge\ConnectionStore();
		$transport   = new Bridge\Transport();
		$health      = new Bridge\Health( $connections, $transport );
		$keyring     = new Bridge\Keyring( $connections, $transport, $logger );
		$bridge      = new Bridge\Client( $keyring, $transport, $health );
		$site        = new Bridge\SiteStatus( $bridge );
		$pairing     = new Bridge\Pairing( $connections, $transport );

		$availability = new Gateway\Availability( $connections, $health, $site );
		$purchases    = new PayButton\PurchaseTable();
		$settlements  = new Order\SettlementTable();
		$merchant     = new Mail\MerchantMail( $logger );
		$settle       = new Order\Settle(
			$settlements,
			new Order\SettleOrder( $merchant, $logger ),
			new PayButton\SettleButton( $purchases, new Mail\Receipt( $logger ), $merchant, $logger ),
			$logger
		);
		$opening      = new Order\OpenPayment( $bridge, $settle, $logger );
		$button       = new PayButton\OpenButtonPayment( $bridge, $purchases, new PayButton\CreationLimit(), $settle, $logger );
		$progress     = new Rest\PaymentProgress( $bridge, $settle, $logger );
		$resume       = new Checkout\ResumeNotice();
		$relay        = new Notify\Relay( $bridge, $logger );

		$parts = array(
			$assets,
			$purchases,
			$settlements,
			new Gateway\Gateways( $availability, $opening ),
			new Checkout\CheckoutBlock( $assets, $availability, $resume ),
			new Checkout\OrderPayPage( $assets, $bridge, $settle, $logger ),
			new Checkout\HoldStock( $bridge, $health, $site, $settle, $logger ),
			new Checkout\PaymentStatusBlock( $assets, $resume ),
			new PayButton\PayButtonBlock( $assets, $availability, $purchases ),
			new Mail\Reminder( $bridge, $settle, $logger ),
			new Notify\WcApiDoor( $relay ),
			new Notify\RestDoor( $relay ),
			new Rest\PaymentsController( new Rest\ShopperProof( $purchases ), $availability, $opening, $button, $progress ),
			new Rest\EventsController( $keyring, $settle, $logger ),
			new Rest\PairingController( $connections, $pairing ),
			new Rest\SetupController( $connections, $bridge, $health ),
			new Admin\Menu( $connections, new Admin\PaymentsScreen( $bridge ), new Admin\SetupScreen( $assets, $connections ) ),
			new Admin\Notices( $connections, $health, $site ),
		);
		foreach ( $parts as $part ) {
			$part->register_hooks();
		}
	}
}
