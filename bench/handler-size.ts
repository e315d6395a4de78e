import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { BASELINE_OPTION, inTurn, sidesOf } from './measure/baseline';
import type { BundleAnswer, BundleQuestion } from './measure/bundle-probe';
import { commandCost } from './measure/command-cost';
import { comparisonTable } from './measure/comparison';
import { startProbe } from './measure/probe';
import { workerStart } from './measure/worker-start';

/**
 * The size of a handler's code and the time it takes to start, as a Markdown table on stdout, beside the same code as a
 * plain CommonJS bundle or, with `--baseline`, beside the other commit's:
 * `npx tsx bench/handler-size.ts [--handler record-release] [--rounds 9] [--baseline FOLDER]`
 *
 * The start is measured from the spawn of a Node process to the moment the local Lambda's worker has the handler loaded,
 * and as the processor's time of a Node process that loads it and nothing else; both bundles take turns, the median counts.
 * Clients of the SDK that a call loads are in the size, not in the start.
 */
async function main(handler: string, rounds: number, folder: string, baseline?: string): Promise<void> {
  const bundles: Record<string, string> = {};
  for (const side of sidesOf(baseline)) {
    const label = baseline === undefined ? 'as deployed' : side.name;
    bundles[label] = await asDeployed(side, handler, join(folder, side.name));
  }
  if (baseline === undefined) bundles['plain CommonJS'] = asPlain(handler, join(folder, 'plain'));
  const measured = await inTurn(Object.values(bundles), rounds, async (bundle) => ({
    ...sizeOf(bundle),
    start: await workerStart(bundle),
    cpu: 1000 * (await commandCost(loading(bundle), { cwd: bundle })).cpu,
  }));
  console.log(
    comparisonTable(`${handler}, median of ${rounds} starts`, Object.keys(bundles), measured, [
      { label: 'code, KB', of: ({ bytes }) => bytes / 1024 },
      { label: 'code, gzipped, KB', of: ({ gzipped }) => gzipped / 1024 },
      { label: 'from spawn to handler loaded, ms', of: ({ start }) => start },
      { label: 'loading, ms of the processor', of: ({ cpu }) => cpu },
    ]),
  );
}

/** The bundle that a side's synthesis makes. @returns its folder */
async function asDeployed(
  side: Parameters<typeof startProbe>[0],
  handler: string,
  outdir: string,
): Promise<string> {
  const probe = startProbe<BundleQuestion, BundleAnswer>(side, join(__dirname, 'measure/bundle-probe.ts'));
  try {
    return (await probe.ask({ handler, outdir })).folder;
  } finally {
    probe.end();
  }
}

/** The bundle that esbuild makes with its defaults. @returns its folder */
function asPlain(handler: string, outdir: string): string {
  const entry = resolve(__dirname, '../handlers', handler, 'handler.ts');
  const outfile = join(outdir, 'index.js');
  buildSync({ entryPoints: [entry], bundle: true, platform: 'node', target: 'node22', outfile });
  return outdir;
}

function sizeOf(bundle: string): { bytes: number; gzipped: number } {
  const files = readdirSync(bundle).map((name) => readFileSync(join(bundle, name)));
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  return {
    bytes: sum(files.map((file) => file.length)),
    gzipped: sum(files.map((file) => gzipSync(file).length)),
  };
}

function loading(bundle: string): string[] {
  const index = readdirSync(bundle).find((name) => name.startsWith('index.'));
  const load = `await import(${JSON.stringify(join(bundle, index ?? ''))}); process.exit(0);`;
  return [process.execPath, '--input-type=module', '--eval', load];
}

const { values } = parseArgs({
  options: {
    handler: { type: 'string', default: 'record-release' },
    rounds: { type: 'string', default: '9' },
    ...BASELINE_OPTION,
  },
});
const folder = mkdtempSync(join(tmpdir(), 'handler-size-'));
main(values.handler, Number(values.rounds), folder, values.baseline)
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(() => rmSync(folder, { recursive: true, force: true }));
