<?php
/**
 * `wp multipay settings`.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Cli;

use MultiPay\Bridge\AdminClient;

/**
 * What the bridge enforces, of this site or of the network. All or none of an import is taken.
 */
final class SettingsCommand implements Command {
	private const COLUMNS = array( 'name', 'value', 'origin', 'locked', 'own' );
	/** Marks a file as ours, with the version of its form. */
	private const MARK   = 'multipay_settings';
	private const FORMAT = 1;
	/** Stored with a site, but the network's word about it: no site takes it along. */
	private const GRANT = 'override_global_config';

	/**
	 * Needs the bridge.
	 *
	 * @param AdminClient $bridge The bridge.
	 */
	public function __construct( private AdminClient $bridge ) {}

	/**
	 * Its name.
	 */
	public function name(): string {
		return 'settings';
	}

	/**
	 * What it does.
	 */
	public function summary(): string {
		return 'Reads, changes, exports and imports settings of this site or of the network.';
	}

	/**
	 * How it is called.
	 *
	 * @return array<string, string>
	 */
	public function arguments(): array {
		return array(
			'<get|set|export|import>' => 'What to do; `get` if nothing is said.',
			'<name|file>'             => 'With `get` and `set`: the setting. With `import`: the file, `-` for the standard input. `export` prints.',
			'<value>'                 => 'With `set`: JSON, such as true, 30, null (forgets it) or ["qr_code"]; anything else is a text.',
			'--network'               => "The network's own settings instead of this site's.",
			'--site=<id>'             => "A site's settings, in the network's name: grants what only the network grants.",
		);
	}

	/**
	 * Reads, changes, exports or imports.
	 *
	 * @param Arguments $given  What was given.
	 * @param Output    $output Where to speak.
	 */
	public function run( Arguments $given, Output $output ): int {
		$client = $this->client( $given );
		switch ( $given->word( 0, array( 'get', 'set', 'export', 'import' ) ) ) {
			case 'set':
				$name = $given->at( 1, 'name' );
				$this->show( $given, $output, $client->change_settings( array( self::row( $name, self::value( $given->at( 2, 'value' ) ) ) ) ), $name );
				return self::OK;
			case 'export':
				Shown::json( $output, $this->exported( $client->settings() ) );
				return self::OK;
			case 'import':
				$this->show( $given, $output, $client->change_settings( $this->read( $given->at( 1, 'file' ) ) ), '' );
				return self::OK;
		}
		$this->show( $given, $output, $client->settings(), $given->maybe_at( 1 ) );
		return self::OK;
	}

	/**
	 * Asks about what was meant.
	 *
	 * @param Arguments $given What was given.
	 * @throws BadUsage When both are meant.
	 */
	private function client( Arguments $given ): AdminClient {
		$site = $given->id( 'site' );
		if ( null !== $site && $given->has( 'network' ) ) {
			throw new BadUsage( '--network and --site exclude each other.' );
		}
		return null !== $site || $given->has( 'network' ) ? $this->bridge->for_network( (string) $site ) : $this->bridge;
	}

	/**
	 * Shows settings.
	 *
	 * @param Arguments    $given    Says how.
	 * @param Output       $output   Where to.
	 * @param array<mixed> $settings The contract's EffectiveSettings.
	 * @param string       $name     The only one that is meant; empty for all.
	 * @throws Failure When there is none of that name.
	 */
	private function show( Arguments $given, Output $output, array $settings, string $name ): void {
		$rows = array_filter( $settings['settings'], static fn( array $row ): bool => '' === $name || $row['name'] === $name );
		if ( ! $rows ) {
			throw new Failure( 'There is no setting ' . $name . '.' );
		}
		Shown::rows( $given, $output, $rows, self::COLUMNS );
	}

	/**
	 * What is stored in the place itself, as a file.
	 *
	 * @param array<mixed> $settings The contract's EffectiveSettings.
	 * @return array<string, mixed>
	 */
	private function exported( array $settings ): array {
		$stored = array_filter( array_column( $settings['settings'], 'own', 'name' ), static fn( $value ): bool => null !== $value );
		unset( $stored[ self::GRANT ] );
		return array(
			self::MARK => self::FORMAT,
			'values'   => (object) $stored,
		);
	}

	/**
	 * The changes in a file. What is not in it stays as it is.
	 *
	 * @param string $file Its path; `-` for the standard input.
	 * @return list<array<string, mixed>>
	 * @throws Failure When it cannot be read, or is no such file.
	 */
	private function read( string $file ): array {
		$path = '-' === $file ? 'php://stdin' : $file;
		// phpcs:ignore WordPress.WP.AlternativeFunctions -- A file that the caller names, on the command line.
		$text = '-' === $file || is_readable( $file ) ? (string) file_get_contents( $path ) : null;
		if ( null === $text ) {
			throw new Failure( $file . ' cannot be read.' );
		}
		$found = json_decode( $text, true );
		if ( ! is_array( $found ) || self::FORMAT !== ( $found[ self::MARK ] ?? null ) || ! is_array( $found['values'] ?? null ) ) {
			throw new Failure( 'That is no file of `wp multipay settings export`.' );
		}
		if ( ! $found['values'] ) {
			throw new Failure( 'There is no setting in it.' );
		}
		return array_map( array( self::class, 'row' ), array_map( 'strval', array_keys( $found['values'] ) ), array_values( $found['values'] ) );
	}

	/**
	 * A change.
	 *
	 * @param string $name  The setting.
	 * @param mixed  $value Its value.
	 * @return array<string, mixed>
	 */
	private static function row( string $name, $value ): array {
		return array(
			'name'  => $name,
			'value' => $value,
		);
	}

	/**
	 * What was typed.
	 *
	 * @param string $text JSON, or a text.
	 * @return mixed
	 */
	private static function value( string $text ) {
		$value = json_decode( $text, true );
		return null === $value && 'null' !== $text ? $text : $value;
	}
}
