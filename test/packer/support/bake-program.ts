import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { ACCOUNT, REGION, type TestEndpoint } from '@pipeline-factory/local-endpoint/testing';
import { bakeName } from '../../../handlers/contract/names';
import type { BakeInstance, ImageBake } from '../../../lib/bake/config/model';
import type { VirtualClock } from '../../../local-endpoint/kit/virtual-clock/virtual-clock';
import { bundleProgram } from '../../../local-endpoint/services/codebuild/run/bundle-program';
import { writeFiles } from './bake-files';
import { IDENTITY } from './bake-names';
import { synthesize } from './bake-template';

interface ProgramsProps {
  readonly endpoint: TestEndpoint<VirtualClock>;
  readonly folder: string;
  readonly instance: BakeInstance;
}

/** A run of the program that has ended. */
export interface ProgramRun {
  readonly status: number | null;
  readonly log: string;
  /** By name; none where it failed. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Runs of the bake's program alone: what a build does before it takes longer than all the rest. */
export function createPrograms({ endpoint, folder, instance }: ProgramsProps) {
  let count = 0;
  let programs: Promise<string> | undefined;
  return {
    async run(image: ImageBake, files: Readonly<Record<string, string>>): Promise<ProgramRun> {
      const work = join(folder, `program-${(count += 1)}`);
      const { project, asset } = synthesize({ image, instance }, join(work, 'cdk.out'));
      const source = join(work, 'src');
      writeFiles(source, files);
      programs ??= installPrograms(folder, endpoint.url);
      const variables = project.environment?.environmentVariables ?? [];
      const environment = {
        ...Object.fromEntries(variables.map(({ name = '', value = '' }) => [name, value])),
        ...endpoint.environment(),
        ...(await session(endpoint)),
        AWS_ENDPOINT_URL: endpoint.url,
        AWS_REGION: REGION,
        PATH: [await programs, process.env.PATH].join(delimiter),
        BAKE: asset.folder,
        CODEBUILD_BUILD_ID: `${bakeName(IDENTITY)}:${randomUUID()}`,
        CODEBUILD_SRC_DIR: source,
        COMMIT_ID: 'c0ffee',
        EXECUTION_ID: 'execution-1',
      };
      return endpoint.clock.outside('the bake', () =>
        run(asset.folder, environment, join(work, 'variables')),
      );
    },
  };
}

async function session(endpoint: TestEndpoint<VirtualClock>): Promise<Record<string, string>> {
  const { Credentials } = await new STSClient(endpoint.client()).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/${bakeName(IDENTITY)}`,
      RoleSessionName: 'codebuild',
    }),
  );
  return {
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
  };
}

/** A folder with the stand-ins of a build, that for Ansible too. */
async function installPrograms(folder: string, endpoint: string): Promise<string> {
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  const packer = await bundleProgram('packer', programs);
  const scripts = {
    packer: `LOCAL_PACKER_STAND_IN=true LOCAL_PACKER_FOLDER=${programs} AWS_ENDPOINT_URL=${endpoint} exec node ${packer} "$@"`,
    'ansible-playbook': 'echo "ansible-playbook [core 0.0.0]"',
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(programs, name), 0o755);
  }
  return programs;
}

function run(files: string, environment: NodeJS.ProcessEnv, output: string): Promise<ProgramRun> {
  const child = spawn(process.execPath, [join(files, 'bake.mjs'), output], { env: environment });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, log, variables: readVariables(output) }));
  });
}

function readVariables(path: string): Record<string, string> {
  if (!existsSync(path)) return {};
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name = '', value = ''] = /^export (\w+)='(.*)'$/.exec(line) ?? [];
      return [[name, value]];
    }),
  );
}
