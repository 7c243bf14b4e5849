#!/usr/bin/env node
/** `npm test`: sees that Node, PHP and npm's packages are there, then hands over to tools/test/main.ts. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { complaintAboutNode, complaintAboutPhp, installPackages } from './dev/before-start.mjs';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const complaint =
  complaintAboutNode(process.versions.node) ||
  complaintAboutPhp(process.env.MULTIPAY_PHP || 'php') ||
  installPackages(repository, (line) => console.log(line));
if (complaint) {
  console.error(complaint);
  process.exit(1);
}

const { register } = await import('tsx/esm/api');
register();
await import('./test/main.ts');
