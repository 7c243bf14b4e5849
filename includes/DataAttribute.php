<?php
/**
 * What a page's script gets to know, in an attribute.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay;

/**
 * WordPress's esc_attr() leaves entities alone that are there already, so a text with `&quot;` in it would end a string of
 * the JSON in the browser. Here no character that HTML knows is left for it.
 */
final class DataAttribute {
	/**
	 * Data as the value of an attribute; still to be escaped, as all values are.
	 *
	 * @param array<string, mixed> $data What JSON can say.
	 */
	public static function json( array $data ): string {
		return (string) wp_json_encode( $data, JSON_HEX_TAG | JSON_HEX_AMP | JSON_HEX_APOS | JSON_HEX_QUOT | JSON_UNESCAPED_SLASHES );
	}
}
