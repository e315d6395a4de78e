import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The ES module that the package's build has made of `packer/bake/main.ts`. */
export const bakeProgram = (): Uint8Array => readFileSync(resolve(__dirname, '../../packer/bake.mjs'));
