import type { Action } from '../pipeline/action';
import type { Arns } from '../pipeline/arns';
import type { GitSource, Patterns, PushFilter } from '../spec/model';
import { COMMIT } from './commit';
import type { Trigger } from './trigger';

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
 * A push of branches or of tags, pinned to the commit that was pushed. Which files it changed the event does not tell, so
 * the spec takes no files with CodeCommit. https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
 */
export function codeCommitPush(repository: string, { branches, tags }: PushFilter): Trigger[] {
  return [
    ...(branches ? [referencePush(repository, 'branch', 'refs/heads/', branches)] : []),
    ...(tags ? [referencePush(repository, 'tag', 'refs/tags/', tags)] : []),
  ];
}

/**
 * What is included is asked of the reference's short name and what is excluded of its full one, because a pattern can
 * say one thing only of each field.
 */
function referencePush(
  repository: string,
  type: 'branch' | 'tag',
  folder: string,
  { includes, excludes }: Patterns,
): Trigger {
  return {
    pattern: {
      source: ['aws.codecommit'],
      'detail-type': ['CodeCommit Repository State Change'],
      detail: {
        event: ['referenceCreated', 'referenceUpdated'],
        repositoryName: [repository],
        referenceType: [type],
        ...(includes.length && { referenceName: includes.map((name) => ({ wildcard: wildcard(name) })) }),
        ...(excludes.length && {
          referenceFullName: [
            { 'anything-but': { wildcard: excludes.map((name) => wildcard(`${folder}${name}`)) } },
          ],
        }),
      },
    },
    revision: { action: COMMIT.action, type: 'COMMIT_ID', path: '$.detail.commitId' },
  };
}

/**
 * EventBridge's `*` goes over slashes as a glob's `**` does, and it takes no two in a row.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
const wildcard = (glob: string) => glob.replace(/\*+/g, '*');
