#!/usr/bin/env bash
# Does V8 refuse compiled code of another source?
#
# Guess: `cachedData` of a script whose text is another one is rejected, as Node's documentation of `cachedDataRejected`
# lets one expect: the text is given again, so that it can be compared.
# No: V8 compares how long the text is. Of another text of the same length it takes the compiled code, and runs that.
#
# Node 20.20 (V8 11.3), 2026-11-28. Where it matters: bin/start/compiled-code.ts keeps compiled code by a hash of all files.
set -euo pipefail
command -v node >/dev/null || { echo "node is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/try.cjs" <<'JS'
const { Script } = require('node:vm');

const compiled = new Script('"the old text"').createCachedData();
const outcomes = ['"the new text"', '"a longer text"'].map((text) => {
  const script = new Script(text, { cachedData: compiled });
  const outcome = { rejected: script.cachedDataRejected, result: script.runInThisContext() };
  console.log(`${process.version}: code of "the old text" for ${text}: ${JSON.stringify(outcome)}`);
  return outcome;
});
const [sameLength, longer] = outcomes;
process.exit(!sameLength.rejected && sameLength.result === 'the old text' && longer.rejected ? 0 : 1);
JS
node "$folder/try.cjs"
