#!/usr/bin/env bash
# How much of the EC2 client is in a bundle that calls one operation?
#
# Guess: the client and the schemas of that operation, a few kilobytes, because the package has no side effects and esbuild
# drops what nobody imports.
# No: half a megabyte. The package keeps the schemas of all operations in one module, and many have computed keys,
# `{ [_xN]: _i }`, of which esbuild cannot know that they have no effect. It keeps each of them, whoever uses it. With the
# keys written out they go.
#
# esbuild 0.28.2, @aws-sdk/client-ec2 3.1169.0, Node 20, 2026-11-28. Where it matters: lib/foundation/bundle-handler.ts
# has swc drop them.
set -euo pipefail
command -v npm >/dev/null || { echo "npm is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . esbuild@0.28.2 @aws-sdk/client-ec2@3.1169.0 >/dev/null 2>&1 \
  || { echo "the packages cannot be installed"; exit 2; }
cat > try.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const literalKeys = {
  name: 'literal-keys',
  setup: ({ onLoad }) =>
    onLoad({ filter: /schemas_0\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const constants = new Map([...text.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, value]) => [name, value]));
      return { contents: text.replace(/\[(_\w+)\]:/g, (key, name) => (constants.has(name) ? `${constants.get(name)}:` : key)) };
    }),
};

async function kilobytes(plugins) {
  const { metafile } = await build({
    stdin: { contents: "export { EC2Client, StopInstancesCommand } from '@aws-sdk/client-ec2'", resolveDir: '.' },
    ...{ bundle: true, minify: true, write: false, metafile: true, platform: 'node', format: 'esm', plugins },
    mainFields: ['module', 'main'],
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  const [[, { bytesInOutput }]] = Object.entries(inputs).filter(([file]) => /client-ec2.*schemas_0\.js$/.test(file));
  return Math.round(bytesInOutput / 1024);
}

const [asIs, literal] = [await kilobytes([]), await kilobytes([literalKeys])];
console.log(`schemas in a bundle for StopInstances: ${asIs} KB; with literal keys ${literal} KB`);
process.exit(asIs > 400 && literal < 50 ? 0 : 1);
JS
node try.mjs
