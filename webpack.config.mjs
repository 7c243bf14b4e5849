/**
 * Builds the plugin's scripts into `build/`: what shoppers see (blocks/) and the admin screens (src/).
 *
 * Not @wordpress/scripts: it compiles JSX for a script that WordPress 6.5 does not have, and brings 786 MB.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import DependencyExtractionPlugin from '@woocommerce/dependency-extraction-webpack-plugin';
import { EsbuildPlugin } from 'esbuild-loader';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The newest language that the oldest browsers of `browserslist` in package.json all speak.
 * (Named one by one, esbuild refuses destructuring because of a rare fault in Safari 14, which nothing here meets.)
 */
const TARGET = 'es2020';

const ENTRIES = {
  checkout: './blocks/checkout.ts',
  'order-pay': './blocks/order-pay/index.ts',
  'pay-button/index': './blocks/pay-button/index.tsx',
  'pay-button/view': './blocks/pay-button/view.ts',
  'payment-status/index': './blocks/payment-status/index.tsx',
  'payment-status/view': './blocks/payment-status/view.ts',
  setup: './src/screens/setup/index.tsx',
  doctor: './src/screens/doctor/index.tsx',
  network: './src/screens/network/index.tsx',
};

/** What WordPress reads by itself, beside the scripts. */
const FILES = {
  'dialog.css': './blocks/shared/dialog.css',
  'admin.css': './src/components/admin.css',
  'setup.css': './src/screens/setup/setup.css',
  'doctor.css': './src/screens/doctor/doctor.css',
  'network.css': './src/screens/network/network.css',
  'pay-button/block.json': './blocks/pay-button/block.json',
  'pay-button/style.css': './blocks/pay-button/style.css',
  'payment-status/block.json': './blocks/payment-status/block.json',
  'payment-status/style.css': './blocks/payment-status/style.css',
};

/** Emits files as they are; the minimizer then takes care of the style sheets among them. */
class EmitFiles {
  constructor(files) {
    this.files = Object.entries(files).map(([name, path]) => [name, here(path)]);
  }

  apply(compiler) {
    const { Compilation, sources } = compiler.webpack;
    compiler.hooks.thisCompilation.tap('EmitFiles', (compilation) => {
      const stage = Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL;
      compilation.hooks.processAssets.tapPromise({ name: 'EmitFiles', stage }, async () => {
        for (const [name, path] of this.files) {
          compilation.fileDependencies.add(path);
          compilation.emitAsset(name, new sources.RawSource(await readFile(path)));
        }
      });
    });
  }
}

export default {
  mode: 'production',
  context: here('.'),
  devtool: false,
  entry: ENTRIES,
  target: ['web', TARGET],
  output: {
    path: here('./build'),
    filename: '[name].js',
    chunkFilename: '[name].[contenthash:8].js',
    // Lazy chunks are looked for beside the script that asks for them: a network may serve plugins from anywhere.
    publicPath: 'auto',
    // Several of our scripts can be on one page, beside those of other plugins.
    uniqueName: 'multipay',
    clean: true,
  },
  resolve: {
    extensions: ['.ts', '.tsx', '.js'],
    alias: { '@multipay/contracts': here('./contracts/src') },
  },
  module: {
    rules: [
      {
        // Packages too: what they call modern is newer than our oldest browsers.
        test: /\.(tsx?|m?js)$/,
        loader: 'esbuild-loader',
        options: {
          target: TARGET,
          jsx: 'transform',
          jsxFactory: 'createElement',
          jsxFragment: 'Fragment',
          tsconfig: false,
        },
      },
    ],
  },
  plugins: [new DependencyExtractionPlugin(), new EmitFiles(FILES)],
  optimization: {
    // One file a lazy chunk: a checkout waits for one answer, not for two.
    splitChunks: false,
    // webpack's own minimizer for scripts: it also drops what nobody calls inside a merged module, esbuild does not.
    minimizer: ['...', new EsbuildPlugin({ include: /\.css$/, css: true, target: TARGET })],
  },
  performance: false,
  stats: { preset: 'errors-warnings', assets: true, entrypoints: false },
};
