import { callJson } from '../../../kit/json-call';
import type { Change, Commit } from '../../../kit/pushes';
import { isDenied } from '../engine/failure';
import { ActionFailure, type ActionJob, type ActionOutcome, type ActionProvider } from './provider';
import { requireZip } from './source-format';

/**
 * Takes a commit of a repository that a connection reaches: the one that was pushed, the one that the execution was started
 * with, or the branch's last, as a zip of its files.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 */
export const codeStarSourceConnection: ActionProvider = {
  type: { category: 'Source', owner: 'AWS', provider: 'CodeStarSourceConnection', version: '1' },
  inputArtifacts: { minimum: 0, maximum: 0 },
  outputArtifacts: { minimum: 1, maximum: 1 },
  configuration: {
    ConnectionArn: 'required',
    FullRepositoryId: 'required',
    BranchName: 'required',
    OutputArtifactFormat: 'optional',
    DetectChanges: 'optional',
  },
  timeoutInMinutes: 60,
  revisionTypes: ['COMMIT_ID'],
  run: takeCommit,
};

/** What the local CodeConnections gives to those who use a connection. */
interface Download {
  readonly ProviderType: string;
  /** The author's date in seconds. */
  readonly Commit: Omit<Commit, 'author'> & {
    readonly author: { name: string; email: string; date: number };
  };
  /** A zip in base64. */
  readonly Archive: string;
}

async function takeCommit(job: ActionJob): Promise<ActionOutcome> {
  requireZip(job);
  const { execution, action, configuration } = job;
  const { ConnectionArn = '', FullRepositoryId = '', BranchName = '' } = configuration;
  const change = execution.change?.actionName === action.name ? execution.change.change : undefined;
  const commitId = change?.commit.id ?? job.revisionOverride('COMMIT_ID');
  const download = await useConnection(job, {
    ConnectionArn,
    FullRepositoryId,
    BranchName,
    ...(commitId && { CommitId: commitId }),
  });
  await job.artifacts.write(action.outputArtifacts[0]?.name ?? '', Buffer.from(download.Archive, 'base64'));
  const outputVariables = { ...variablesOf(download, configuration), ...changeVariables(change) };
  return outcomeOf(job, download, outputVariables);
}

/** @throws ActionFailure with CodePipeline's message for what CodeConnections refused */
async function useConnection(
  job: ActionJob,
  input: Readonly<Record<'ConnectionArn' | 'FullRepositoryId' | 'BranchName', string>>,
): Promise<Download> {
  try {
    return await callJson<Download>(await job.identity(), 'codeconnections', 'UseConnection', input);
  } catch (error) {
    const arn = input.ConnectionArn;
    if (isDenied(error)) {
      const message = `Unable to use Connection: ${arn}. The provided role does not have sufficient permissions. Underlying error: ${(error as Error).message}`;
      throw new ActionFailure('PermissionError', message, { cause: error });
    }
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
    throw new ActionFailure('ConfigurationError', error.message, { cause: error });
  }
}

function outcomeOf(
  job: ActionJob,
  { ProviderType, Commit: commit }: Download,
  outputVariables: Record<string, string>,
): ActionOutcome {
  const { ConnectionArn, FullRepositoryId } = job.configuration;
  const query = `connectionArn=${ConnectionArn}&referenceType=COMMIT&FullRepositoryId=${FullRepositoryId}&Commit=${commit.id}`;
  const url = `https://${job.region}.console.aws.amazon.com/codesuite/settings/connections/redirect?${query}`;
  const revisionSummary = JSON.stringify({ ProviderType, CommitMessage: commit.message });
  job.run.externalExecutionId = commit.id;
  job.run.externalExecutionUrl = url;
  const created = new Date(commit.author.date * 1000);
  return {
    summary: revisionSummary,
    outputVariables,
    revision: { revisionId: commit.id, revisionSummary, revisionUrl: url, created },
  };
}

function variablesOf(
  { ProviderType, Commit: { id, message, author } }: Download,
  { ConnectionArn = '', FullRepositoryId = '', BranchName = '' }: ActionJob['configuration'],
): Record<string, string> {
  return {
    AuthorDate: `${new Date(author.date * 1000).toISOString().slice(0, 19)}Z`,
    AuthorDisplayName: author.name,
    AuthorEmail: author.email,
    AuthorId: author.name,
    BranchName,
    CommitId: id,
    CommitMessage: message,
    ConnectionArn,
    FullRepositoryName: FullRepositoryId,
    ProviderType,
  };
}

/**
 * The variables that depend on what started the execution: the branch that was pushed; the tag ("the source action also
 * outputs", https://aws.amazon.com/about-aws/whats-new/2023/10/aws-codepipeline-triggering-git-tags/); of a pull
 * request those of https://github.com/aws/aws-cdk/issues/31000.
 */
function changeVariables(change: Change | undefined): Record<string, string> {
  if (!change) return {};
  if (change.type === 'branch') return { BranchName: change.branch };
  if (change.type === 'tag') return { TagName: change.tag };
  return {
    BranchName: change.source,
    SourceBranchName: change.source,
    DestinationBranchName: change.destination,
    PullRequestId: change.id,
    PullRequestTitle: change.title,
  };
}
