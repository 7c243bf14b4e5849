<?php
/**
 * Adds up what PHPUnit covered in several networks: prints the covered share of the plugin's lines, in percent.
 *
 * Arguments: the files that `--coverage-php` wrote.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

require dirname( __DIR__, 2 ) . '/vendor/autoload.php';

/** What each run covered. @var \SebastianBergmann\CodeCoverage\CodeCoverage[] $runs */
$runs = array_map( static fn( string $file ) => require $file, array_slice( $argv, 1 ) );
$all  = array_shift( $runs );
foreach ( $runs as $run ) {
	$all->merge( $run );
}
$report = $all->getReport();
printf( "%.2f\n", 100 * $report->numberOfExecutedLines() / max( 1, $report->numberOfExecutableLines() ) );
