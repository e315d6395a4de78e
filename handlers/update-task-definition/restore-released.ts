import {
  type Deployment,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
  type Tag,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { PipelineEvent } from '../aws-events';
import { pipelineName, releaseParameterName } from '../contract/names';
import { readRecord } from '../release-record/read-record';
import { isSameContent } from './compare';
import type { EcsServiceName } from './service';
import { inputOf } from './task-definition-file';

/** Clients that work with the pipeline's role. */
export interface RestoreClients {
  readonly ecs: ECSClient;
  readonly ssm: SSMClient;
}

/**
 * Makes what was released the newest revision of its family again, after a deployment of something else failed, or an
 * execution that had registered a revision ended before it was deployed. The stack
 * of a service that the factory makes names the family alone, so that a change of it runs the newest revision. It registers
 * a copy of the recorded revision where the newest has other content, unless
 *
 * - the service is being deployed the newest, or runs it, or the newest was registered after the event: it is of the next
 *   release, or of one that succeeded and is not recorded yet;
 * - the service runs something that is not recorded. Where its deployment failed and ECS did not roll it back, that is what
 *   failed, and the copy is registered.
 *
 * It may run twice and die after any call: the copy is its only change, and a repetition finds it to be the newest.
 * Between its last look and the copy, which takes milliseconds, it does not see a revision that the next release registers.
 *
 * A service that was there already keeps what it has, even where it is named like the pipeline: its released revision is of
 * another family than the factory gives. Where the family is named so too, the pipeline may register its revisions, and the
 * copy changes nothing that runs.
 * @returns what was done, or why nothing was, for the log
 * @throws where the recorded revision is gone
 */
export async function restoreReleased(
  { ecs, ssm }: RestoreClients,
  { pipeline, at }: PipelineEvent,
): Promise<string> {
  const family = pipelineName(pipeline); // of its service and cluster, too
  const serving = (await readRecord(ssm, releaseParameterName(pipeline)))?.serving;
  if (serving?.type !== 'ecs') return nothing('no release to ECS is recorded');
  const recorded = serving.taskDefinition;
  if (!recorded.includes(`:task-definition/${family}:`))
    return nothing(`${recorded}, which is recorded, is not of family ${family}`);

  const primary = await primaryDeployment(ecs, { cluster: family, service: family });
  if (!primary?.taskDefinition) return nothing('the service is not active');
  const isFailed = primary.rolloutState === 'FAILED';
  const { revision: newest } = await describe(ecs, family);
  const { taskDefinitionArn: newestArn = '', registeredAt } = newest;
  if (primary.taskDefinition === newestArn && !isFailed)
    return nothing(`the service runs ${newestArn}, the newest revision`);
  if (registeredAt && registeredAt > at)
    return nothing(`${newestArn} was registered after the deployment or execution had ended`);

  const released = await describe(ecs, recorded);
  if (isSameContent(newest, released.revision, []))
    return nothing(`${newestArn}, the newest revision, has the content of ${recorded} already`);
  const runsRecorded = async (arn: string): Promise<boolean> =>
    arn === recorded || isSameContent((await describe(ecs, arn)).revision, released.revision, []);
  if (!isFailed && !(await runsRecorded(primary.taskDefinition)))
    return nothing(`the service runs ${primary.taskDefinition}, which is not recorded`);
  const copy = await register(ecs, released);
  return `${copy} is registered with the content of ${recorded}, which was released, after ${newestArn}, which was not`;
}

const nothing = (why: string): string => `Nothing to do: ${why}`;

/** The deployment that the service is to run. @returns nothing where the service is not there, or not any more */
async function primaryDeployment(
  ecs: ECSClient,
  { cluster, service }: EcsServiceName,
): Promise<Deployment | undefined> {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const [{ status, deployments = [] } = {}] = services ?? [];
  return status === 'ACTIVE' ? deployments.find((one) => one.status === 'PRIMARY') : undefined;
}

interface TaggedRevision {
  readonly revision: TaskDefinition;
  readonly tags: readonly Tag[];
}

/** @param taskDefinition ARN of a revision, or a family for the newest that is active */
async function describe(ecs: ECSClient, taskDefinition: string): Promise<TaggedRevision> {
  const command = new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] });
  const { taskDefinition: revision = {}, tags = [] } = await ecs.send(command);
  return { revision, tags };
}

/**
 * Registers a copy with the same tags, but for AWS's own, which nobody may set.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html
 * @returns its ARN
 */
async function register(ecs: ECSClient, { revision, tags }: TaggedRevision): Promise<string> {
  const own = tags.filter(({ key = '' }) => !key.startsWith('aws:'));
  const input = { ...inputOf(revision), ...(own.length > 0 && { tags: own }) };
  const { taskDefinition } = await ecs.send(new RegisterTaskDefinitionCommand(input));
  return taskDefinition?.taskDefinitionArn ?? '';
}
