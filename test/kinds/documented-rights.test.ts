import { EXISTING_PIPELINE, ROLLING_PIPELINE, configText } from '../support/configs';
import { appOf, templateOf } from '../support/synthesized';
import { statementsOf } from '../support/templates';

const template = templateOf(appOf(configText(EXISTING_PIPELINE)), 'shop-web-stg');

/** The actions that the pipeline's role may do with anything in a bucket. */
const mayDoIn = (bucket: string): string[] =>
  statementsOf(template, 'shop-web-stg')
    .filter(({ Resource }) => [Resource].flat().includes(`arn:aws:s3:::${bucket}`))
    .flatMap(({ Action }) => Action);

test('CodePipeline has the rights to the artifact store that AWS documents, also for tagged sources', () => {
  // https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html
  const documented = [
    's3:GetBucketAcl',
    's3:GetBucketLocation',
    's3:GetBucketVersioning',
    's3:GetObject',
    's3:GetObjectVersion',
    's3:PutObject',
    's3:PutObjectAcl',
  ];
  const toTags = ['s3:GetObjectTagging', 's3:GetObjectVersionTagging', 's3:PutObjectTagging'];
  expect(mayDoIn('shop-foundation-stg-111111111111-ap-northeast-1')).toEqual([...documented, ...toTags]);
});

test('CodePipeline has the rights to the source bucket that AWS documents', () => {
  // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html
  const documented = [
    's3:GetObject',
    's3:GetObjectVersion',
    's3:GetBucketVersioning',
    's3:GetBucketAcl',
    's3:GetBucketLocation',
    's3:GetObjectTagging',
    's3:GetObjectVersionTagging',
  ];
  expect(mayDoIn('web-settings')).toEqual(expect.arrayContaining(documented));
});

test('the pipeline, which starts as soon as it is made, is made after what it deploys with', () => {
  // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html
  template.hasResource('AWS::CodePipeline::Pipeline', { DependsOn: ['DeploymentGroup'] });
});

describe('a pipeline that rolls a service', () => {
  const rolling = templateOf(appOf(configText(ROLLING_PIPELINE)), 'shop-web-stg');

  it('has the rights to ECS that AWS documents', () => {
    // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
    // https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html
    const documented = [
      'ecs:DescribeServices',
      'ecs:DescribeTaskDefinition',
      'ecs:DescribeTasks',
      'ecs:ListTasks',
      'ecs:RegisterTaskDefinition',
      'ecs:TagResource',
      'ecs:UpdateService',
      'iam:PassRole',
    ];
    for (const action of documented)
      expect(statementsOf(rolling, 'shop-web-stg', action).map(() => action)).toContain(action);
  });

  it('has no right to tags of artifacts, which only objects of S3 could give them', () => {
    expect(JSON.stringify(statementsOf(rolling, 'shop-web-stg'))).not.toContain('Tagging');
  });

  it('may list the tasks of its own cluster only', () => {
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html
    expect(statementsOf(rolling, 'shop-web-stg', 'ecs:ListTasks')).toEqual([
      expect.objectContaining({
        Condition: {
          ArnEquals: { 'ecs:cluster': 'arn:aws:ecs:ap-northeast-1:111111111111:cluster/shop-web-stg' },
        },
      }),
    ]);
  });

  it('may not read the state of the pipeline, which only the deployments of CodeDeploy need', () => {
    expect(statementsOf(rolling, 'shop-web-stg', 'codepipeline:GetPipelineState')).toEqual([]);
    expect(statementsOf(template, 'shop-web-stg', 'codepipeline:GetPipelineState')).toHaveLength(1);
  });

  it('has the rights to CodeBuild that AWS documents, and to stop a build', () => {
    // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
    const [statement] = statementsOf(rolling, 'shop-web-stg', 'codebuild:StartBuild');
    expect(statement).toMatchObject({
      Action: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
      Resource: 'arn:aws:codebuild:ap-northeast-1:111111111111:project/shop-web-stg-build',
    });
  });

  it('has the right to its connection that AWS documents', () => {
    // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
    const [statement] = statementsOf(rolling, 'shop-web-stg', 'codestar-connections:UseConnection');
    expect(statement?.Resource).toEqual({ Ref: 'Connection' });
  });
});
