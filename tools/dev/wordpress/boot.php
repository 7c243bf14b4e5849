<?php
/**
 * How each set-up script of this folder begins and ends: its arguments come as JSON on the standard input, WordPress
 * is loaded as the site at the argument `url` sees it, and its answer leaves as JSON through file descriptor 3, so that
 * nothing that a plugin prints can be mistaken for it.
 *
 * Included from a script's global scope, since WordPress's files expect to be loaded there.
 *
 * phpcs:disable WordPress.WP.AlternativeFunctions, WordPress.Security
 *
 * @package MultiPay
 */

if ( 'cli' !== PHP_SAPI ) {
	exit( 1 );
}

error_reporting( E_ALL );
ini_set( 'display_errors', 'stderr' );
ini_set( 'memory_limit', '512M' );
set_time_limit( 0 );

/*
 * WordPress would answer an error with a page of HTML, made for browsers.
 */
define( 'WP_DISABLE_FATAL_ERROR_HANDLER', true );
set_exception_handler(
	static function ( Throwable $error ): void {
		fwrite( STDERR, (string) $error . PHP_EOL );
		exit( 1 );
	}
);
register_shutdown_function(
	static function (): void {
		$error = error_get_last();
		if ( null !== $error && ( $error['type'] & ( E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR ) ) ) {
			fwrite( STDERR, $error['message'] . ' in ' . $error['file'] . ':' . $error['line'] . PHP_EOL );
		}
	}
);

$multipay_dev = json_decode( stream_get_contents( STDIN ), true, 64, JSON_THROW_ON_ERROR );

$_SERVER['HTTP_HOST']       = parse_url( $multipay_dev['url'], PHP_URL_HOST ) . ':' . parse_url( $multipay_dev['url'], PHP_URL_PORT );
$_SERVER['SERVER_NAME']     = parse_url( $multipay_dev['url'], PHP_URL_HOST );
$_SERVER['SERVER_PORT']     = (string) parse_url( $multipay_dev['url'], PHP_URL_PORT );
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD']  = 'GET';
$_SERVER['REQUEST_URI']     = parse_url( $multipay_dev['url'], PHP_URL_PATH );
$_SERVER['REMOTE_ADDR']     = '127.0.0.1';
$_SERVER['PHP_SELF']        = '/index.php';
$_SERVER['SCRIPT_NAME']     = '/index.php';

/**
 * Ends the script with its answer.
 *
 * @param array $answer What JSON can say.
 */
function multipay_dev_answer( array $answer ): void {
	$pipe = fopen( 'php://fd/3', 'w' );
	fwrite( $pipe, json_encode( $answer, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) );
	fclose( $pipe );
	exit( 0 );
}

/**
 * Ends the script with a sentence that says what went wrong, unless the value is of use.
 *
 * @param mixed  $value What WordPress answered.
 * @param string $doing What was being done.
 * @return mixed The value.
 */
function multipay_dev_must( $value, string $doing ) {
	$failed = function_exists( 'is_wp_error' ) && is_wp_error( $value );
	if ( $failed || false === $value || 0 === $value ) {
		fwrite( STDERR, $doing . ': ' . ( $failed ? $value->get_error_message() : 'refused' ) . PHP_EOL );
		exit( 1 );
	}
	return $value;
}
