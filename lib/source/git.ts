import type { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Construct } from 'constructs';
import type { PipelineIdentity } from '../../handlers/contract/names';
import type { Action } from '../pipeline/action';
import type { Arns } from '../pipeline/arns';
import { codeCommitPush, codeCommitSource } from './codecommit';
import { COMMIT } from './commit';
import { connectionArn, connectionSource } from './connection';
import { pushTriggers } from './git-triggers';
import type { Trigger } from '../pipeline/trigger';
import type { GitSource } from './config/git-model';

/** A source action, and what in its repository starts the pipeline without EventBridge. */
export interface CommitSource {
  readonly action: Action;
  /** Empty for CodeCommit, whose pushes are events of EventBridge: {@link commitPushes}. */
  readonly triggers: readonly CfnPipeline.PipelineTriggerDeclarationProperty[];
}

/**
 * Takes a commit of a git repository as a zip without its history. Output variables of either host, among others: CommitId,
 * CommitMessage, BranchName, AuthorDate.
 */
export function commitSource(
  scope: Construct,
  git: GitSource,
  identity: PipelineIdentity,
  arns: Arns,
): CommitSource {
  return git.host.type === 'connection'
    ? {
        action: connectionSource(git, connectionArn(scope, git.host.connection, identity)),
        triggers: pushTriggers(git, COMMIT.action),
      }
    : { action: codeCommitSource(git, arns), triggers: [] };
}

/** The pushes that are events of EventBridge; none for a connection, whose pipelines have triggers of their own. */
export function commitPushes({ host, repository, push }: GitSource): Trigger[] {
  return host.type === 'codecommit' ? push.flatMap((filter) => codeCommitPush(repository, filter)) : [];
}
