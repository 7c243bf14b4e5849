<?php
/**
 * Which payments somebody wants to see.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Admin;

use MultiPay\Gateway\Method;

/**
 * Read from an address, for the list and for the export alike. Days are those of the site's time zone.
 */
final class PaymentFilter {
	private const SEARCH_LENGTH = 64;

	/**
	 * A filter; see from_query().
	 *
	 * @param string   $search   A payment's id, an order's number, or the provider's number; empty for all.
	 * @param string   $status   A status; empty for all.
	 * @param string   $provider A provider; empty for all.
	 * @param string   $kind     `order` or `button`; empty for both.
	 * @param bool     $flagged  Whether only successes with something unusual.
	 * @param string   $from     The first day, as YYYY-MM-DD; empty for the beginning.
	 * @param string   $to       The last day; empty for today.
	 * @param string   $cursor   Where the page begins; empty for the newest.
	 * @param string[] $problems What cannot be meant, translated.
	 */
	private function __construct(
		public string $search,
		public string $status,
		public string $provider,
		public string $kind,
		public bool $flagged,
		public string $from,
		public string $to,
		public string $cursor,
		public array $problems
	) {}

	/**
	 * Reads an address. What is no filter is left out; days that there are not are named as problems.
	 *
	 * @param array<mixed> $query An address's query, unslashed.
	 */
	public static function from_query( array $query ): self {
		$text     = static fn( string $name ): string => isset( $query[ $name ] ) && is_string( $query[ $name ] ) ? sanitize_text_field( $query[ $name ] ) : '';
		$word     = static fn( string $name, array $words ): string => in_array( $text( $name ), $words, true ) ? $text( $name ) : '';
		$problems = array();
		$days     = array();
		foreach ( array( 'from', 'to' ) as $name ) {
			$days[ $name ] = '' === $text( $name ) || self::start_of( $text( $name ) ) ? $text( $name ) : '';
			if ( $days[ $name ] !== $text( $name ) ) {
				/* translators: %s: what was typed */
				$problems[] = sprintf( __( '“%s” is not a day. Write it as 2026-01-31.', 'multipay' ), $text( $name ) );
			}
		}
		if ( '' !== $days['from'] && '' !== $days['to'] && $days['from'] > $days['to'] ) {
			$problems[] = __( 'The first day is after the last one, so nothing can be found.', 'multipay' );
		}
		return new self(
			mb_substr( ltrim( $text( 's' ), '#' ), 0, self::SEARCH_LENGTH ),
			$word( 'status', array_keys( PaymentWords::statuses() ) ),
			$word( 'provider', array_values( Method::PROVIDERS ) ),
			$word( 'kind', array_keys( PaymentWords::kinds() ) ),
			'1' === $text( 'flagged' ),
			$days['from'],
			$days['to'],
			$text( 'cursor' ),
			$problems
		);
	}

	/**
	 * Whether anything is left out.
	 */
	public function is_narrow(): bool {
		return array() !== $this->in_address();
	}

	/**
	 * As the bridge reads it: the contract's ListPayments.
	 *
	 * @param int $limit Rows a page.
	 * @return array<string, string|int>
	 */
	public function for_bridge( int $limit ): array {
		return array(
			'status'   => $this->status,
			'provider' => $this->provider,
			'kind'     => $this->kind,
			'flagged'  => $this->flagged ? 'true' : '',
			'search'   => $this->search,
			'from'     => self::in_utc( self::start_of( $this->from ) ),
			'to'       => self::in_utc( self::start_of( $this->to )?->modify( '+1 day' ) ),
			'cursor'   => $this->cursor,
			'limit'    => $limit,
		);
	}

	/**
	 * As an address says it, without the page.
	 *
	 * @return array<string, string>
	 */
	public function in_address(): array {
		return array_filter(
			array(
				's'        => $this->search,
				'status'   => $this->status,
				'provider' => $this->provider,
				'kind'     => $this->kind,
				'flagged'  => $this->flagged ? '1' : '',
				'from'     => $this->from,
				'to'       => $this->to,
			),
			static fn( string $value ): bool => '' !== $value
		);
	}

	/**
	 * The same, beginning elsewhere.
	 *
	 * @param string $cursor Where.
	 */
	public function beginning_at( string $cursor ): self {
		$filter         = clone $this;
		$filter->cursor = $cursor;
		return $filter;
	}

	/**
	 * The list's address.
	 *
	 * @param array<string, string> $query What it shows; see in_address().
	 */
	public static function url( array $query ): string {
		return add_query_arg( array_map( 'rawurlencode', array( 'page' => Menu::PAYMENTS ) + $query ), admin_url( 'admin.php' ) );
	}

	/**
	 * When a day begins here.
	 *
	 * @param string $day YYYY-MM-DD.
	 * @return \DateTimeImmutable|null Null when there is no such day.
	 */
	private static function start_of( string $day ): ?\DateTimeImmutable {
		$start = \DateTimeImmutable::createFromFormat( '!Y-m-d', $day, wp_timezone() );
		return $start && $start->format( 'Y-m-d' ) === $day ? $start : null;
	}

	/**
	 * A moment as the bridge reads it; empty for none.
	 *
	 * @param \DateTimeImmutable|false|null $moment The moment.
	 */
	private static function in_utc( $moment ): string {
		return $moment ? $moment->setTimezone( new \DateTimeZone( 'UTC' ) )->format( 'Y-m-d\TH:i:s\Z' ) : '';
	}
}
