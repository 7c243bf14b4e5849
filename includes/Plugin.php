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
		$admin       = new Bridge\AdminClient( $bridge );
		$identity    = new Access\SecondFactor();
		$introduce   = new Bridge\Introductions( $connections, $bridge, $logger );
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
		$opening      = new Order\OpenPayment( $bridge, $site, $settle, $logger );
		$resume       = new Checkout\ResumeNotice();
		$relay        = new Notify\Relay( $bridge, $logger );

		$parts = array(
			new Access\Roles(),
			$assets,
			$purchases,
			$settlements,
			$introduce,
			new Gateway\Gateways( $availability, $opening ),
			new Checkout\CheckoutBlock( $assets, $availability, $resume ),
			new Checkout\OrderPayPage( $assets, $bridge, $settle, $logger ),
			new Checkout\HoldStock( $bridge, $health, $site, $settle, $logger ),
			new Checkout\PaymentStatusBlock( $assets, $resume ),
			new PayButton\PayButtonBlock( $assets, $availability, $purchases ),
			new Mail\Reminder( $bridge, $settle, $logger ),
			new Notify\WcApiDoor( $relay ),
			new Notify\RestDoor( $relay ),
			new Log\BridgeCalls( $logger ),
		);
		foreach ( $parts as $part ) {
			$part->register_hooks();
		}
		$for_admins = self::once(
			static function () use ( $logger, $assets, $connections, $bridge, $admin, $health, $site, $purchases, $settle ): void {
				$parts = array(
					new Admin\Menu( $connections, new Admin\PaymentsScreen( $admin ), new Admin\SetupScreen( $assets, $connections ), new Admin\DoctorScreen( $assets ), new Admin\NetworkScreens( $assets, $connections ) ),
					new Admin\PaymentActions( $admin, $settle ),
					new Admin\PaymentsExport( $admin ),
					new Admin\Notices( $connections, $health, $site ),
				);
				foreach ( array_merge( $parts, self::upkeep( $logger, $connections, $bridge, $admin, $health, $site, $purchases ) ) as $part ) {
					$part->register_hooks();
				}
			}
		);
		$rest       = self::once(
			static function () use ( $logger, $connections, $keyring, $bridge, $admin, $identity, $introduce, $health, $pairing, $availability, $purchases, $settle, $opening ): void {
				$button   = new PayButton\OpenButtonPayment( $bridge, $purchases, new PayButton\CreationLimit(), $settle, $logger );
				$progress = new Rest\PaymentProgress( $bridge, $settle, $logger );
				$parts    = array(
					new Rest\PaymentsController( new Rest\ShopperProof( $purchases ), $availability, $opening, $button, $progress ),
					new Rest\EventsController( $keyring, $settle, $logger ),
					new Rest\PairingController( $connections, $pairing, $identity ),
					new Rest\SetupController( $connections, $admin, $bridge, $health ),
					new Rest\SettingsController( $connections, $admin, $identity ),
					new Rest\MerchantsController( $connections, $admin, $identity ),
					new Rest\CredentialsController( $connections, $admin, $identity ),
					new Rest\MasterKeysController( $connections, $admin, $identity ),
					new Rest\NetworkController( $connections, $admin, $introduce ),
					new Rest\AuditController( $connections, $admin ),
					new Rest\CallbackCheckController( $connections, $admin ),
					new Rest\PaymentRecordsController( $connections, $admin ),
					new Rest\IdentityController( $connections, $identity ),
				);
				foreach ( $parts as $part ) {
					$part->register_hooks();
				}
			}
		);
		// Pages for visitors need neither: what is not built costs them nothing.
		add_action( 'rest_api_init', $rest, 0 );
		add_action( 'rest_api_init', $for_admins, 0 );
		$cron = wp_doing_cron() || ( defined( 'ALTERNATE_WP_CRON' ) && ALTERNATE_WP_CRON );
		if ( $cron || is_admin() || 'cli' === PHP_SAPI ) {
			$for_admins();
		}
		if ( defined( 'WP_CLI' ) && WP_CLI ) {
			self::command_line( $connections, $pairing, $bridge, $admin, $availability, $settlements, $logger )->register_hooks();
		}
	}

	/**
	 * Does something at most once, however often it is called.
	 *
	 * @param callable $work What to do.
	 * @phpstan-param callable(): void $work
	 * @phpstan-return \Closure(): void
	 */
	private static function once( callable $work ): \Closure {
		$done = false;
		return static function () use ( $work, &$done ): void {
			if ( ! $done ) {
				$done = true;
				$work();
			}
		};
	}

	/**
	 * `wp multipay`.
	 *
	 * @param Bridge\ConnectionStore $connections  The connections.
	 * @param Bridge\Pairing         $pairing      Pairs.
	 * @param Bridge\Client          $bridge       The bridge.
	 * @param Bridge\AdminClient     $admin        The bridge, for admins.
	 * @param Gateway\Availability   $availability What can be paid with.
	 * @param Order\SettlementTable  $settlements  What was settled.
	 * @param Log\Logger             $logger       The log.
	 */
	private static function command_line( Bridge\ConnectionStore $connections, Bridge\Pairing $pairing, Bridge\Client $bridge, Bridge\AdminClient $admin, Gateway\Availability $availability, Order\SettlementTable $settlements, Log\Logger $logger ): Cli\Commands {
		$doctor = new Doctor\Doctor( new Doctor\BridgeChecks( $connections, $bridge, $admin ), new Doctor\ShopChecks(), new Doctor\SiteChecks() );
		return new Cli\Commands(
			array(
				new Cli\PairCommand( $connections, $pairing ),
				new Cli\DoctorCommand( $doctor, $admin ),
				new Cli\DiagnoseCommand( $admin, $settlements, new Cli\OrderObstacles( $availability ) ),
				new Cli\ModeCommand( $admin ),
				new Cli\SitesCommand( $admin ),
				new Cli\SettingsCommand( $admin ),
				new Cli\PaymentCommand( $admin ),
				new Cli\KeysCommand( $admin ),
				new Cli\MigrateConfigCommand( $connections, new Upkeep\Upgrade( $connections, new Upkeep\EarlierSettings( $admin ), $logger ) ),
			),
			new Cli\WpCliOutput()
		);
	}

	/**
	 * The parts that no payment needs: doctor, logs, privacy, updates.
	 *
	 * @param Log\Logger              $logger      The log.
	 * @param Bridge\ConnectionStore  $connections The connections.
	 * @param Bridge\Client           $bridge      The bridge.
	 * @param Bridge\AdminClient      $admin       The bridge, for admins.
	 * @param Bridge\Health           $health      Whether it answers.
	 * @param Bridge\SiteStatus       $site        What it said of this site.
	 * @param PayButton\PurchaseTable $purchases   The purchases with pay buttons.
	 * @return list<object>
	 * @phpstan-return list<Admin\DeletionChoice|Doctor\SiteHealth|Doctor\StatusReport|Log\LogRetention|Privacy\Eraser|Privacy\Exporter|Privacy\PolicyText|Rest\DoctorController|Upkeep\ExpiryWarnings|Upkeep\Upgrade>
	 */
	private static function upkeep( Log\Logger $logger, Bridge\ConnectionStore $connections, Bridge\Client $bridge, Bridge\AdminClient $admin, Bridge\Health $health, Bridge\SiteStatus $site, PayButton\PurchaseTable $purchases ): array {
		$doctor = new Doctor\Doctor( new Doctor\BridgeChecks( $connections, $bridge, $admin ), new Doctor\ShopChecks(), new Doctor\SiteChecks() );
		$facts  = new Doctor\Facts( $connections, $health, $site, $doctor );
		$orders = new Privacy\PersonOrders( $purchases );
		return array(
			new Log\LogRetention(),
			new Rest\DoctorController( $connections, $doctor ),
			new Doctor\SiteHealth( $doctor, $facts ),
			new Doctor\StatusReport( $facts ),
			new Privacy\Exporter( $orders, $admin ),
			new Privacy\Eraser( $orders, $admin, $logger ),
			new Privacy\PolicyText(),
			new Admin\DeletionChoice(),
			new Upkeep\Upgrade( $connections, new Upkeep\EarlierSettings( $admin ), $logger ),
			new Upkeep\ExpiryWarnings( $connections, $admin, $logger ),
		);
	}
}
