<?php
/**
 * The doctor in WordPress's Site Health.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Doctor;

/**
 * Three tests, which WordPress also runs once a week, and a section in "Info".
 */
final class SiteHealth {
	/**
	 * Needs the doctor.
	 *
	 * @param Doctor $doctor Finds.
	 * @param Facts  $facts  For the section.
	 */
	public function __construct( private Doctor $doctor, private Facts $facts ) {}

	/**
	 * Hooks in where WordPress collects its tests.
	 */
	public function register_hooks(): void {
		add_filter( 'site_status_tests', array( $this, 'add_tests' ) );
		add_filter( 'debug_information', array( $this, 'add_section' ) );
	}

	/**
	 * Adds the tests.
	 *
	 * @param array<string, array<string, mixed>> $tests WordPress's tests.
	 * @return array<string, array<string, mixed>>
	 */
	public function add_tests( $tests ): array {
		$ours = array(
			'multipay_bridge' => array( __( 'MultiPay and its bridge', 'multipay' ), array( $this->doctor, 'of_bridge' ) ),
			'multipay_shop'   => array( __( 'MultiPay and the shop', 'multipay' ), array( $this->doctor, 'of_shop' ) ),
			'multipay_site'   => array( __( 'MultiPay and this site', 'multipay' ), array( $this->doctor, 'of_site' ) ),
		);
		foreach ( $ours as $name => list( $label, $look ) ) {
			$tests['direct'][ $name ] = array(
				'label' => $label,
				'test'  => static fn(): array => self::result( $name, $label, $look() ),
			);
		}
		return $tests;
	}

	/**
	 * Adds the section.
	 *
	 * @param array<string, array<string, mixed>> $sections WordPress's sections.
	 * @return array<string, array<string, mixed>>
	 */
	public function add_section( $sections ): array {
		$fields = array();
		foreach ( $this->facts->all() as $name => $fact ) {
			$fields[ sanitize_key( $name ) ] = $fact + array( 'debug' => $fact['value'] );
		}
		$sections['multipay'] = array(
			'label'  => __( 'MultiPay', 'multipay' ),
			'fields' => $fields,
		);
		return $sections;
	}

	/**
	 * A test's result, as Site Health shows it.
	 *
	 * @param string    $name     The test.
	 * @param string    $label    Its title while all is well.
	 * @param Finding[] $findings What was found.
	 * @return array<string, mixed>
	 */
	private static function result( string $name, string $label, array $findings ): array {
		$status = Doctor::worst( $findings );
		$bad    = array_filter( $findings, static fn( Finding $finding ): bool => ! $finding->is_good() );
		$lines  = array_map( static fn( Finding $finding ): string => sprintf( '<p>%s</p>', esc_html( trim( $finding->sentence . ' ' . $finding->cure ) ) ), $bad ? $bad : $findings );
		$worst  = array_filter( $bad, static fn( Finding $finding ): bool => $finding->status === $status );
		return array(
			'label'       => $worst ? esc_html( reset( $worst )->sentence ) : $label,
			'status'      => $status,
			'badge'       => array(
				'label' => __( 'Payments', 'multipay' ),
				'color' => 'blue',
			),
			'description' => implode( '', $lines ),
			'actions'     => '',
			'test'        => $name,
		);
	}
}
