import {
  type ActionExecutionDetail,
  type CodePipelineClient,
  GetPipelineStateCommand,
} from '@aws-sdk/client-codepipeline';
import { artifactBucketName, artifactFolder, pipelineName } from '../contract/names';
import { ConfigurationError } from '../errors';
import { findActionExecution } from '../executions/action-executions';
import { isUnderWay } from '../executions/under-way';
import type { FunctionOwner } from '../function-owner';
import type { JobWork } from './parse-job';
import type { ConfirmedJob, JobArtifact } from './pipeline-job';

/**
 * Asks CodePipeline whether an action of a running execution is what asks. Whoever may invoke the function can make up an
 * event; what is believed of it is what an action in progress of the named pipeline has too: that it invokes this function,
 * its UserParameters with all variables resolved, and where its input artifacts are.
 *
 * An execution that was superseded or stopped has no such action any more, and one that CodePipeline does not list yet has
 * none yet: AWS documents no time within which it does. So nothing is done, and it is asked again later.
 *
 * AWS documents no operation that shows the job of a Lambda action: `GetJobDetails` is for custom actions. That the job's
 * id belongs to the action is known only when CodePipeline takes its result.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListActionExecutions.html
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetJobDetails.html
 *
 * @param client with the function's own role
 * @returns the action, and its execution, which in a rollback may be another one than the job names; nothing where none is
 * @throws ConfigurationError for what no pipeline of the function's environment can ask for
 */
export async function confirmJob(
  client: CodePipelineClient,
  work: JobWork,
  owner: FunctionOwner,
): Promise<Confirmation | undefined> {
  const executionId = checkOwn(work, owner);
  const name = pipelineName(work.job.pipeline);
  const isAsking = (action: ActionExecutionDetail) => asks(action, work, owner);
  const found = await findAsking(client, name, executionId, isAsking);
  if (found) return confirmationOf(executionId, found);
  for (const other of await otherExecutions(client, name, executionId)) {
    const asking = await findAsking(client, name, other, isAsking);
    if (asking) return confirmationOf(other, asking);
  }
  return undefined;
}

/** What CodePipeline knows of a job that is confirmed. */
type Confirmation = Pick<ConfirmedJob, 'runningIn' | 'action'>;

const confirmationOf = (
  runningIn: string,
  { actionExecutionId: id = '', startTime }: ActionExecutionDetail,
): Confirmation => ({ runningIn, action: { id, ...(startTime && { startedAt: startTime }) } });

/**
 * @returns the execution that the job names
 * @throws ConfigurationError for another environment's pipeline, another account, or an artifact from elsewhere
 */
function checkOwn({ job }: JobWork, owner: FunctionOwner): string {
  const { prefix, environment, account, region } = owner;
  const { pipeline, executionId } = job;
  if (pipeline.prefix !== prefix || pipeline.environment !== environment)
    throw new ConfigurationError(
      `UserParameters must name a pipeline ${prefix}-*-${environment}, got: ${pipelineName(pipeline)}`,
    );
  if (!executionId) throw new ConfigurationError('UserParameters must have a text "executionId", got: none');
  if (job.account !== account)
    throw new ConfigurationError(`The job must be of account ${account}, got: ${job.account || 'none'}`);
  const bucket = artifactBucketName(prefix, environment, account, region);
  const folder = `${artifactFolder(pipelineName(pipeline))}/`;
  const foreign = job.inputArtifacts.find((one) => one.bucket !== bucket || !one.key.startsWith(folder));
  if (foreign)
    throw new ConfigurationError(
      `Artifact ${foreign.name} must be in ${bucket}/${folder}, got: ${foreign.bucket}/${foreign.key}`,
    );
  return executionId;
}

function asks(
  { status, input = {} }: ActionExecutionDetail,
  { job, userParameters }: JobWork,
  { functionName }: FunctionOwner,
): boolean {
  const { actionTypeId, resolvedConfiguration = {}, inputArtifacts = [] } = input;
  const given = inputArtifacts.map(({ name = '', s3location: { bucket = '', key = '' } = {} }) => {
    return { name, bucket, key };
  });
  return (
    status === 'InProgress' &&
    actionTypeId?.provider === 'Lambda' &&
    resolvedConfiguration.FunctionName === functionName &&
    resolvedConfiguration.UserParameters === userParameters &&
    textOf(given) === textOf(job.inputArtifacts)
  );
}

/** Artifacts in a form that two lists can be compared by, whatever their order. */
const textOf = (artifacts: readonly JobArtifact[]): string =>
  JSON.stringify(artifacts.map(({ name, bucket, key }) => [name, bucket, key].join('\n')).sort());

async function findAsking(
  client: CodePipelineClient,
  pipeline: string,
  executionId: string,
  isAsking: (action: ActionExecutionDetail) => boolean,
): Promise<ActionExecutionDetail | undefined> {
  try {
    return await findActionExecution(client, pipeline, isAsking, executionId);
  } catch (error) {
    if (NOT_FOUND.includes((error as Error).name)) return undefined;
    throw error;
  }
}

const NOT_FOUND = ['PipelineNotFoundException', 'PipelineExecutionNotFoundException'];

/**
 * The executions that run in a stage and are not the named one, or are being stopped and wait for their actions to end. AWS does not document whether the id among a rollback's
 * variables is its own or that of the execution which it goes back to; its actions are listed under its own.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
 */
async function otherExecutions(
  client: CodePipelineClient,
  name: string,
  executionId: string,
): Promise<string[]> {
  try {
    const { stageStates = [] } = await client.send(new GetPipelineStateCommand({ name }));
    const ids = stageStates.flatMap(({ latestExecution: { status, type, pipelineExecutionId: id } = {} }) =>
      id && id !== executionId && isUnderWay(status) && type !== 'STANDARD' ? [id] : [],
    );
    return [...new Set(ids)];
  } catch (error) {
    if (NOT_FOUND.includes((error as Error).name)) return [];
    throw error;
  }
}
