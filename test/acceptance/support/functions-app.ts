import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { strToU8, zipSync } from 'fflate';
import type { ReleaseRecord } from '../../../handlers/contract/release-record';
import { parseRecord } from '../../../handlers/release-record/parse-record';
import type { RehearsalClients } from '../../../rehearsal/clients';
import { ACCOUNT, type DeployedApp, deployApp, REGION } from './deployed-app';
import { endedExecution } from './executions';

/** The queue of events that the function of cards failed for. */
export const FAILED = 'failed-cards';

/** A function that the team's own stack has made. */
export const OWN = 'our-function';

/** What a test deploys: a pipeline for each way to release functions. */
export interface FunctionsApp extends DeployedApp {
  readonly lambda: LambdaClient;
  readonly sqs: SQSClient;
  /** Where the function of cards runs, in the account's own network. */
  readonly network: Network;
  /** The config, with the memory of the function of quotes. */
  readonly config: (variation?: { readonly memory?: number }) => string;
}

interface Network {
  readonly subnet: string;
  readonly securityGroup: string;
}

/** Deploys them to an account with a network, a parameter and a queue. */
export async function deployFunctions(): Promise<FunctionsApp> {
  let network: Network | undefined;
  const app = await deployApp(async (clients) => {
    network = await prepareAccount(clients);
    return configOf(network, {});
  });
  const of = network;
  if (!of) throw new Error('the config must have been asked for, got: no call');
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'test' };
  const account = { endpoint: app.local.url, region: REGION, credentials };
  const sqs = new SQSClient(account);
  await sqs.send(new CreateQueueCommand({ QueueName: FAILED }));
  return {
    ...app,
    network: of,
    sqs,
    lambda: new LambdaClient(account),
    config: (one = {}) => configOf(of, one),
  };
}

async function prepareAccount({ ec2, ssm }: RehearsalClients): Promise<Network> {
  const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SecurityGroups: [group] = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [subnet?.VpcId ?? ''] }] }),
  );
  await ssm.send(new PutParameterCommand({ Name: '/cards/greeting', Value: 'a card', Type: 'String' }));
  return { subnet: subnet?.SubnetId ?? '', securityGroup: group?.GroupId ?? '' };
}

/** Canaries, alarms and gates are what `npm run rehearse` plays: rehearsal/lambda-from-commits. */
const configOf = (network: Network, { memory = 256 }: { readonly memory?: number }): string => `
prefix: acme
environments: { test: { account: "${ACCOUNT}", region: ${REGION} }, next: { account: "${ACCOUNT}", region: ${REGION} } }
connections: { hub: { provider: GitHub } }
pipelines:
  quotes:
    kind: lambda
    source: { git: { connection: hub, repository: acme/quotes, push: { branches: [main] } } }
    checks: { unit-tests: { buildspec: buildspec.test.yml, timeout: 1h } }
    build: { buildspec: buildspec.yml, timeout: 1h }
    functions: { api: { code: dist/api, handler: index.handler, runtime: nodejs22.x, memory: ${memory}, timeout: 10s } }
    deploy: { traffic: all-at-once }
    environments: { test: {} }
  cards:
    kind: lambda
    source: { code: { s3: acme-cards, key: "{environment}/code.zip" } }
    functions:
      card:
        code: .
        handler: index.handler
        runtime: nodejs22.x
        environment: { GREETING: { parameter: /cards/greeting } }
        network: { subnets: [${network.subnet}], securityGroups: [${network.securityGroup}] }
        reservedConcurrency: 5
        onFailure: arn:aws:sqs:${REGION}:${ACCOUNT}:${FAILED}
    verify: { buildspec: buildspec.smoke.yml, timeout: 1h }
    environments: { test: {} }
  ours:
    kind: lambda
    source: { code: { s3: acme-ours, key: "{environment}/code.zip" } }
    functions: { own: { code: ., existing: "${OWN}" } }
    environments: { test: {} }
  notes:
    kind: lambda
    source: { code: { s3: acme-notes, key: "{environment}/code.zip" } }
    environmentsAre: aliases
    functions: { note: { code: ., handler: index.handler, runtime: nodejs22.x, environment: { STAGE: "{environment}" } } }
    deploy: { keepVersions: 1 }
    environments: { test: {}, next: {} }
  drafts:
    kind: lambda
    source: { code: { s3: acme-drafts, key: "{environment}/code.zip" } }
    functions: { draft: { code: ., handler: index.handler, runtime: nodejs22.x } }
    environments: { test: { deploy: { latest: true } } }
`;

/** What a caller of the alias gets. */
export async function call(
  { lambda }: FunctionsApp,
  FunctionName: string,
  Qualifier = 'live',
): Promise<{
  readonly statusCode?: number;
  readonly errorMessage?: string;
  body?: string;
}> {
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Qualifier }));
  return JSON.parse(Buffer.from(Payload ?? []).toString()) as Awaited<ReturnType<typeof call>>;
}

/** What answers, and what a release owns of the function. */
export async function snapshot({ lambda }: FunctionsApp, FunctionName: string) {
  const name = { FunctionName };
  const { FunctionVersion, RoutingConfig } = await lambda.send(
    new GetAliasCommand({ ...name, Name: 'live' }),
  );
  const { MemorySize, Handler, Runtime, CodeSha256 } = await lambda.send(
    new GetFunctionConfigurationCommand(name),
  );
  return { FunctionVersion, RoutingConfig, MemorySize, Handler, Runtime, CodeSha256 };
}

/** The versions of a function, `$LATEST` first. */
export async function versionsOf({ lambda }: FunctionsApp, FunctionName: string): Promise<string[]> {
  const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
  return Versions.map(({ Version = '' }) => Version);
}

/** What is on record of a pipeline. */
export async function recordOf({ clients }: FunctionsApp, pipeline: string): Promise<ReleaseRecord> {
  const { Parameter } = await clients.ssm.send(
    new GetParameterCommand({ Name: `/acme/${pipeline}/test/release` }),
  );
  return parseRecord(Parameter?.Value ?? '');
}

/**
 * Uploads a zip as a team's own CI does, and waits for the end of the execution that it starts.
 * @param entry of the config
 */
export async function upload(
  app: FunctionsApp,
  entry: string,
  files: Readonly<Record<string, string>>,
  environment = 'test',
) {
  const pipeline = `acme-${entry}-${environment}`;
  const content = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  const Body = zipSync(Object.fromEntries(content));
  const { VersionId = '' } = await app.clients.s3.send(
    new PutObjectCommand({ Bucket: `acme-${entry}`, Key: `${environment}/code.zip`, Body }),
  );
  const ended = await endedExecution(
    app,
    pipeline,
    `a release of version ${VersionId}`,
    ({ sourceRevisions = [] }) => sourceRevisions.some(({ revisionId }) => revisionId === VersionId),
  );
  return { VersionId, ended };
}
