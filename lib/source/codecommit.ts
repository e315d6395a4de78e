import type { Action } from '../pipeline/action';
import type { Arns } from '../pipeline/arns';
import { COMMIT } from './commit';
import type { Trigger } from '../pipeline/trigger';
import type { GitSource, Patterns, PushFilter } from './config/git-model';

/**
 * Takes a commit of a CodeCommit repository.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html
 */
export function codeCommitSource({ repository, branch }: GitSource, arns: Arns): Action {
  return {
    name: COMMIT.action,
    category: 'Source',
    provider: 'CodeCommit',
    configuration: {
      RepositoryName: repository,
      BranchName: branch,
      PollForSourceChanges: 'false',
      OutputArtifactFormat: 'CODE_ZIP',
    },
    outputs: [COMMIT.artifact],
    namespace: COMMIT.action,
    grants: [
      {
        actions: [
          'codecommit:CancelUploadArchive',
          'codecommit:GetBranch',
          'codecommit:GetCommit',
          'codecommit:GetRepository',
          'codecommit:GetUploadArchiveStatus',
          'codecommit:UploadArchive',
        ],
        resources: [arns.codeCommitRepository(repository)],
      },
    ],
  };
}

/**
 * A push of branches or of tags, pinned to the commit that was pushed. Which files it changed is not in the event, and
 * a pattern matches a name in one way only, so the config takes neither files nor excludes with CodeCommit.
 * https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
 */
export function codeCommitPush(repository: string, { branches, tags }: PushFilter): Trigger[] {
  return [
    ...(branches ? [referencePush(repository, 'branch', branches)] : []),
    ...(tags ? [referencePush(repository, 'tag', tags)] : []),
  ];
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
function referencePush(repository: string, type: 'branch' | 'tag', { includes }: Patterns): Trigger {
  return {
    pattern: {
      source: ['aws.codecommit'],
      'detail-type': ['CodeCommit Repository State Change'],
      detail: {
        event: ['referenceCreated', 'referenceUpdated'],
        repositoryName: [repository],
        referenceType: [type],
        referenceName: includes.map((name) => ({ wildcard: name })),
      },
    },
    revision: { action: COMMIT.action, type: 'COMMIT_ID', path: '$.detail.commitId' },
  };
}
