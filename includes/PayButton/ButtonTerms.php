<?php
/**
 * What a pay button sells.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\PayButton;

use MultiPay\Money;

/**
 * The block's attributes, checked. Amounts in fen. The description is plain text: WordPress writes `&` as an entity when it
 * stores the attributes of those who may not write HTML.
 */
final class ButtonTerms {
	/** Bounds where the editor gave none. */
	private const LEAST = '0.01';
	private const MOST  = '50000';

	private const EMAIL_CHOICES = array( 'none', 'optional', 'required' );

	/**
	 * The terms.
	 *
	 * @param int|null $amount      The price; null when the shopper chooses.
	 * @param int      $minimum     The least that the shopper may choose.
	 * @param int      $maximum     The most.
	 * @param string   $description What it is for.
	 * @param string   $email       Whether the shopper gives an address for the receipt: `none`, `optional` or `required`.
	 */
	public function __construct(
		public ?int $amount,
		public int $minimum,
		public int $maximum,
		public string $description,
		public string $email
	) {}

	/**
	 * Reads a block's attributes.
	 *
	 * @param array<string, mixed> $attributes See blocks/pay-button/block.json.
	 * @return self|null Null when nothing can be sold with them.
	 */
	public static function of_block( array $attributes ): ?self {
		$text        = static fn( string $name ): string => is_string( $attributes[ $name ] ?? null ) ? trim( $attributes[ $name ] ) : '';
		$is_open     = ! empty( $attributes['openAmount'] );
		$minimum     = Money::minor( '' === $text( 'minimumAmount' ) ? self::LEAST : $text( 'minimumAmount' ) );
		$maximum     = Money::minor( '' === $text( 'maximumAmount' ) ? self::MOST : $text( 'maximumAmount' ) );
		$amount      = Money::minor( $text( 'amount' ) );
		$currency    = '' === $text( 'currency' ) ? Money::CURRENCY : $text( 'currency' );
		$is_sellable = $is_open ? $minimum && $maximum && $minimum <= $maximum : (bool) $amount;
		if ( ! $is_sellable || Money::CURRENCY !== $currency ) {
			return null;
		}
		$email = '' === $text( 'email' ) ? 'optional' : $text( 'email' );
		return new self(
			$is_open ? null : $amount,
			(int) $minimum,
			(int) $maximum,
			mb_substr( wp_strip_all_tags( html_entity_decode( $text( 'description' ), ENT_QUOTES | ENT_HTML5, 'UTF-8' ) ), 0, 120 ),
			in_array( $email, self::EMAIL_CHOICES, true ) ? $email : 'none'
		);
	}

	/**
	 * Changes when the terms change.
	 */
	public function revision(): string {
		return substr( hash( 'sha256', (string) wp_json_encode( $this->to_array() ) ), 0, 16 );
	}

	/**
	 * As JSON can say it.
	 *
	 * @return array{int|null, int, int, string, string}
	 */
	public function to_array(): array {
		return array( $this->amount, $this->minimum, $this->maximum, $this->description, $this->email );
	}

	/**
	 * What to_array() gave.
	 *
	 * @param mixed $values The values.
	 */
	public static function from_array( $values ): ?self {
		if ( ! is_array( $values ) || 5 !== count( $values ) ) {
			return null;
		}
		return new self( null === $values[0] ? null : (int) $values[0], (int) $values[1], (int) $values[2], (string) $values[3], (string) $values[4] );
	}
}
