import type { RehearsalContext } from '../context';
import { lifecycleProgress } from '../ecs/lifecycle';
import { serviceEventProgress } from '../ecs/service-events';
import type { DeploymentProgress } from '../pipeline/watch';
import { scenario } from '../scenario';
import { cloneApplication } from '../git/application';
import { groupByRepository } from '../git/group-by-repository';
import type { CommitsApplication } from './application';
import type { CommitsContext } from './context';
import { dockerfilesOf } from './dockerfile';
import { type CommitsPipeline, describeCommitsPipeline } from './pipeline';
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
  const clone = await cloneApplication(application, context);
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
