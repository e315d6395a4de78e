import { Match } from 'aws-cdk-lib/assertions';
import { EXISTING_PIPELINE, OWNED_PIPELINE, configText } from '../../support/configs';
import { appOf, templateFile, templateOf } from '../../support/synthesized';
import { actionNames, actionOf, statementsOf } from '../../support/templates';

describe('a pipeline to a service that is there already', () => {
  const app = appOf(configText(EXISTING_PIPELINE));
  const template = templateOf(app, 'shop-web-stg');

  it('costs at most seven resources, three roles and 9 KB, and neither key nor bucket', () => {
    const { Resources } = template.toJSON() as { Resources: Record<string, { Type: string }> };
    const types = Object.values(Resources).map(({ Type }) => Type);
    expect(types.length).toBeLessThanOrEqual(7);
    expect(types.filter((type) => type === 'AWS::IAM::Role').length).toBeLessThanOrEqual(3);
    expect(types.filter((type) => /KMS|S3::Bucket|IAM::Policy/.test(type))).toEqual([]);
    expect(templateFile(app, 'shop-web-stg').length).toBeLessThanOrEqual(9 * 1024);
  });

  it('queues its executions', () => {
    template.hasResourceProperties('AWS::CodePipeline::Pipeline', {
      Name: 'shop-web-stg',
      PipelineType: 'V2',
      ExecutionMode: 'QUEUED',
    });
  });

  it('goes from source to deploy, and records the release after the deployment', () => {
    expect(actionNames(template)).toEqual([
      'Source/Image',
      'Source/Settings',
      'Deploy/Deploy',
      'Deploy/RecordRelease',
    ]);
    expect(actionOf(template, 'RecordRelease').RunOrder).toBe(2);
    expect(actionOf(template, 'RecordRelease').Configuration).toMatchObject({
      FunctionName: 'shop-foundation-stg-record-release',
      UserParameters: expect.stringContaining('"pipeline":"web"') as string,
    });
  });

  it('leaves it to events to start it', () => {
    expect(actionOf(template, 'Settings').Configuration).toMatchObject({ PollForSourceChanges: 'false' });
  });

  it('has CodeDeploy put the image into the settings', () => {
    expect(actionOf(template, 'Deploy')).toMatchObject({
      ActionTypeId: { Provider: 'CodeDeployToECS' },
      InputArtifacts: [{ Name: 'settings' }, { Name: 'images' }],
      Configuration: {
        ApplicationName: 'shop-web-stg',
        DeploymentGroupName: 'shop-web-stg',
        AppSpecTemplateArtifact: 'settings',
        TaskDefinitionTemplateArtifact: 'settings',
        Image1ArtifactName: 'images',
        Image1ContainerName: 'IMAGE1_NAME',
      },
    });
  });

  it('keeps its artifacts in the bucket of its environment, encrypted with its key', () => {
    template.hasResourceProperties('AWS::CodePipeline::Pipeline', {
      ArtifactStore: {
        Location: 'shop-foundation-stg-111111111111-ap-northeast-1',
        EncryptionKey: {
          Id: 'arn:aws:kms:ap-northeast-1:111111111111:alias/shop-foundation-stg',
          Type: 'KMS',
        },
      },
    });
  });

  it('passes exactly the roles that the config names, and only to tasks', () => {
    for (const role of ['shop-web-stg', 'shop-web-stg-deploy']) {
      const [statement, ...others] = statementsOf(template, role, 'iam:PassRole');
      expect(others).toEqual([]);
      expect(statement).toMatchObject({
        Resource: ['web-execution', 'web-task'].map((name) => `arn:aws:iam::111111111111:role/${name}`),
        Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      });
    }
  });

  it('lets CodeDeploy move only the traffic of its own listeners', () => {
    const [statement] = statementsOf(template, 'shop-web-stg-deploy', 'elasticloadbalancing:ModifyListener');
    const balanced = (statement?.Resource as string[]).filter((arn) =>
      arn.includes(':elasticloadbalancing:'),
    );
    expect(balanced).toHaveLength(4);
    for (const arn of balanced) expect(arn).toContain('/app/apps/50dc6c495c0c9188/');
  });

  it('lets CodeDeploy assume the role of its deployments for this account alone', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'shop-web-stg-deploy',
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'codedeploy.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
          }),
        ],
      },
    });
  });

  it('stars nothing but what AWS knows no resource for', () => {
    const starred = ['shop-web-stg', 'shop-web-stg-deploy'].flatMap((role) =>
      statementsOf(template, role)
        .filter(({ Resource }) => [Resource].flat().includes('*'))
        .flatMap(({ Action }) => Action),
    );
    expect(
      starred.filter((action) => !/^(ecs|elasticloadbalancing|cloudwatch):Describe/.test(action)),
    ).toEqual([]);
  });

  it('trusts the action function by condition, so that making it anew breaks nothing', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'shop-web-stg',
      AssumeRolePolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { AWS: '111111111111' },
            Condition: {
              ArnEquals: {
                'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/shop-foundation-stg-record-release',
              },
            },
          }),
        ]),
      },
    });
  });

  it('rolls back on failure, stop and the alarms that the config names', () => {
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
      },
      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'web-5xx' }] },
    });
  });

  it('keeps blue for five minutes', () => {
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      BlueGreenDeploymentConfiguration: {
        TerminateBlueInstancesOnDeploymentSuccess: { Action: 'TERMINATE', TerminationWaitTimeInMinutes: 5 },
      },
    });
  });

  it('starts on a push of the image, pinned to its digest', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.ecr'],
        'detail-type': ['ECR Image Action'],
        detail: {
          'action-type': ['PUSH'],
          result: ['SUCCESS'],
          'repository-name': ['web'],
          'image-tag': ['latest'],
        },
      },
      Targets: [
        {
          Arn: 'arn:aws:codepipeline:ap-northeast-1:111111111111:shop-web-stg',
          RoleArn: 'arn:aws:iam::111111111111:role/shop-foundation-stg-events',
          InputTransformer: {
            InputPathsMap: { id: '$.detail.image-digest' },
            InputTemplate:
              '{"sourceRevisions":[{"actionName":"Image","revisionType":"IMAGE_DIGEST","revisionValue":"<id>"}]}',
          },
        },
      ],
    });
  });

  it("starts on an upload of the settings as S3's own event has it, pinned to its version", () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: ['web-settings'] }, object: { key: ['settings.zip'] } },
      },
      Targets: [
        {
          InputTransformer: {
            InputPathsMap: { id: '$.detail.object.version-id' },
            InputTemplate: Match.stringLikeRegexp('"Settings".*"S3_OBJECT_VERSION_ID"'),
          },
        },
      ],
    });
  });
});

describe('a pipeline to a service of its own', () => {
  const app = appOf(configText(OWNED_PIPELINE));

  it('finds the listeners in Parameter Store, and the rest by name', () => {
    const template = templateOf(app, 'shop-web-stg');
    template.hasParameter('ProductionListener', {
      Type: 'AWS::SSM::Parameter::Value<String>',
      Default: '/shop/web/stg/listener/production',
    });
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      ECSServices: [{ ClusterName: 'shop-web-stg', ServiceName: 'shop-web-stg' }],
      LoadBalancerInfo: {
        TargetGroupPairInfoList: [
          {
            TargetGroups: [{ Name: 'shop-web-stg-blue' }, { Name: 'shop-web-stg-green' }],
            ProdTrafficRoute: { ListenerArns: [{ Ref: 'ProductionListener' }] },
            TestTrafficRoute: { ListenerArns: [{ Ref: 'TestListener' }] },
          },
        ],
      },
    });
  });

  it('registers revisions of its own family only', () => {
    const [statement] = statementsOf(
      templateOf(app, 'shop-web-stg'),
      'shop-web-stg',
      'ecs:RegisterTaskDefinition',
    );
    expect(statement?.Resource).toContain(
      'arn:aws:ecs:ap-northeast-1:111111111111:task-definition/shop-web-stg:*',
    );
  });
});
