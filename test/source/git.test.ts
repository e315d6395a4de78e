import { Match } from 'aws-cdk-lib/assertions';
import { expiredImages, parseRules } from '../../local-endpoint/services/ecr/lifecycle-policy';
import { type EventPattern, matchesPattern } from '../../local-endpoint/services/events/pattern';
import { lifecyclePolicy } from '../../lib/source/lifecycle';
import { configText } from '../support/configs';
import { appOf, templateOf } from '../support/synthesized';
import { actionOf, statementsOf } from '../support/templates';

const ARN =
  'arn:aws:codestar-connections:ap-northeast-1:111111111111:connection/0b5c1a7e-aaaa-4bbb-8ccc-0123456789ab';
/** Beside `github`, which every config of these tests has. */
const CONNECTIONS = `connections:
  own: { provider: GitLabSelfManaged, host: "arn:aws:codeconnections:ap-northeast-1:111111111111:host/own-1a2b3c4d" }
  old: { arn: "${ARN}" }`;

const app = (git: string, environments = '{ stg: {} }') =>
  appOf(
    configText(`  front:
    kind: ecs-rolling
    source: { git: { ${git} } }
    build: { images: { app: { ecr: front, keep: 20 } } }
    environments: ${environments}`).replace('connections:', CONNECTIONS),
  );

const pipeline = (git: string) => templateOf(app(git), 'shop-front-stg');

describe('a repository behind a connection that the factory makes', () => {
  const made = app('connection: github, repository: acme/front');
  const template = templateOf(made, 'shop-front-stg');

  it('is taken as a zip, from the branch that a start by hand means', () => {
    expect(actionOf(template, 'Source')).toMatchObject({
      ActionTypeId: { Category: 'Source', Provider: 'CodeStarSourceConnection' },
      Namespace: 'Source',
      OutputArtifacts: [{ Name: 'source' }],
      Configuration: {
        ConnectionArn: { Ref: 'Connection' },
        FullRepositoryId: 'acme/front',
        BranchName: 'main',
        OutputArtifactFormat: 'CODE_ZIP',
      },
    });
  });

  it('starts the pipeline by the trigger’s filters, and not by every change beside', () => {
    expect(actionOf(template, 'Source').Configuration).toMatchObject({ DetectChanges: 'false' });
    template.hasResourceProperties('AWS::CodePipeline::Pipeline', {
      Triggers: [
        {
          ProviderType: 'CodeStarSourceConnection',
          GitConfiguration: {
            SourceActionName: 'Source',
            Push: [{ Branches: { Includes: ['main'] } }],
            PullRequest: Match.absent(),
          },
        },
      ],
    });
  });

  it('is found by the ARN that the sources’ stack keeps in Parameter Store', () => {
    template.hasParameter('Connection', {
      Type: 'AWS::SSM::Parameter::Value<String>',
      Default: '/shop/connections/github',
    });
    const sources = templateOf(made, 'shop-sources');
    sources.hasResourceProperties('AWS::CodeConnections::Connection', {
      ConnectionName: 'shop-github',
      ProviderType: 'GitHub',
      HostArn: Match.absent(),
    });
    sources.hasResourceProperties('AWS::SSM::Parameter', { Name: '/shop/connections/github' });
  });

  it('lets the pipeline use that connection and no other', () => {
    expect(
      statementsOf(template, 'shop-front-stg', 'codeconnections:UseConnection').map(
        ({ Resource }) => Resource,
      ),
    ).toEqual([{ Ref: 'Connection' }]);
  });

  it('has a connection in every account and region that needs it, kept where data is kept', () => {
    const both = app('connection: github, repository: acme/front', '{ stg: {}, prd: {} }');
    for (const [accountRegion, DeletionPolicy] of [
      ['111111111111-ap-northeast-1', 'Delete'],
      ['222222222222-eu-west-1', 'RetainExceptOnCreate'],
    ])
      templateOf(both, `shop-sources-${accountRegion}`).hasResource('AWS::CodeConnections::Connection', {
        DeletionPolicy,
      });
  });
});

it('reaches an installed host, which has the provider', () => {
  templateOf(app('connection: own, repository: acme/front'), 'shop-sources').hasResourceProperties(
    'AWS::CodeConnections::Connection',
    { HostArn: Match.stringLikeRegexp(':host/own-'), ProviderType: Match.absent() },
  );
});

it('uses a connection that is there already by its ARN, also one from the days of CodeStar', () => {
  const made = app('connection: old, repository: acme/front');
  const template = templateOf(made, 'shop-front-stg');
  expect(actionOf(template, 'Source').Configuration).toMatchObject({ ConnectionArn: ARN });
  const [statement] = statementsOf(template, 'shop-front-stg', 'codestar-connections:UseConnection');
  expect(statement?.Resource).toBe(ARN);
  expect(statement?.Condition).toEqual({
    StringEqualsIfExists: {
      'codeconnections:FullRepositoryId': 'acme/front',
      'codestar-connections:FullRepositoryId': 'acme/front',
    },
  });
  templateOf(made, 'shop-sources').resourceCountIs('AWS::CodeConnections::Connection', 0);
});

it('starts on tags and on branches with files, and not on pull requests', () => {
  const push =
    'push: [{ tags: ["v*"] }, { branches: { includes: ["release/**"], excludes: [release/old] }, files: [web/**] }]';
  const pullRequest = 'pullRequest: { branches: [main], events: [OPEN] }';
  pipeline(`connection: github, repository: acme/front, ${push}, ${pullRequest}`).hasResourceProperties(
    'AWS::CodePipeline::Pipeline',
    {
      Triggers: [
        {
          GitConfiguration: {
            Push: [
              { Tags: { Includes: ['v*'] }, Branches: Match.absent() },
              {
                Branches: { Includes: ['release/**'], Excludes: ['release/old', Match.anyValue()] },
                FilePaths: { Includes: ['web/**'] },
              },
            ],
            PullRequest: Match.absent(),
          },
        },
      ],
    },
  );
});

describe('a branch whose name would break the JSON of a build’s variables', () => {
  const QUOTES = '{*"*,**/*"*,*"*/**,**/*"*/**}';
  const startedBy = (branches: string) => {
    const template = pipeline(`connection: github, repository: acme/front, push: { branches: ${branches} }`);
    const [made] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
    const { Triggers } = (made as { Properties: { Triggers: [{ GitConfiguration: object }] } }).Properties;
    const { EnvironmentVariables = '' } = actionOf(template, 'Build').Configuration;
    return { trigger: Triggers[0].GitConfiguration, branch: EnvironmentVariables.includes('BranchName') };
  };

  it('is excluded from patterns, so that builds know the branch', () => {
    expect(startedBy('["release/**"]')).toMatchObject({
      trigger: { Push: [{ Branches: { Includes: ['release/**'], Excludes: [QUOTES] } }] },
      branch: true,
    });
  });

  it('leaves branches that are named in full as they are', () => {
    expect(startedBy('[main, release/1]').trigger).toEqual({
      SourceActionName: 'Source',
      Push: [{ Branches: { Includes: ['main', 'release/1'] } }],
    });
  });

  it('may start a pipeline that excludes as many patterns as AWS takes, whose builds do not know the branch', () => {
    const eight = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    expect(startedBy(`{ excludes: [${eight.join(', ')}] }`)).toMatchObject({
      trigger: { Push: [{ Branches: { Excludes: eight } }] },
      branch: false,
    });
  });
});

it('has no trigger where only people start the pipeline', () => {
  pipeline('connection: github, repository: acme/front, push: []').hasResourceProperties(
    'AWS::CodePipeline::Pipeline',
    { Triggers: Match.absent() },
  );
});

describe('a repository in CodeCommit', () => {
  const template = pipeline(
    'codecommit: true, repository: front, push: [{ branches: [main, "release/*"] }, { tags: ["v*"] }]',
  );
  const [branches, tags] = Object.values(template.findResources('AWS::Events::Rule')).map(
    ({ Properties }) => (Properties as { EventPattern: EventPattern }).EventPattern,
  );
  const pushed = (referenceType: string, referenceName: string, event = 'referenceUpdated') => ({
    source: 'aws.codecommit',
    'detail-type': 'CodeCommit Repository State Change',
    detail: { event, repositoryName: 'front', referenceType, referenceName, commitId: '3e5983d' },
  });

  it('is taken as a zip, without polling', () => {
    expect(actionOf(template, 'Source')).toMatchObject({
      ActionTypeId: { Provider: 'CodeCommit' },
      Configuration: { RepositoryName: 'front', BranchName: 'main', PollForSourceChanges: 'false' },
    });
    expect(statementsOf(template, 'shop-front-stg', 'codecommit:UploadArchive')).toMatchObject([
      { Resource: 'arn:aws:codecommit:ap-northeast-1:111111111111:front' },
    ]);
  });

  it('starts the pipeline by a rule for each filter, pinned to the commit that was pushed', () => {
    template.resourceCountIs('AWS::Events::Rule', 2);
    template.allResourcesProperties('AWS::Events::Rule', {
      Targets: [
        {
          RoleArn: 'arn:aws:iam::111111111111:role/shop-foundation-stg-events',
          InputTransformer: {
            InputPathsMap: { id: '$.detail.commitId' },
            InputTemplate:
              '{"sourceRevisions":[{"actionName":"Source","revisionType":"COMMIT_ID","revisionValue":"<id>"}]}',
          },
        },
      ],
    });
  });

  it.each([
    ['branch', 'main', true],
    ['branch', 'release/1.0', true],
    ['branch', 'mainline', false],
    ['tag', 'main', false],
  ])('starts for a push of %s %s among the branches: %s', (type, name, starts) => {
    expect(matchesPattern(branches as EventPattern, pushed(type, name))).toBe(starts);
  });

  it('starts for a new tag, and not where one is deleted', () => {
    expect(matchesPattern(tags as EventPattern, pushed('tag', 'v1.0', 'referenceCreated'))).toBe(true);
    expect(matchesPattern(tags as EventPattern, pushed('tag', 'v1.0', 'referenceDeleted'))).toBe(false);
  });
});

describe('the lifecycle policy of built images', () => {
  const rules = parseRules(lifecyclePolicy('shop', { untaggedExpiryDays: 1, keep: 2 }));
  const image = (imageDigest: string, day: number, ...imageTags: string[]) => ({
    imageDigest,
    imagePushedAt: new Date(`2026-06-${day}T00:00:00Z`),
    imageTags,
  });
  const now = new Date('2026-06-30T00:00:00Z');

  it('keeps the newest', () => {
    const images = [image('a', 11, 'a'), image('c', 13, 'c'), image('b', 12, 'b')];
    expect(expiredImages(rules, images, now)).toEqual(['a']);
  });

  it('never expires what serves or served before, however old', () => {
    const images = [
      image('serving', 11, 'a', 'shop-front-prd-serving'),
      image('previous', 10, 'b', 'shop-front-stg-previous'),
      ...['c', 'd', 'e'].map((tag, index) => image(tag, 20 + index, tag)),
    ];
    expect(expiredImages(rules, images, now)).toEqual(['c']);
  });

  it('expires untagged images by their days', () => {
    expect(expiredImages(rules, [image('a', 28), image('b', 30)], now)).toEqual(['a']);
  });

  it('is that of the repository that the factory makes', () => {
    const made = app('connection: github, repository: acme/front');
    templateOf(made, 'shop-sources').hasResourceProperties('AWS::ECR::Repository', {
      RepositoryName: 'front',
      LifecyclePolicy: {
        LifecyclePolicyText: lifecyclePolicy('shop', { untaggedExpiryDays: 1, keep: 20 }),
      },
    });
  });
});
