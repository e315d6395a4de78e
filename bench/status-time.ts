import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodePipelineClient, CreatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { IAMClient, CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { scaledClock } from '../local-endpoint/kit/clock';
import { startLocalEndpoint } from '../local-endpoint/local-endpoint';
import { runStatus } from '../bin/commands/status';
import { releaseClients } from '../bin/releases/clients';

/**
 * Measures `pipeline-factory status` of a hundred pipelines against the local endpoint: calls by operation, and the time of
 * five runs after one another, as Markdown on stdout; CPU time includes the endpoint's, which is in this process. Each
 * pipeline has a release record, and an execution that has failed.
 *
 * `npm run bench:status`
 */
const PIPELINES = 100;
const ROUNDS = 5;
const ACCOUNT = '111111111111';
const REGION = 'ap-northeast-1';

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'status-time-'));
  const local = await startLocalEndpoint({
    ...{ port: 0, clock: scaledClock(1), account: ACCOUNT, region: REGION },
    log: () => undefined,
  });
  try {
    const config = {
      endpoint: local.url,
      region: REGION,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' },
      forcePathStyle: true,
    };
    const names = Array.from({ length: PIPELINES }, (_, index) => `service-${index + 1}`);
    const file = join(folder, 'pipelines.yaml');
    writeFileSync(file, configOf(names));
    await deploy(names, config);
    const counts = new Map<string, number>();
    const clientsFor = () => counted(releaseClients(config), counts);
    const times: number[] = [];
    const cpu: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      counts.clear();
      const [started, used] = [performance.now(), process.cpuUsage()];
      await runStatus({ config: file, json: true }, DISCARD, { clientsFor });
      times.push(performance.now() - started);
      const { user, system } = process.cpuUsage(used);
      cpu.push((user + system) / 1_000);
    }
    process.stdout.write(report(times, cpu, counts));
  } finally {
    await local.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const DISCARD = { write: () => true } as unknown as NodeJS.WritableStream;

const configOf = (names: readonly string[]): string => `prefix: shop
environments:
  stg: { account: "${ACCOUNT}", region: ${REGION} }
connections: { github: { provider: GitHub } }
pipelines:
${names
  .map(
    (name) =>
      `  ${name}: { kind: ecs-rolling, source: { git: { connection: github, repository: acme/${name} } }, build: docker, service: { container: web, port: 80 }, environments: { stg: {} } }`,
  )
  .join('\n')}
`;

type Config = NonNullable<Parameters<typeof releaseClients>[0]>;

/** Pipelines without what they deploy to, whose source has nothing to take. */
async function deploy(names: readonly string[], config: Config): Promise<void> {
  const [codePipeline, ssm] = [new CodePipelineClient(config), new SSMClient(config)];
  await new S3Client(config).send(
    new CreateBucketCommand({
      Bucket: `artifacts-${ACCOUNT}`,
      CreateBucketConfiguration: { LocationConstraint: REGION },
    }),
  );
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  const { Role } = await new IAMClient(config).send(
    new CreateRoleCommand({ RoleName: 'pipelines', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  for (const name of names) {
    const serving = {
      type: 'ecs',
      taskDefinition: `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/${name}:42`,
      images: {},
      deploymentId: 'ecs-svc/1',
      servingSince: new Date().toISOString(),
      cause: 'release',
    };
    const parameter = { Name: `/shop/${name}/stg/release`, Value: JSON.stringify({ serving }) };
    await ssm.send(new PutParameterCommand({ ...parameter, Type: 'String' }));
    await codePipeline.send(
      new CreatePipelineCommand({ pipeline: pipelineOf(`shop-${name}-stg`, Role?.Arn ?? '') }),
    );
  }
}

const pipelineOf = (name: string, roleArn: string) => ({
  name,
  roleArn,
  pipelineType: 'V2' as const,
  artifactStore: { type: 'S3' as const, location: `artifacts-${ACCOUNT}` },
  stages: [
    {
      name: 'Source',
      actions: [
        {
          name: 'Settings',
          actionTypeId: { category: 'Source' as const, owner: 'AWS' as const, provider: 'S3', version: '1' },
          configuration: {
            S3Bucket: `artifacts-${ACCOUNT}`,
            S3ObjectKey: 'a.zip',
            PollForSourceChanges: 'false',
          },
          outputArtifacts: [{ name: 'settings' }],
        },
      ],
    },
    {
      name: 'Approval',
      actions: [
        {
          name: 'Approve',
          actionTypeId: {
            category: 'Approval' as const,
            owner: 'AWS' as const,
            provider: 'Manual',
            version: '1',
          },
        },
      ],
    },
  ],
});

/** Clients whose calls are counted by operation. */
function counted<Clients extends ReturnType<typeof releaseClients>>(
  clients: Clients,
  counts: Map<string, number>,
): Clients {
  for (const client of [clients.codePipeline, clients.ssm, clients.sts] as unknown as CountedClient[])
    client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          const name = commandName.replace(/Command$/, '');
          counts.set(name, (counts.get(name) ?? 0) + 1);
          return next(args);
        },
      { step: 'initialize', name: 'count' },
    );
  return clients;
}

interface CountedClient {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: unknown) => Promise<unknown>,
        context: { readonly commandName: string },
      ) => (args: unknown) => Promise<unknown>,
      options: { step: 'initialize'; name: string },
    ): void;
  };
}

function report(
  times: readonly number[],
  cpu: readonly number[],
  counts: ReadonlyMap<string, number>,
): string {
  const seconds = (milliseconds: readonly number[]) =>
    milliseconds.map((time) => (time / 1_000).toFixed(2)).join(', ');
  const rows = [...counts].map(([operation, count]) => `| ${operation} | ${count} |`);
  return [
    '| call | times |',
    '|---|---|',
    ...rows,
    '',
    `Seconds of ${times.length} runs, the first with the clients' code: ${seconds(times)}`,
    `CPU seconds: ${seconds(cpu)}`,
    '',
  ].join('\n');
}

void main();
