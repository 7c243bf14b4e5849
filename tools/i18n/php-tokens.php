<?php
/**
 * Writes the tokens of the PHP files that standard input names, one a line, as one JSON object: file => tokens.
 *
 * A token is [ name, text, line ]; blank space is left out. PHP itself is the best reader of PHP.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

$tokens_of = array();
foreach ( array_filter( explode( "\n", (string) stream_get_contents( STDIN ) ) ) as $file ) {
	$tokens_of[ $file ] = array();
	foreach ( PhpToken::tokenize( (string) file_get_contents( $file ) ) as $token ) {
		if ( ! $token->is( T_WHITESPACE ) ) {
			$tokens_of[ $file ][] = array( $token->getTokenName(), $token->text, $token->line );
		}
	}
}
echo json_encode( (object) $tokens_of, JSON_THROW_ON_ERROR );
