<?php
/**
 * Why the bridge said no, or said nothing.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

use MultiPay\Contract\ErrorCode;

/**
 * A refusal with a stable code. The message is for logs and developers, in English; what people read is written in
 * MultiPay\Messages.
 */
final class BridgeError extends \RuntimeException {
	/** Nobody answered, or not the bridge. */
	public const DOWN = 'multipay_bridge_down';
	/** It was reached, or nearly so, and said nothing in time. */
	public const SLOW = 'multipay_bridge_slow';
	/** It does not know what this plugin asks for. */
	public const OUTDATED = 'multipay_bridge_outdated';
	/** There are no keys. */
	public const NOT_PAIRED = 'multipay_not_paired';
	/** There are keys, and other secrets in wp-config.php than when they were stored. */
	public const KEYS_UNREADABLE = 'multipay_keys_unreadable';
	/** There are keys, for another address of this site. */
	public const SITE_MOVED = 'multipay_site_moved';
	/** The bridge knows addresses that this site has no more, and cannot be told new ones without pairing again. */
	public const ADDRESSES_CHANGED = 'multipay_addresses_changed';

	/** The pairing code was made for one site, and a network wants to pair. */
	public const CODE_FOR_ONE_SITE = 'multipay_code_for_one_site';

	/**
	 * Makes the error; see the named constructors.
	 *
	 * @param string $error_code One of MultiPay\Contract\ErrorCode, or of the constants here.
	 * @param string $detail     What happened, for logs.
	 * @param int    $status     The HTTP status that fits it.
	 * @param string $next       What the reader can do, a word of the contract.
	 * @param bool   $retryable  Whether the very same request can succeed later.
	 * @param string $request_id What both sides' logs call the request; empty when none was sent.
	 */
	private function __construct(
		private string $error_code,
		string $detail,
		private int $status,
		private string $next,
		private bool $retryable,
		private string $request_id
	) {
		parent::__construct( $detail );
	}

	/**
	 * What the bridge answered instead of what was asked.
	 *
	 * @param array<mixed> $problem    An RFC 9457 problem.
	 * @param int          $status     The HTTP status of the answer.
	 * @param string       $request_id The request's id.
	 */
	public static function from_problem( array $problem, int $status, string $request_id ): self {
		$field = isset( $problem['field'] ) ? ' (' . (string) $problem['field'] . ')' : '';
		return new self(
			(string) $problem['code'],
			(string) ( $problem['detail'] ?? $problem['title'] ?? '' ) . $field,
			$status,
			(string) ( $problem['next'] ?? 'contact_support' ),
			true === ( $problem['retryable'] ?? false ),
			(string) ( $problem['request_id'] ?? $request_id )
		);
	}

	/**
	 * The bridge did not answer, or somebody else answered in its place. What became of the request is not known.
	 *
	 * @param string $detail     What was seen.
	 * @param string $request_id The request's id.
	 */
	public static function down( string $detail, string $request_id ): self {
		return new self( self::DOWN, $detail, 503, 'retry_same_key', true, $request_id );
	}

	/**
	 * No answer came in time. What became of the request is not known.
	 *
	 * @param string $detail     What was seen.
	 * @param string $request_id The request's id.
	 */
	public static function slow( string $detail, string $request_id ): self {
		return new self( self::SLOW, $detail, 504, 'retry_same_key', true, $request_id );
	}

	/**
	 * The bridge is older than the plugin.
	 *
	 * @param string $detail     What it did not know.
	 * @param string $request_id The request's id.
	 */
	public static function outdated( string $detail, string $request_id ): self {
		return new self( self::OUTDATED, $detail, 502, 'contact_support', false, $request_id );
	}

	/**
	 * The request was never sent, since the keys for it are missing.
	 *
	 * @param string $error_code NOT_PAIRED, KEYS_UNREADABLE or SITE_MOVED.
	 * @param string $detail     Why.
	 */
	public static function without_keys( string $error_code, string $detail ): self {
		return new self( $error_code, $detail, 503, 'pair_again', false, '' );
	}

	/**
	 * A refusal of the contract that was recognised here already.
	 *
	 * @param string $error_code One of MultiPay\Contract\ErrorCode.
	 * @param string $detail     What happened.
	 */
	public static function of( string $error_code, string $detail ): self {
		$row = ErrorCode::TABLE[ $error_code ];
		return new self( $error_code, $detail, $row['status'], $row['next'], $row['retryable'], '' );
	}

	/**
	 * The bridge took a pairing code that was made for one site, where a network wanted to pair. The code is used up.
	 */
	public static function code_for_one_site(): self {
		return new self( self::CODE_FOR_ONE_SITE, 'The pairing code was made for one site.', 403, 'pair_again', false, '' );
	}

	/**
	 * The stable code.
	 */
	public function error_code(): string {
		return $this->error_code;
	}

	/**
	 * The HTTP status that fits.
	 */
	public function status(): int {
		return $this->status;
	}

	/**
	 * What the reader can do now.
	 */
	public function next(): string {
		return $this->next;
	}

	/**
	 * Whether the very same request can succeed later.
	 */
	public function is_retryable(): bool {
		return $this->retryable;
	}

	/**
	 * Whether there was no answer of the bridge at all.
	 */
	public function is_silence(): bool {
		return in_array( $this->error_code, array( self::DOWN, self::SLOW ), true );
	}

	/**
	 * What both sides' logs call the request; empty when none was sent.
	 */
	public function request_id(): string {
		return $this->request_id;
	}
}
