import { COMMITTED_PIPELINE, configText, OWNED_PIPELINE } from '../../support/configs';
import { appOf, templateOf } from '../../support/synthesized';
import { actionNames, actionOf, statementsOf } from '../../support/templates';

describe('a pipeline from commits', () => {
  const template = templateOf(appOf(configText(COMMITTED_PIPELINE)), 'shop-store-stg');

  it('goes from the commit over its build and what was found in its images to CodeDeploy', () => {
    expect(actionNames(template)).toEqual([
      'Source/Source',
      'Build/Build',
      'Scan/ScanImages',
      'Deploy/Deploy',
      'Deploy/RecordRelease',
    ]);
  });

  it('takes appspec and task definition from the build, and each image from an artifact of its own', () => {
    const { Configuration, InputArtifacts } = actionOf(template, 'Deploy');
    expect(Configuration).toMatchObject({
      AppSpecTemplateArtifact: 'build',
      AppSpecTemplatePath: 'stg/appspec.yaml',
      TaskDefinitionTemplateArtifact: 'build',
      TaskDefinitionTemplatePath: 'taskdef.json',
      Image1ArtifactName: 'build',
      Image1ContainerName: 'IMAGE1_NAME',
      Image2ArtifactName: 'images2',
      Image2ContainerName: 'IMAGE2_NAME',
    });
    expect(InputArtifacts).toEqual([{ Name: 'build' }, { Name: 'images2' }]);
    expect(actionOf(template, 'Build')).toMatchObject({
      OutputArtifacts: [{ Name: 'build' }, { Name: 'images2' }],
    });
  });

  it('looks at what was found in every image that was built', () => {
    expect(actionOf(template, 'ScanImages').InputArtifacts).toEqual([{ Name: 'build' }, { Name: 'images2' }]);
  });

  it('is made after what it builds and deploys with', () => {
    template.hasResource('AWS::CodePipeline::Pipeline', { DependsOn: ['BuildProject', 'DeploymentGroup'] });
  });

  it('needs no rule, because it has a trigger of its own', () => {
    template.resourceCountIs('AWS::Events::Rule', 0);
  });
});

describe('a pipeline whose releases are verified', () => {
  const VERIFY = 'verify: { buildspec: smoke.yml, timeout: 10m }';
  const committed = COMMITTED_PIPELINE.replace(
    '"{environment}/appspec.yaml" }',
    `"{environment}/appspec.yaml", blueTerminationWait: 20m }\n    ${VERIFY}`,
  );
  const uploaded = OWNED_PIPELINE.replace(
    '    environments:',
    `    deploy: { blueTerminationWait: 20m }\n    ${VERIFY}\n    environments:`,
  );
  const app = appOf(configText(`${committed}\n${uploaded}`));
  const template = templateOf(app, 'shop-store-stg');
  const NAME = 'shop-store-stg';

  it('has its function run the project beside the deployment, with what the commit has', () => {
    expect(actionNames(template).slice(-3)).toEqual([
      'Deploy/Deploy',
      'Deploy/Verify',
      'Deploy/RecordRelease',
    ]);
    const verify = actionOf(template, 'Verify');
    expect(verify.RunOrder).toEqual(actionOf(template, 'Deploy').RunOrder);
    expect(verify).toMatchObject({
      ActionTypeId: { Category: 'Invoke', Provider: 'Lambda' },
      Configuration: { FunctionName: 'shop-foundation-stg-verify-deployment' },
      InputArtifacts: [{ Name: 'source' }],
    });
    expect(JSON.parse(verify.Configuration.UserParameters ?? '')).toMatchObject({
      deployAction: 'Deploy',
      project: `${NAME}-verify`,
    });
  });

  it('takes the buildspec of uploads from the settings', () => {
    expect(actionOf(templateOf(app, 'shop-web-stg'), 'Verify').InputArtifacts).toEqual([
      { Name: 'settings' },
    ]);
  });

  it('may start builds of that project alone, and stop deployments', () => {
    const start = statementsOf(template, NAME, 'codebuild:StartBuild').filter(({ Resource }) =>
      JSON.stringify(Resource).includes('-verify'),
    );
    expect(start).toMatchObject([
      {
        Action: ['lambda:InvokeFunction', 'codebuild:BatchGetBuilds', 'codebuild:StartBuild'],
        Resource: [
          'arn:aws:lambda:ap-northeast-1:111111111111:function:shop-foundation-stg-verify-deployment',
          `arn:aws:codebuild:ap-northeast-1:111111111111:project/${NAME}-verify`,
        ],
      },
    ]);
    expect(statementsOf(template, NAME, 'codedeploy:StopDeployment')).toMatchObject([{ Resource: '*' }]);
    const without = templateOf(appOf(configText(COMMITTED_PIPELINE)), NAME);
    expect(statementsOf(without, NAME, 'codedeploy:StopDeployment')).toEqual([]);
  });
});
