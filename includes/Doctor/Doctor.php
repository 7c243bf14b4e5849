<?php
/**
 * Looks for whatever keeps a site from being paid.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Doctor;

/**
 * For admins' screens, Site Health, the status report and the command line. Nothing is changed. What only a call from
 * outside can find out, whether providers reach this site, is AdminClient::check_callbacks().
 */
final class Doctor {
	/**
	 * Needs those who know a part of it.
	 *
	 * @param BridgeChecks $bridge The bridge, and what it says of this site.
	 * @param ShopChecks   $shop   WooCommerce.
	 * @param SiteChecks   $site   WordPress and its server.
	 */
	public function __construct( private BridgeChecks $bridge, private ShopChecks $shop, private SiteChecks $site ) {}

	/**
	 * All findings, also the good ones. Asks the bridge, and so may take some seconds.
	 *
	 * @return list<Finding>
	 */
	public function findings(): array {
		return array_merge( $this->of_bridge(), $this->of_shop(), $this->of_site() );
	}

	/**
	 * What concerns the bridge. Asks it.
	 *
	 * @return list<Finding>
	 */
	public function of_bridge(): array {
		return $this->bridge->findings();
	}

	/**
	 * What concerns WooCommerce. Asks nobody.
	 *
	 * @return list<Finding>
	 */
	public function of_shop(): array {
		return $this->shop->findings();
	}

	/**
	 * What concerns WordPress and its server. Asks nobody.
	 *
	 * @return list<Finding>
	 */
	public function of_site(): array {
		return $this->site->findings();
	}

	/**
	 * The worst status among findings.
	 *
	 * @param Finding[] $findings The findings.
	 */
	public static function worst( array $findings ): string {
		$found = array_map( static fn( Finding $finding ): string => $finding->status, $findings );
		foreach ( array( Finding::CRITICAL, Finding::RECOMMENDED ) as $status ) {
			if ( in_array( $status, $found, true ) ) {
				return $status;
			}
		}
		return Finding::GOOD;
	}
}
