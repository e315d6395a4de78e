import { type Build, CodeBuildClient } from '@aws-sdk/client-codebuild';
import { buildInput } from './codebuild/build-input';
import { logLastLines } from './codebuild/last-lines';
import { startProjectBuild, stopProjectBuild, waitForBuild } from './codebuild/watch';
import { ActionFailure, type ActionJob, type ActionOutcome, type ActionProvider } from './provider';

/** Longer than any build may take with the time it may wait; the project's own time-outs decide. */
const TIMEOUT_MINUTES = 2160 + 480;

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html */
const action = (category: 'Build' | 'Test'): ActionProvider => ({
  type: { category, owner: 'AWS', provider: 'CodeBuild', version: '1' },
  inputArtifacts: { minimum: 1, maximum: 5 },
  outputArtifacts: { minimum: 0, maximum: 5 },
  configuration: {
    ProjectName: 'required',
    PrimarySource: 'optional',
    BatchEnabled: 'optional',
    CombineArtifacts: 'optional',
    BuildspecOverride: 'optional',
    EnvironmentVariables: 'optional',
  },
  timeoutInMinutes: TIMEOUT_MINUTES,
  run,
});

/** Runs a build of a project as part of a pipeline. */
export const codeBuildBuild = action('Build');

/** The same for tests. */
export const codeBuildTest = action('Test');

async function run(job: ActionJob): Promise<ActionOutcome> {
  const client = new CodeBuildClient({ ...(await job.identity()), region: job.region });
  const id = await startProjectBuild(job, client, buildInput(job));
  const stop = () => void stopProjectBuild(job, client, id);
  job.signal.addEventListener('abort', stop, { once: true });
  try {
    const build = await waitForBuild(job, client, id);
    if (build.buildStatus !== 'SUCCEEDED') throw await failureOf(job, build);
    return { summary: `Build ${id} succeeded`, outputVariables: exportedOf(build) };
  } finally {
    job.signal.removeEventListener('abort', stop);
  }
}

/** The action's output variables are the variables that the build exported. */
const exportedOf = ({ exportedEnvironmentVariables }: Build): Record<string, string> =>
  Object.fromEntries((exportedEnvironmentVariables ?? []).map(({ name = '', value = '' }) => [name, value]));

async function failureOf(job: ActionJob, build: Build): Promise<ActionFailure> {
  await logLastLines(job, build);
  const failed = build.phases?.find(({ phaseStatus = 'SUCCEEDED' }) => phaseStatus !== 'SUCCEEDED');
  const context = failed?.contexts?.[0];
  const why = failed
    ? `. Phase: ${failed.phaseType}, Code: ${context?.statusCode ?? ''}, Message: ${context?.message ?? ''}`
    : '';
  return new ActionFailure('JobFailed', `Build terminated with state: ${build.buildStatus}${why}`);
}
