import { CodeCommitClient, CreateRepositoryCommand, GetRepositoryCommand } from '@aws-sdk/client-codecommit';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { aws } from './support/aws';
import { ACCOUNT, OTHER_ACCOUNT, REGION, until } from '../../testing';
import { type GitEndpoint, startGitEndpoint } from './support/endpoint';
import { openWorkTree, type WorkTree } from './support/work-tree';

let endpoint: GitEndpoint;
const trees: WorkTree[] = [];

beforeAll(async () => {
  endpoint = await startGitEndpoint();
}, 60_000);
afterAll(async () => {
  await endpoint.close();
  await Promise.all(trees.map((tree) => tree.remove()));
});

async function clone(path: string): Promise<WorkTree> {
  const tree = await openWorkTree(`${endpoint.local.url}${path}`);
  trees.push(tree);
  return tree;
}

describe('CodeCommit', () => {
  const role = () =>
    endpoint.role(
      'commit',
      [
        'GetRepository',
        'GetBranch',
        'GetCommit',
        'UploadArchive',
        'GetUploadArchiveStatus',
        'CancelUploadArchive',
      ].map((right) => `codecommit:${right}`),
      `arn:aws:codecommit:${REGION}:${ACCOUNT}:orders`,
    );
  const committed = (RepositoryName: string) => ({
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' } as const,
    configuration: { RepositoryName, BranchName: 'main', PollForSourceChanges: 'false' },
  });

  test('raises an event of a push, with which a rule starts a pipeline of exactly that commit', async () => {
    const { repositoryMetadata: orders } = await new CodeCommitClient(endpoint.local.client()).send(
      new CreateRepositoryCommand({ repositoryName: 'orders' }),
    );
    expect(orders?.cloneUrlHttp).toBe(`${endpoint.local.url}/v1/repos/orders`);
    await endpoint.pipeline('orders', await role(), committed('orders'));
    await startByEvent('orders');
    const tree = await clone('/v1/repos/orders');
    const commit = await tree.commit('Take orders', { 'orders.txt': 'one' });
    await tree.git('push', 'origin', 'main', 'main:refs/tags/v1', 'main:refs/heads/other');
    const id = await until(async () => (await endpoint.executions('orders'))[0]?.pipelineExecutionId);
    const source = await endpoint.source('orders', id);
    expect(source.output?.outputVariables).toEqual({
      AuthorDate: '2026-01-02T03:04:05Z',
      BranchName: 'main',
      CommitId: commit,
      CommitMessage: 'Take orders',
      CommitterDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
      RepositoryName: 'orders',
    });
    expect(await endpoint.files(source)).toEqual({ 'orders.txt': 'one' });
    expect(await endpoint.executions('orders')).toHaveLength(1);
    const shown = await new CodeCommitClient(endpoint.local.client()).send(
      new GetRepositoryCommand({ repositoryName: 'orders' }),
    );
    expect(shown.repositoryMetadata?.defaultBranch).toBe('main');
    expect(await aws(endpoint, 'codecommit', 'list-branches', '--repository-name', 'orders')).toEqual({
      branches: ['main', 'other'],
    });
  });

  test('refuses a push to a repository that nobody made', async () => {
    const tree = await clone('/v1/repos/none');
    await tree.commit('Begin', {});
    await expect(tree.git('push', 'origin', 'main')).rejects.toThrow(
      'Repository none does not exist: aws codecommit create-repository --repository-name none',
    );
  });

  test('asks which of several repositories of one name is meant', async () => {
    for (const account of [ACCOUNT, OTHER_ACCOUNT])
      await new CodeCommitClient(endpoint.local.client(account)).send(
        new CreateRepositoryCommand({ repositoryName: 'twin' }),
      );
    const tree = await clone('/v1/repos/twin');
    await tree.commit('Begin', {});
    await expect(tree.git('push', 'origin', 'main')).rejects.toThrow(
      `/v1/repos/${OTHER_ACCOUNT}/${REGION}/twin`,
    );
    await tree.git(
      'remote',
      'set-url',
      'origin',
      `${endpoint.local.url}/v1/repos/${OTHER_ACCOUNT}/${REGION}/twin`,
    );
    await tree.git('push', 'origin', 'main');
    expect(await aws(endpoint, 'codecommit', 'list-branches', '--repository-name', 'twin')).toEqual({
      branches: [],
    });
  });

  test('fails the source action in CodePipeline’s words', async () => {
    const poor = await endpoint.role(
      'poor',
      ['codecommit:GetRepository'],
      `arn:aws:codecommit:${REGION}:${ACCOUNT}:*`,
    );
    await new CodeCommitClient(endpoint.local.client()).send(
      new CreateRepositoryCommand({ repositoryName: 'empty' }),
    );
    const rich = await endpoint.role('rich', ['codecommit:*'], '*');
    await endpoint.pipeline('poor', poor, committed('empty'));
    await endpoint.pipeline('empty', rich, committed('empty'));
    await endpoint.pipeline('missing', rich, committed('missing'));
    expect((await failure('poor')).message).toContain('codecommit:GetBranch');
    expect((await failure('empty')).message).toContain(
      'no branch named main was found in the selected AWS CodeCommit repository',
    );
    expect((await failure('missing')).message).toContain('no repository named missing');
  });

  const failure = async (name: string) => {
    const { output } = await endpoint.source(name, undefined);
    return output?.executionResult?.errorDetails ?? {};
  };

  /** A rule as the factory deploys it: pushes of main, pinned to their commit. */
  async function startByEvent(pipeline: string): Promise<void> {
    const iam = new IAMClient(endpoint.local.client());
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: 'events',
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
      }),
    );
    const Arn = `arn:aws:codepipeline:${REGION}:${ACCOUNT}:${pipeline}`;
    const start = { Effect: 'Allow', Action: 'codepipeline:StartPipelineExecution', Resource: Arn };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [start] });
    await iam.send(new PutRolePolicyCommand({ RoleName: 'events', PolicyName: 'start', PolicyDocument }));
    const events = new EventBridgeClient(endpoint.local.client());
    const detail = {
      event: ['referenceCreated', 'referenceUpdated'],
      repositoryName: [pipeline],
      referenceType: ['branch'],
      referenceName: [{ wildcard: 'main' }],
    };
    const EventPattern = JSON.stringify({ source: ['aws.codecommit'], detail });
    await events.send(new PutRuleCommand({ Name: 'push', EventPattern }));
    const sourceRevisions = [{ actionName: 'Source', revisionType: 'COMMIT_ID', revisionValue: '<commit>' }];
    const InputTransformer = {
      InputPathsMap: { commit: '$.detail.commitId' },
      InputTemplate: JSON.stringify({ sourceRevisions }),
    };
    const Targets = [{ Id: 'pipeline', Arn, RoleArn: Role?.Arn, InputTransformer }];
    await events.send(new PutTargetsCommand({ Rule: 'push', Targets }));
  }
});
