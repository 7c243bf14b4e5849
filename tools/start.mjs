#!/usr/bin/env node
/** `npm start`: sees that Node, PHP and npm's packages are there, then hands over to tools/dev/main.ts. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { complaintAboutNode, complaintAboutPhp, installPackages } from './dev/before-start.mjs';

function stopWith(complaint) {
  console.error(complaint);
  process.exit(1);
}

if (process.platform === 'win32') {
  stopWith(
    'PHP serves with one process only on Windows, where a network cannot run. Use the Windows Subsystem for Linux.',
  );
}
const complaint = complaintAboutNode(process.versions.node) || complaintAboutPhp(process.env.MULTIPAY_PHP || 'php');
if (complaint) stopWith(complaint);

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const failure = installPackages(repository, (line) => console.log(line));
if (failure) stopWith(failure);

const { register } = await import('tsx/esm/api');
register();
await import('./dev/main.ts');
