import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  type CreateDeploymentGroupCommandInput,
  type DeploymentInfo,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
  type LambdaTarget,
  type LifecycleEventStatus,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { codeDeploy } from '../../../services/codedeploy/service';
import { lambda } from '../../../services/lambda/service';
import { ACCOUNT, advanceUntil, startTestEndpoint, type TestEndpoint } from '../../../testing';

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/quotes-deploy`;
const ALARM = 'quotes-errors';
export const MINUTE = 60_000;

/** What a test deploys. */
interface Deployed {
  readonly hooks?: readonly object[];
  readonly properties?: object;
  readonly content?: string;
  readonly revisionType?: 'AppSpecContent' | 'String';
}

/** A function of the test's own, with the versions 1 and 2, an alias at 1, and its application, and what a test reads of them. */
export interface FunctionFixture {
  /** Of function, application and group. */
  readonly name: string;
  readonly endpoint: TestEndpoint;
  readonly client: CodeDeployClient;
  readonly functions: LambdaClient;
  /** Creates the group. @param change overrides parts of it */
  readonly group: (change?: Partial<CreateDeploymentGroupCommandInput>) => Promise<unknown>;
  /** An AppSpec file. @param properties overrides those of its function */
  readonly specification: (properties: object, hooks?: readonly object[]) => string;
  /** @returns the deployment id */
  readonly deploy: (given?: Deployed) => Promise<string>;
  readonly deployment: (id: string) => Promise<DeploymentInfo>;
  /** Moves the clock until the deployment has ended. */
  readonly ended: (id: string) => Promise<DeploymentInfo>;
  /** The deployment that has failed, and the one that rolls it back, when both have ended. */
  readonly rolledBack: (id: string) => Promise<readonly [DeploymentInfo, DeploymentInfo]>;
  readonly target: (id: string) => Promise<LambdaTarget>;
  /** Statuses of the lifecycle events by name. */
  readonly statuses: (id: string) => Promise<Record<string, string | undefined>>;
  /** The version that the alias names, and the weights of others. */
  readonly alias: () => Promise<readonly [string | undefined, Record<string, number>]>;
  readonly setAlarm: (state: 'OK' | 'ALARM') => Promise<void>;
  /** Answers every hook with what the test gives for it, and notes what the alias named meanwhile. */
  readonly hooksReport: (results: Readonly<Record<string, LifecycleEventStatus>>) => unknown[];
}

/** One endpoint for a file of tests, and a function for each. */
export function useFunctionFixture(): FunctionFixture {
  let endpoint: TestEndpoint;
  let client: CodeDeployClient;
  let functions: LambdaClient;
  let cloudWatch: CloudWatchClient;
  let name: string;
  let count = 0;

  beforeAll(async () => {
    endpoint = await startTestEndpoint({ services: [codeDeploy, lambda], fakes: ['lambda:Invoke'] });
    client = new CodeDeployClient({ ...endpoint.client(), maxAttempts: 1 });
    functions = new LambdaClient({ ...endpoint.client(), maxAttempts: 1 });
    cloudWatch = new CloudWatchClient(endpoint.client());
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await new IAMClient(endpoint.client()).send(
      new CreateRoleCommand({ RoleName: 'runs', AssumeRolePolicyDocument }),
    );
  });
  afterAll(() => endpoint.close());

  beforeEach(async () => {
    endpoint.restore();
    endpoint.calls.length = 0;
    name = `quotes-${++count}`;
    const ZipFile = zipSync({ 'index.js': strToU8('exports.handler = async () => 1;') });
    await functions.send(
      new CreateFunctionCommand({
        ...{ FunctionName: name, Runtime: 'nodejs22.x', Handler: 'index.handler', Publish: true },
        ...{ Role: `arn:aws:iam::${ACCOUNT}:role/runs`, Code: { ZipFile } },
      }),
    );
    await functions.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: 4 }));
    await functions.send(new PublishVersionCommand({ FunctionName: name }));
    await functions.send(new CreateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: '1' }));
    await setAlarm('OK');
    await client.send(new CreateApplicationCommand({ applicationName: name, computePlatform: 'Lambda' }));
  });

  async function setAlarm(StateValue: 'OK' | 'ALARM'): Promise<void> {
    const metric = { Namespace: 'AWS/Lambda', MetricName: 'Errors', Statistic: 'Sum' } as const;
    const when = {
      ...{ Period: 60, EvaluationPeriods: 1, Threshold: 1 },
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    } as const;
    await cloudWatch.send(new PutMetricAlarmCommand({ AlarmName: ALARM, ...metric, ...when }));
    await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue, StateReason: 'test' }));
  }

  const group = (change: Partial<CreateDeploymentGroupCommandInput> = {}) =>
    client.send(
      new CreateDeploymentGroupCommand({
        ...{ applicationName: name, deploymentGroupName: name, serviceRoleArn: ROLE },
        deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
        deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
        alarmConfiguration: { enabled: true, alarms: [{ name: ALARM }] },
        autoRollbackConfiguration: {
          enabled: true,
          events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
        },
        ...change,
      }),
    );

  const specification = (properties: object, hooks?: readonly object[]): string =>
    JSON.stringify({
      version: 0.0,
      Resources: [
        {
          [name]: {
            Type: 'AWS::Lambda::Function',
            Properties: { Name: name, Alias: 'live', CurrentVersion: '1', TargetVersion: '2', ...properties },
          },
        },
      ],
      ...(hooks && { Hooks: hooks }),
    });

  async function deploy(given: Deployed = {}): Promise<string> {
    const { hooks, properties = {}, revisionType = 'AppSpecContent' } = given;
    const text = { content: given.content ?? specification(properties, hooks) };
    const { deploymentId = '' } = await client.send(
      new CreateDeploymentCommand({
        ...{ applicationName: name, deploymentGroupName: name },
        revision: {
          revisionType,
          ...(revisionType === 'String' ? { string: text } : { appSpecContent: text }),
        },
      }),
    );
    return deploymentId;
  }

  const deployment = async (deploymentId: string): Promise<DeploymentInfo> =>
    (await client.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo ?? {};

  async function ended(id: string): Promise<DeploymentInfo> {
    await advanceUntil(endpoint.clock, async () => (await deployment(id)).completeTime, MINUTE);
    return deployment(id);
  }

  async function rolledBack(id: string): Promise<readonly [DeploymentInfo, DeploymentInfo]> {
    const failed = await ended(id);
    return [failed, await ended(failed.rollbackInfo?.rollbackDeploymentId ?? '')];
  }

  async function target(deploymentId: string): Promise<LambdaTarget> {
    const command = new GetDeploymentTargetCommand({ deploymentId, targetId: name });
    return (await client.send(command)).deploymentTarget?.lambdaTarget ?? {};
  }

  async function statuses(id: string): Promise<Record<string, string | undefined>> {
    const { lifecycleEvents = [] } = await target(id);
    return Object.fromEntries(lifecycleEvents.map((one) => [one.lifecycleEventName ?? '', one.status]));
  }

  async function alias(): Promise<readonly [string | undefined, Record<string, number>]> {
    const found = await functions.send(new GetAliasCommand({ FunctionName: name, Name: 'live' }));
    return [found.FunctionVersion, found.RoutingConfig?.AdditionalVersionWeights ?? {}];
  }

  function hooksReport(results: Readonly<Record<string, LifecycleEventStatus>>): unknown[] {
    const seen: unknown[] = [];
    endpoint.answer('lambda:Invoke', (input) => {
      const { DeploymentId, LifecycleEventHookExecutionId } = JSON.parse(
        Buffer.from(input.Payload as Uint8Array).toString('utf8'),
      ) as Record<string, string>;
      const status = results[String(input.FunctionName)];
      void alias()
        .then((now) => seen.push([input.FunctionName, ...now]))
        .then(() =>
          status === undefined
            ? undefined
            : client.send(
                new PutLifecycleEventHookExecutionStatusCommand({
                  deploymentId: DeploymentId,
                  lifecycleEventHookExecutionId: LifecycleEventHookExecutionId,
                  status,
                }),
              ),
        );
      return { StatusCode: 202 };
    });
    return seen;
  }

  return {
    get name() {
      return name;
    },
    get endpoint() {
      return endpoint;
    },
    get client() {
      return client;
    },
    get functions() {
      return functions;
    },
    group,
    specification,
    deploy,
    deployment,
    ended,
    rolledBack,
    target,
    statuses,
    alias,
    setAlarm,
    hooksReport,
  };
}
