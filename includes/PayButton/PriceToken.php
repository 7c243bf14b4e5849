<?php
/**
 * What a pay button sells, in a form that a browser can carry and not change.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\PayButton;

use MultiPay\Refusal;

/**
 * Made when the block is rendered and signed with this site's secrets. Pages may be cached, so a token has no end of its
 * own: it counts as long as the post still sells on the same terms, and, once they have changed, until 24 hours after it
 * was made. Then the page asks to be reloaded.
 */
final class PriceToken {
	private const OLDER_REVISION_GOOD_S = DAY_IN_SECONDS;

	/**
	 * A token's content.
	 *
	 * @param int         $post_id  The post or page that the block is in; 0 for a template or widget.
	 * @param ButtonTerms $terms    What it sells.
	 * @param int         $made_at  Unix seconds.
	 */
	public function __construct( public int $post_id, public ButtonTerms $terms, public int $made_at ) {}

	/**
	 * The token as text.
	 */
	public function signed(): string {
		$content = self::encode( (string) wp_json_encode( array( get_current_blog_id(), $this->post_id, $this->terms->to_array(), $this->made_at ) ) );
		return $content . '.' . self::signature( $content );
	}

	/**
	 * Reads a token.
	 *
	 * @param string $text What a browser sent.
	 * @throws Refusal TOKEN_STALE when it is not one of this site, or its terms are no longer offered.
	 */
	public static function read( string $text ): self {
		list( $content, $signature ) = array_pad( explode( '.', $text, 2 ), 2, '' );
		// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_decode -- The token's own encoding.
		$values = hash_equals( self::signature( $content ), $signature ) ? json_decode( (string) base64_decode( strtr( $content, '-_', '+/' ), true ), true ) : null;
		$terms  = is_array( $values ) && 4 === count( $values ) && get_current_blog_id() === $values[0] ? ButtonTerms::from_array( $values[2] ) : null;
		if ( ! $terms ) {
			throw self::stale();
		}
		$token = new self( (int) $values[1], $terms, (int) $values[3] );
		if ( time() - $token->made_at > self::OLDER_REVISION_GOOD_S && ! $token->is_still_offered() ) {
			throw self::stale();
		}
		return $token;
	}

	/**
	 * Whether the post still has a button with these terms.
	 */
	private function is_still_offered(): bool {
		$post = $this->post_id > 0 ? get_post( $this->post_id ) : null;
		return $post instanceof \WP_Post && 'trash' !== $post->post_status && self::has_button( parse_blocks( $post->post_content ), $this->terms->revision(), 0 );
	}

	/**
	 * Looks for a button with given terms, in patterns that are kept elsewhere too.
	 *
	 * @param array<array<string, mixed>> $blocks   Parsed blocks.
	 * @param string                      $revision The terms' revision.
	 * @param int                         $depth    How many patterns deep this is; they may contain each other.
	 */
	private static function has_button( array $blocks, string $revision, int $depth ): bool {
		foreach ( $blocks as $block ) {
			if ( 'multipay/pay-button' === $block['blockName'] ) {
				$terms = ButtonTerms::of_block( (array) $block['attrs'] );
				if ( $terms && $terms->revision() === $revision ) {
					return true;
				}
			}
			$inner = (array) $block['innerBlocks'];
			$below = $depth;
			if ( 'core/block' === $block['blockName'] && $depth < 5 ) {
				$pattern = get_post( (int) ( $block['attrs']['ref'] ?? 0 ) );
				$inner   = $pattern instanceof \WP_Post && 'publish' === $pattern->post_status ? parse_blocks( $pattern->post_content ) : array();
				$below   = $depth + 1;
			}
			if ( self::has_button( $inner, $revision, $below ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Signs a token's content.
	 *
	 * @param string $content The content.
	 */
	private static function signature( string $content ): string {
		$key = hash_hkdf( 'sha256', wp_salt( 'auth' ), 32, 'multipay/v1/price-token' );
		return self::encode( hash_hmac( 'sha256', $content, $key, true ) );
	}

	/**
	 * Base64 that needs no escaping in an address or an attribute.
	 *
	 * @param string $bytes Bytes.
	 */
	private static function encode( string $bytes ): string {
		// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- The token's own encoding.
		return rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' );
	}

	/**
	 * The refusal.
	 */
	private static function stale(): Refusal {
		return new Refusal( Refusal::TOKEN_STALE, __( 'This page has changed. Please reload it and try again.', 'multipay' ), 409, 'use_new_key' );
	}
}
