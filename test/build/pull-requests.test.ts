import { Match } from 'aws-cdk-lib/assertions';
import { configText } from '../support/configs';
import { appOf, stackOf, templateOf } from '../support/synthesized';
import { actionOf, statementsOf } from '../support/templates';

const BUCKET = 'arn:aws:s3:::shop-foundation-stg-111111111111-ap-northeast-1';
const ASKED = 'connection: github, repository: acme/front, pullRequest: { branches: [main] }';

const config = (entry: string) => configText(`  front:\n    ${entry.trim()}\n`);

const app = appOf(
  config(`kind: ecs-rolling
    source: { git: { ${ASKED}, pullRequestEnvironment: stg } }
    checks: { lint: { buildspec: lint.yml, cache: s3, environment: { STRICT: { parameter: strict }, PUSH: never } } }
    build:
      images: { web: { ecr: acme/web, context: web } }
      image: "222222222222.dkr.ecr.eu-west-1.amazonaws.com/tools/node:22"
      cache: local
      environment: { LEVEL: debug, TOKEN: { secret: shop/token } }
    scan: high
    deploy: { taskDefinition: taskdef.json }
    environments: { stg: {}, prd: { approval: true } }`),
);
const template = templateOf(app, 'shop-pr-front');
const role = (name: string) => statementsOf(template, `shop-front-stg-pr${name}`);
const actionsOf = (name: string) => role(name).flatMap(({ Action }) => Action);

describe('the pipeline of an entry’s pull requests', () => {
  it('is one, whatever environments the entry has, where its sources are there before it', () => {
    const ids = app.synth().stacks.map(({ id }) => id);
    expect(ids.filter((id) => id.includes('-pr-'))).toEqual(['shop-pr-front']);
    const { account, region, dependencies } = stackOf(app, 'shop-pr-front');
    expect([account, region]).toEqual(['111111111111', 'ap-northeast-1']);
    expect(dependencies.map(({ node }) => node.id).sort()).toEqual([
      'shop-foundation-stg',
      'shop-sources-111111111111-ap-northeast-1',
    ]);
  });

  it('takes the commit, checks and builds it, side by side with others, and is started by pull requests alone', () => {
    template.hasResourceProperties('AWS::CodePipeline::Pipeline', {
      Name: 'shop-pr-front',
      ExecutionMode: 'PARALLEL',
      Stages: [{ Name: 'Source' }, { Name: 'Lint' }, { Name: 'Build' }].map((stage) =>
        Match.objectLike(stage),
      ),
      Triggers: [
        {
          GitConfiguration: {
            PullRequest: [{ Branches: { Includes: ['main'] }, Events: ['OPEN', 'UPDATED'] }],
            Push: Match.absent(),
          },
        },
      ],
    });
    template.resourceCountIs('AWS::Events::Rule', 0);
    expect(actionOf(template, 'Build')).not.toHaveProperty('OutputArtifacts');
  });

  it('leaves the pipelines of releases to pushes', () => {
    for (const environment of ['stg', 'prd'])
      templateOf(app, `shop-front-${environment}`).hasResourceProperties('AWS::CodePipeline::Pipeline', {
        Triggers: [
          { GitConfiguration: { Push: [{ Branches: { Includes: ['main'] } }], PullRequest: Match.absent() } },
        ],
      });
  });

  it('gives builds the commit, but not the branch, which whoever opens a pull request names', () => {
    for (const action of ['Lint', 'Build']) {
      const { EnvironmentVariables = '' } = actionOf(template, action).Configuration;
      const names = (JSON.parse(EnvironmentVariables) as { name: string }[]).map(({ name }) => name);
      expect(names).toEqual(['COMMIT_ID', 'COMMIT_DATE']);
    }
  });

  it('is trusted by CodePipeline alone, and may use the connection for its repository alone', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'shop-front-stg-pr',
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' } }],
      },
    });
    expect(statementsOf(template, 'shop-front-stg-pr', 'codeconnections:UseConnection')).toMatchObject([
      { Condition: { StringEqualsIfExists: { 'codeconnections:FullRepositoryId': 'acme/front' } } },
    ]);
    const others = actionsOf('').filter(
      (action) => !/^(s3|codebuild|codeconnections|codestar-connections):/.test(action),
    );
    expect(others).toEqual([]);
  });
});

describe('the builds of pull requests', () => {
  it('may read artifacts of their pipeline and the image that they run in, and write logs and reports', () => {
    expect([...new Set(actionsOf('-build'))].sort()).toEqual([
      'codebuild:BatchPutCodeCoverages',
      'codebuild:BatchPutTestCases',
      'codebuild:CreateReport',
      'codebuild:CreateReportGroup',
      'codebuild:UpdateReport',
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:GetAuthorizationToken',
      'ecr:GetDownloadUrlForLayer',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetBucketAcl',
      's3:GetBucketLocation',
      's3:GetObject',
      's3:GetObjectVersion',
    ]);
    const resources = (action: string) =>
      statementsOf(template, 'shop-front-stg-pr-build', action).flatMap(({ Resource }) => Resource);
    expect(resources('s3:GetObject')).toEqual([BUCKET, `${BUCKET}/shop-pr-front/*`]);
    expect(resources('ecr:BatchGetImage')).toEqual([
      'arn:aws:ecr:eu-west-1:222222222222:repository/tools/node',
    ]);
  });

  it('have no cache, no secret and no parameter, and know that they must not push', () => {
    const plain = (Name: string, Value: string) => ({ Name, Type: 'PLAINTEXT', Value });
    const known = [plain('PIPELINE', 'front'), plain('ENVIRONMENT', 'stg'), plain('PUSH', 'false')];
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'shop-front-stg-pr-check-lint',
      Cache: { Type: 'NO_CACHE' },
      Environment: { EnvironmentVariables: known },
    });
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'shop-front-stg-pr-build',
      Cache: { Type: 'NO_CACHE' },
      Environment: {
        EnvironmentVariables: [
          ...known,
          plain('WEB_REPOSITORY_URI', '111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/acme/web'),
          plain('LEVEL', 'debug'),
        ],
      },
    });
  });

  it('follow the factory’s buildspec without log-in, push and artifacts', () => {
    const [{ Properties } = { Properties: undefined }] = Object.values(
      template.findResources('AWS::CodeBuild::Project', {
        Properties: { Name: 'shop-front-stg-pr-build' },
      }),
    );
    const { BuildSpec } = (Properties as { Source: { BuildSpec: string } }).Source;
    expect(BuildSpec).toContain('docker build');
    expect(BuildSpec).toContain('test -f taskdef.json');
    expect(BuildSpec).not.toMatch(/docker (push|login)|artifacts/);
  });
});

it('checks a fleet’s pull requests, and bakes no image of them', () => {
  const fleet = templateOf(
    appOf(
      config(`kind: asg-blue-green
    source: { git: { ${ASKED} } }
    checks: { lint: lint.yml }
    image: { base: { id: ami-0123456789abcdef0 }, playbook: playbook.yml }
    instances: { types: [t3.small] }
    fleet: { min: 1, max: 2 }
    environments: { stg: {} }`),
    ),
    'shop-pr-front',
  );
  fleet.hasResourceProperties('AWS::CodePipeline::Pipeline', {
    Stages: [Match.objectLike({ Name: 'Source' }), Match.objectLike({ Name: 'Lint' })],
  });
  fleet.resourceCountIs('AWS::CodeBuild::Project', 1);
});

it('checks pull requests in an account apart, with a connection of its own there', () => {
  const apart = appOf(
    config(`kind: ecs-rolling
    source: { git: { ${ASKED}, pullRequestEnvironment: prd } }
    build: docker
    environments: { stg: {} }`),
  );
  expect(stackOf(apart, 'shop-pr-front').account).toBe('222222222222');
  templateOf(apart, 'shop-sources-222222222222-eu-west-1').resourceCountIs(
    'AWS::CodeConnections::Connection',
    1,
  );
});
