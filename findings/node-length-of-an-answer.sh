#!/usr/bin/env bash
# Does Node announce the length of an answer that it gets whole?
#
# Guess: `response.writeHead(200).end(text)` and `response.statusCode = 200; response.end(text)` send the same.
# No: the first is chunked, because its head is made before the body is known; the second announces its length. A client
# that relies on Content-Length works with one and not with the other.
#
# Node 20.20, 2026-11-28. Where it matters: local-endpoint/endpoint/moto-connection.ts takes only answers with a length, and
# its test doubles must set one.
set -euo pipefail
command -v node >/dev/null || { echo "node is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/try.mjs" <<'JS'
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  if (request.url === '/head') return response.writeHead(200).end('text');
  response.statusCode = 200;
  response.end('text');
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const seen = {};
for (const path of ['/head', '/status']) {
  const { headers } = await fetch(`http://127.0.0.1:${server.address().port}${path}`);
  seen[path] = `length ${headers.get('content-length')}, encoding ${headers.get('transfer-encoding')}`;
  console.log(`${process.version} ${path}: ${seen[path]}`);
}
server.close();
const isAsSeen = seen['/head'] === 'length null, encoding chunked' && seen['/status'] === 'length 4, encoding null';
process.exit(isAsSeen ? 0 : 1);
JS
node "$folder/try.mjs"
