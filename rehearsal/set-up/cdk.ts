import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { endedEarly } from '../until';

const ROOT = join(__dirname, '..', '..');

/** How the CDK command line is run against the endpoint. */
export interface CdkOptions {
  readonly endpoint: string;
  /** Whose dummy credentials: an access key of twelve digits works in that account. */
  readonly account: string;
  readonly region: string;
  /** The spec that the app reads. */
  readonly spec: string;
  /** Where its output goes, as `cdk.log`. */
  readonly folder: string;
  /** Ends the command. */
  readonly closing: AbortSignal;
  /** Told each line the command prints. */
  line?(text: string): void;
}

/**
 * Runs the real `cdk` against the endpoint, with nothing of the person's own AWS configuration.
 * @throws ExpectedError with the command's last lines where it fails
 */
export async function runCdk(words: readonly string[], options: CdkOptions): Promise<void> {
  const log = join(options.folder, 'cdk.log');
  const child = launch(words, options);
  const output = createWriteStream(log, { flags: 'a' }).on('error', () => undefined);
  const tail: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.on('data', (data: Buffer) => {
      output.write(data);
      const lines = (rest + data.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        options.line?.(line);
        tail.push(line);
        tail.splice(0, tail.length - 15);
      }
    });
  }
  const code = await ending(child, options.closing);
  output.end();
  if (options.closing.aborted) throw endedEarly();
  if (code === 0) return;
  throw new ExpectedError(`cdk ${words.join(' ')} failed:\n${tail.filter((line) => line.trim()).join('\n')}`);
}

/** The command's exit code. What it started itself goes with it, and only then is its end the end. */
async function ending(child: ChildProcess, closing: AbortSignal): Promise<number | null> {
  const endAll = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  if (closing.aborted) endAll();
  closing.addEventListener('abort', endAll, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
  } finally {
    closing.removeEventListener('abort', endAll);
  }
}

function launch(words: readonly string[], options: CdkOptions): ChildProcess {
  const commands = join(ROOT, 'node_modules', '.bin');
  const cdk = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  return spawn(process.execPath, ['--require', join(__dirname, 'end-with-parent.cjs'), cdk, ...words], {
    cwd: ROOT, // where cdk.json is
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, to be ended as a whole
    env: {
      ...withoutAws(process.env),
      ...environmentFor(options),
      PATH: [commands, process.env.PATH].join(delimiter),
      PIPELINE_FACTORY_SPEC: resolve(options.spec),
      CI: 'true',
    },
  });
}

/** What any AWS client needs to work with the endpoint, and nothing else. */
function environmentFor(
  options: Pick<CdkOptions, 'endpoint' | 'account' | 'region'>,
): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: options.endpoint,
    AWS_REGION: options.region,
    AWS_DEFAULT_REGION: options.region,
    AWS_ACCESS_KEY_ID: options.account,
    AWS_SECRET_ACCESS_KEY: 'rehearsal',
  };
}

/** A profile or session of the person's own must never meet a rehearsal. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_'))),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** A stack of a synthesized app and where it goes. */
export interface SynthesizedStack {
  /** What `cdk deploy` calls it. */
  readonly id: string;
  readonly account: string;
  readonly region: string;
}

/** The stacks of a cloud assembly. https://docs.aws.amazon.com/cdk/v2/guide/deploy.html */
export async function stacksOf(assembly: string): Promise<SynthesizedStack[]> {
  const manifest = JSON.parse(await readFile(join(assembly, 'manifest.json'), 'utf8')) as {
    artifacts: Record<string, { type: string; environment?: string; displayName?: string }>;
  };
  const stacks = Object.entries(manifest.artifacts).filter(
    ([, { type }]) => type === 'aws:cloudformation:stack',
  );
  return stacks.map(([id, { environment = '', displayName }]) => {
    const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
    return { id: displayName ?? id, account, region };
  });
}
