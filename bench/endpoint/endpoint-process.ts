import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutAws } from '@pipeline-factory/local-endpoint';
import type { Side } from '../measure/baseline';
import { followMotoLog } from '../measure/moto-log';
import { cpuSeconds, descendants, environmentOf, type TreeUse, treeUse } from './process-tree';

export const ACCOUNT = '111111111111';
export const REGION = 'ap-northeast-1';

/** A local endpoint in a process of its own. */
export interface EndpointProcess {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** moto's URL, with its secret where it has one. */
  readonly moto: string;
  use(): TreeUse;
  /** Seconds of the processor that its own process has used, and those that it started and that still run. */
  cpu(): { readonly endpoint: number; readonly others: number };
  /** How many calls have reached moto, by its log. */
  motoCalls(): number;
  end(): Promise<void>;
}

/** Starts `pipeline-factory local` of a side. @throws Error where it does not start */
export async function startEndpointProcess(side: Side): Promise<EndpointProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-endpoint-'));
  const child = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', 'bin/pipeline-factory.ts', 'local'],
      ...['--port', '0', '--speed', '10', '--account', ACCOUNT, '--region', REGION],
    ],
    {
      cwd: side.folder,
      env: { ...withoutAws(process.env), TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const { pid = 0 } = child;
  const log = followMotoLog(folder);
  const url = await readyUrl(child);
  return {
    url,
    moto: motoUrl(pid, log.text()),
    use: () => treeUse(pid),
    cpu: () => ({
      endpoint: cpuSeconds(pid),
      others: descendants(pid)
        .map(cpuSeconds)
        .reduce((a, b) => a + b, 0),
    }),
    motoCalls: () => log.calls(),
    end: async () => {
      log.close();
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output = `${output}${String(chunk)}`.slice(-10_000);
      const url = /AWS_ENDPOINT_URL=(http:\/\/\S+)/.exec(output)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', () => reject(new Error(`The endpoint must print its URL, got: ${output}`)));
  });
}

function motoUrl(endpoint: number, log: string): string {
  const address = /Running on (http:\S+)/.exec(log)?.[1];
  const secret = descendants(endpoint)
    .map((pid) => environmentOf(pid).LOCAL_MOTO_SECRET)
    .find(Boolean);
  if (!address) throw new Error(`moto's log must have its address: ${log}`);
  return secret ? `${address}/${secret}` : address;
}
