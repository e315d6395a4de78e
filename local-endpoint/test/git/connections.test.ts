import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CodePipelineClient, GetPipelineCommand } from '@aws-sdk/client-codepipeline';
import { aws } from './support/aws';
import { ACCOUNT } from '../../testing';
import { type GitEndpoint, startGitEndpoint } from './support/endpoint';

let endpoint: GitEndpoint;

beforeAll(async () => {
  endpoint = await startGitEndpoint();
}, 60_000);
afterAll(() => endpoint.close());

describe('CodeConnections', () => {
  test('makes a connection that is available at once, and says that a person would have to authorize it', async () => {
    const arn = (
      await aws(
        endpoint,
        'codeconnections',
        'create-connection',
        '--provider-type',
        'GitLab',
        '--connection-name',
        'lab',
      )
    ).ConnectionArn as string;
    expect(arn).toMatch(
      new RegExp(`^arn:aws:codeconnections:ap-northeast-1:${ACCOUNT}:connection/[0-9a-f-]{36}$`),
    );
    expect(await aws(endpoint, 'codeconnections', 'get-connection', '--connection-arn', arn)).toEqual({
      Connection: {
        ConnectionArn: arn,
        ConnectionName: 'lab',
        ConnectionStatus: 'AVAILABLE',
        OwnerAccountId: ACCOUNT,
        ProviderType: 'GitLab',
      },
    });
    expect(endpoint.local.log).toContainEqual(expect.stringContaining('connection lab is available at once'));
    const { Connections } = await aws(
      endpoint,
      'codeconnections',
      'list-connections',
      '--provider-type-filter',
      'GitLab',
    );
    expect(Connections).toHaveLength(1);
    await aws(endpoint, 'codeconnections', 'delete-connection', '--connection-arn', arn);
    await expect(aws(endpoint, 'codeconnections', 'get-connection', '--connection-arn', arn)).rejects.toThrow(
      'ResourceNotFoundException',
    );
  });

  test('refuses by name what it cannot do', async () => {
    await expect(aws(endpoint, 'codeconnections', 'list-hosts')).rejects.toThrow(
      'codeconnections:ListHosts is not supported by the local endpoint',
    );
    await expect(
      aws(
        endpoint,
        'codeconnections',
        'create-connection',
        '--provider-type',
        'Gitea',
        '--connection-name',
        'tea',
      ),
    ).rejects.toThrow("Value 'Gitea' at 'providerType'");
  });
});

describe('CloudFormation', () => {
  test('makes connections and repositories, and gives a pipeline its triggers', async () => {
    const cloudformation = new CloudFormationClient(endpoint.local.client());
    const roleArn = await endpoint.role(
      'stack',
      ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
      '*',
    );
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
    const { pipeline } = await new CodePipelineClient(endpoint.local.client()).send(
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
    const { Connections } = await aws(endpoint, 'codeconnections', 'list-connections');
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
