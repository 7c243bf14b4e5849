<?php
/**
 * What a web server's rewrite rules do for a WordPress network in subfolders, for PHP's built-in server.
 *
 * A file that lies in the document root is served as it is. A subsite's /shop2/wp-admin/…, /shop2/wp-content/…,
 * /shop2/wp-includes/… and /shop2/*.php mean the same files of the one WordPress. All else is WordPress's to answer.
 * Files whose path has a part that begins with a dot are never served.
 *
 * phpcs:disable WordPress.PHP.DisallowShortTernary, WordPress.Security, WordPress.WP.AlternativeFunctions
 *
 * @package MultiPay
 */

/**
 * Finds what a request's path stands for.
 *
 * @param string $root The document root, without a slash at its end.
 * @param string $path The request's path, decoded, beginning with a slash.
 * @return array{string, string} What to do ("php", "static", "redirect" or "refuse"), and the file or address.
 */
function multipay_dev_route( string $root, string $path ): array {
	if ( preg_match( '#/\.(?!well-known/)|\x00|\\\\#', $path ) ) {
		return array( 'refuse', $path );
	}
	if ( preg_match( '#^(?:/[_0-9a-zA-Z-]+)?/wp-admin(?:/network|/user)?$#', $path ) ) {
		return array( 'redirect', $path . '/' );
	}

	$own    = $path;
	$shared = preg_replace( '#^/[_0-9a-zA-Z-]+(/(?:wp-(?:content|admin|includes)(?:/|$)|[^/]+\.php$))#', '$1', $path );
	foreach ( array( $own, $shared ) as $candidate ) {
		$file = rtrim( $root . $candidate, '/' );
		if ( is_dir( $file ) && is_file( $file . '/index.php' ) ) {
			$file .= '/index.php';
		}
		if ( is_file( $file ) ) {
			return array( str_ends_with( $file, '.php' ) ? 'php' : 'static', $file );
		}
	}

	return array( 'php', $root . '/index.php' );
}

/**
 * Sends a file that a subsite's address means: the built-in server knows only its own document root's addresses.
 *
 * @param string $file The file.
 */
function multipay_dev_send( string $file ): void {
	$types     = array(
		'css'   => 'text/css; charset=UTF-8',
		'gif'   => 'image/gif',
		'html'  => 'text/html; charset=UTF-8',
		'ico'   => 'image/x-icon',
		'jpeg'  => 'image/jpeg',
		'jpg'   => 'image/jpeg',
		'js'    => 'text/javascript; charset=UTF-8',
		'json'  => 'application/json',
		'map'   => 'application/json',
		'mjs'   => 'text/javascript; charset=UTF-8',
		'mp4'   => 'video/mp4',
		'png'   => 'image/png',
		'svg'   => 'image/svg+xml',
		'ttf'   => 'font/ttf',
		'txt'   => 'text/plain; charset=UTF-8',
		'wasm'  => 'application/wasm',
		'webp'  => 'image/webp',
		'woff'  => 'font/woff',
		'woff2' => 'font/woff2',
	);
	$extension = strtolower( pathinfo( $file, PATHINFO_EXTENSION ) );
	header( 'Content-Type: ' . ( $types[ $extension ] ?? 'application/octet-stream' ) );
	header( 'Content-Length: ' . filesize( $file ) );
	if ( 'HEAD' !== $_SERVER['REQUEST_METHOD'] ) {
		readfile( $file );
	}
}

$multipay_dev_path = rawurldecode( (string) parse_url( 'http://localhost' . $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
list( $multipay_dev_action, $multipay_dev_file ) = multipay_dev_route( $_SERVER['DOCUMENT_ROOT'], $multipay_dev_path );

if ( 'refuse' === $multipay_dev_action ) {
	http_response_code( 404 );
	return true;
}
if ( 'redirect' === $multipay_dev_action ) {
	header( 'Location: ' . $multipay_dev_file, true, 301 );
	return true;
}
if ( 'static' === $multipay_dev_action ) {
	if ( $_SERVER['DOCUMENT_ROOT'] . $multipay_dev_path === $multipay_dev_file ) {
		return false;
	}
	multipay_dev_send( $multipay_dev_file );
	return true;
}

// WordPress reads the page that it is on from PHP_SELF, and the site from REQUEST_URI, which stays as it came.
$_SERVER['SCRIPT_FILENAME'] = $multipay_dev_file;
$_SERVER['SCRIPT_NAME']     = substr( $multipay_dev_file, strlen( $_SERVER['DOCUMENT_ROOT'] ) );
$_SERVER['PHP_SELF']        = $_SERVER['SCRIPT_NAME'];
unset( $_SERVER['PATH_INFO'], $multipay_dev_path, $multipay_dev_action );
chdir( dirname( $multipay_dev_file ) );

// In the global scope, as a web server would: WordPress's files share their variables that way.
require $multipay_dev_file;
