import {
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  GetFunctionConfigurationCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { playedPipeline } from '../../git/played-pipeline';
import { until } from '../../until';
import { expectUnchanged } from '../checks';
import type { LambdaContext } from '../context';
import { describeAlias, readAlias } from '../functions';
import type { LambdaPipeline, ReleasedFunction } from '../pipeline';

const TAG = { Key: 'rehearsal', Value: 'deployed-again' };

/**
 * The stack that owns the functions is deployed with a further tag, which CloudFormation writes to each resource of it: code,
 * configuration and alias stay what releases and a rollback have made of them.
 */
export async function deployedAgain(context: LambdaContext): Promise<void> {
  const { expect, terminal } = context;
  const pipeline = playedPipeline(context);
  const before = await snapshots(pipeline);
  const name = await ownerOf(pipeline);
  terminal.line(
    `  aws cloudformation update-stack --stack-name ${name} --use-previous-template --tags Key=${TAG.Key},Value=${TAG.Value}`,
  );
  expect.equal(`${name} is updated`, await updateStack(context, pipeline, name), 'UPDATE_COMPLETE');
  const after = await snapshots(pipeline);
  for (const [index, { functionName }] of pipeline.functions.entries()) {
    expect.equal(`${functionName} has the tag`, await tagOf(pipeline, functionName), TAG.Value);
    expect.equal(
      `code, configuration and alias of ${functionName} are the same`,
      after[index],
      before[index],
    );
  }
  await expectUnchanged(context, pipeline);
}

/** What releases own of each function, as text. */
const snapshots = (pipeline: LambdaPipeline): Promise<string[]> =>
  Promise.all(pipeline.functions.map((one) => snapshot(pipeline, one)));

async function snapshot(pipeline: LambdaPipeline, one: ReleasedFunction): Promise<string> {
  const { lambda } = pipeline.clients;
  const { functionName: FunctionName } = one;
  const alias = await readAlias(pipeline, one);
  const latest = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
  const { CodeSha256, Handler, Runtime, MemorySize, Timeout, Environment, Architectures } = latest;
  const configuration = { Handler, Runtime, MemorySize, Timeout, Environment, Architectures };
  return `${describeAlias(alias)}; code ${CodeSha256}, ${JSON.stringify(configuration)}; ${Versions.length} versions`;
}

/** The stack that a function belongs to. */
async function ownerOf({ clients, functions }: LambdaPipeline): Promise<string> {
  const PhysicalResourceId = functions[0]?.functionName;
  const { StackResources } = await clients.cloudFormation.send(
    new DescribeStackResourcesCommand({ PhysicalResourceId }),
  );
  return StackResources?.[0]?.StackName ?? '';
}

/** Updates a stack; returns its status at the end. */
async function updateStack(
  context: LambdaContext,
  { clients: { cloudFormation } }: LambdaPipeline,
  StackName: string,
): Promise<string> {
  const read = async (): Promise<Stack | undefined> =>
    (await cloudFormation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
  const { Parameters = [], Tags = [], Capabilities } = (await read()) ?? {};
  await cloudFormation.send(
    new UpdateStackCommand({
      StackName,
      UsePreviousTemplate: true,
      Parameters: Parameters.map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true })),
      Capabilities,
      Tags: [...Tags, TAG],
    }),
  );
  return until(context, `the update of ${StackName}`, 30, async () => {
    const { StackStatus = '' } = (await read()) ?? {};
    return StackStatus.endsWith('_IN_PROGRESS') ? undefined : StackStatus;
  });
}

async function tagOf({ clients: { lambda } }: LambdaPipeline, FunctionName: string): Promise<string> {
  const { FunctionArn = '' } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const { Tags = {} } = await lambda.send(new ListTagsCommand({ Resource: FunctionArn }));
  return Tags[TAG.Key] ?? 'no tag';
}
