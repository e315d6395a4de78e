import { Match } from 'aws-cdk-lib/assertions';
import { configText } from '../support/configs';
import { appOf, templateOf } from '../support/synthesized';
import { actionOf, statementsOf } from '../support/templates';

const BUCKET = 'arn:aws:s3:::shop-foundation-stg-111111111111-ap-northeast-1';

/** The pipeline `front` to a service of its own, in stg. */
const pipeline = (kind: string, build: string) =>
  templateOf(
    appOf(
      configText(`  front:
    kind: ${kind}
    source: { git: { connection: github, repository: acme/front } }
    service: { container: web }
    ${build}
    environments: { stg: {} }`),
    ),
    'shop-front-stg',
  );

describe('the builds of a pipeline', () => {
  const template = pipeline(
    'ecs-rolling',
    `checks: { unit-tests: test.yml, lint: { buildspec: lint.yml, environment: { STRICT: { parameter: strict } } } }
    build:
      images: { web: { ecr: acme/web, context: web }, side-car: { ecr: acme/side-car, context: side } }
      timeout: 90m
      environment:
        LOG_LEVEL: debug
        DATABASE: { parameter: /shop/database }
        TOKEN: { secret: "shop/token:password" }
        KEY: { secret: "arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:shop/key-a1B2c3:value" }`,
  );
  const project = (name: string, properties: object) =>
    template.hasResourceProperties('AWS::CodeBuild::Project', { Name: name, ...properties });
  const resourcesOf = (action: string, role = 'build') =>
    statementsOf(template, `shop-front-stg-${role}`, action).flatMap(({ Resource }) => Resource);

  it('are projects that take and give artifacts of the pipeline, encrypted with the environment’s key', () => {
    for (const name of ['build', 'check-unit-tests', 'check-lint'])
      project(`shop-front-stg-${name}`, {
        Source: { Type: 'CODEPIPELINE' },
        Artifacts: { Type: 'CODEPIPELINE' },
        EncryptionKey: 'arn:aws:kms:ap-northeast-1:111111111111:alias/shop-foundation-stg',
        Cache: { Type: 'NO_CACHE' },
        QueuedTimeoutInMinutes: 30,
      });
    project('shop-front-stg-build', { TimeoutInMinutes: 90 });
  });

  it('follow the buildspec of the commit, or the factory’s own, which alone runs docker', () => {
    project('shop-front-stg-check-lint', {
      Source: { BuildSpec: 'lint.yml' },
      Environment: { PrivilegedMode: false },
    });
    project('shop-front-stg-build', {
      Source: { BuildSpec: Match.stringLikeRegexp('docker build') },
      Environment: { Type: 'LINUX_CONTAINER', PrivilegedMode: true, ImagePullCredentialsType: 'CODEBUILD' },
    });
  });

  it('know pipeline, environment and repositories, and what the config has, secrets by their names alone', () => {
    const plain = (Name: string, Value: string) => ({ Name, Type: 'PLAINTEXT', Value });
    project('shop-front-stg-build', {
      Environment: {
        EnvironmentVariables: [
          plain('PIPELINE', 'front'),
          plain('ENVIRONMENT', 'stg'),
          plain('WEB_REPOSITORY_URI', '111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/acme/web'),
          plain('SIDE_CAR_REPOSITORY_URI', '111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/acme/side-car'),
          plain('LOG_LEVEL', 'debug'),
          { Name: 'DATABASE', Type: 'PARAMETER_STORE', Value: '/shop/database' },
          { Name: 'TOKEN', Type: 'SECRETS_MANAGER', Value: 'shop/token:password' },
          Match.objectLike({ Name: 'KEY', Type: 'SECRETS_MANAGER' }),
        ],
      },
    });
  });

  it('learn of the commit from the pipeline, but not its message, which is free text in a shell', () => {
    for (const action of ['Build', 'UnitTests', 'Lint']) {
      const { EnvironmentVariables = '' } = actionOf(template, action).Configuration;
      expect(EnvironmentVariables.length).toBeLessThanOrEqual(1000);
      expect(JSON.parse(EnvironmentVariables)).toEqual([
        { name: 'COMMIT_ID', value: '#{Source.CommitId}', type: 'PLAINTEXT' },
        { name: 'BRANCH', value: '#{Source.BranchName}', type: 'PLAINTEXT' },
        { name: 'COMMIT_DATE', value: '#{Source.AuthorDate}', type: 'PLAINTEXT' },
      ]);
    }
  });

  it('log to groups that the stack makes and keeps as long as the environment has it', () => {
    for (const name of ['build', 'check-unit-tests', 'check-lint'])
      template.hasResourceProperties('AWS::Logs::LogGroup', {
        LogGroupName: `/aws/codebuild/shop-front-stg-${name}`,
        RetentionInDays: 30,
      });
  });

  it('are there before the pipeline, which starts as soon as it is made', () => {
    const [made] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
    const projects = Object.keys(template.findResources('AWS::CodeBuild::Project'));
    expect(projects).toHaveLength(3);
    expect(made?.DependsOn).toEqual(expect.arrayContaining(projects));
  });

  it.each(['build', 'check'])('have a role for %s alone, which CodeBuild takes for this account', (role) => {
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: `shop-front-stg-${role}`,
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'codebuild.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
          },
        ],
      },
    });
  });

  it('read exactly the parameters and secrets that the config names', () => {
    expect(resourcesOf('ssm:GetParameters')).toEqual([
      'arn:aws:ssm:ap-northeast-1:111111111111:parameter/shop/database',
    ]);
    expect(resourcesOf('ssm:GetParameters', 'check')).toEqual([
      'arn:aws:ssm:ap-northeast-1:111111111111:parameter/strict',
    ]);
    expect(resourcesOf('secretsmanager:GetSecretValue', 'check')).toEqual([]);
    expect(resourcesOf('secretsmanager:GetSecretValue')).toEqual([
      'arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:shop/token-??????',
      'arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:shop/key-a1B2c3',
    ]);
  });

  it('push to the repositories of their images, and keep to their pipeline’s folder of the artifacts', () => {
    expect(resourcesOf('ecr:PutImage')).toEqual([
      'arn:aws:ecr:ap-northeast-1:111111111111:repository/acme/web',
      'arn:aws:ecr:ap-northeast-1:111111111111:repository/acme/side-car',
    ]);
    expect(resourcesOf('s3:PutObject')).toEqual([BUCKET, `${BUCKET}/shop-front-stg/*`]);
    expect(resourcesOf('ecr:PutImage', 'check')).toEqual([]);
    expect(resourcesOf('s3:PutObject', 'check')).toEqual([]);
  });

  it('may do with every resource only what AWS knows none for', () => {
    const starred = statementsOf(template, 'shop-front-stg-build').filter(({ Resource }) => Resource === '*');
    expect(starred.flatMap(({ Action }) => Action)).toEqual(['ecr:GetAuthorizationToken']);
  });

  it('are started, watched and stopped by the pipeline, and no other project is', () => {
    expect(
      statementsOf(template, 'shop-front-stg', 'codebuild:StartBuild').map(({ Resource }) => Resource),
    ).toEqual(
      ['check-unit-tests', 'check-lint', 'build'].map(
        (name) => `arn:aws:codebuild:ap-northeast-1:111111111111:project/shop-front-stg-${name}`,
      ),
    );
  });

  it('give a rolling deployment all images in one artifact', () => {
    expect(actionOf(template, 'Build')).toMatchObject({
      Namespace: 'Build',
      InputArtifacts: [{ Name: 'source' }],
      OutputArtifacts: [{ Name: 'build' }],
    });
  });
});

describe('what a build may ask for beside', () => {
  const project = (build: string, properties: object) =>
    pipeline('ecs-rolling', `build: { images: { web: acme }, ${build} }`).hasResourceProperties(
      'AWS::CodeBuild::Project',
      properties,
    );

  it('keeps layers of docker on the machine only where docker runs', () => {
    project('cache: local', {
      Cache: { Type: 'LOCAL', Modes: ['LOCAL_CUSTOM_CACHE', 'LOCAL_DOCKER_LAYER_CACHE'] },
    });
    project('cache: local, buildspec: buildspec.yml', {
      Cache: { Type: 'LOCAL', Modes: ['LOCAL_CUSTOM_CACHE'] },
    });
  });

  it('keeps a cache under the project’s full name, outside of the folders of artifacts', () => {
    project('cache: s3', {
      Cache: {
        Type: 'S3',
        Location: 'shop-foundation-stg-111111111111-ap-northeast-1/cache/shop-front-stg-build',
      },
    });
  });

  it.each(['amazonlinux-aarch64-standard:3.0', 'amazonlinux2-aarch64-standard:3.0'])(
    'runs on an ARM machine where CodeBuild’s image is for one: %s',
    (image) => {
      project(`image: "aws/codebuild/${image}", compute: 2xlarge`, {
        Environment: { Type: 'ARM_CONTAINER', ComputeType: 'BUILD_GENERAL1_2XLARGE' },
      });
    },
  );

  it('pulls an image of the team’s own with the rights of the build', () => {
    const template = pipeline(
      'ecs-rolling',
      'build: { images: { web: acme }, image: "222222222222.dkr.ecr.eu-west-1.amazonaws.com/tools/node:22" }',
    );
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Environment: { ImagePullCredentialsType: 'SERVICE_ROLE' },
    });
    expect(
      statementsOf(template, 'shop-front-stg-build', 'ecr:BatchGetImage').map(({ Resource }) => Resource),
    ).toContain('arn:aws:ecr:eu-west-1:222222222222:repository/tools/node');
  });

  it('gives CodeDeploy an artifact for each image', () => {
    const template = pipeline(
      'ecs-blue-green',
      'build: { images: { web: { ecr: web, context: web }, app: { ecr: app, context: app } } }',
    );
    expect(actionOf(template, 'Build')).toMatchObject({
      OutputArtifacts: [{ Name: 'build' }, { Name: 'images2' }],
    });
  });
});
