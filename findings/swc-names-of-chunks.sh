#!/usr/bin/env bash
# Does the path that a module imports change how swc's minifier names the module's variables?
#
# Guess: no; a minified module that imports `./chunk-X2QPR7LM.mjs` differs from one that imports `./chunk-K4TTWZ3B.mjs` in
# the path alone.
# No: the mangler gives the shortest names in the order of how often their letters occur in the module, and counts those of
# import paths. So another hash in a chunk's name is another text of every module that imports it, even once the path is
# set right afterwards, and with it another hash of that module. The same letters in another order change nothing.
# esbuild's minifier does not count paths.
#
# @swc/core 1.16.22, esbuild 0.28.2, Node 20, 2026-11-28. Where it matters: lib/foundation/bundling/join-modules.ts names
# the chunks before swc sees them.
set -euo pipefail
command -v npm >/dev/null || { echo "npm is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @swc/core@1.16.22 esbuild@0.28.2 >/dev/null 2>&1 \
  || { echo "the packages cannot be installed"; exit 2; }
cat > try.mjs <<'JS'
import { minifySync } from '@swc/core';
import { transformSync } from 'esbuild';

// A function with forty variables, each used once.
const variables = Array.from({ length: 40 }, (_, index) => `variable${index}`);
const importing = (hash) =>
  `import { load } from './chunk-${hash}.mjs';\nexport function run(${variables}) { return load([${variables}]); }\n`;

const minifiers = {
  swc: (text) => minifySync(text, { module: true, compress: true, mangle: true }).code,
  esbuild: (text) => transformSync(text, { minify: true, format: 'esm' }).code,
};

const hashes = { first: 'X2QPR7LM', other: 'K4TTWZ3B', shuffled: 'M7RL2QXP' };
const found = Object.entries(minifiers).map(([name, minify]) => {
  const but = (hash) => minify(importing(hash)).replace(hash, 'HASH');
  const first = but(hashes.first);
  console.log(`${name}: ${first.trim()}`);
  const same = { other: but(hashes.other) === first, shuffled: but(hashes.shuffled) === first };
  if (!same.other) console.log(`${name}: ${but(hashes.other).trim()}`);
  console.log(`${name}: all but the path is the same with another hash: ${same.other}`);
  console.log(`${name}: all but the path is the same with the hash's letters in another order: ${same.shuffled}`);
  return [same.other, same.shuffled].join();
});
process.exit(found.join(' ') === 'false,true true,true' ? 0 : 1);
JS
node try.mjs
