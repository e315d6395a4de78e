import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import type { ActionFunction } from '../../handlers/contract/action-function';
import { bundleText } from '../process/bundle';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import { type ReplayAccount, SCOPE } from './account';
import type { Gate } from './gate';
import { makeRole } from './role';

/**
 * Makes the functions of the pipeline, their roles, and the rules that invoke them with events; not the pipeline.
 * @param invoked with events
 */
export async function deployFunctions(
  endpoint: ReplayAccount,
  { pipeline }: SimulatedAccount,
  invoked: readonly ActionFunction[],
  gate: Gate,
): Promise<void> {
  const lambda = new LambdaClient(endpoint.config);
  const Role = await makeRole(endpoint, `${pipeline.functionPrefix}functions`, {
    Service: 'lambda.amazonaws.com',
  });
  await makeRole(endpoint, pipeline.name, {
    Service: 'codepipeline.amazonaws.com',
    AWS: `arn:aws:iam::${endpoint.account}:root`,
  });
  const actions = pipeline.stages.flatMap(({ actions: all }) =>
    all.flatMap(({ action, native }) => (native ? [] : action)),
  );
  for (const action of new Set([...actions, ...invoked.map(({ name }) => name)]))
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
  for (const one of invoked) await invokeWithEvents(endpoint, `${pipeline.functionPrefix}${one.name}`, one);
}

async function invokeWithEvents(
  { account, region, config }: ReplayAccount,
  FunctionName: string,
  { events: patternsOf }: ActionFunction,
): Promise<void> {
  const events = new EventBridgeClient(config);
  for (const [at, pattern] of (patternsOf?.(SCOPE) ?? []).entries()) {
    const Name = `${FunctionName}-${at}`;
    const { RuleArn } = await events.send(
      new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }),
    );
    await new LambdaClient(config).send(
      new AddPermissionCommand({
        ...{ FunctionName, StatementId: Name, Action: 'lambda:InvokeFunction' },
        ...{ Principal: 'events.amazonaws.com', SourceArn: RuleArn },
      }),
    );
    const Arn = `arn:aws:lambda:${region}:${account}:function:${FunctionName}`;
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

/** What functions call, as the SDK's environment variables name it. */
const SERVICES = [
  'AUTO_SCALING',
  'CLOUDWATCH',
  'CODEDEPLOY',
  'CODEPIPELINE',
  'EC2',
  'ECR',
  'ECS',
  'ELASTIC_LOAD_BALANCING_V2',
  'LAMBDA',
  'S3',
  'SSM',
  'STS',
];

const variablesOf = (url: string): Record<string, string> => ({
  ...{ PREFIX: SCOPE.prefix, ENVIRONMENT: SCOPE.environment, POWERTOOLS_LOG_LEVEL: 'SILENT', GATE: url },
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
