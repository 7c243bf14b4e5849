<?php
/**
 * What a command was given.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

/**
 * Arguments by their place and by their name. Whatever a command does not know is bad usage.
 */
final class Arguments {
	/**
	 * The arguments.
	 *
	 * @param string[]                   $places By place.
	 * @param array<string, string|bool> $named  By name, without the dashes; switches are true.
	 */
	public function __construct( private array $places, private array $named ) {}

	/**
	 * Refuses what a command does not know.
	 *
	 * @param Command $command The command.
	 * @throws BadUsage When there is something.
	 */
	public function must_fit( Command $command ): void {
		$known = array( 'format' );
		$most  = 0;
		foreach ( array_keys( $command->arguments() ) as $argument ) {
			if ( preg_match( '/^--([a-z_-]+)/', $argument, $found ) ) {
				$known[] = $found[1];
			} else {
				++$most;
			}
		}
		foreach ( array_diff( array_map( 'strval', array_keys( $this->named ) ), $known ) as $name ) {
			throw new BadUsage( 'There is no option --' . $name . '.' );
		}
		if ( count( $this->places ) > $most ) {
			throw new BadUsage( 'There are too many arguments.' );
		}
		if ( ! in_array( $this->format(), array( 'table', 'json' ), true ) ) {
			throw new BadUsage( '--format is table or json.' );
		}
	}

	/**
	 * An argument by its place.
	 *
	 * @param int    $at   The place, from 0.
	 * @param string $name What it is called.
	 * @throws BadUsage When it is missing.
	 */
	public function at( int $at, string $name ): string {
		$value = $this->maybe_at( $at );
		if ( '' === $value ) {
			throw new BadUsage( '<' . $name . '> is missing.' );
		}
		return $value;
	}

	/**
	 * An argument by its place; empty where it was not given.
	 *
	 * @param int $at The place, from 0.
	 */
	public function maybe_at( int $at ): string {
		return (string) ( $this->places[ $at ] ?? '' );
	}

	/**
	 * One of some words, by its place.
	 *
	 * @param int      $at    The place, from 0.
	 * @param string[] $words The words; the first is meant where nothing is given.
	 * @throws BadUsage When it is another one.
	 */
	public function word( int $at, array $words ): string {
		$word = '' === $this->maybe_at( $at ) ? $words[0] : $this->maybe_at( $at );
		if ( ! in_array( $word, $words, true ) ) {
			throw new BadUsage( 'It is one of these: ' . implode( ', ', $words ) . '.' );
		}
		return $word;
	}

	/**
	 * An option's value; null where it was not given.
	 *
	 * @param string $name The option.
	 * @throws BadUsage When it has no value.
	 */
	public function option( string $name ): ?string {
		$value = $this->named[ $name ] ?? null;
		if ( is_bool( $value ) || '' === $value ) {
			throw new BadUsage( '--' . $name . ' needs a value.' );
		}
		return $value;
	}

	/**
	 * An option that is a number of WordPress; null where it was not given.
	 *
	 * @param string $name The option.
	 * @throws BadUsage When it is none.
	 */
	public function id( string $name ): ?int {
		$value = $this->option( $name );
		if ( null !== $value && ! preg_match( '/^[1-9]\d{0,17}$/D', $value ) ) {
			throw new BadUsage( '--' . $name . ' is a number.' );
		}
		return null === $value ? null : (int) $value;
	}

	/**
	 * Whether an option says yes; null where it was not given.
	 *
	 * @param string $name The option.
	 * @throws BadUsage When it says neither yes nor no.
	 */
	public function yes_or_no( string $name ): ?bool {
		$value = $this->named[ $name ] ?? null;
		if ( null === $value || is_bool( $value ) ) {
			return $value;
		}
		$meaning = array(
			'on'    => true,
			'yes'   => true,
			'true'  => true,
			'1'     => true,
			'off'   => false,
			'no'    => false,
			'false' => false,
			'0'     => false,
		);
		if ( ! isset( $meaning[ strtolower( $value ) ] ) ) {
			throw new BadUsage( '--' . $name . ' is on or off.' );
		}
		return $meaning[ strtolower( $value ) ];
	}

	/**
	 * Whether a switch was given.
	 *
	 * @param string $name The switch.
	 */
	public function has( string $name ): bool {
		return true === $this->yes_or_no( $name );
	}

	/**
	 * Whether the answer is for programs.
	 */
	public function is_json(): bool {
		return 'json' === $this->format();
	}

	/**
	 * How the answer is shown.
	 */
	private function format(): string {
		return (string) ( $this->named['format'] ?? 'table' );
	}
}
