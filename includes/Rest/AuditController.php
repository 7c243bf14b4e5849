<?php
/**
 * Who changed what: `multipay/v1/audit`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Rest;

use MultiPay\Access\Actor;

/**
 * The bridge's log, with the names of WordPress's accounts.
 */
final class AuditController extends BridgeController {
	/**
	 * Makes the routes known.
	 */
	public function register_routes(): void {
		$this->route( '/audit', 'GET', 'read', self::filter_args() + array( 'site_id' => self::site_id() ) );
	}

	/**
	 * A site's own entries, or the whole network's; the newest first.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 * @phpstan-param \WP_REST_Request<array<string, mixed>> $request
	 */
	public function read( \WP_REST_Request $request ) {
		return $this->answer_admin(
			function () use ( $request ): array {
				$page          = $this->asking( $request )->audit( self::filter_in( $request, self::filter_args() ) );
				$page['items'] = self::with_names( $page['items'] );
				return $page;
			}
		);
	}

	/**
	 * With the accounts' names; all of them are read at once.
	 *
	 * @param array<int, array<string, mixed>> $entries The bridge's entries.
	 * @return array<int, array<string, mixed>>
	 */
	private static function with_names( array $entries ): array {
		$actors = array_column( $entries, 'actor' );
		cache_users( array_filter( array_map( array( Actor::class, 'user_id' ), $actors ) ) );
		return array_map( static fn( array $entry ): array => $entry + array( 'actor_name' => Actor::name( (string) $entry['actor'] ) ), $entries );
	}

	/**
	 * Which entries.
	 *
	 * @return array<string, array<string, mixed>>
	 */
	private static function filter_args(): array {
		return array(
			'action'  => self::text( 'Only these, such as `settings.changed`.', false, 60 ),
			'subject' => self::text( 'Only what was done to this.', false, 120 ),
		) + self::page_args();
	}
}
