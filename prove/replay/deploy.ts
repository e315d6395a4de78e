import { CodePipelineClient, CreatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { CLEAN_UP_GROUPS } from '../../handlers/contract/clean-up-groups';
import { bundleText } from '../process/bundle';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import type { Gate } from './gate';

/** An account of a local endpoint. */
export interface ReplayAccount {
  readonly account: string;
  readonly region: string;
  /** Of every client. */
  readonly config: object;
}

/** Makes the functions, their roles, and the rules that invoke them with events; not the pipeline. */
export async function deployFunctions(
  { account, region, config }: ReplayAccount,
  { pipeline }: SimulatedAccount,
  gate: Gate,
): Promise<void> {
  const iam = new IAMClient(config);
  const lambda = new LambdaClient(config);
  const Role = await role(iam, `${pipeline.functionPrefix}functions`, { Service: 'lambda.amazonaws.com' });
  await role(iam, pipeline.name, {
    Service: 'codepipeline.amazonaws.com',
    AWS: `arn:aws:iam::${account}:root`,
  });
  const actions = pipeline.stages.flatMap(({ actions: all }) => all.map(({ action }) => action));
  for (const action of new Set([...actions, CLEAN_UP_GROUPS.name]))
    await lambda.send(
      new CreateFunctionCommand({
        ...{ FunctionName: `${pipeline.functionPrefix}${action}`, Role, Runtime: 'nodejs20.x' },
        ...{ Handler: 'index.handler', Timeout: 60, MemorySize: 256 },
        Environment: { Variables: variablesOf(gate.urlOf(action)) },
        Code: {
          ZipFile: zipSync({ 'index.js': strToU8(ENTRY), 'function.js': strToU8(bundleText(action)) }),
        },
      }),
    );
  const events = new EventBridgeClient(config);
  const cleanUp = `${pipeline.functionPrefix}${CLEAN_UP_GROUPS.name}`;
  const scope = { prefix: 'shop', environment: 'prd' };
  for (const [at, pattern] of (CLEAN_UP_GROUPS.events?.(scope) ?? []).entries()) {
    const Name = `${cleanUp}-${at}`;
    const { RuleArn } = await events.send(
      new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }),
    );
    await lambda.send(
      new AddPermissionCommand({
        ...{ FunctionName: cleanUp, StatementId: Name, Action: 'lambda:InvokeFunction' },
        ...{ Principal: 'events.amazonaws.com', SourceArn: RuleArn },
      }),
    );
    const Arn = `arn:aws:lambda:${region}:${account}:function:${cleanUp}`;
    await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'function', Arn }] }));
  }
}

/** Each invocation is a cold start, and the gate knows when it begins and returns, and in which process. */
const ENTRY = `
const path = require.resolve('./function.js');
exports.handler = async (event, context) => {
  const body = JSON.stringify({ pid: process.pid, event });
  const report = (what) => fetch(process.env.GATE + what, { method: 'POST', body });
  await report('/begin');
  delete require.cache[path];
  const result = await require(path).handler(event, context);
  await report('/end');
  return result;
};
`;

const SERVICES = [
  'AUTO_SCALING',
  'CLOUDWATCH',
  'CODEPIPELINE',
  'EC2',
  'ELASTIC_LOAD_BALANCING_V2',
  'SSM',
  'STS',
];

const variablesOf = (url: string): Record<string, string> => ({
  ...{ PREFIX: 'shop', ENVIRONMENT: 'prd', POWERTOOLS_LOG_LEVEL: 'SILENT', GATE: url },
  ...Object.fromEntries(SERVICES.map((name) => [`AWS_ENDPOINT_URL_${name}`, url])),
});

/** Has Lambda accept an event for a function. */
export async function deliver(
  { config }: ReplayAccount,
  { pipeline }: SimulatedAccount,
  action: string,
  event: object,
): Promise<void> {
  const Payload = Buffer.from(JSON.stringify(event));
  const FunctionName = `${pipeline.functionPrefix}${action}`;
  await new LambdaClient(config).send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
}

/** Permissions are not what is replayed: the rehearsal enforces those that are deployed. */
async function role(iam: IAMClient, RoleName: string, Principal: object): Promise<string> {
  const document = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const AssumeRolePolicyDocument = document({ Principal, Action: 'sts:AssumeRole' });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = document({ Action: '*', Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument }));
  return Role?.Arn ?? '';
}

/**
 * Makes the pipeline, whose first execution CodePipeline starts. What its bake would put out is a variable of the pipeline.
 * @param variables defaults, by `NAMESPACE_NAME`
 */
export async function deployPipeline(
  { account, region, config }: ReplayAccount,
  { pipeline: { name, stages, functionPrefix } }: SimulatedAccount,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const Bucket = `replay-${account}`;
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const CreateBucketConfiguration = { LocationConstraint: region as 'eu-central-1' };
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(
    new PutObjectCommand({ Bucket, Key: 'source.zip', Body: zipSync({ 'a.txt': strToU8('a') }) }),
  );
  await new CodePipelineClient(config).send(
    new CreatePipelineCommand({
      pipeline: {
        ...{
          name,
          roleArn: `arn:aws:iam::${account}:role/${name}`,
          pipelineType: 'V2',
          executionMode: 'QUEUED',
        },
        artifactStore: { type: 'S3', location: Bucket },
        variables: Object.entries(variables).map(([one, defaultValue]) => ({ name: one, defaultValue })),
        stages: [
          {
            name: 'Source',
            actions: [
              {
                name: 'Source',
                actionTypeId: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' },
                configuration: { S3Bucket: Bucket, S3ObjectKey: 'source.zip', PollForSourceChanges: 'false' },
                outputArtifacts: [{ name: 'source' }],
              },
            ],
          },
          ...stages.map((stage) => ({
            name: stage.name,
            actions: stage.actions.map((one, at) => ({
              ...{ name: one.name, namespace: one.namespace, runOrder: at + 1 },
              actionTypeId: {
                category: 'Invoke' as const,
                owner: 'AWS' as const,
                provider: 'Lambda',
                version: '1',
              },
              configuration: {
                FunctionName: `${functionPrefix}${one.action}`,
                UserParameters: one.userParameters.replaceAll(/#\{(Bake)\.(\w+)\}/g, '#{variables.$1_$2}'),
              },
            })),
          })),
        ],
      },
    }),
  );
}
