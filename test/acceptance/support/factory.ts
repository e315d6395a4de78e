import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type LocalEndpoint, startLocalEndpoint } from '@pipeline-factory/local-endpoint';
import { findPythonTool } from '../../../local-endpoint/moto/python';
import { runCdk } from '../../../rehearsal/cdk';
import { until } from '../../../rehearsal/until';

const run = promisify(execFile);

export const ACCOUNT = '111111111111';
export const REGION = 'ap-northeast-1';

/** A local endpoint with the real `cdk` and `aws` in front of it. */
export interface Factory {
  readonly local: LocalEndpoint;
  /** Synthesizes a spec, given as text; what `cdk` does from now on is about its stacks. */
  readonly synthesize: (spec: string) => Promise<void>;
  /** Runs `cdk` on the synthesized stacks. Resolves to the lines it printed. */
  readonly cdk: (...words: string[]) => Promise<string[]>;
  /** Runs `aws`. Resolves to what it answered, of the shape the caller expects. */
  readonly aws: <Answer>(...words: string[]) => Promise<Answer>;
  /** Writes a file for a command to read; resolves to its path. */
  readonly file: (name: string, content: string | Uint8Array) => Promise<string>;
  /** Looks until there is something to see, at most three hours of the endpoint's clock. */
  readonly until: <Seen>(what: string, look: () => Promise<Seen | undefined>) => Promise<Seen>;
}

/** Starts an endpoint, bootstraps it and deploys a spec to it. Two minutes of waiting take a second. */
export async function startFactory(spec: string): Promise<Factory> {
  const local = await startLocalEndpoint({
    port: 0,
    speed: 120,
    account: ACCOUNT,
    region: REGION,
    log: () => undefined,
  });
  const factory = { local, ...commandsFor(local, await findPythonTool('aws')) };
  try {
    await factory.synthesize(spec);
    await factory.cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`);
    await factory.cdk('deploy', '--all', '--require-approval', 'never');
  } catch (error) {
    await local.close();
    throw error;
  }
  return factory;
}

function commandsFor(local: LocalEndpoint, aws: string): Omit<Factory, 'local'> {
  const assembly = join(local.folder, 'cdk.out');
  const specFile = join(local.folder, 'spec.yaml');
  const file: Factory['file'] = async (name, content) => {
    await writeFile(join(local.folder, name), content);
    return join(local.folder, name);
  };
  const cdk = async (...words: string[]): Promise<string[]> => {
    const lines: string[] = [];
    const { url: endpoint, account, region, folder, closing } = local;
    const line = (text: string) => void lines.push(text);
    await runCdk(words, { endpoint, account, region, folder, closing, spec: specFile, line });
    return lines;
  };
  return {
    file,
    synthesize: async (spec) => {
      await file('spec.yaml', spec);
      await cdk('synth', '--quiet', '--output', assembly);
    },
    cdk: (...words) => cdk(...words, '--app', assembly),
    aws: async <Answer>(...words: string[]) => {
      const { stdout } = await run(aws, [...words, '--output', 'json'], { env: environmentFor(local) });
      return (stdout.trimStart().startsWith('{') ? JSON.parse(stdout) : undefined) as Answer;
    },
    until: (what, look) => until(local, what, 180, look),
  };
}

function environmentFor({ url, region, folder }: LocalEndpoint): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: folder,
    AWS_ENDPOINT_URL: url,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
}
