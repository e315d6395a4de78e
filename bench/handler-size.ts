import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { App, Stack } from 'aws-cdk-lib';
import { buildSync } from 'esbuild';
import { handlerCode } from '../lib/foundation/handler-code';
import { markdownTable } from './measure/table';

/**
 * The size of a handler's bundle and the time it takes to start, as it is deployed and as a plain CommonJS bundle, as a
 * Markdown table on stdout: `npx tsx bench/handler-size.ts [--handler record-release] [--rounds 9]`
 *
 * The start is measured from the spawn of a Node process to the moment the local Lambda's worker has the handler
 * loaded; both bundles take turns, the median counts.
 */
async function main(handler: string, rounds: number, folder: string): Promise<void> {
  const bundles = { deployed: asDeployed(handler, folder), plain: asPlain(handler, join(folder, 'plain')) };
  const starts: Record<keyof typeof bundles, number[]> = { deployed: [], plain: [] };
  for (let round = 0; round < rounds; round++) {
    starts.deployed.push(await startTime(bundles.deployed));
    starts.plain.push(await startTime(bundles.plain));
  }
  const row = (label: string, figure: (way: keyof typeof bundles) => number) => [
    label,
    figure('deployed').toFixed(0),
    figure('plain').toFixed(0),
  ];
  console.log(
    markdownTable(
      [`${handler}, median of ${rounds} starts`, 'as deployed', 'plain CommonJS'],
      [
        row('bundle, KB', (way) => statSync(fileIn(bundles[way])).size / 1024),
        row('bundle, gzipped, KB', (way) => gzipSync(readFileSync(fileIn(bundles[way]))).length / 1024),
        row('from spawn to handler loaded, ms', (way) => median(starts[way])),
      ],
    ),
  );
}

/** The bundle that a synthesis makes. */
function asDeployed(handler: string, outdir: string): string {
  handlerCode(new Stack(new App({ outdir }), 'Bundle'), handler);
  const asset = readdirSync(outdir).find((name) => name.startsWith('asset.'));
  if (!asset) throw new Error(`A synthesis must write an asset for the handler ${handler}, got: none`);
  return join(outdir, asset);
}

/** The bundle that esbuild makes with its defaults. */
function asPlain(handler: string, outdir: string): string {
  const entry = resolve(__dirname, '../handlers', handler, 'handler.ts');
  const outfile = join(outdir, 'index.js');
  buildSync({ entryPoints: [entry], bundle: true, platform: 'node', target: 'node22', outfile });
  return outdir;
}

/** Milliseconds. */
async function startTime(folder: string): Promise<number> {
  const worker = resolve(__dirname, '../local-endpoint/services/lambda/worker/worker-process.cjs');
  const env = { LAMBDA_TASK_ROOT: folder, _HANDLER: 'index.handler', AWS_REGION: 'ap-northeast-1' };
  const started = performance.now();
  const child = fork(worker, [], { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const messages: { kind: string }[] = [];
  while (!messages.some(({ kind }) => kind === 'ready')) {
    const [message] = (await once(child, 'message')) as [{ kind: string }];
    if (message.kind === 'error') throw new Error(`The bundle does not load: ${JSON.stringify(message)}`);
    messages.push(message);
  }
  const time = performance.now() - started;
  child.kill();
  return time;
}

function fileIn(folder: string): string {
  const [name] = readdirSync(folder);
  return join(folder, name ?? '');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const { values } = parseArgs({
  options: {
    handler: { type: 'string', default: 'record-release' },
    rounds: { type: 'string', default: '9' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'handler-size-'));
main(values.handler, Number(values.rounds), folder)
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(() => rmSync(folder, { recursive: true, force: true }));
