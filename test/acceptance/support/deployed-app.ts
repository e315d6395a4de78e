import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type LocalEndpoint,
  startLocalEndpoint,
  type VirtualClock,
  virtualClock,
} from '@pipeline-factory/local-endpoint';
import { findPythonTool } from '../../../local-endpoint/moto/python';
import { type RehearsalClients, clientsFor } from '../../../rehearsal/clients';
import { runCdk } from '../../../rehearsal/set-up/cdk';
import { until } from '../../../rehearsal/until';

const run = promisify(execFile);

export const ACCOUNT = '111111111111';
export const REGION = 'ap-northeast-1';

/** An app deployed to a local endpoint, with the real `cdk` and `aws` and SDK clients in front of it. */
export interface DeployedApp {
  readonly local: LocalEndpoint<VirtualClock>;
  readonly clients: RehearsalClients;
  /**
   * Deploys all stacks: those of a changed config, given as text, or else those that were synthesized before. The templates
   * of a changed config are not validated: that takes eight seconds of CPU, and other tests do it.
   * @returns the lines that `cdk deploy` printed
   */
  readonly deploy: (changed?: string) => Promise<string[]>;
  /** Destroys all synthesized stacks. */
  readonly destroy: () => Promise<void>;
  /** Runs the AWS CLI, which takes a second of CPU. Resolves to its JSON output, of the shape the caller expects. */
  readonly aws: <Output>(...args: string[]) => Promise<Output>;
  /** Writes a file for a command to read; resolves to its path. */
  readonly file: (name: string, content: string | Uint8Array) => Promise<string>;
  /** Repeats a check until it returns something, at most twelve hours of the endpoint's clock. */
  readonly until: <Result>(what: string, check: () => Promise<Result | undefined>) => Promise<Result>;
}

/**
 * Starts an endpoint, bootstraps it and deploys a config to it. Its clock waits for work.
 * @param config text, or what makes it of what a test has created in the account before
 */
export async function deployApp(
  config: string | ((clients: RehearsalClients) => Promise<string>),
): Promise<DeployedApp> {
  process.env.LOCAL_PACKER_STAND_IN = 'true'; // the real one asks once a second: test/packer/real-packer.test.ts runs it
  const local = await startLocalEndpoint({
    port: 0,
    clock: virtualClock({ driver: 'the test' }),
    account: ACCOUNT,
    region: REGION,
    log: () => undefined,
  });
  try {
    const app = commandsFor(local, await findPythonTool('aws'));
    const text = typeof config === 'string' ? config : await config(app.clients);
    await app.cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`, '--app', ''); // none is needed for it
    await app.deploy(text);
    return app;
  } catch (error) {
    await local.close();
    throw error;
  }
}

const DEPLOY = ['deploy', '--all', '--require-approval', 'never'] as const;

function commandsFor(
  local: LocalEndpoint<VirtualClock>,
  aws: string,
): DeployedApp & { cdk: (...args: string[]) => Promise<string[]> } {
  const assembly = join(local.folder, 'cdk.out');
  const { url: endpoint, account, region, folder, closing, clock } = local;
  const file: DeployedApp['file'] = async (name, content) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const cdkWith = async (env: Record<string, string>, args: readonly string[]): Promise<string[]> => {
    const lines: string[] = [];
    const onLine = (line: string) => void lines.push(line);
    const config = join(folder, 'config.yaml');
    await runCdk(args, { endpoint, clock, account, region, folder, closing, config, env, onLine });
    return lines;
  };
  const cdk = (...args: string[]) => cdkWith({}, args);
  return {
    local,
    clients: clientsFor(local, account, region),
    file,
    cdk,
    deploy: async (changed) => {
      if (changed === undefined) return cdk(...DEPLOY, '--app', assembly);
      await file('config.yaml', changed);
      return cdkWith({ CDK_VALIDATION: 'false' }, [...DEPLOY, '--output', assembly]);
    },
    destroy: async () => void (await cdk('destroy', '--all', '--force', '--app', assembly)),
    aws: async <Output>(...args: string[]) => {
      const { stdout } = await run(aws, [...args, '--output', 'json'], { env: environmentFor(local) });
      return (stdout.trimStart().startsWith('{') ? JSON.parse(stdout) : undefined) as Output;
    },
    until: (what, check) => until(local, what, 720, check),
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
