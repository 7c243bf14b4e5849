<?php
/**
 * One thing that the doctor looked at.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Doctor;

/**
 * How it is, in a sentence, and what helps where it is not well. Never holds a secret.
 *
 * @phpstan-type FindingShape array{check: string, status: string, sentence: string, cure: string, detail: string}
 */
final class Finding {
	public const GOOD = 'good';
	/** Works, and should be changed. */
	public const RECOMMENDED = 'recommended';
	/** Somebody cannot pay, or what somebody paid may come late. */
	public const CRITICAL = 'critical';

	/**
	 * A finding; see the named constructors.
	 *
	 * @param string $check    What was looked at: a stable word.
	 * @param string $status   GOOD, RECOMMENDED or CRITICAL, as WordPress's Site Health says it.
	 * @param string $sentence How it is, translated.
	 * @param string $cure     What helps, translated; empty where nothing need be done.
	 * @param string $detail   What was seen, in English, for the log and the support.
	 */
	private function __construct(
		public string $check,
		public string $status,
		public string $sentence,
		public string $cure = '',
		public string $detail = ''
	) {}

	/**
	 * All is well.
	 *
	 * @param string $check    What was looked at.
	 * @param string $sentence How it is.
	 * @param string $detail   What was seen.
	 */
	public static function good( string $check, string $sentence, string $detail = '' ): self {
		return new self( $check, self::GOOD, $sentence, '', $detail );
	}

	/**
	 * It works, and should be changed.
	 *
	 * @param string $check    What was looked at.
	 * @param string $sentence How it is.
	 * @param string $cure     What helps.
	 * @param string $detail   What was seen.
	 */
	public static function recommended( string $check, string $sentence, string $cure, string $detail = '' ): self {
		return new self( $check, self::RECOMMENDED, $sentence, $cure, $detail );
	}

	/**
	 * Somebody must act.
	 *
	 * @param string $check    What was looked at.
	 * @param string $sentence How it is.
	 * @param string $cure     What helps.
	 * @param string $detail   What was seen.
	 */
	public static function critical( string $check, string $sentence, string $cure, string $detail = '' ): self {
		return new self( $check, self::CRITICAL, $sentence, $cure, $detail );
	}

	/**
	 * Whether all is well.
	 */
	public function is_good(): bool {
		return self::GOOD === $this->status;
	}

	/**
	 * As JSON says it.
	 *
	 * @return array<string, string>
	 * @phpstan-return FindingShape
	 */
	public function to_array(): array {
		return array(
			'check'    => $this->check,
			'status'   => $this->status,
			'sentence' => $this->sentence,
			'cure'     => $this->cure,
			'detail'   => $this->detail,
		);
	}
}
