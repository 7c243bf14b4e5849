import { join } from 'node:path';
import { databases } from '../services/mariadb';
import { DEV_CLIENT_IP, type Context } from './context';

/** A value as PHP writes it. */
function php(value: string | number | boolean | Readonly<Record<string, string>>): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  if (typeof value === 'object') {
    return `array( ${Object.entries(value)
      .map(([key, item]) => `${php(key)} => ${php(item)}`)
      .join(', ')} )`;
  }
  return String(value);
}

type Constants = Readonly<Record<string, Parameters<typeof php>[0]>>;

const defined = (constants: Constants, indent = ''): string =>
  Object.entries(constants)
    .map(([name, value]) => `${indent}define( '${name}', ${php(value)} );`)
    .join('\n');

function databaseConstants(context: Context): Constants {
  const common = { DB_CHARSET: 'utf8mb4', DB_COLLATE: '' };
  if (context.database === 'sqlite') {
    const own = { DB_DIR: context.paths.sqlite, DB_FILE: 'wordpress.sqlite' };
    return { DB_NAME: 'wordpress', DB_USER: '', DB_PASSWORD: '', DB_HOST: '', ...own, ...common };
  }
  const { host, port, user, password, wordpress } = databases(context);
  return { DB_NAME: wordpress, DB_USER: user, DB_PASSWORD: password, DB_HOST: `${host}:${port}`, ...common };
}

function siteConstants(context: Context, linkedFolders: Readonly<Record<string, string>>): Constants {
  return {
    ...context.secrets.salts,
    WP_ENVIRONMENT_TYPE: 'local',
    WP_DEBUG: true,
    WP_DEBUG_DISPLAY: false,
    WP_DEBUG_LOG: join(context.paths.logs, 'wordpress-debug.log'),
    WP_DEFAULT_THEME: 'multipay-demo',
    FS_METHOD: 'direct',
    AUTOMATIC_UPDATER_DISABLED: true,
    // Called every minute from outside, so that no page waits for it and tests can tell when it runs.
    DISABLE_WP_CRON: true,
    // Without a way out, a call into the internet would hold up a page until it timed out.
    WP_HTTP_BLOCK_EXTERNAL: true,
    WP_ACCESSIBLE_HOSTS: '127.0.0.1,localhost',
    MULTIPAY_DEV_CLIENT_IP: DEV_CLIENT_IP,
    MULTIPAY_DEV_MAIL_FOLDER: context.paths.mail,
    MULTIPAY_DEV_LINKED_FOLDERS: linkedFolders,
  };
}

/**
 * wp-config.php of the network.
 *
 * @param linkedFolders the plugin's folders that are links: their names, and where they lead
 */
export function wpConfig(context: Context, linkedFolders: Readonly<Record<string, string>>): string {
  const network: Constants = {
    WP_ALLOW_MULTISITE: true,
    MULTISITE: true,
    SUBDOMAIN_INSTALL: false,
    DOMAIN_CURRENT_SITE: context.addresses.wordpressAt,
    PATH_CURRENT_SITE: '/',
    SITE_ID_CURRENT_SITE: 1,
    BLOG_ID_CURRENT_SITE: 1,
  };
  return `<?php
// Written by each start; changes here are lost.
${defined(databaseConstants(context))}
${defined(siteConstants(context, linkedFolders))}
if ( ! defined( 'MULTIPAY_DEV_INSTALLING' ) ) {
${defined(network, '\t')}
}
$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
`;
}
