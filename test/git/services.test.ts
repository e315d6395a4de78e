import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CodeCommitClient, CreateRepositoryCommand, GetRepositoryCommand } from '@aws-sdk/client-codecommit';
import { CodePipelineClient, GetPipelineCommand } from '@aws-sdk/client-codepipeline';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { pythonTool } from '../support/python-tools';
import { ACCOUNT, type GitEndpoint, REGION, startGitEndpoint, until } from './support/endpoint';
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

/** What the AWS CLI prints. */
async function aws(...args: string[]): Promise<Record<string, unknown>> {
  const env = {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: endpoint.local.url,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '1',
  };
  const { stdout } = await promisify(execFile)(pythonTool('aws'), args, { env });
  return JSON.parse(stdout || '{}') as Record<string, unknown>;
}

async function clone(path: string): Promise<WorkTree> {
  const tree = await openWorkTree(`${endpoint.local.url}${path}`);
  trees.push(tree);
  return tree;
}

describe('CodeConnections', () => {
  test('makes a connection that is available at once, and says that a person would have to authorize it', async () => {
    const arn = (
      await aws(
        'codeconnections',
        'create-connection',
        '--provider-type',
        'GitLab',
        '--connection-name',
        'lab',
      )
    ).ConnectionArn as string;
    expect(arn).toMatch(/^arn:aws:codeconnections:ap-northeast-1:111111111111:connection\/[0-9a-f-]{36}$/);
    expect(await aws('codeconnections', 'get-connection', '--connection-arn', arn)).toEqual({
      Connection: {
        ConnectionArn: arn,
        ConnectionName: 'lab',
        ConnectionStatus: 'AVAILABLE',
        OwnerAccountId: ACCOUNT,
        ProviderType: 'GitLab',
      },
    });
    expect(endpoint.said).toContainEqual(expect.stringContaining('connection lab is available at once'));
    const { Connections } = await aws(
      'codeconnections',
      'list-connections',
      '--provider-type-filter',
      'GitLab',
    );
    expect(Connections).toHaveLength(1);
    await aws('codeconnections', 'delete-connection', '--connection-arn', arn);
    await expect(aws('codeconnections', 'get-connection', '--connection-arn', arn)).rejects.toThrow(
      'ResourceNotFoundException',
    );
  });

  test('refuses by name what it cannot do', async () => {
    await expect(aws('codeconnections', 'list-hosts')).rejects.toThrow(
      'codeconnections:ListHosts is not supported by the local endpoint',
    );
    await expect(
      aws('codeconnections', 'create-connection', '--provider-type', 'Gitea', '--connection-name', 'tea'),
    ).rejects.toThrow("Value 'Gitea' at 'providerType'");
  });
});

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
    const { repositoryMetadata: orders } = await new CodeCommitClient(endpoint.client()).send(
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
    const shown = await new CodeCommitClient(endpoint.client()).send(
      new GetRepositoryCommand({ repositoryName: 'orders' }),
    );
    expect(shown.repositoryMetadata?.defaultBranch).toBe('main');
    expect(await aws('codecommit', 'list-branches', '--repository-name', 'orders')).toEqual({
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
    for (const account of [ACCOUNT, '222222222222'])
      await new CodeCommitClient(endpoint.client(account)).send(
        new CreateRepositoryCommand({ repositoryName: 'twin' }),
      );
    const tree = await clone('/v1/repos/twin');
    await tree.commit('Begin', {});
    await expect(tree.git('push', 'origin', 'main')).rejects.toThrow(`/v1/repos/222222222222/${REGION}/twin`);
    await tree.git(
      'remote',
      'set-url',
      'origin',
      `${endpoint.local.url}/v1/repos/222222222222/${REGION}/twin`,
    );
    await tree.git('push', 'origin', 'main');
    expect(await aws('codecommit', 'list-branches', '--repository-name', 'twin')).toEqual({ branches: [] });
  });

  test('fails the source action in CodePipeline’s words', async () => {
    const poor = await endpoint.role(
      'poor',
      ['codecommit:GetRepository'],
      `arn:aws:codecommit:${REGION}:${ACCOUNT}:*`,
    );
    await new CodeCommitClient(endpoint.client()).send(
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
    const iam = new IAMClient(endpoint.client());
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
    const events = new EventBridgeClient(endpoint.client());
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

describe('CloudFormation', () => {
  test('makes connections and repositories, and gives a pipeline its triggers', async () => {
    const cloudformation = new CloudFormationClient(endpoint.client());
    const roleArn = await endpoint.role('stack', ['codeconnections:UseConnection'], '*');
    await cloudformation.send(
      new CreateStackCommand({ StackName: 'git', TemplateBody: JSON.stringify(template(roleArn)) }),
    );
    const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName: 'git' }));
    expect(Stacks[0]?.StackStatus).toBe('CREATE_COMPLETE');
    const outputs = Object.fromEntries(
      (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
    expect(outputs).toEqual({
      Connection: expect.stringMatching(/^arn:aws:codeconnections:.+:connection\//) as string,
      Status: 'AVAILABLE',
      Old: expect.stringMatching(/^arn:aws:codestar-connections:.+:connection\//) as string,
      Clone: `${endpoint.local.url}/v1/repos/made`,
    });
    const { pipeline } = await new CodePipelineClient(endpoint.client()).send(
      new GetPipelineCommand({ name: 'made' }),
    );
    const branches = { includes: ['main'] };
    expect(pipeline?.triggers).toEqual([
      {
        providerType: 'CodeStarSourceConnection',
        gitConfiguration: {
          sourceActionName: 'Source',
          push: [
            { branches, filePaths: { includes: ['web/**'], excludes: ['**/*.md'] } },
            { tags: { includes: ['v*'] } },
          ],
          pullRequest: [{ events: ['OPEN'], branches }],
        },
      },
    ]);
    await cloudformation.send(new DeleteStackCommand({ StackName: 'git' }));
    const { Connections } = await aws('codeconnections', 'list-connections');
    expect(Connections).toEqual([]);
  });

  const template = (roleArn: string) => ({
    Resources: {
      Connection: {
        Type: 'AWS::CodeConnections::Connection',
        Properties: { ConnectionName: 'made', ProviderType: 'GitHub', Tags: [{ Key: 'a', Value: 'b' }] },
      },
      Old: {
        Type: 'AWS::CodeStarConnections::Connection',
        Properties: { ConnectionName: 'old', ProviderType: 'GitHub' },
      },
      Repository: { Type: 'AWS::CodeCommit::Repository', Properties: { RepositoryName: 'made' } },
      Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties: pipelineProperties(roleArn) },
    },
    Outputs: {
      Connection: { Value: { Ref: 'Connection' } },
      Status: { Value: { 'Fn::GetAtt': ['Connection', 'ConnectionStatus'] } },
      Old: { Value: { 'Fn::GetAtt': ['Old', 'ConnectionArn'] } },
      Clone: { Value: { 'Fn::GetAtt': ['Repository', 'CloneUrlHttp'] } },
    },
  });

  const pipelineProperties = (RoleArn: string) => ({
    Name: 'made',
    RoleArn,
    PipelineType: 'V2',
    ArtifactStore: { Type: 'S3', Location: 'shop-artifacts' },
    Stages: [
      {
        Name: 'Source',
        Actions: [
          {
            Name: 'Source',
            ActionTypeId: {
              Category: 'Source',
              Owner: 'AWS',
              Provider: 'CodeStarSourceConnection',
              Version: '1',
            },
            Configuration: {
              ConnectionArn: { Ref: 'Connection' },
              FullRepositoryId: 'acme/made',
              BranchName: 'main',
            },
            OutputArtifacts: [{ Name: 'source' }],
          },
        ],
      },
      {
        Name: 'Ask',
        Actions: [
          {
            Name: 'Ask',
            ActionTypeId: { Category: 'Approval', Owner: 'AWS', Provider: 'Manual', Version: '1' },
          },
        ],
      },
    ],
    Triggers: [
      {
        ProviderType: 'CodeStarSourceConnection',
        GitConfiguration: {
          SourceActionName: 'Source',
          Push: [
            { Branches: { Includes: ['main'] }, FilePaths: { Includes: ['web/**'], Excludes: ['**/*.md'] } },
            { Tags: { Includes: ['v*'] } },
          ],
          PullRequest: [{ Events: ['OPEN'], Branches: { Includes: ['main'] } }],
        },
      },
    ],
  });
});
