import { randomUUID } from 'node:crypto';
import {
  type FunctionConfiguration,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  GetParameterCommand,
  GetParameterHistoryCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import {
  ACCOUNT,
  manualClock,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
} from '@pipeline-factory/local-endpoint/testing';
import type { FunctionSettings, LambdaSettings } from '../../../handlers/contract/lambda-settings';
import {
  actionFunctionName,
  type PipelineIdentity,
  pipelineName,
  releaseParameterName,
  settingsParameterName,
} from '../../../handlers/contract/names';
import type { ReleaseRecord } from '../../../handlers/contract/release-record';
import { logger } from '../../../handlers/logger';
import { handler as publishVersions } from '../../../handlers/publish-versions/handler';
import { handler as recordVersions } from '../../../handlers/record-versions/handler';
import { handler as shiftVersions } from '../../../handlers/shift-versions/handler';
import { codeDeploy } from '../../../local-endpoint/services/codedeploy/service';
import { lambda } from '../../../local-endpoint/services/lambda/service';
import { sts } from '../../../local-endpoint/services/sts/service';
import { createArtifactBucket, type EventArtifact, storeArtifact, storeObject } from './artifacts';
import { pointClientsAt } from './client-config';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy';
import type { ReceivedResult } from './running-actions';
import { type VersionsPipeline, versionsPipeline } from './versions-pipeline';
import { createFunction, createRole, functionSettings } from './versions-stack';

const FUNCTIONS = {
  'publish-versions': publishVersions,
  'record-versions': recordVersions,
  'shift-versions': shiftVersions,
};

/** When an event was sent that is not believed for being new. */
const LONG_AGO = '2026-01-01T00:00:00Z';

/** One job of an action, which can be invoked again as it was. */
export interface VersionsJob {
  readonly name: keyof typeof FUNCTIONS;
  readonly executionId: string;
  /** UserParameters beside the pipeline and the settings. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly artifact?: EventArtifact;
  readonly id: string;
  readonly continuationToken?: string;
}

/** Lambda, Parameter Store and S3, and a pipeline, new for each test, whose functions call them. */
export interface VersionsHarness {
  readonly identity: PipelineIdentity;
  readonly pipeline: VersionsPipeline;
  readonly proxy: FaultyProxy;
  readonly endpoint: TestEndpoint;
  readonly lambda: LambdaClient;
  readonly settings: LambdaSettings;
  /** Makes another pipeline with functions of these names, each with a version 1 that its alias names. */
  next(names?: readonly string[]): Promise<void>;
  /** Deploys other settings, as CloudFormation does. */
  configure(
    functions: Readonly<Record<string, Partial<FunctionSettings>>>,
    more?: Partial<LambdaSettings>,
  ): Promise<void>;
  /** The name of a function in Lambda. */
  of(name: string): string;
  artifact(files: Readonly<Record<string, string>>): Promise<EventArtifact>;
  object(bytes: Uint8Array): Promise<EventArtifact>;
  /** A job of a new execution, or of one that is there. */
  job(
    name: VersionsJob['name'],
    given: Partial<Pick<VersionsJob, 'artifact' | 'executionId' | 'parameters'>>,
  ): VersionsJob;
  /** Invokes the function. @returns the result of the job */
  invoke(job: VersionsJob): Promise<ReceivedResult | undefined>;
  /** Sends the event of an execution's end. */
  end(executionId: string, more?: object, detail?: object): Promise<void>;
  /** Publishes a version with a timeout of so many seconds. */
  publish(name: string, timeout: number): Promise<string>;
  moveAlias(name: string, version: string, weights?: Readonly<Record<string, number>>): Promise<void>;
  /** Version and weights of an alias. */
  alias(name: string): Promise<readonly [string, Readonly<Record<string, number>>]>;
  configuration(name: string, version?: string): Promise<FunctionConfiguration>;
  /** The published versions. */
  versions(name: string): Promise<string[]>;
  record(): Promise<ReleaseRecord | undefined>;
  putRecord(record: ReleaseRecord | string): Promise<void>;
  /** How often the record was written. */
  countRecords(): Promise<number>;
  /** Calls of Lambda and Parameter Store that change something, of functions and not of the test. */
  changes(): string[];
}

/** Starts AWS before the tests of a file, and makes a pipeline with the function `api` before each of them. */
export function versionsHarness(fakes: readonly string[] = []): VersionsHarness {
  let endpoint: TestEndpoint;
  let proxy: FaultyProxy;
  let settings: LambdaSettings;
  let identity: PipelineIdentity;
  let [client, ssm]: [LambdaClient?, SSMClient?] = [];
  let count = 0;
  const pipeline = versionsPipeline();
  const lambdaOf = () => client as LambdaClient;
  const put = async (Name: string, Value: string) => {
    await ssm?.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
  };
  const context = (name: string) => ({
    invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
  });
  const harness: VersionsHarness = {
    get identity() {
      return identity;
    },
    pipeline,
    get proxy() {
      return proxy;
    },
    get endpoint() {
      return endpoint;
    },
    get lambda() {
      return lambdaOf();
    },
    get settings() {
      return settings;
    },
    next: async (names = ['api']) => {
      pipeline.reset();
      endpoint.restore();
      identity = { prefix: 'shop', pipeline: `quotes${++count}`, environment: 'prd' };
      const functions = Object.fromEntries(names.map((name) => [name, functionSettings(identity, name)]));
      settings = { hash: `hash-${count}-0`, alias: 'live', keepVersions: 2, functions };
      await createRole(endpoint, pipelineName(identity));
      for (const { functionName } of Object.values(functions)) await createFunction(lambdaOf(), functionName);
      await put(settingsParameterName(identity), JSON.stringify(settings));
      proxy.heal();
    },
    configure: async (functions, more) => {
      const changed = Object.entries(settings.functions).map(([name, one]) => [
        name,
        { ...one, ...functions[name] },
      ]);
      const hash = `${settings.hash.slice(0, -1)}${Number(settings.hash.at(-1)) + 1}`;
      settings = {
        ...settings,
        hash,
        ...more,
        functions: Object.fromEntries(changed) as LambdaSettings['functions'],
      };
      await put(settingsParameterName(identity), JSON.stringify(settings));
    },
    of: (name) => settings.functions[name]?.functionName ?? '',
    artifact: (files) => storeArtifact(endpoint.client(), pipelineName(identity), files),
    object: (bytes) => storeObject(endpoint.client(), pipelineName(identity), bytes),
    job: (name, given) => ({ name, id: randomUUID(), executionId: 'e1', ...given }),
    invoke: async ({ name, id, artifact, executionId, parameters, continuationToken }) => {
      const given = { ...identity, executionId, settings: settings.hash, ...parameters };
      const configuration = { UserParameters: JSON.stringify(given) };
      const data = {
        actionConfiguration: { configuration },
        inputArtifacts: artifact ? [artifact] : [],
        artifactCredentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test', sessionToken: 'test' },
        continuationToken,
      };
      const event = { 'CodePipeline.job': { id, accountId: ACCOUNT, data } };
      // The action is listed under the execution that runs, whichever of the two ids a rollback's action is given.
      const own = pipeline.executions.findLast((one) => one.rollsBackTo === executionId)?.id ?? executionId;
      const functionName = actionFunctionName(identity.prefix, identity.environment, name);
      pipeline.running.start({ event, functionName, executionId: own });
      await FUNCTIONS[name](event, context(functionName));
      return pipeline.results.find(({ jobId }) => jobId === id);
    },
    end: (executionId, more = {}, detail = {}) =>
      recordVersions(
        {
          'detail-type': 'CodePipeline Pipeline Execution State Change',
          ...{ account: ACCOUNT, time: LONG_AGO },
          detail: {
            pipeline: pipelineName(identity),
            'execution-id': executionId,
            state: 'FAILED',
            ...detail,
          },
          ...more,
        },
        context('record-versions'),
      ),
    publish: async (name, Timeout) => {
      const FunctionName = harness.of(name);
      await lambdaOf().send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout }));
      return (await lambdaOf().send(new PublishVersionCommand({ FunctionName }))).Version ?? '';
    },
    moveAlias: async (name, FunctionVersion, AdditionalVersionWeights = {}) => {
      const RoutingConfig = { AdditionalVersionWeights };
      const request = { FunctionName: harness.of(name), Name: 'live', FunctionVersion, RoutingConfig };
      await lambdaOf().send(new UpdateAliasCommand(request));
    },
    alias: async (name) => {
      const command = new GetAliasCommand({ FunctionName: harness.of(name), Name: 'live' });
      const { FunctionVersion = '', RoutingConfig } = await lambdaOf().send(command);
      return [FunctionVersion, RoutingConfig?.AdditionalVersionWeights ?? {}];
    },
    configuration: (name, Qualifier) =>
      lambdaOf().send(new GetFunctionConfigurationCommand({ FunctionName: harness.of(name), Qualifier })),
    versions: async (name) => {
      const command = new ListVersionsByFunctionCommand({ FunctionName: harness.of(name) });
      const { Versions = [] } = await lambdaOf().send(command);
      return Versions.flatMap(({ Version = '' }) => (Version === '$LATEST' ? [] : [Version]));
    },
    record: async () => {
      try {
        const found = await ssm?.send(new GetParameterCommand({ Name: releaseParameterName(identity) }));
        return JSON.parse(found?.Parameter?.Value ?? '') as ReleaseRecord;
      } catch (error) {
        if ((error as Error).name === 'ParameterNotFound') return undefined;
        throw error;
      }
    },
    putRecord: (record) =>
      put(releaseParameterName(identity), typeof record === 'string' ? record : JSON.stringify(record)),
    countRecords: async () => {
      const found = await ssm?.send(new GetParameterHistoryCommand({ Name: releaseParameterName(identity) }));
      return found?.Parameters?.length ?? 0;
    },
    changes: () => {
      const role = `/${pipelineName(identity)}`;
      return endpoint.calls
        .filter(({ caller }) => caller.roleArn?.endsWith(role))
        .map(({ operation }) => operation)
        .filter((operation) => !/^(Get|List)/.test(operation));
    },
  };
  beforeAll(async () => {
    endpoint = await startTestEndpoint({
      clock: manualClock(new Date()), // so that credentials are valid for the clients, which have the machine's time
      services: [lambda, sts, codeDeploy, pipeline.service],
      fakes,
    });
    proxy = await startFaultyProxy(endpoint.reachable);
    pointClientsAt(proxy.url);
    Object.assign(process.env, { PREFIX: 'shop', ENVIRONMENT: 'prd' });
    logger.setLogLevel('SILENT');
    client = new LambdaClient({ ...endpoint.client(), maxAttempts: 1 });
    ssm = new SSMClient(endpoint.client());
    await createArtifactBucket(endpoint.client());
    await createRole(endpoint, 'function');
  }, 60_000);
  afterAll(async () => {
    await proxy.close();
    await endpoint.close();
  });
  beforeEach(() => harness.next());
  return harness;
}
