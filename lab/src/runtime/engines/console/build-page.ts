// Builds the page into a folder: node lab/src/runtime/engines/console/build-page.ts <folder>. Called by build.ts, and by the image's build.
import { resolve } from 'node:path';
import { build } from 'vite';
import { pageConfig } from './vite-config.ts';

const folder = process.argv[2];
if (!folder) throw new Error('usage: node lab/src/runtime/engines/console/build-page.ts <folder>');
await build(pageConfig(resolve(folder)));
