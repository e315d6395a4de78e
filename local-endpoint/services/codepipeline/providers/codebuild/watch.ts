import {
  BatchGetBuildsCommand,
  type Build,
  type CodeBuildClient,
  StartBuildCommand,
  type StartBuildInput,
  StopBuildCommand,
} from '@aws-sdk/client-codebuild';
import { ActionFailure, type ActionJob } from '../provider';

/** How often the build is looked at, in the clock's time. */
const LOOK_EVERY_MILLISECONDS = 10_000;

/** Starts a build and shows it in the action's run. @returns its id */
export async function startBuild(
  job: ActionJob,
  client: CodeBuildClient,
  input: StartBuildInput,
): Promise<string> {
  const { build } = await client.send(new StartBuildCommand(input));
  if (!build?.id) throw new ActionFailure('JobFailed', 'AWS CodeBuild returned no build id.');
  job.run.externalExecutionId = build.id;
  job.run.externalExecutionUrl = `https://console.aws.amazon.com/codebuild/home?region=${job.region}#/builds/${build.id}/view/new`;
  job.run.summary = `Build ${build.id} in progress`;
  return build.id;
}

/** Looks until the build has ended. */
export async function waitForEnd(job: ActionJob, client: CodeBuildClient, id: string): Promise<Build> {
  for (;;) {
    const { builds } = await client.send(new BatchGetBuildsCommand({ ids: [id] }));
    const [build] = builds ?? [];
    if (!build) throw new ActionFailure('JobFailed', `AWS CodeBuild does not know the build ${id}.`);
    if (build.buildComplete) return build;
    await job.store.context.clock.sleep(LOOK_EVERY_MILLISECONDS, job.signal);
    job.signal.throwIfAborted();
  }
}

/**
 * Stops the build of an action that is abandoned, where the action's role may; otherwise it goes on by itself.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html
 */
export async function stopBuild(job: ActionJob, client: CodeBuildClient, id: string): Promise<void> {
  const { context: serviceContext } = job.store;
  if (serviceContext.closing.aborted) return;
  try {
    await client.send(new StopBuildCommand({ id }));
  } catch (error) {
    serviceContext.log(
      `codepipeline: the build ${id} of an abandoned action goes on: ${(error as Error).message}`,
    );
  }
}
