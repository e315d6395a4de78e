import {
  GetFunctionConfigurationCommand,
  type LambdaClient,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { ActionFailure, type ActionJob } from '../provider';

/** Time between two looks at a function that is being updated. */
const POLL_MILLISECONDS = 1_000;

/** How often it is looked at. */
const MAX_POLLS = 300;

/** @throws ActionFailure where there is no such version */
export async function requireVersion(
  client: LambdaClient,
  FunctionName: string,
  Qualifier: string,
): Promise<string> {
  const command = new GetFunctionConfigurationCommand({ FunctionName, Qualifier });
  const { Version = Qualifier } = await client.send(command).catch((error: Error) => {
    if (error.name !== 'ResourceNotFoundException') throw error;
    throw new ActionFailure(
      'ConfigurationError',
      `The version ${Qualifier} of the function ${FunctionName} is not published.`,
    );
  });
  return Version;
}

/** Puts the artifact's code into the function and publishes it. @returns the version */
export async function publishArtifact(
  job: ActionJob,
  client: LambdaClient,
  FunctionName: string,
): Promise<string> {
  const ZipFile = await job.artifacts.read(job.action.inputArtifacts[0]?.name ?? '');
  const { CodeSha256 } = await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  await waitUntilUpdated(job, client, FunctionName);
  const published = await client.send(new PublishVersionCommand({ FunctionName, CodeSha256 }));
  return published.Version ?? '';
}

async function waitUntilUpdated(job: ActionJob, client: LambdaClient, FunctionName: string): Promise<void> {
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    const command = new GetFunctionConfigurationCommand({ FunctionName });
    const { LastUpdateStatus, LastUpdateStatusReason, State } = await client.send(command);
    if (LastUpdateStatus === 'Failed')
      throw new ActionFailure(
        'JobFailed',
        `The update of the function ${FunctionName} failed. ${LastUpdateStatusReason ?? ''}`.trimEnd(),
      );
    if (LastUpdateStatus !== 'InProgress' && State !== 'Pending') return;
    await job.store.context.clock.sleep(POLL_MILLISECONDS, job.signal);
    job.signal.throwIfAborted();
  }
  throw new ActionFailure('JobFailed', `The update of the function ${FunctionName} did not end.`);
}
