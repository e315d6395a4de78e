#!/usr/bin/env bash
# Question: does a double quote in a glob pattern match a double quote?
# Answer:   not in picomatch: it removes the quote, and takes what follows up to the next one literally, wildcards included.
#           With keepQuotes the quote stays, but what follows is literal all the same. Escaped with a backslash it is a
#           character like any other. CodePipeline documents no such meaning of a quote in the patterns of triggers.
# Versions: picomatch 4.0.4, Node 20.20, 2026-11-28
# Depends:  local-endpoint/services/codepipeline/triggers/patterns.ts, lib/source/config/glob.ts
set -euo pipefail

for program in node npm; do
  command -v "$program" >/dev/null || { echo "$program is missing"; exit 2; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-save picomatch@4.0.4 || { echo 'picomatch cannot be installed'; exit 2; }

cat >check.cjs <<'JS'
const picomatch = require('picomatch');
const cases = [
  { pattern: '*"*', options: {}, matches: false },
  { pattern: '*"*', options: { keepQuotes: true }, matches: false },
  { pattern: '*\\"*', options: {}, matches: true },
];
let changed = false;
for (const { pattern, options, matches } of cases) {
  const found = picomatch.isMatch('a"b', pattern, options);
  console.log(`${pattern} ${JSON.stringify(options)} on a"b: ${found}`);
  changed ||= found !== matches;
}
process.exit(changed ? 1 : 0);
JS
node check.cjs
