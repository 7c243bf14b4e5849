<?php
/**
 * What a stranger who helps wants to know first.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Doctor;

use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\Health;
use MultiPay\Bridge\SiteStatus;
use MultiPay\Gateway\Gateways;
use MultiPay\Gateway\Method;

/**
 * For reports that merchants send to others: nothing secret, nothing personal, no inner address. Nobody is asked, so that
 * a report is there with the bridge down too.
 *
 * @phpstan-type Fact array{label: string, value: string}
 */
final class Facts {
	/**
	 * Needs what is known.
	 *
	 * @param ConnectionStore $connections Whether there is a bridge.
	 * @param Health          $health      Whether it answered.
	 * @param SiteStatus      $site        What it said.
	 * @param Doctor          $doctor      Looks at the rest.
	 */
	public function __construct( private ConnectionStore $connections, private Health $health, private SiteStatus $site, private Doctor $doctor ) {}

	/**
	 * The facts. Keys and values are English; labels are translated.
	 *
	 * @return array<string, array<string, string>>
	 * @phpstan-return array<string, Fact>
	 */
	public function all(): array {
		$known = $this->health->known();
		$facts = array(
			'Version'   => array( __( 'Version', 'multipay' ), MULTIPAY_VERSION ),
			'Activated' => array( __( 'Activated for', 'multipay' ), $this->connections->is_network_wide() ? 'the network' : 'this site' ),
			'Pairing'   => array( __( 'Pairing', 'multipay' ), $this->pairing() ),
			'Bridge'    => array( __( 'Bridge', 'multipay' ), null === $known ? 'not asked lately' : ( $known ? 'answers' : 'does not answer' ) ),
			'Mode'      => array( __( 'Mode', 'multipay' ), $this->site->mode() ?? 'unknown' ),
		);
		foreach ( array_keys( Method::PROVIDERS ) as $gateway ) {
			$facts[ $gateway ] = array( Method::name( $gateway ), $this->gateway( $gateway ) );
		}
		if ( Gateways::has_woocommerce() ) {
			$facts['Orders'] = array( __( 'Orders', 'multipay' ), ShopChecks::keeps_orders_in_own_tables() ? 'in their own tables' : 'as posts' );
		}
		$facts['To do'] = array( __( 'To do', 'multipay' ), $this->to_do() );
		return array_map( static fn( array $fact ): array => array_combine( array( 'label', 'value' ), $fact ), $facts );
	}

	/**
	 * Who is paired, and whether that is any good.
	 */
	private function pairing(): string {
		$connection = $this->connections->current();
		if ( ! $connection ) {
			return 'none';
		}
		$refusal = $this->site->refusal();
		return ( $connection->for_network ? 'of the network' : 'of this site' ) . ( null === $refusal ? '' : ', refused: ' . $refusal );
	}

	/**
	 * How a payment method stands.
	 *
	 * @param string $gateway A gateway's id.
	 */
	private function gateway( string $gateway ): string {
		$known = $this->site->gateway( Method::PROVIDERS[ $gateway ] );
		$state = $known ? ( $known['available'] ? 'available' : 'not available: ' . $known['unavailable_because'] ) : 'not known';
		return ( ShopChecks::is_enabled( $gateway ) ? 'enabled' : 'not enabled' ) . ', ' . $state;
	}

	/**
	 * What is not well here.
	 */
	private function to_do(): string {
		$findings = array_filter( array_merge( $this->doctor->of_shop(), $this->doctor->of_site() ), static fn( Finding $finding ): bool => ! $finding->is_good() );
		$checks   = array_map( static fn( Finding $finding ): string => $finding->check . ' (' . $finding->status . ')', $findings );
		return $checks ? implode( ', ', $checks ) : 'nothing';
	}
}
