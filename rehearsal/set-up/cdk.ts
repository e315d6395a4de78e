import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import type { VirtualClock } from '@pipeline-factory/local-endpoint';
import type { AccountRegion } from '../account-region';
import { interruptedError } from '../until';
import { withoutAws } from '@pipeline-factory/local-endpoint';

/** The folder whose cdk.json names the app: the working folder, or else ours. */
const project = () => (existsSync('cdk.json') ? process.cwd() : join(__dirname, '..', '..'));

/** The environment variable in which bin/factory.ts gets the path of its config. */
export const CONFIG_VARIABLE = 'PIPELINE_FACTORY_CONFIG';

/** Lines of the command's output that an error quotes. */
const MAX_QUOTED_LINES = 15;

/** How the CDK command line runs against the endpoint. Account and region are those of its dummy credentials. */
export interface CdkOptions extends AccountRegion {
  readonly endpoint: string;
  /** Goes on while the command waits for the endpoint. */
  readonly clock: VirtualClock;
  /** Path of the config that the app reads. */
  readonly config: string;
  /** Where its output is appended to `cdk.log`. */
  readonly folder: string;
  /** Kills the command. */
  readonly closing: AbortSignal;
  /** Further environment variables. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with each line the command prints. @default - lines go to the log only */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs the real `cdk` against the endpoint, without any AWS configuration of the user.
 * @throws ExpectedError with the command's last lines where it fails
 */
export async function runCdk(args: readonly string[], options: CdkOptions): Promise<void> {
  const child = start(args, options);
  const log = createWriteStream(join(options.folder, 'cdk.log'), { flags: 'a' }).on('error', () => undefined);
  const tail: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.on('data', (data: Buffer) => {
      log.write(data);
      const lines = (rest + data.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        options.onLine?.(line);
        tail.push(line);
        tail.splice(0, tail.length - MAX_QUOTED_LINES);
      }
    });
  }
  const code = await options.clock.outside(`cdk ${args[0]}`, () => exitCode(child, options.closing));
  log.end();
  if (options.closing.aborted) throw interruptedError();
  if (code === 0) return;
  throw new ExpectedError(`cdk ${args.join(' ')} failed:\n${tail.filter((line) => line.trim()).join('\n')}`);
}

/** Resolves when the command and all processes it started have ended. */
async function exitCode(child: ChildProcess, closing: AbortSignal): Promise<number | null> {
  const killGroup = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  if (closing.aborted) killGroup();
  closing.addEventListener('abort', killGroup, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
  } finally {
    closing.removeEventListener('abort', killGroup);
  }
}

function start(args: readonly string[], options: CdkOptions): ChildProcess {
  const folder = project();
  const commands = join(folder, 'node_modules', '.bin');
  const cdk = require.resolve('aws-cdk/bin/cdk', { paths: [folder, __dirname] }); // the one that `npx cdk` runs there
  return spawn(process.execPath, ['--require', join(__dirname, 'end-with-parent.cjs'), cdk, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // makes a process group, which can be killed as a whole
    env: {
      ...withoutAws(process.env),
      ...environmentFor(options),
      PATH: [commands, process.env.PATH].join(delimiter),
      [CONFIG_VARIABLE]: resolve(options.config),
      CI: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true', // else each command starts another process to send it
      ...options.env,
    },
  });
}

/** What any AWS client needs to work with the endpoint, and nothing else. */
const environmentFor = ({ endpoint, region, account }: CdkOptions): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: account, // an access key of twelve digits works in that account
  AWS_SECRET_ACCESS_KEY: 'rehearsal',
});
