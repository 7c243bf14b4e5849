<?php
/**
 * `wp multipay`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\Pairing;
use MultiPay\Bridge\Transport;
use MultiPay\Cli\Arguments;
use MultiPay\Cli\Command;
use MultiPay\Cli\Commands;
use MultiPay\Cli\DiagnoseCommand;
use MultiPay\Cli\DoctorCommand;
use MultiPay\Cli\KeysCommand;
use MultiPay\Cli\MigrateConfigCommand;
use MultiPay\Cli\ModeCommand;
use MultiPay\Cli\OrderObstacles;
use MultiPay\Cli\PairCommand;
use MultiPay\Cli\PaymentCommand;
use MultiPay\Cli\SettingsCommand;
use MultiPay\Cli\SitesCommand;
use MultiPay\Cli\WpCliOutput;
use MultiPay\Doctor\BridgeChecks;
use MultiPay\Doctor\Doctor;
use MultiPay\Doctor\ShopChecks;
use MultiPay\Doctor\SiteChecks;
use MultiPay\Gateway\Availability;
use MultiPay\Log\Logger;
use MultiPay\Order\SettlementTable;
use MultiPay\Upkeep\EarlierSettings;
use MultiPay\Upkeep\Upgrade;

require_once __DIR__ . '/support/wp-cli.php';

/**
 * What each command asks of the bridge, what it says, and with which code it ends.
 */
final class CommandLineTest extends TestCase {
	use HandsOutKeys;

	private const SECRET = '0123456789ABCDEFGHJKMNPQRS';
	private const CODE   = 'ABCDEFGH' . self::SECRET;

	private KeptOutput $output;

	/**
	 * Calls that mean nothing.
	 *
	 * @return array<string, array{string, string[], array<string, string|bool>, string}>
	 */
	public static function bad_usage(): array {
		return array(
			'an option that there is not'       => array( 'mode', array( 'set' ), array( 'splitt' => 'on' ), 'no option --splitt' ),
			'too many arguments'                => array( 'sites', array( 'list', 'more' ), array(), 'too many' ),
			'an odd format'                     => array( 'sites', array(), array( 'format' => 'yaml' ), '--format is' ),
			'no code to pair with'              => array( 'pair', array( 'http://bridge.test' ), array(), '<code> is missing' ),
			'a mode that is neither on nor off' => array( 'mode', array( 'set' ), array( 'split' => 'maybe' ), 'on or off' ),
			'nothing to set'                    => array( 'mode', array( 'set' ), array(), 'Say what to set' ),
			'a switch to get'                   => array( 'mode', array( 'get' ), array( 'split' => 'on' ), 'Only `set`' ),
			'no value'                          => array( 'settings', array( 'set', 'payable_minutes' ), array(), '<value> is missing' ),
			'two places at once'               => array( 'settings', array( 'get' ), array( 'network' => true, 'site' => '2' ), 'exclude' ), // phpcs:ignore WordPress.Arrays
			'no order'                          => array( 'diagnose', array(), array(), '--order_id is missing' ),
			'an order that is no number'        => array( 'diagnose', array(), array( 'order_id' => 'abc' ), 'is a number' ),
			'neither show nor replay'           => array( 'payment', array(), array(), '`show` or `replay`' ),
			'nothing to replay'                 => array( 'payment', array( 'replay' ), array(), 'a delivery or --order' ),
			'an odd word'                       => array( 'keys', array( 'destroy' ), array(), 'list, rotate' ),
		);
	}

	/**
	 * Bad usage ends with 2, says how the command is called, and asks nothing.
	 *
	 * @dataProvider bad_usage
	 * @param string                     $name     The command.
	 * @param string[]                   $places   Arguments by place.
	 * @param array<string, string|bool> $named    Arguments by name.
	 * @param string                     $sentence What is said.
	 */
	public function test_what_means_nothing_ends_with_two( string $name, array $places, array $named, string $sentence ): void {
		$this->pair( true );
		$this->assertSame( Command::BAD_USAGE, $this->wp( $name, $places, $named ) );
		$this->assertStringContainsString( $sentence, $this->output->errors[0] );
		$this->assertStringContainsString( 'Usage: wp multipay ' . $name, $this->output->errors[0] );
		$this->assertSame( array(), $this->bridge->calls );
	}

	public function test_what_the_bridge_refuses_ends_with_one_and_says_why(): void {
		$this->assertSame( Command::REFUSED, $this->wp( 'mode' ) );
		$this->assertStringContainsString( 'not paired with a bridge yet', $this->output->errors[0] );
		$this->pair();
		$this->bridge->on( 'GET /v1/settings', static fn() => FakeBridge::problem( 'settings_locked', 403 ) );
		$this->assertSame( Command::REFUSED, $this->wp( 'mode' ) );
		$this->assertStringContainsString( 'The network manages this. Ask the network’s administrator. (settings_locked: a detail, req_of_the_bridge)', $this->output->errors[0] );
		$this->bridge->go_down();
		$this->assertSame( Command::REFUSED, $this->wp( 'sites' ) );
	}

	public function test_pairing_shows_the_fingerprint_and_needs_a_yes(): void {
		$this->hand_out_keys();
		$this->assertSame( Command::REFUSED, $this->wp( 'pair', array( FakeBridge::URL, self::CODE ) ) );
		$this->assertStringContainsString( 'AAAA BBBB CCCC DDDD', $this->output->text() );
		$this->assertStringContainsString( 'AAAA BBBB CCCC DDDD', $this->output->questions[0] );
		$store = new ConnectionStore();
		$this->assertNull( $store->stored( $store->is_network_wide() ) );

		$this->assertSame( Command::OK, $this->wp( 'pair', array( FakeBridge::URL, self::CODE ), array(), true ) );
		$this->assertNotNull( $store->current() );
		$store->forget( $store->is_network_wide() );

		$this->assertSame( Command::OK, $this->wp( 'pair', array( FakeBridge::URL, self::CODE ), array( 'yes' => true, 'format' => 'json' ) ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( array(), $this->output->questions );
		$this->assertSame( 'AAAA BBBB CCCC DDDD', $this->json()['fingerprint'] );
		$this->assertNotNull( $store->current() );
	}

	public function test_the_doctor_ends_with_one_where_something_keeps_from_being_paid(): void {
		$this->assertSame( Command::REFUSED, $this->wp( 'doctor', array(), array( 'format' => 'json' ) ) );
		$this->assertSame( array( 'pairing', 'critical' ), array( $this->json()[0]['check'], $this->json()[0]['status'] ) );
	}

	public function test_the_doctor_has_the_site_called_from_outside(): void {
		$this->pair();
		$finding = 'ok';
		$this->bridge->on(
			'POST /v1/sites/*',
			static function () use ( &$finding ) {
				return array( 200, array( 'items' => array( array( 'provider' => 'alipay', 'url' => 'http://x/notify', 'finding' => $finding, 'detail' => 'seen' ) ) ) ); // phpcs:ignore WordPress.Arrays
			}
		);
		$this->bridge->on( 'GET /v1/merchants', static fn() => array( 200, array( 'items' => array() ) ) );
		$this->wp( 'doctor' );
		$this->assertStringNotContainsString( 'callback_alipay', $this->output->text() );
		$this->wp( 'doctor', array(), array( 'callbacks' => true ) );
		$this->assertStringContainsString( 'callback_alipay | good', $this->output->text() );
		$finding = 'challenged';
		$this->assertSame( Command::REFUSED, $this->wp( 'doctor', array(), array( 'callbacks' => true ) ) );
		$this->assertStringContainsString( 'callback_alipay | critical | http://x/notify: challenged', $this->output->text() );
	}

	public function test_the_mode_is_said_and_set_for_the_network(): void {
		$this->pair( true );
		$this->has_settings( array( 'payment_enabled' => true, 'split_mode' => false, 'override_global_config' => false ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( Command::OK, $this->wp( 'mode', array( 'get' ), array( 'format' => 'json' ) ) );
		$this->assertSame( array( 'mode' => 'managed', 'payment_enabled' => true, 'split_mode' => false, 'override_global_config' => false ), $this->json() ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( Command::OK, $this->wp( 'mode', array( 'set' ), array( 'payment-enabled' => 'on', 'split' => 'off' ) ) ); // phpcs:ignore WordPress.Arrays
		$put = $this->bridge->calls_of( 'PUT /v1/settings' )[0];
		$this->assertSame( array( 'payment_enabled' => true, 'split_mode' => false ), array_column( $put['body']['values'], 'value', 'name' ) ); // phpcs:ignore WordPress.Arrays
		$this->assertStringContainsString( 'key="net_01jd00000000000000000000aa.0.', $put['headers']['Authorization'] );
	}

	/**
	 * What is typed, and what is meant.
	 *
	 * @return array<string, array{string, mixed}>
	 */
	public static function values(): array {
		return array(
			'a switch'                  => array( 'true', true ),
			'a number'                  => array( '30', 30 ),
			'a list'                    => array( '["qr_code"]', array( 'qr_code' ) ),
			'nothing'                   => array( 'null', null ),
			'a text'                    => array( '{site} no. {order}', '{site} no. {order}' ),
			'digits that are no number' => array( '"30"', '30' ),
		);
	}

	/**
	 * A setting is JSON, or else a text.
	 *
	 * @dataProvider values
	 * @param string $typed What is typed.
	 * @param mixed  $meant What is meant.
	 */
	public function test_a_setting_is_json_or_a_text( string $typed, $meant ): void {
		$this->pair( true );
		$this->has_settings( array( 'order_subject' => 'x' ) );
		$this->assertSame( Command::OK, $this->wp( 'settings', array( 'set', 'order_subject', $typed ), array( 'site' => '7' ) ) );
		$put = $this->bridge->calls_of( 'PUT /v1/settings' )[0];
		$this->assertSame( array( array( 'name' => 'order_subject', 'value' => $meant ) ), $put['body']['values'] ); // phpcs:ignore WordPress.Arrays
		$this->assertStringContainsString( 'site_id=7', $put['query'] );
	}

	public function test_what_is_exported_can_be_imported(): void {
		$this->pair();
		$this->has_settings( array( 'payable_minutes' => 20, 'alipay_channels_off' => array( 'qr_code' ), 'order_prefix' => null, 'override_global_config' => true ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( Command::OK, $this->wp( 'settings', array( 'export' ) ) );
		$file = wp_tempnam( 'multipay' );
		$this->afterwards( static fn() => unlink( $file ) );
		file_put_contents( $file, $this->output->text() );
		$this->assertSame( Command::OK, $this->wp( 'settings', array( 'import', $file ) ) );
		$this->assertSame( array( 'payable_minutes' => 20, 'alipay_channels_off' => array( 'qr_code' ) ), array_column( $this->bridge->calls_of( 'PUT /v1/settings' )[0]['body']['values'], 'value', 'name' ) ); // phpcs:ignore WordPress.Arrays
	}

	/**
	 * Files that are none of ours.
	 *
	 * @return array<string, array{string|null, string}>
	 */
	public static function files(): array {
		return array(
			'no file'            => array( null, 'cannot be read' ),
			'no JSON'            => array( 'payable_minutes=20', 'no file of' ),
			'another program\'s' => array( '{"values":{"a":1}}', 'no file of' ),
			'an empty one'       => array( '{"multipay_settings":1,"values":{}}', 'no setting in it' ),
		);
	}

	/**
	 * Nothing is sent of a file that is none of ours.
	 *
	 * @dataProvider files
	 * @param string|null $text     What is in it; null where it is not there.
	 * @param string      $sentence What is said.
	 */
	public function test_a_file_of_something_else_changes_nothing( ?string $text, string $sentence ): void {
		$this->pair();
		$file = wp_tempnam( 'multipay' );
		null === $text ? unlink( $file ) : file_put_contents( $file, $text );
		$this->assertSame( Command::REFUSED, $this->wp( 'settings', array( 'import', $file ) ) );
		$this->assertStringContainsString( $sentence, $this->output->errors[0] );
		$this->assertSame( array(), $this->bridge->calls );
		if ( null !== $text ) {
			unlink( $file );
		}
	}

	public function test_all_pages_of_sites_are_listed(): void {
		$this->pair( true );
		$site  = static fn( string $id ): array => array( 'site_id' => $id, 'name' => 'Shop ' . $id, 'domain' => 'x/' . $id, 'mode' => 'managed', 'gateways' => array( array( 'provider' => 'alipay', 'available' => false, 'unavailable_because' => 'merchant_missing' ) ) ); // phpcs:ignore WordPress.Arrays
		$pages = array( array( 'items' => array( $site( '1' ) ), 'next_cursor' => 'c' ), array( 'items' => array( $site( '2' ) ), 'next_cursor' => null ) ); // phpcs:ignore WordPress.Arrays
		$this->bridge->on(
			'GET /v1/sites',
			static function () use ( &$pages ) {
				return array( 200, array_shift( $pages ) );
			}
		);
		$this->assertSame( Command::OK, $this->wp( 'sites' ) );
		$this->assertStringContainsString( '1 | Shop 1 | x/1 | managed | alipay: merchant_missing', $this->output->lines[0] );
		$this->assertStringContainsString( '2 | Shop 2', $this->output->lines[1] );
	}

	public function test_keys_are_listed_and_rotated_only_after_a_yes(): void {
		$this->pair( true );
		$master = array( 'items' => array( array( 'id' => 'abc', 'state' => 'active', 'since' => 'then', 'secrets' => 3, 'destroy_asked_by' => null ) ), 'rotate_by' => '2027-01-01T00:00:00Z' ); // phpcs:ignore WordPress.Arrays
		$this->bridge->on( 'GET /v1/merchants', static fn() => array( 200, array( 'items' => array( array( 'id' => 'mch_a', 'name' => 'Tea', 'provider' => 'alipay' ) ) ) ) ); // phpcs:ignore WordPress.Arrays
		$this->bridge->on( 'GET /v1/merchants/mch_a/credentials', static fn() => array( 200, array( 'items' => array( array( 'id' => 'crd_a', 'state' => 'active', 'key_fingerprint' => 'ffff', 'key_serial' => null, 'expires_at' => null ) ) ) ) ); // phpcs:ignore WordPress.Arrays
		$this->bridge->on( 'GET /v1/master-keys', static fn() => array( 200, $master ) );
		$this->bridge->on( 'POST /v1/master-keys/rotate', static fn() => array( 200, $master ) );
		$this->assertSame( Command::OK, $this->wp( 'keys', array(), array( 'network' => true ) ) );
		$this->assertStringContainsString( 'Tea | alipay | crd_a | active | ffff | - | -', $this->output->text() );
		$this->assertStringContainsString( 'abc | active | then | 3', $this->output->text() );
		$this->assertSame( Command::REFUSED, $this->wp( 'keys', array( 'rotate' ) ) );
		$this->assertSame( array(), $this->bridge->calls_of( 'POST /v1/master-keys/rotate' ) );
		$this->assertSame( Command::OK, $this->wp( 'keys', array( 'rotate' ), array( 'yes' => true ) ) );
		$this->assertCount( 1, $this->bridge->calls_of( 'POST /v1/master-keys/rotate' ) );
	}

	public function test_a_payment_is_shown_and_events_that_did_not_arrive_are_replayed(): void {
		$this->pair();
		$payment = $this->has_payment( array( 'order_ref' => 'order_5', 'status' => 'succeeded' ) ); // phpcs:ignore WordPress.Arrays
		$this->bridge->on( 'POST /v1/webhook-deliveries/*', static fn( array $body, string $route ) => array( 200, array( 'id' => explode( '/', $route )[3], 'state' => 'waiting' ) ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( Command::OK, $this->wp( 'payment', array( 'show', $payment ), array( 'format' => 'json' ) ) );
		$this->assertSame( $payment, $this->json()['payment']['id'] );
		$this->assertSame( Command::OK, $this->wp( 'payment', array( 'replay' ), array( 'order' => '5' ) ) );
		$this->assertSame( array( '/v1/webhook-deliveries/dlv_parked/replay' ), array_column( $this->bridge->calls_of( 'POST /v1/webhook-deliveries/*' ), 'path' ) );
		$this->assertSame( Command::OK, $this->wp( 'payment', array( 'replay' ), array( 'order' => '5', 'all' => true ) ) ); // phpcs:ignore WordPress.Arrays
		$this->assertCount( 3, $this->bridge->calls_of( 'POST /v1/webhook-deliveries/*' ) );
		$this->assertSame( Command::OK, $this->wp( 'payment', array( 'replay', 'dlv_x' ) ) );
		$this->assertStringContainsString( 'dlv_x', $this->output->text() );
		$this->bridge->payments = array();
		$this->assertSame( Command::REFUSED, $this->wp( 'payment', array( 'replay' ), array( 'order' => '6' ) ) );
	}

	public function test_an_order_that_can_be_paid_has_nothing_wrong_and_one_that_cannot_says_why(): void {
		$order = $this->an_order();
		$this->pair();
		$given = array( 'order_id' => (string) $order->get_id(), 'format' => 'json' ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( Command::OK, $this->wp( 'diagnose', array(), $given ), implode( "\n", $this->output->errors ) . $this->output->text() );
		$this->assertSame( array(), $this->json()['problems'] );
		$this->bridge->unavailable['alipay'] = 'merchant_missing';
		delete_option( 'multipay_site_status' );
		$order->set_currency( 'CNY' );
		$order->set_status( 'cancelled' );
		$order->save();
		$this->assertSame( Command::REFUSED, $this->wp( 'diagnose', array(), $given ) );
		$this->assertSame( array( 'status', 'merchant_missing' ), array_column( $this->json()['problems'], 'problem' ) );
	}

	public function test_money_that_this_site_has_not_heard_of_is_found(): void {
		$order = $this->an_order();
		$this->pair();
		$payment = $this->has_payment( array( 'order_ref' => 'order_' . $order->get_id(), 'status' => 'succeeded' ) ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( Command::REFUSED, $this->wp( 'diagnose', array(), array( 'order_id' => (string) $order->get_id(), 'verbose' => true ) ) ); // phpcs:ignore WordPress.Arrays
		$this->assertStringContainsString( $payment . ' | not_settled', $this->output->text() );
		$this->assertStringContainsString( 'delivery | parked | payment.succeeded, 503 | dlv_parked', $this->output->text() );
		// Another amount than the order's, so somebody must look at it.
		$this->settle()->apply( array( 'paid_amount' => 3, 'paid_currency' => 'CNY', 'provider_transaction_id' => 'T-3' ) + $this->bridge->payments[ $payment ] ); // phpcs:ignore WordPress.Arrays
		$this->assertSame( Command::REFUSED, $this->wp( 'diagnose', array(), array( 'order_id' => (string) $order->get_id() ) ) );
		$this->assertStringContainsString( $payment . ' | paid | review', $this->output->text() );
		$this->assertStringContainsString( $payment . ' | review | There is money', $this->output->text() );
	}

	public function test_an_order_that_nobody_knows_is_refused(): void {
		$this->pair();
		$this->assertSame( Command::REFUSED, $this->wp( 'diagnose', array(), array( 'order_id' => '4000000000' ) ) );
		$this->assertCount( 1, $this->output->errors );
	}

	public function test_settings_of_an_earlier_release_are_carried_over_again_and_again(): void {
		$this->pair( ( new ConnectionStore() )->is_network_wide() );
		$this->assertSame( Command::OK, $this->wp( 'migrate-config' ) );
		$this->assertSame( Command::OK, $this->wp( 'migrate-config', array(), array( 'format' => 'json' ) ) );
		$this->assertSame( $this->json()['total'], $this->json()['done'] );
		$this->assertSame( array(), $this->json()['carried'] );
	}

	public function test_wp_cli_is_told_of_every_command_and_gets_the_exit_codes(): void {
		$commands = new Commands( $this->commands(), new WpCliOutput() );
		$commands->register_hooks();
		$this->assertSame(
			array( 'multipay pair', 'multipay doctor', 'multipay diagnose', 'multipay mode', 'multipay sites', 'multipay settings', 'multipay payment', 'multipay keys', 'multipay migrate-config' ),
			array_keys( \WP_CLI::$commands )
		);
		list( $run, $about ) = \WP_CLI::$commands['multipay settings'];
		$this->assertSame( array( 'get-or-set-or-export-or-import' => 'positional', 'name-or-file' => 'positional', 'value' => 'positional', 'network' => 'flag', 'site' => 'assoc', 'format' => 'assoc', 'more' => 'positional', '' => 'generic' ), array_column( array_map( static fn( array $part ): array => $part + array( 'name' => '' ), $about['synopsis'] ), 'type', 'name' ) ); // phpcs:ignore WordPress.Arrays
		$run( array( 'nonsense' ), array() );
		$this->pair();
		$this->has_settings( array( 'payable_minutes' => 20 ) );
		$run( array( 'get', 'payable_minutes' ), array() );
		$this->assertSame( array( Command::BAD_USAGE, Command::OK ), \WP_CLI::$halts );
		$this->assertSame( array( 'table: name|value|origin|locked|own', 'payable_minutes|20|site|false|20' ), \WP_CLI::$lines );
		$this->assertStringNotContainsString( '(ends)', \WP_CLI::$errors[0] );
	}

	/**
	 * Runs a command.
	 *
	 * @param string                     $name   The command.
	 * @param string[]                   $places Arguments by place.
	 * @param array<string, string|bool> $named  Arguments by name.
	 * @param bool                       $answer What is answered to questions.
	 */
	private function wp( string $name, array $places = array(), array $named = array(), bool $answer = false ): int {
		$this->output = new KeptOutput( $answer );
		foreach ( $this->commands() as $command ) {
			if ( $command->name() === $name ) {
				return ( new Commands( array(), $this->output ) )->run( $command, new Arguments( $places, $named ) );
			}
		}
		$this->fail( 'There is no command ' . $name );
	}

	/**
	 * The commands, as Plugin puts them together.
	 *
	 * @return list<Command>
	 */
	private function commands(): array {
		$store  = new ConnectionStore();
		$admin  = $this->admin_client();
		$doctor = new Doctor( new BridgeChecks( $store, $this->client(), $admin ), new ShopChecks(), new SiteChecks() );
		return array(
			new PairCommand( $store, new Pairing( $store, new Transport() ) ),
			new DoctorCommand( $doctor, $admin ),
			new DiagnoseCommand( $admin, new SettlementTable(), new OrderObstacles( new Availability( $store, $this->health(), $this->site_status() ) ) ),
			new ModeCommand( $admin ),
			new SitesCommand( $admin ),
			new SettingsCommand( $admin ),
			new PaymentCommand( $admin ),
			new KeysCommand( $admin ),
			new MigrateConfigCommand( $store, new Upgrade( $store, new EarlierSettings( $admin ), new Logger() ) ),
		);
	}

	/**
	 * What a command said for programs.
	 *
	 * @return array<mixed>
	 */
	private function json(): array {
		$value = json_decode( $this->output->text(), true );
		$this->assertIsArray( $value, $this->output->text() . implode( "\n", $this->output->errors ) );
		return $value;
	}

	/**
	 * Gives the bridge settings.
	 *
	 * @param array<string, mixed> $values Name => value.
	 */
	private function has_settings( array $values ): void {
		$rows = array();
		foreach ( $values as $name => $value ) {
			$rows[] = array( 'name' => $name, 'value' => $value, 'origin' => 'site', 'locked' => false, 'own' => $value ); // phpcs:ignore WordPress.Arrays
		}
		foreach ( array( 'GET', 'PUT' ) as $method ) {
			$this->bridge->on( $method . ' /v1/settings', static fn() => array( 200, array( 'mode' => 'managed', 'settings' => $rows ) ) ); // phpcs:ignore WordPress.Arrays
		}
	}

	/**
	 * Gives the bridge a payment with a timeline.
	 *
	 * @param array<string, mixed> $more What differs; see FakeBridge::payment().
	 * @return string Its id.
	 */
	private function has_payment( array $more ): string {
		$payment                                  = FakeBridge::payment( $more );
		$delivery                                 = static fn( string $state ): array => array( 'kind' => 'delivery', 'at' => '2026-01-02T02:04:05Z', 'title' => $state, 'detail' => 'payment.succeeded, 503', 'reference' => 'dlv_' . $state ); // phpcs:ignore WordPress.Arrays
		$this->bridge->payments[ $payment['id'] ] = $payment;
		$this->bridge->on( 'GET /v1/payments/' . $payment['id'] . '/timeline', static fn() => array( 200, array( 'payment' => $payment, 'attempts' => array( $payment ), 'items' => array( $delivery( 'parked' ), $delivery( 'delivered' ) ) ) ) ); // phpcs:ignore WordPress.Arrays
		return $payment['id'];
	}

	/**
	 * An order that can be paid with Alipay.
	 */
	private function an_order(): \WC_Order {
		if ( ! function_exists( 'wc_create_order' ) ) {
			$this->markTestSkipped( 'WooCommerce is not there.' );
		}
		$order = wc_create_order();
		$this->assertInstanceOf( \WC_Order::class, $order );
		$this->afterwards( static fn() => $order->delete( true ) );
		$order->set_currency( 'CNY' );
		$order->set_payment_method( 'multipay_alipay' );
		$order->set_total( '10.01' );
		$order->save();
		return $order;
	}
}
