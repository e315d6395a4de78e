import { startedByBranch } from '../git/group-by-repository';
import type { PipelineGroup } from '../scenario';
import type { CommitsPipeline } from './pipeline';

/** The pipelines of one entry of the config, in whatever accounts and regions; those that a branch starts come first. */
export type CommitsApplication = PipelineGroup<CommitsPipeline>;

/** Why a step that pushes a branch is skipped. */
export const skipWithoutBranch = (application: CommitsApplication): string | undefined =>
  startedByBranch(application).length ? undefined : 'no pipeline of this application is started by a branch';
