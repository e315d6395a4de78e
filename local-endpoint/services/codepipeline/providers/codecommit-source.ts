import {
  CodeCommitClient,
  GetBranchCommand,
  GetCommitCommand,
  GetRepositoryCommand,
  type Commit,
  type UserInfo,
} from '@aws-sdk/client-codecommit';
import type { AwsIdentity } from '../../../kit/aws';
import { callJson } from '../../../kit/json-call';
import { isDenied } from '../engine/failure';
import { ActionFailure, type ActionJob, type ActionOutcome, type ActionProvider } from './provider';
import { requireZip } from './source-format';

/**
 * Takes a commit of a CodeCommit repository: the one that the execution was started with, as by an event, or the
 * branch's last. Nothing is polled, whatever `PollForSourceChanges` is.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html
 */
export const codeCommitSource: ActionProvider = {
  type: { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' },
  inputArtifacts: { minimum: 0, maximum: 0 },
  outputArtifacts: { minimum: 1, maximum: 1 },
  configuration: {
    RepositoryName: 'required',
    BranchName: 'required',
    PollForSourceChanges: 'optional',
    OutputArtifactFormat: 'optional',
  },
  timeoutInMinutes: 60,
  revisionTypes: ['COMMIT_ID'],
  run: takeCommit,
};

async function takeCommit(job: ActionJob): Promise<ActionOutcome> {
  requireZip(job);
  const { RepositoryName = '', BranchName = '' } = job.configuration;
  const identity = await job.identity();
  const commit = await withMessages(job, () =>
    findCommit(identity, RepositoryName, BranchName, job.revisionOverride('COMMIT_ID')),
  );
  const archive = await withMessages(job, () => download(identity, RepositoryName, commit.commitId ?? ''));
  await job.artifacts.write(job.action.outputArtifacts[0]?.name ?? '', archive);
  const revisionId = commit.commitId ?? '';
  const url = `https://${job.region}.console.aws.amazon.com/codesuite/codecommit/repositories/${RepositoryName}/commit/${revisionId}?region=${job.region}`;
  job.run.externalExecutionId = revisionId;
  job.run.externalExecutionUrl = url;
  return {
    summary: commit.message,
    outputVariables: {
      AuthorDate: isoDate(commit.author),
      BranchName,
      CommitId: revisionId,
      CommitMessage: commit.message ?? '',
      CommitterDate: isoDate(commit.committer),
      RepositoryName,
    },
    revision: {
      revisionId,
      revisionSummary: commit.message,
      revisionUrl: url,
      created: dateOf(commit.committer),
    },
  };
}

async function findCommit(
  identity: AwsIdentity,
  repositoryName: string,
  branchName: string,
  requested: string | undefined,
): Promise<Commit> {
  const codecommit = new CodeCommitClient(identity);
  await codecommit.send(new GetRepositoryCommand({ repositoryName }));
  const { branch } = await codecommit.send(new GetBranchCommand({ repositoryName, branchName }));
  const commitId = requested ?? branch?.commitId;
  const { commit } = await codecommit.send(new GetCommitCommand({ repositoryName, commitId }));
  if (!commit) throw new Error(`CodeCommit gave no commit ${commitId}`);
  return commit;
}

/** CodeCommit makes the archive in the background; it is read when it is ready, and then discarded. */
async function download(identity: AwsIdentity, repositoryName: string, commitId: string): Promise<Buffer> {
  const ask = <Output>(operation: string, input: object) =>
    callJson<Output>(identity, 'codecommit', operation, { repositoryName, ...input });
  const { uploadId } = await ask<{ uploadId: string }>('UploadArchive', { commitId });
  try {
    const { archive } = await ask<{ archive: string }>('GetUploadArchiveStatus', { uploadId });
    return Buffer.from(archive, 'base64');
  } finally {
    await ask('CancelUploadArchive', { uploadId });
  }
}

/** @throws ActionFailure with CodePipeline's message for what CodeCommit refused */
async function withMessages<Result>(job: ActionJob, work: () => Promise<Result>): Promise<Result> {
  const { RepositoryName: repository, BranchName: branch } = job.configuration;
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (isDenied(error)) {
      const message = `The service role or action role doesn’t have the permissions required to access the AWS CodeCommit repository named ${repository}. Update the IAM role permissions, and then try again. Error: ${error.message}`;
      throw new ActionFailure('PermissionError', message, { cause: error });
    }
    const message = MESSAGES[error.name]?.(repository ?? '', branch ?? '');
    throw message ? new ActionFailure('ConfigurationError', message, { cause: error }) : error;
  }
}

const MESSAGES: Readonly<Record<string, (repository: string, branch: string) => string>> = {
  RepositoryDoesNotExistException: (repository) =>
    `The action failed because no repository named ${repository} was found in AWS CodeCommit. Make sure you are using the correct repository name, and then try again.`,
  BranchDoesNotExistException: (_, branch) =>
    `The action failed because no branch named ${branch} was found in the selected AWS CodeCommit repository. Make sure you are using the correct branch name, and then try again.`,
};

/** CodeCommit gives seconds since 1970 and a time zone. */
const dateOf = (person: UserInfo | undefined): Date =>
  new Date(Number.parseInt(person?.date ?? '0', 10) * 1000);

const isoDate = (person: UserInfo | undefined): string => `${dateOf(person).toISOString().slice(0, 19)}Z`;
