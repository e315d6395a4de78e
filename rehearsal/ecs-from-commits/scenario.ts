import { createPlaceholders } from '../builds/build-values';
import type { RehearsalContext } from '../context';
import { lifecycleProgress } from '../ecs/lifecycle';
import { serviceEventProgress } from '../ecs/service-events';
import { GitClone } from '../git/clone';
import { createCodeCommitRepository } from '../git/codecommit-repository';
import { nameMatching } from '../git/starting-push';
import type { DeploymentProgress } from '../pipeline/watch';
import { scenario } from '../scenario';
import { groupByRepository, startedByBranch } from '../git/group-by-repository';
import type { CommitsApplication } from './application';
import type { CommitsContext } from './context';
import { dockerfilesOf } from './dockerfile';
import { type CommitsPipeline, describeCommitsPipeline, filesOf } from './pipeline';
import { COMMITS_STEPS } from './steps';

/** A team pushes commits, CodeBuild builds them, and ECS or CodeDeploy replaces the tasks. */
export const ecsFromCommits = scenario({
  describe: describeCommitsPipeline,
  group: groupByRepository,
  prepare,
  progress,
  steps: COMMITS_STEPS,
});

async function prepare(application: CommitsApplication, context: RehearsalContext): Promise<CommitsContext> {
  const { applicationsFolder, endpoint, folder, terminal } = context;
  const { pipelines } = application;
  const [first] = pipelines as [CommitsPipeline];
  for (const pipeline of pipelines) {
    await createCodeCommitRepository(pipeline, terminal);
    await createPlaceholders(pipeline, terminal);
  }
  const clone = await GitClone.create(
    folder,
    filesOf(first, applicationsFolder),
    nameMatching(startedByBranch(application)[0]?.push.pattern ?? 'main', 'rehearsal'),
    [...new Set(pipelines.map(({ source }) => `${endpoint}${source.remotePath}`))],
  );
  const dockerfiles = await dockerfilesOf(application, clone);
  return { ...context, application, clone, dockerfiles, serving: new Map() };
}

function progress({ clock }: RehearsalContext): DeploymentProgress<CommitsPipeline> {
  const serviceEvents = serviceEventProgress(clock);
  return (pipeline, executionId) =>
    pipeline.deployer === 'CodeDeploy'
      ? lifecycleProgress(pipeline, executionId)
      : serviceEvents(pipeline, executionId);
}
